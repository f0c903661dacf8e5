"""The records that flow through papermesh. Frozen, slotted, tuples instead of lists."""

from __future__ import annotations

from dataclasses import dataclass


def given_title(paper: Paper) -> str:
    """The title of a paper, "" where it was derived from the abstract."""
    return paper.title if paper.title_given else ""


AUTHOR, GIVEN = "author", "keywords"
"""Vocabularies: the authors' own keywords, and those of which a source says no more than that they are keywords."""


def own_keywords(paper: Paper) -> tuple[str, ...]:
    """The keywords of a paper that are its authors' own as far as can be told; where there are none, those of the first
    vocabulary that there is."""
    if not paper.keyword_sources:
        return paper.keywords
    pairs = zip(paper.keywords, paper.keyword_sources, strict=True)
    first = {AUTHOR, GIVEN} & set(paper.keyword_sources) or {paper.keyword_sources[0]}
    return tuple(word for word, source in pairs if source in first)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as a reader found it, fields stripped but otherwise as given.

    path: the source file ("-" for standard input), with "/" separators; for a member of an archive
    "archive.zip/member". position: 0-based entry number within the source. line: 1-based line on
    which the entry starts, 0 when unknown. identifiers: what the paper is called everywhere, as
    "doi:10.1/x", "arxiv:2301.01234" (no version), "pmid:17", "openalex:w4", lower case but for arXiv's old
    ids; references: the papers it cites, each in this form, as "place:author|year|journal|volume|page", or as
    "title:...|year" (more may stand behind the title), as "text:..." (only the words, for people), or in several of
    these with tabs between, the surest first.
    cited_as: the places under which others cite it. people: what is known of an author, his name, a tab, and
    "orcid:0000-...", "scopus:7...", "openalex:a5...", "s2:17...", "email:..." or "name:..." (in another script).
    keyword_sources: for each of the keywords the vocabulary that it is from (AUTHOR, GIVEN, "KeyWords Plus", "MeSH",
    "Emtree", "index"). kind: as BibTeX calls it ("article", "inproceedings"). venue: the journal, proceedings or book
    that it stands in, as written; venue_short: what the source calls that for short. pages: "12-34", or the number of
    an article. issn: "1234-567X". Empty string, () or None mean: not given.
    """

    path: str
    position: int
    abstract: str
    line: int = 0
    title: str = ""
    id: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    url: str = ""
    doi: str = ""
    keywords: tuple[str, ...] = ()
    keyword_sources: tuple[str, ...] = ()
    lang: str = ""
    identifiers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    cited_as: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    kind: str = ""
    venue: str = ""
    venue_short: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, whichever sources name it.

    id: its own identifier, else a hash of the normalised abstract. title: given, else derived from
    the abstract (then title_given is False). lang: "en" or "zh" (everything that is not Chinese is
    handled as English). Spans everywhere count characters of `abstract`. keyword_sources,
    and from `kind` on: as in Record.
    """

    id: str
    title: str
    abstract: str
    lang: str
    title_given: bool = True
    year: int | None = None
    url: str = ""
    doi: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    keyword_sources: tuple[str, ...] = ()
    kind: str = ""
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyphrase:
    """A phrase that says what a paper is about.

    text: its most frequent spelling in the paper. score: in [0, 1], best first. count: occurrences in
    title and abstract. spans: (start, end, start, end, ...) characters of the abstract. in_title: the
    given title names it. from_author: it stands among the author's keywords.
    """

    text: str
    score: float
    count: int
    spans: tuple[int, ...]
    in_title: bool = False
    from_author: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """What several papers share. name: for showing; name_en/name_zh: "" when not known.

    aliases: every other spelling that leads here, in both languages. papers: how many mention it.
    """

    id: str
    name: str
    name_en: str
    name_zh: str
    aliases: tuple[str, ...]
    papers: int

    @property
    def spellings(self) -> list[str]:
        """Everything that leads here, each once, sorted."""
        return sorted({self.name, self.name_en, self.name_zh, *self.aliases} - {""})


@dataclass(frozen=True, slots=True)
class Author:
    """A person who wrote papers. name: the fullest one; aliases: the other names, sorted. orcid: "" when not known.
    wrote: (position of a paper in the list of papers, position among its authors from 0), sorted, a paper once."""

    id: str
    name: str
    aliases: tuple[str, ...]
    orcid: str
    wrote: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Venue:
    """Where papers appeared: a journal, or a conference whatever the year.

    name: the full title as most records write it; aliases: its other names, sorted; issn: sorted. papers: positions of
    its papers in the list of papers, sorted.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    issn: tuple[str, ...]
    papers: tuple[int, ...]
