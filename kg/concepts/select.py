"""Which clusters become concepts: those that say something, in a corpus of any kind. No list decides this alone."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence, Set

import numpy as np

from kg.concepts.clusters import is_chinese
from kg.concepts.noun_phrases import Grammar
from kg.concepts.phrase_table import Analysed
from kg.concepts.resolved import Resolved
from kg.concepts.tally import Tally
from kg.core.columns import distinct, expand, lookup, pack, unpack
from kg.core.graph import SCALE
from kg.core.tables import Keyphrases
from kg.text.language import HAN
from kg.text.words.frequency import lift
from kg.text.words.stoplists import is_generic, telling

FRAGMENT, HEAD = 0.7, 0.9
"""Share of a phrase's occurrences that stand in one longer concept, from which on the longer one is meant; HEAD where
the longer one ends in it, and so is a kind of it."""
GOOD, TELLING, BY_SHARE, SMALL = 10, 0.15, 0.75, 100
"""TELLING: least share of a phrase's papers that have it among their GOOD best keyphrases (smoothed, see
kg.text.words.stoplists.telling). It rises by BY_SHARE * papers / (corpus + SMALL), because a phrase that connects much
of the corpus must be a better one."""
OWN, OWN_PAPERS, OWN_LIFT = 0.08, 10, 100
"""Least share, whatever it connects, of what is the corpus's own: a phrase of several words in OWN_PAPERS or more,
counted in the papers of its narrower ones too, and a word that is OWN_LIFT times as frequent as outside."""
KINDS, ALONE, WITH_KINDS = 4, 0.08, 0.18
"""A word is a concept that so many others are kinds of (optics, transport), if so large a share of its papers has it,
and has it or one of these, among the GOOD best."""
TITLES, TITLED = 2, 0.03
"""Papers, and share of its papers, that must have in their titles what is made of generic words: "mean field theory"
is a topic, "experimental data" is none."""
LONGEST, MOVED_UP = 3, 0.15
"""Most words of a keyphrase that a single paper has: a longer one is a description, unless the paper gives it as a
name. And the least score of one that moves up to the place of one inside a longer one."""


def select(counted: Tally, grammar: Grammar, resolved: Resolved, found: Analysed, *, top_n: int) -> dict[int, int]:
    """Cluster -> number of its papers, for every cluster that becomes a concept.

    Such a cluster says something, is a noun or a name that authors give (a keyword, an acronym), is no fragment of
    another one, and stands in two papers or more; or its only paper has it among its top_n keyphrases or gives it a
    name. Clusters that a correction names always do.
    """
    held = counted.held(grammar.modifier)
    present = np.flatnonzero(held.papers)
    clusters: list[int] = present.tolist()
    papers: list[int] = held.papers[present].tolist()
    telling_ones = _telling_ones(clusters, papers, held.titled[present].tolist(), resolved, found)
    whole = _wholes(counted, {c for c in telling_ones if not grammar.clause[c]}, resolved.heads)
    first = pack(held.first[present], present)
    best = lookup(first, _best(found, resolved, top_n, whole)) >= 0
    noun = grammar.noun.copy()
    noun[_named_by_authors(found, resolved)] = True
    cluster_of = resolved.cluster_of
    wanted = {cluster_of[key] for key in resolved.corrected.wanted if key in cluster_of}  # the others are ignored
    return {
        cluster: n
        for cluster, n, is_best in zip(clusters, papers, best.tolist(), strict=True)
        if cluster in wanted or (noun[cluster] and whole.get(cluster) == cluster and (n > 1 or is_best))
    }


def _telling_ones(
    clusters: Sequence[int], papers: Sequence[int], titles: Sequence[int], resolved: Resolved, found: Analysed
) -> set[int]:
    """Those of the clusters that say something in this corpus. papers, titles: in how many they stand."""
    good = _in_papers(found, resolved, found.keyphrases.rank < GOOD)
    alone = np.bincount(unpack(good)[1], minlength=len(resolved.heads)).tolist()
    narrower = np.bincount(unpack(_with_heads(good, resolved))[1], minlength=len(resolved.heads)).tolist()
    heads = [resolved.heads[cluster] for cluster in clusters]
    spellings = (resolved.spellings[cluster] for cluster in clusters)
    found_telling = {
        cluster
        for cluster, spelling, head, n, titled in zip(clusters, spellings, heads, papers, titles, strict=True)
        if (titled >= max(TITLES, TITLED * n) or not is_generic(head))
        and (
            _is_telling(spelling, head, alone[cluster], n, found.papers)
            or _is_own(spelling, head, alone[cluster], narrower[cluster], n, found.papers)
        )
    }
    kinds = Counter(
        head.rsplit(" ", 1)[1]
        for cluster, head, n in zip(clusters, heads, papers, strict=True)
        if n > 1 and " " in head and cluster in found_telling
    )
    return found_telling | {
        cluster
        for cluster, head, n in zip(clusters, heads, papers, strict=True)
        if kinds[head] >= KINDS and alone[cluster] >= ALONE * n and narrower[cluster] >= WITH_KINDS * n
    }


def _is_telling(spelling: str, key: str, keyphrase_in: int, papers: int, corpus: int) -> bool:
    least = TELLING + BY_SHARE * papers / (corpus + SMALL)
    return telling(spelling, key, keyphrase_in, papers) >= least


def _is_own(spelling: str, key: str, alone: int, narrower: int, papers: int, corpus: int) -> bool:
    if is_chinese(key):
        return False
    if " " in key:
        return papers >= OWN_PAPERS and narrower / papers >= OWN
    share = telling(spelling, key, alone, papers)
    return share >= OWN and lift(spelling, papers / corpus) >= OWN_LIFT


def _named_by_authors(found: Analysed, resolved: Resolved) -> np.ndarray:
    """The clusters of keywords and of coined names."""
    given = found.keyphrases.text[found.keyphrases.from_author], found.proper_names.text[found.proper_names.coined]
    cluster = distinct(resolved.of_text[np.concatenate(given)])
    return cluster[cluster >= 0]


def _with_heads(pairs: np.ndarray, resolved: Resolved) -> np.ndarray:
    """The pairs (paper, cluster), packed, and for each those of the phrases that its own ends in."""
    paper, cluster = unpack(pairs)
    ends, sizes = array("i"), array("i")
    for head in resolved.heads:
        found = _ends(head, resolved.cluster_of)
        ends.extend(found)
        sizes.append(len(found))
    row, at = expand(np.append(0, np.cumsum(sizes)), cluster)
    return distinct(np.append(pairs, pack(paper[row], np.array(ends, np.int64)[at])))


def _ends(key: str, cluster_of: Mapping[str, int]) -> list[int]:
    """The clusters of the shorter phrases that this one ends in."""
    words = key.split(" ")
    ends = (" ".join(words[n:]) for n in range(1, len(words)))
    return [cluster_of[end] for end in ends if end in cluster_of]


def _in_papers(found: Analysed, resolved: Resolved, rows: np.ndarray) -> np.ndarray:
    """Paper and cluster, packed, sorted, no pair twice: of these keyphrases, and of coined names. rows: (keyphrases,)
    bool."""
    coined = found.proper_names.coined
    paper = np.append(found.keyphrases.paper[rows], found.proper_names.paper[coined])
    cluster = resolved.of_text[np.append(found.keyphrases.text[rows], found.proper_names.text[coined])]
    return distinct(pack(paper, cluster)[cluster >= 0])


def _best(found: Analysed, resolved: Resolved, top_n: int, whole: Mapping[int, int]) -> np.ndarray:
    """Paper and cluster, packed: of the top_n best keyphrases and of coined names, the whole in place of a fragment.

    whole: from `_wholes`.
    """
    holder = np.full(len(resolved.heads), -1)
    holder[list(whole)] = list(whole.values())
    paper, cluster = unpack(_in_papers(found, resolved, _short(found) & _among(found.keyphrases, top_n)))
    return distinct(pack(paper, holder[cluster])[holder[cluster] >= 0])


def _among(keyphrases: Keyphrases, top_n: int) -> np.ndarray:
    """(keyphrases,) bool: whether it is among the top_n best of its paper; what stands inside a longer one takes no
    place from others, if they are good enough."""
    moved_up = (keyphrases.place >= 0) & (keyphrases.place < top_n) & (keyphrases.score >= MOVED_UP * SCALE)
    return (keyphrases.rank < top_n) | moved_up | keyphrases.from_author


def _short(found: Analysed) -> np.ndarray:
    """(keyphrases,) bool: whether they have at most LONGEST words or are the author's."""
    short = np.array([text.count(" ") < LONGEST or bool(HAN.search(text)) for text in found.texts], bool)
    return short[found.keyphrases.text] | found.keyphrases.from_author


def _wholes(counted: Tally, candidates: Set[int], heads: list[str]) -> dict[int, int]:
    """Cluster -> the longer one that it is a fragment of, or itself.

    It is a fragment if FRAGMENT of its occurrences stand in that one (HEAD, if that is a kind of it): "Latent
    Dirichlet" adds nothing to its name.
    """
    holder = {cluster: cluster for cluster in candidates}
    most: dict[int, tuple[int, int]] = {}
    count, nested = counted.times, counted.nested
    enough = nested.take(nested.count >= FRAGMENT * count[nested.cluster])
    for cluster, outer, n in zip(*(column.tolist() for column in enough.columns().values()), strict=True):
        if cluster not in candidates or outer not in candidates or (n, outer) <= most.get(cluster, (0, 0)):
            continue
        if heads[outer].endswith(f" {heads[cluster]}") and n < HEAD * count[cluster]:
            continue
        most[cluster] = (n, outer)
        holder[cluster] = outer
    for cluster in holder:
        while holder[holder[cluster]] != holder[cluster]:
            holder[cluster] = holder[holder[cluster]]
    return holder
