"""From the fields of an entry, under our names, to a clean Record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.core.errors import NothingToRead
from kg.core.records import Record
from kg.papers.readers.fields.author_facts import facts
from kg.papers.readers.fields.cleaning import one_line, plain_abstract
from kg.papers.readers.fields.identifiers import (
    arxiv_id,
    arxiv_year,
    bare_doi,
    catalog_numbers,
    is_arxiv,
    is_doi,
    own,
    pmid,
)
from kg.papers.readers.fields.keywords import with_sources
from kg.papers.readers.fields.missing import without_missing
from kg.papers.readers.fields.people import authors
from kg.papers.readers.fields.publication import arxiv_in_place, publication

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_COMPACT_DATE = re.compile(r"\s*(1[5-9]\d\d|20\d\d)(?:0\d|1[0-2])[0-3]\d\s*")


def record_from(fields: Mapping[str, object], path: str, position: int, line: int = 0) -> Record:
    """The Record of an entry whose fields have the names of `kg.papers.readers.fields.aliases`.

    More are taken where they are known: people (pairs of a name and an ORCID); identifiers, references and cited_as as
    in kg.core.records; where it appeared (kg.papers.readers.fields.publication). Values may be of any type; what makes
    no sense is left out. Raises NothingToRead when there is neither an abstract nor a title.
    """
    fields = without_missing(fields)
    abstract = plain_abstract(_text(fields.get("abstract")))
    title = _line(fields.get("title"))
    own_id, url, doi = _line(fields.get("id")), _line(fields.get("url")), bare_doi(_line(fields.get("doi")))
    if not abstract and not title:
        named = own_id[:80] or f"number {position + 1}"  # in one long line of JSON the line says nothing
        raise NothingToRead(f"the entry {named} has neither an abstract nor a title", path, line)
    arxiv = arxiv_id(_line(fields.get("arxiv"))) or (own_id if is_arxiv(own_id.removeprefix("arXiv:")) else "")
    arxiv = arxiv or arxiv_in_place(fields)
    known = [*own(arxiv, doi, url), *_strings(fields.get("identifiers"))]
    known += catalog_numbers(own_id)
    if number := pmid(_line(fields.get("pmid"))):
        known.append(number)
    words, sources = with_sources(fields, f"{title} {abstract}")
    return Record(
        path=path,
        position=position,
        abstract=abstract,
        line=line,
        title=title,
        id=own_id or arxiv,
        authors=authors(fields.get("authors")),
        people=facts(fields.get("authors"), fields.get("people")),
        year=_year(fields, arxiv),
        url=url or _address(arxiv, doi),
        doi=doi,
        keywords=words,
        keyword_sources=sources,
        lang=_line(fields.get("lang")),
        identifiers=tuple(dict.fromkeys(known)),
        references=tuple(dict.fromkeys(_strings(fields.get("references")))),
        cited_as=tuple(dict.fromkeys(_strings(fields.get("cited_as")))),
        **publication(fields),
    )


def _text(value: object) -> str:
    """A string or a number as text; a list of strings as paragraphs; anything else as nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError:  # more digits than Python is willing to print
            return ""
    if isinstance(value, list):
        return "\n".join(part for part in value if isinstance(part, str))
    return ""


def _line(value: object) -> str:
    return one_line(_text(value)) if value else ""


def _strings(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str) and text] if isinstance(value, (list, tuple)) else []


def _year(fields: Mapping[str, object], arxiv: str) -> int | None:
    """As given; else the one that the arXiv id names; a date of change only when there is nothing better."""
    given = _text(fields.get("year"))
    if found := _YEAR.search(given) or _COMPACT_DATE.fullmatch(given):
        return int(found[1])
    if arxiv and (year := arxiv_year(arxiv)):
        return year
    found = _YEAR.search(_text(fields.get("updated")))
    return int(found[1]) if found else None


def _address(arxiv: str, doi: str) -> str:
    bare = arxiv.removeprefix("arXiv:")
    if is_arxiv(bare):
        return f"https://arxiv.org/abs/{bare}"
    return f"https://doi.org/{doi}" if is_doi(doi) else ""
