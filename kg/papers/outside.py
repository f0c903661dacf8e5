"""What papers cite that is no paper of the corpus: the classics that it lacks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.core.union_find import UnionFind
from kg.papers.same_paper import normalise
from kg.text.language import HAN

_LEAST, _MOST = 2, 1000
"""Papers that cite a work which is kept, and how many works papers name in the graph: the most cited."""
SHORTEST, SHORTEST_ZH = 20, 8
"""Letters of a title that says which work is meant, in the year that is named."""
LONG = 40
"""Letters of one that says so a year before or after, too (preprints, and papers that were online first), and
where more stands behind it."""
_PART = re.compile(r", |\. |: |$")
_LONGEST = 300


def cited_outside(left: Sequence[Sequence[str]], inside: Iterable[str]) -> list[tuple[str, ...]]:
    """For each paper the works that it and others cite, in the words of their references, sorted.

    left: the references of each paper that lead to no paper. inside: those that lead to one, or could: what shares an
    identifier or a place with them is not outside. References that share an identifier, a place (author, year, journal,
    volume, page), all their words, or a long title and the year, are one work.
    """
    works = _Works()
    known = {work for reference in inside for work in works.add(reference)}
    cited = [{ref: work for ref in references for work in works.add(ref)} for references in left]
    dropped = {works.root(work) for work in known}
    roots = [{works.root(work) for work in each.values()} - dropped for each in cited]
    counts = Counter(root for each in roots for root in each)
    names = _names(cited, works, {root for root, papers in counts.items() if papers >= _LEAST})
    return [tuple(sorted({names[root] for root in each if root in names})) for each in roots]


def most_cited(outside: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same, of the works that most papers cite, _MOST at most."""
    counts = Counter(name for names in outside for name in names)
    kept = set(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST])
    return [tuple(name for name in names if name in kept) for names in outside]


def _names(cited: Iterable[Mapping[str, str]], works: _Works, wanted: set[str]) -> dict[str, str]:
    """Work -> what most references call it: a title rather than a line of a reference list, that rather than a
    number. cited: reference -> a key of its work, for each paper."""
    called: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for references in cited:
        for reference, key in references.items():
            if (work := works.root(key)) in wanted:
                called[work][_told(reference)] += 1
    return {work: min(of, key=lambda told: (told[0], -of[told], told[1]))[1] for work, of in called.items()}


def _told(reference: str) -> tuple[int, str]:
    """(how little it says to people, the words) of a reference."""
    ways = reference.split("\t")
    for name in ways:
        if name.startswith("title:"):
            text, _, year = name.removeprefix("title:").rpartition("|")
            return 0, f"({year}) {text[:_LONGEST]}"
    for name in ways:
        if name.startswith("text:"):
            return 1, name.removeprefix("text:")[:_LONGEST]
    kind, _, rest = ways[0].partition(":")
    return 2, ", ".join(rest.split("|")) if kind in ("place", "doi") else ways[0][:_LONGEST]


def _keys(reference: str) -> Iterator[str]:
    """Under what a reference is the same as another one."""
    for name in reference.split("\t"):
        kind, _, rest = name.partition(":")
        if kind not in ("title", "text"):
            yield name
        elif kind == "text":
            yield f"text:{normalise(rest)}"
        else:
            *parts, whole = [*wordings(name)] or [""]
            yield from (each for each in parts if len(each) >= LONG + len("title:|2000"))
            if len(whole) >= (SHORTEST_ZH if HAN.search(whole) else SHORTEST) + len("title:|2000"):
                yield whole


def wordings(name: str) -> Iterator[str]:
    """A reference may go on behind the title: "On graphs, with trees, J. of X, 7" is read up to each of its parts."""
    text, _, year = name.removeprefix("title:").rpartition("|")
    for end in _PART.finditer(text[:600]):
        if len(part := normalise(text[: end.start()])) >= SHORTEST_ZH:
            yield f"title:{part}|{year}"


class _Works:
    """Sets of keys: references that share one name the same work."""

    def __init__(self) -> None:
        self._keys: UnionFind[str] = UnionFind()

    def add(self, reference: str) -> list[str]:
        """A key of the work that a reference names, if it says enough to be told from others."""
        keys = list(_keys(reference))
        for key in keys:
            self._keys.add(key)
            self._keys.join(keys[0], key)
        return keys[:1]

    def root(self, key: str) -> str:
        """The key that stands for all keys of the same work."""
        return self._keys.find(key)
