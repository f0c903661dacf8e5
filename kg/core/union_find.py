"""Disjoint sets, joined two by two."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class UnionFind(Generic[K]):
    """Disjoint sets of members; one member stands for each set.

    Galler and Fischer, "An improved equivalence algorithm" (CACM 7, 1964), with path halving.
    """

    def __init__(self, members: Iterable[K] = ()) -> None:
        self._parent = {member: member for member in members}

    def __iter__(self) -> Iterator[K]:
        """All members, in the order in which they were added."""
        return iter(self._parent)

    def __contains__(self, member: K) -> bool:
        return member in self._parent

    def add(self, member: K) -> None:
        """Add a set of this member alone, unless it is in a set already."""
        self._parent.setdefault(member, member)

    def find(self, member: K) -> K:
        """The member that stands for its set. Raises KeyError for one that is not known."""
        parent = self._parent
        while parent[member] != member:
            parent[member] = member = parent[parent[member]]
        return member

    def join(self, kept: K, joined: K) -> bool:
        """Make one set of two; whoever stands for the set of `kept` stands for both. False if they were one already.

        Raises KeyError for a member that is not known.
        """
        kept, joined = self.find(kept), self.find(joined)
        self._parent[joined] = kept
        return kept != joined

    def forget(self, members: Iterable[K]) -> None:
        """Forget whole sets. members: all members of these sets. Raises KeyError for one that is not known."""
        for member in members:
            del self._parent[member]

    def sets(self) -> dict[K, list[K]]:
        """The member that stands for each set -> its members, both in the order in which they were added."""
        found: dict[K, list[K]] = {}
        for member in self._parent:
            found.setdefault(self.find(member), []).append(member)
        return found
