"""Which records are the same paper: docs/decisions/0014 states the rule and its reasons."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from kg.core.records import Record
from kg.core.union_find import UnionFind
from kg.text.language import HAN
from kg.text.names import without_accents

_NO_LETTERS = (string.punctuation + string.whitespace).encode()
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_INITIALS = re.compile(r"[A-Z]{1,3}|(?:[^\W\d_]\.-?){1,3}|\d+")
# What stands in the place of an abstract says nothing about which paper it is.
_STOCK_SENTENCE = re.compile(
    r"(?:this|the)(?:paper|article|submission|manuscript|work)(?:hasbeen|is|was)(?:withdrawn|retracted).{0,120}"
    r"|(?:no|missing)?abstract(?:is|not|isnot)?(?:available|provided)?|na|none|null|(?:暂?无|没有)?(?:中文)?摘要"
)
_LONG_TITLE, _LONG_TITLE_ZH = 20, 8
LONG_TEXT = 200
_MOST_IN_A_BUCKET = 100
"""Of so many different records under one title or identifier, that one says nothing."""


Joins = list[tuple[int, int]]
"""Pairs of records, by their numbers."""


def group_records(records: Sequence[Record], joins: Joins | None = None) -> list[list[Record]]:
    """The records, those of one paper together. The order of the input decides that of the output, and nothing else.

    joins: which records made one paper of two, is added to it, by the surest rule first.
    """
    joins = [] if joins is None else joins
    papers = UnionFind(range(len(records)))
    facts = cache(lambda n: facts_of(records[n]))  # of the few that share something
    for same in _buckets((name, n) for n, record in enumerate(records) for name in record.identifiers):
        joins += _join_pairs(papers, same, facts, _titles_are_one if _is_of_many(same, facts) else _titles_agree)
    for same in _buckets((text, n) for n, record in enumerate(records) if (text := _text(record))):
        same_text = _titles_are_one if _is_of_many(same, facts) else _same_text_is_same_paper
        joins += _join_pairs(papers, same, facts, same_text)
    for same in _buckets((title, n) for n, record in enumerate(records) if (title := normalise(record.title))):
        joins += _join_pairs(papers, same, facts, _same_title_is_same_paper)
    return [[records[n] for n in group] for group in papers.sets().values()]


def meeting_keys(record: Record) -> list[str]:
    """Under what the record may meet others: those that `group_records` compares share one of these, and so do those
    that are known by the same (`identity`). Records that share none with any other are a paper each."""
    shared = {"text": _text(record), "title": normalise(record.title), "identity": identity(record)}
    return [*record.identifiers, *(f"{kind} {key}" for kind, key in shared.items() if key)]


def identity(record: Record) -> str:
    """What the record is known by when nothing else joins it to another: its normalised abstract, else its title."""
    return _text(record) or normalise(record.abstract + record.title) or record.abstract or record.title


def stream_keys(record: Record) -> list[str]:
    """Keys of which an earlier record of the same paper has one too, as far as two records alone can tell.

    They are the abstract; an identifier together with the title; title, year and first author.
    """
    title, keys = normalise(record.title), [identity(record)]
    keys += [f"{name} {title}" for name in record.identifiers]
    if record.year and record.authors and title:
        keys.append(f"{title} {record.year} {_family(record.authors[0])}")
    return keys


def normalise(text: str) -> str:
    """Letters and digits alone, in one case."""
    if text.isascii():
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text).casefold())


def is_stock(abstract: str) -> bool:
    """Whether this is a sentence in the place of an abstract, or nothing."""
    return not _telling(normalise(abstract))


def _text(record: Record) -> str:
    """The normalised abstract, "" for none, or for a sentence in its place."""
    return _telling(normalise(record.abstract))


def _telling(text: str) -> str:
    """The normalised text, "" for a sentence in the place of an abstract."""
    return "" if len(text) < 200 and _STOCK_SENTENCE.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells two records apart or joins them.

    text: the normalised abstract, "" for none. title: normalised. arxiv: "arxiv:..." or "". families: the authors'
    family names, as far as known. words: all words of the authors' names.
    """

    text: str
    title: str
    title_words: frozenset[str]
    year: int | None
    arxiv: str
    families: frozenset[str]
    words: frozenset[str]

    @property
    def outline(self) -> Hashable:
        """What two records of one bucket are compared by: all but the abstract's own words."""
        return (not self.text, self.title, self.year, self.arxiv, self.families, self.words)


def facts_of(record: Record) -> Facts:
    return Facts(
        text=_text(record),
        title=normalise(record.title),
        title_words=frozenset(re.findall(r"\w+", record.title.casefold())),
        year=record.year,
        arxiv=next((name for name in record.identifiers if name.startswith("arxiv:")), ""),
        families=frozenset(map(_family, record.authors)),
        words=frozenset(word for name in record.authors for word in _name_words(name)),
    )


def _same_text_is_same_paper(a: Facts, b: Facts) -> bool:
    """For records of one abstract; 'Discussion of "X" by Y' is the whole abstract of several papers, and the blurb of a
    book that of its chapters."""
    if not other_authors(a, b):
        return True
    return len(a.text) >= LONG_TEXT and (
        not a.title or not b.title or wordings_agree(a.title, a.title_words, b.title, b.title_words)
    )


def other_authors(a: Facts, b: Facts) -> bool:
    """Whether both name authors, in one script, and not a word of the names is the same."""
    comparable = a.words and b.words and _is_han(a.words) == _is_han(b.words)
    return bool(comparable) and not a.words & b.words


def _is_of_many(numbers: Sequence[int], facts: Callable[[int], Facts]) -> bool:
    """Whether what these share is no paper's own (the DOI of a supplement, the blurb of a book): three titles or more,
    two of which do not agree and are not by the same authors."""
    titles: dict[str, set[str]] = {}
    people: dict[str, set[str]] = {}
    for fact in map(facts, numbers):
        if fact.title:
            titles.setdefault(fact.title, set()).update(fact.title_words)
            people.setdefault(fact.title, set()).update(fact.words)
    if not 2 < len(titles) <= _MOST_IN_A_BUCKET:
        return len(titles) > 2
    pairs = combinations(titles, 2)
    return any(not people[a] & people[b] and not wordings_agree(a, titles[a], b, titles[b]) for a, b in pairs)


def _titles_are_one(a: Facts, b: Facts) -> bool:
    return bool(a.title) and a.title == b.title


def _titles_agree(a: Facts, b: Facts) -> bool:
    """For records of one identifier, which is wrong often enough: preprints that name another paper's DOI, and
    chapters that name their book's, abstracts of a meeting that name their supplement's. A title in another script is a
    translation."""
    if not a.title or not b.title or a.title == b.title:
        return True
    if a.arxiv and b.arxiv and a.arxiv != b.arxiv:
        return False
    if a.text and b.text and other_authors(a, b):
        return False
    return wordings_agree(a.title, a.title_words, b.title, b.title_words)


def wordings_agree(a: str, words: Set[str], b: str, other_words: Set[str]) -> bool:
    """Whether two titles have half of the words of the shorter one in common, or are of two scripts."""
    if bool(HAN.search(a)) != bool(HAN.search(b)):
        return True
    return 2 * len(words & other_words) >= min(len(words), len(other_words))


def _same_title_is_same_paper(a: Facts, b: Facts) -> bool:
    """For records of one title; "Discussion" and "Introduction" are many papers, and so is "Comment on X"."""
    if a.arxiv and b.arxiv and a.arxiv != b.arxiv:
        return False
    if a.year and b.year and a.year != b.year:
        return False
    if other_authors(a, b):
        return False
    shared = bool(a.families & b.families)
    long = is_long(a.title)
    if a.year and b.year:
        return long or shared
    if a.text and b.text:
        return long and shared
    return long or shared or not (a.text or b.text)


def is_long(title: str) -> bool:
    """Whether a normalised title is so long that few papers share it by chance."""
    return len(title) >= (_LONG_TITLE_ZH if HAN.search(title) else _LONG_TITLE)


def _is_han(words: frozenset[str]) -> bool:
    return any(HAN.search(word) for word in words)


def _name_words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", without_accents(name).casefold()) if len(word) > 1]


def _family(name: str) -> str:
    """The family name, in lower case without accents: before a comma, else the last word that is no initials."""
    before, comma, _ = name.partition(",")
    words = (before if comma else name).split()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    return "".join(_name_words(words[-1])) if words else ""


def _buckets(pairs: Iterable[tuple[str, int]]) -> Iterator[list[int]]:
    """The numbers under each key that has several."""
    first: dict[str, int] = {}
    several: dict[str, list[int]] = {}
    for key, number in pairs:
        before = first.setdefault(key, number)
        if before != number:
            several.setdefault(key, [before]).append(number)
    return iter(several.values())


def _join_pairs(
    papers: UnionFind[int],
    numbers: Sequence[int],
    facts: Callable[[int], Facts],
    same: Callable[[Facts, Facts], bool],
) -> Iterator[tuple[int, int]]:
    """Join those that are the same two by two; each different outline is compared once. Gives each pair that made one
    paper of two."""
    alike: dict[Hashable, list[int]] = {}
    for number in numbers:
        alike.setdefault(facts(number).outline, []).append(number)
    for first, *others in alike.values():
        if same(facts(first), facts(first)):
            yield from ((first, number) for number in others if papers.join(first, number))
    if len(alike) <= _MOST_IN_A_BUCKET:
        for a, b in combinations([group[0] for group in alike.values()], 2):
            if same(facts(a), facts(b)) and papers.join(a, b):
                yield a, b
