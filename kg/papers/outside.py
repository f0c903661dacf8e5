"""What papers cite that is no paper of the corpus: the classics that it lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.papers.same_paper import normalise

_LEAST, _MOST = 2, 1000
"""Papers that cite a work which is kept, and how many works are: the most cited."""
_LETTERS = 20
"""Letters from which on two references in the same words are the same."""
_LONGEST = 300


def cited_outside(left: Sequence[Sequence[str]], inside: Iterable[str]) -> list[tuple[str, ...]]:
    """For each paper the works that it and others cite, in the words of their references, sorted.

    left: the references of each paper that lead to no paper. inside: those that lead to one, or could: what shares an
    identifier or a place with them is not outside. References that share an identifier, a place (author, year, journal,
    volume, page) or all their words are one work.
    """
    works = _Works()
    known = {work for reference in inside for work in works.add(reference)}
    cited = [{work for reference in references for work in works.add(reference)} for references in left]
    dropped = {works.root(work) for work in known}
    roots = [{works.root(work) for work in each} - dropped for each in cited]
    counts = Counter(root for each in roots for root in each)
    names = _names(left, works, {root for root, papers in counts.items() if papers >= _LEAST})
    kept = sorted(names, key=lambda root: (-counts[root], names[root]))[:_MOST]
    chosen = {root: names[root] for root in kept}
    return [tuple(sorted({chosen[root] for root in each if root in chosen})) for each in roots]


def _names(left: Sequence[Sequence[str]], works: _Works, wanted: set[int]) -> dict[int, str]:
    """Work -> what most references call it: a title rather than a line of a reference list, that rather than a
    number."""
    called: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    for references in left:
        for reference in references:
            for work in {works.root(each) for each in works.add(reference)} & wanted:
                called[work][_told(reference)] += 1
    return {work: min(of, key=lambda told: (told[0], -of[told], told[1]))[1] for work, of in called.items()}


def _told(reference: str) -> tuple[int, str]:
    """(how little it says to people, the words) of a reference."""
    ways = reference.split("\t")
    for name in ways:
        if name.startswith("title:"):
            text, _, year = name.removeprefix("title:").rpartition("|")
            return 0, f"{text[:_LONGEST]} ({year})"
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
        elif kind == "text" or len(normalise(rest)) >= _LETTERS:
            yield f"{kind}:{normalise(rest)}"


class _Works:
    """Numbers for works: references that share a key have numbers with the same root."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._parent: list[int] = []

    def add(self, reference: str) -> list[int]:
        """The number of the work that a reference names, if it says enough to be told from others."""
        found = [self._of(key) for key in _keys(reference)]
        roots = sorted({self.root(number) for number in found})
        for root in roots[1:]:
            self._parent[root] = roots[0]
        return roots[:1]

    def _of(self, key: str) -> int:
        number = self._number.setdefault(key, len(self._parent))
        if number == len(self._parent):
            self._parent.append(number)
        return number

    def root(self, number: int) -> int:
        """The number that all numbers of the same work share."""
        while self._parent[number] != number:
            self._parent[number] = number = self._parent[self._parent[number]]
        return number
