"""Where concepts stand in papers: every phrase of the corpus vocabulary is looked for in every title and abstract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, TypeVar

import numpy as np

from kg.concepts.spans import ALONE, ALWAYS, NEVER, Gazetteer, Spans, longest, nested, spans_of
from kg.core.columns import Lists, distinct, pack, unpack
from kg.core.engine import Engine
from kg.core.tables import ClusterOccurrences, Keyphrases, Keywords, Meanings, Nested, Standing, Texts
from kg.text.boundaries import After, Before, Boundaries
from kg.text.phrase_hashes import phrase_hash, phrases_of
from kg.text.tokens import end_to_end

T = TypeVar("T", Meanings, Keywords)

BATCH = 1000
"""Papers tagged at once."""
SECONDS = 0.0005
"""Time to tag a paper on one core, roughly."""


class Batch(NamedTuple):
    """Some papers to be tagged, and the rows of these papers in the other tables."""

    texts: Texts
    meanings: Meanings
    keywords: Keywords


class Tagged(NamedTuple):
    """Where clusters stand in some papers, and how often inside longer ones."""

    occurrences: ClusterOccurrences
    nested: Nested
    standing: Standing


def tag_papers(
    texts: Texts, gazetteer: Gazetteer, meanings: Meanings, keywords: Keywords, engine: Engine
) -> Iterator[Tagged]:
    """Look for every phrase in every title and abstract, in batches of papers; kg.concepts.tally sums them up.

    An author's keyword counts as mentioned although it may stand in neither.
    """
    batches = texts.batches(engine.size(BATCH)) if len(texts) else iter([texts])
    own = (Batch(batch, meanings.of_papers(batch.paper), keywords.of_papers(batch.paper)) for batch in batches)
    return engine.map(tag, own, gazetteer, seconds=SECONDS * len(texts))


def gazetteer_of(
    keys: Iterable[str], cluster_of: Mapping[str, int], trusted: Mapping[str, bool], certain: Set[str]
) -> Gazetteer:
    """The phrases with these keys. trusted: acronym -> whether it means the same in papers that do not define it.
    certain: acronyms that mean their concept in every paper, however short they are."""
    looked_for = list(keys)
    trust = [ALWAYS if k not in trusted else ALONE if trusted[k] or k in certain else NEVER for k in looked_for]
    clusters = [cluster_of.get(key, -1) for key in looked_for]
    phrases, order = phrases_of(looked_for)
    return Gazetteer(phrases, np.array(clusters, np.int32)[order], np.array(trust, np.int8)[order])


def meanings_of(
    own: Mapping[int, Mapping[str, str]],
    elsewhere: Mapping[str, Sequence[int]],
    otherwise: Iterable[tuple[int, str]],
    cluster_of: Mapping[str, int],
) -> Meanings:
    """What acronyms stand for in the papers that define them, and in those that agree with these.

    own: paper -> key of the short form -> key of the long form. elsewhere: key of a short form -> papers. otherwise:
    (paper, key of a short form) where it stands for no cluster.
    """
    rows = {(p, phrase_hash(s)): (cluster_of[s], False) for s, papers in elsewhere.items() for p in papers}
    rows |= {(p, phrase_hash(s)): (-1, True) for p, s in otherwise}
    rows |= {(p, phrase_hash(s)): (cluster_of[long], True) for p, shorts in own.items() for s, long in shorts.items()}
    columns = zip(*((*key, *rows[key]) for key in sorted(rows)), strict=True) if rows else ((), (), (), ())
    kinds = (np.int32, np.uint64, np.int32, np.bool_)
    return Meanings(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))


def keywords_of(keyphrases: Keyphrases, cluster: np.ndarray) -> Keywords:
    """The clusters of the author's keywords. cluster: (texts,) int32, that of every text, -1 for none."""
    found = cluster[keyphrases.text]
    rows = keyphrases.from_author & (found >= 0)
    return Keywords(*(c.astype(np.int32) for c in unpack(distinct(pack(keyphrases.paper[rows], found[rows])))))


def tag(batch: Batch, gazetteer: Gazetteer) -> Tagged:
    """Where the clusters stand in these papers. Raises nothing."""
    texts = batch.texts
    both = [text for pair in zip(texts.abstract, texts.title, strict=True) for text in pair]
    boundaries = list(map(Boundaries, both))
    meanings, keywords = _counted_from_0(batch.meanings, texts.paper), _counted_from_0(batch.keywords, texts.paper)
    spans = longest(spans_of(both, boundaries, meanings, gazetteer))
    found = pack(spans.cluster, spans.text // 2)
    rows = distinct(np.append(found, pack(keywords.cluster, keywords.paper)))
    cluster, paper = unpack(rows)
    row = np.searchsorted(rows, found)
    titled = spans.text % 2 == 1
    in_abstract, own = spans.those(~titled), row[~titled]
    ended, standing = _standing(in_abstract, both, boundaries)
    order = np.argsort(own, kind="stable")
    occurrences = ClusterOccurrences(
        paper=texts.paper[paper],
        cluster=cluster.astype(np.int32),
        count=np.bincount(row, minlength=len(rows)).astype(np.int32),
        in_title=np.bincount(row[titled], minlength=len(rows)) > 0,
        ended=np.bincount(own[ended], minlength=len(rows)).astype(np.int32),
        spans=Lists(
            np.column_stack([in_abstract.start, in_abstract.end])[order].astype(np.int32).ravel(),
            np.append(0, 2 * np.cumsum(np.bincount(own, minlength=len(rows)))),
        ),
    )
    return Tagged(occurrences, nested(spans), standing)


def _standing(spans: Spans, texts: Sequence[str], boundaries: Sequence[Boundaries]) -> tuple[np.ndarray, Standing]:
    """((spans,) bool, which of them show a noun; how their clusters stand). boundaries: of the texts."""
    before = _at(lambda text, start: boundaries[text].before(start), spans.text, spans.start)
    after = _at(lambda text, end: boundaries[text].after(end), spans.text, spans.end)
    one_word = _one_word(texts, spans)
    begun = (before == Before.BEGINS) | (before == Before.IN)
    ended = (after == After.ENDS) & ~(one_word & (before == Before.QUALITY))
    ended |= one_word & begun & (after == After.MAY_END)
    stands = [before == code for code in (Before.CUT, Before.VERB, Before.NUMBER, Before.IN)]
    closed = (after == After.ENDS) | (after == After.MAY_END)
    return ended, _counted(spans.cluster, begun, *stands, closed, after == After.OBJECT)


def _at(look: Callable[[int, int], int], text: np.ndarray, at: np.ndarray) -> np.ndarray:
    """(n,) int8: what is seen at every place, looked at once where several spans begin or end."""
    places, row = np.unique(pack(text, at), return_inverse=True)
    return np.array(list(map(look, *(column.tolist() for column in unpack(places)))), np.int8)[row]


def _one_word(texts: Sequence[str], spans: Spans) -> np.ndarray:
    """(spans,) bool: whether no space stands in them."""
    characters, begin = end_to_end(texts)
    spaces = np.append(0, np.cumsum(characters == ord(" ")))
    begin = begin[spans.text]
    return spaces[begin + spans.start] == spaces[begin + spans.end]


def _counted(cluster: np.ndarray, *columns: np.ndarray) -> Standing:
    """A row for every cluster, with the sums of the columns."""
    present, row = np.unique(cluster, return_inverse=True)
    sums = (np.bincount(row, column, minlength=len(present)).astype(np.int32) for column in columns)
    return Standing(present.astype(np.int32), *sums)


def _counted_from_0(table: T, papers: np.ndarray) -> T:
    """The same rows; `paper` becomes the position of the paper in `papers`."""
    columns = table.columns() | {"paper": np.searchsorted(papers, table.paper)}
    return type(table)(**columns)
