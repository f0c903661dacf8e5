"""From records to papers: what is found twice is one paper."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kg.core.corrections import Correction, Outcome
from kg.core.records import GIVEN, Paper, Record
from kg.papers.corrections import Join, correct_groups
from kg.papers.readers.fields.keywords import VOCABULARIES
from kg.papers.same_paper import Joins, group_records, identity, is_stock, normalise
from kg.text.language import detect_language

_VOCABULARIES = {source: rank for rank, source in enumerate(VOCABULARIES.values())}
_ARXIV_DOI = "10.48550/"


class Merged(NamedTuple):
    """papers: sorted by id. groups: the records of each, by (path, position). joins: the pairs of records that made one
    paper of two. outcomes: one for every correction."""

    papers: list[Paper]
    groups: list[list[Record]]
    joins: list[Join]
    outcomes: tuple[Outcome, ...] = ()


def merge_records(records: Iterable[Record]) -> tuple[list[Paper], list[list[Record]]]:
    """The papers of these records, and the records of each; see `merge_all`."""
    return merge_all(records)[:2]


def merge_all(records: Iterable[Record], *, paper_corrections: Sequence[Correction] = ()) -> Merged:
    """One paper per group of `kg.papers.same_paper`, as corrected.

    A field is the first one given, in the order of the records, but: the earliest year; the longest of abstracts that
    begin alike, and of lists of authors; a title not in capitals; a DOI that is not arXiv's own; all keywords; where it
    appeared is told by one record and those that agree with it. The id
    is the smallest given one, else a hash of the abstract; an id given to different papers is followed by "~" and the
    beginning of that hash, for all of them. The order of the input makes no difference. Titles are not derived.
    """
    every, pairs = list(records), Joins()
    grouped = group_records(every, pairs)
    grouped, joins, outcomes = correct_groups(paper_corrections, grouped, [Join(every[a], every[b]) for a, b in pairs])
    groups = _named(grouped)
    ids = _ids(groups)
    merged = [(merge_group(ids[identity], group), group) for identity, group in groups.items()]
    merged.sort(key=lambda pair: pair[0].id)
    return Merged([paper for paper, _ in merged], [group for _, group in merged], joins, outcomes)


def _named(groups: list[list[Record]]) -> dict[str, list[Record]]:
    """Each group, its records in order, under what it is known by (see `identity`); groups that share even that (the
    same title, no abstract, different years or authors) under these as well."""
    for group in groups:
        if len(group) > 1:
            group.sort(key=lambda record: (record.path, record.position, repr(record)))
    names = [min(map(identity, group)) for group in groups]
    for more in (lambda record: f"{record.year} {record.authors} {record.identifiers}", repr):
        uses = Counter(names)
        names = [
            f"{name} {min(map(more, group))}" if uses[name] > 1 else name
            for name, group in zip(names, groups, strict=True)
        ]
    return dict(zip(names, groups, strict=True))


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def hash_id(name: str) -> str:
    """The id of a paper whose source gives none, from what it is known by: "p" and 12 hexadecimal digits."""
    return "p" + _hash(name)[:12]


def _ids(groups: dict[str, list[Record]]) -> dict[str, str]:
    """The id of each group: unique, whatever the sources say."""
    chosen = {
        name: min((record.id for record in group if record.id), default="") or hash_id(name)
        for name, group in groups.items()
    }
    uses = Counter(chosen.values())
    shared = {name: _hash(name) for name, own_id in chosen.items() if uses[own_id] > 1}
    for length in (6, 16, 64):  # six digits, unless a great many papers carry the same id
        ids = chosen | {name: f"{chosen[name]}~{digits[:length]}" for name, digits in shared.items()}
        if len(set(ids.values())) == len(ids):
            break
    return ids


def merge_group(own_id: str, group: list[Record]) -> Paper:
    """The paper with this id that these records describe; see `merge_all` for what it takes of which."""
    abstract, title = _abstract(group), _title(group)
    dois = [record.doi for record in group if record.doi]
    return Paper(
        id=own_id,
        title=title,
        abstract=abstract,
        lang=_language(abstract or title, next(filter(None, (record.lang for record in group)), "")),
        title_given=bool(title),
        year=min((record.year for record in group if record.year is not None), default=None),
        url=next(filter(None, (record.url for record in group)), ""),
        doi=next((doi for doi in dois if not doi.casefold().startswith(_ARXIV_DOI)), dois[0] if dois else ""),
        authors=max((record.authors for record in group), key=lambda names: (len(names), sum(map(len, names)))),
        **_keywords(group),
        **_appeared(group),
    )


_PLACE = ("volume", "issue", "pages")
_APPEARED = ("kind", "venue", *_PLACE, "publisher", "issn", "isbn")


def _appeared(group: list[Record]) -> dict[str, Any]:
    """Where the paper appeared, as the record says that says most of it; what it lacks, as the next says that agrees in
    volume, issue and pages: a preprint, or the same paper in proceedings, is another place."""
    by_detail = sorted(group, key=lambda record: -sum(bool(getattr(record, name)) for name in ("venue", *_PLACE)))
    found = {name: getattr(by_detail[0], name) for name in _APPEARED}
    for record in by_detail[1:]:
        elsewhere = record.kind == "misc" and found["venue"]
        if not elsewhere and all(getattr(record, name) in ("", found[name]) for name in _PLACE):
            found |= {name: getattr(record, name) for name in _APPEARED if not found[name]}
    return found


def _abstract(group: list[Record]) -> str:
    """The first one that is none of the sentences in place of an abstract, or a longer one that begins as it does."""
    given = [record.abstract for record in group if record.abstract]
    if len(given) < 2:
        return given[0] if given else ""
    real = [abstract for abstract in given if not is_stock(abstract)] or given
    beginning = normalise(real[0])
    return max(real, key=lambda text: len(normalise(text)) if normalise(text).startswith(beginning) else 0)


def _title(group: list[Record]) -> str:
    given = [record.title for record in group if record.title]
    return next((title for title in given if not title.isupper()), given[0] if given else "")


def _keywords(group: list[Record]) -> dict[str, tuple[str, ...]]:
    """All of them, those that differ in case only once, and the vocabulary of each; the authors' own first."""
    given = [
        pair
        for record in group
        for pair in zip(record.keywords, record.keyword_sources or (GIVEN,) * len(record.keywords), strict=True)
    ]
    given.sort(key=lambda pair: _VOCABULARIES.get(pair[1], len(_VOCABULARIES)))
    found: dict[str, tuple[str, str]] = {}
    for word, source in given:
        found.setdefault(word.casefold(), (word, source))
    words, sources = zip(*found.values(), strict=True) if found else ((), ())
    return {"keywords": words, "keyword_sources": sources}


def _language(text: str, given: str) -> str:
    """As the text itself says; only a short Japanese text may look Chinese."""
    return "en" if given[:2].casefold() in ("ja", "ko") else detect_language(text)
