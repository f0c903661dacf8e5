"""All names of a graph in memory: what kg.explore.find.search.search finds by names, at the speed of typing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kg.core.columns import distinct
from kg.core.graph_store import Match, Names
from kg.explore.find.ranking import alike, rank
from kg.text.names import ALIKE, fold, key_word

_END = "\0"  # around every name; a pair with it says that a name begins or ends so, as in kg.explore.find.ranking


class NameIndex:
    """Names as they were when it was made. About 200 bytes a name."""

    def __init__(self, names: Iterable[Names]) -> None:
        self._names = list(names)
        written = [(i, fold(name)) for i, each in enumerate(self._names) for name in (each.name, *each.others)]
        self._owner = np.array([i for i, _ in written], dtype=np.int32)
        self._text = _END + "".join(f"{name.replace(_END, ' ')}{_END}" for _, name in written)
        lengths = np.array([len(name) + 1 for _, name in written], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        self._pairs = _pair_codes(self._text)

    def search(self, text: str, *, limit: int = 20) -> list[Match]:
        """Nodes whose names hold the text; names spelled alike if there is none."""
        return rank(text, self._holding(text), limit=limit) or alike(text, self._near(text), limit=limit)

    def _holding(self, text: str) -> list[Names]:
        """The nodes with a name that holds the text's longest word."""
        word, found, at = key_word(text).replace(_END, " "), [], -1
        while word and (at := self._text.find(word, at + 1)) >= 0:
            line = int(np.searchsorted(self._starts, at, side="right")) - 1
            found.append(line)
            at = int(self._starts[line + 1]) - 1
        return self._owners(np.array(found, dtype=np.int64))

    def _near(self, text: str) -> list[Names]:
        """The nodes with a name that shares so many pairs of characters with the text that it may be alike.

        2 common / (mine + theirs) >= ALIKE, and theirs >= common: so common >= ALIKE * mine / (2 - ALIKE).
        """
        wanted = distinct(_pair_codes(f"{_END}{fold(text)}{_END}"))
        hits = np.flatnonzero(np.isin(self._pairs, wanted))
        lines = np.searchsorted(self._starts, hits, side="right") - 1
        shared = np.bincount(lines, minlength=len(self._owner))
        return self._owners(np.flatnonzero(shared >= ALIKE * len(wanted) / (2 - ALIKE)))

    def _owners(self, lines: np.ndarray) -> list[Names]:
        return [self._names[i] for i in distinct(self._owner[lines]).tolist()]


def _pair_codes(text: str) -> np.ndarray:
    """A number for each two neighbouring characters; different pairs may share one."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    return (points[:-1] * np.uint32(257) + points[1:]).astype(np.uint16)
