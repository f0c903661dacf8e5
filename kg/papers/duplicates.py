"""Why two records were taken as one paper, and how much speaks against it: what kg duplicates shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import prod

from kg.core.account import Duplicate
from kg.core.records import Paper, Record
from kg.papers.corrections import BY_CORRECTION, Join, entry_of
from kg.papers.same_paper import LONG_TEXT, Facts, facts_of, is_long, other_authors, wordings_agree
from kg.text.language import HAN

_NAMES = {
    "doi": "DOI",
    "pmid": "PMID",
    "arxiv": "arXiv id",
    "openalex": "OpenAlex id",
    "s2": "Semantic Scholar id",
    "corpusid": "Semantic Scholar number",
    "lens": "Lens id",
    "dimensions": "Dimensions id",
    "wos": "Web of Science number",
    "dblp": "DBLP key",
}
_ONE_A_PAPER = ("doi", "pmid")
"""A paper has one of these, but for a preprint's DOI."""
_PREPRINT = "doi:10.48550/"
_FEW_YEARS = 1  # from the preprint to the journal
# How sure what agrees makes, each by itself; by how much what does not takes of it.
_IDENTIFIER, _TEXT, _SHORT_TEXT = 0.9, 0.9, 0.6
_TITLE, _SHORT_TITLE, _NEAR_TITLE, _YEAR, _AUTHOR = 0.7, 0.3, 0.3, 0.2, 0.4
_OTHER_NUMBER, _OTHER_TITLE, _OTHER_TEXT, _OTHER_YEAR, _OTHER_AUTHORS = 0.5, 0.6, 0.7, 0.7, 0.4


def duplicates(papers: Sequence[Paper], groups: Sequence[Sequence[Record]], joins: Sequence[Join]) -> list[Duplicate]:
    """Each join, with what speaks for it and against it, the doubtful first.

    papers, groups, joins: as `kg.papers.merge.merge_all` gives them.
    """
    paper_of = {
        entry_of(record): paper.id
        for paper, group in zip(papers, groups, strict=True)
        if len(group) > 1
        for record in group
    }
    found = [_duplicate(paper_of[entry_of(a)], by, *sorted((a, b), key=entry_of)) for a, b, by in joins]
    return sorted(found, key=lambda each: (each.certainty, each.paper, each.record, each.other))


def first_in(groups: Sequence[Sequence[Record]]) -> Counter[str]:
    """Path -> how many papers have their first record in this source. groups: as `kg.papers.merge.merge_all` gives
    them."""
    return Counter(group[0].path for group in groups)


def _duplicate(paper: str, by: str, a: Record, b: Record) -> Duplicate:
    one, other = facts_of(a), facts_of(b)
    agrees = dict([*_same_identifiers(a, b), *_same_words(one, other)])
    against = dict([*_other_numbers(a, b), *_other_words(one, other, a, b)])
    rule, *also = [by, *agrees] if by else agrees
    sure = (1 - prod(1 - weight for weight in agrees.values())) * prod(against.values())
    sure = 1.0 if by == BY_CORRECTION else sure
    return Duplicate(
        paper, place(a), place(b), rule, tuple(also), tuple(against), round(sure, 3), title=a.title, other_title=b.title
    )


def place(record: Record) -> str:
    """Where a record stands: its file and line, else its file and number, from 1."""
    return f"{record.path}:{record.line}" if record.line else f"{record.path}#{record.position + 1}"


def _same_identifiers(a: Record, b: Record) -> Iterator[tuple[str, float]]:
    for name in a.identifiers:
        if name in b.identifiers:
            kind = name.partition(":")[0]
            yield f"same {_NAMES.get(kind, kind)}", _IDENTIFIER


def _same_words(a: Facts, b: Facts) -> Iterator[tuple[str, float]]:
    """Abstract, title, year and authors, as far as they agree."""
    if a.text and a.text == b.text:
        yield "same abstract", _TEXT if len(a.text) >= LONG_TEXT else _SHORT_TEXT
    if a.title and a.title == b.title:
        yield "same title", _TITLE if is_long(a.title) else _SHORT_TITLE
    elif _near(a, b):
        yield "similar titles", _NEAR_TITLE
    if a.year and a.year == b.year:
        yield "same year", _YEAR
    if a.families & b.families:
        yield "an author in common", _AUTHOR


def _near(a: Facts, b: Facts) -> bool:
    in_one_script = bool(HAN.search(a.title)) == bool(HAN.search(b.title))
    return (
        bool(a.title and b.title) and in_one_script and wordings_agree(a.title, a.title_words, b.title, b.title_words)
    )


def _other_numbers(a: Record, b: Record) -> Iterator[tuple[str, float]]:
    for kind in _ONE_A_PAPER:
        ours, theirs = _numbers(a, kind), _numbers(b, kind)
        if ours and theirs and ours.isdisjoint(theirs):
            yield f"another {_NAMES[kind]}", _OTHER_NUMBER


def _numbers(record: Record, kind: str) -> frozenset[str]:
    return frozenset(
        name for name in record.identifiers if name.startswith(f"{kind}:") and not name.startswith(_PREPRINT)
    )


def _other_words(one: Facts, other: Facts, a: Record, b: Record) -> Iterator[tuple[str, float]]:
    """Titles, abstracts, years and authors, as far as they do not agree."""
    if one.title and other.title and not wordings_agree(one.title, one.title_words, other.title, other.title_words):
        yield "other title", _OTHER_TITLE
    if one.text and other.text and not _texts_agree(a.abstract, b.abstract):
        yield "other abstract", _OTHER_TEXT
    if one.year and other.year and abs(one.year - other.year) > _FEW_YEARS:
        yield "other year", _OTHER_YEAR
    if other_authors(one, other):
        yield "other authors", _OTHER_AUTHORS


def _texts_agree(a: str, b: str) -> bool:
    words, others = set(a.casefold().split()), set(b.casefold().split())
    return bool(HAN.search(a)) or wordings_agree(a, words, b, others)  # Chinese has no words to count
