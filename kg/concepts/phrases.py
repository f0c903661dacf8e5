"""The phrases of a corpus by key, in columns: as objects they would take four times the memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, MutableMapping, Sequence
from copy import copy

import numpy as np

from kg.concepts.clusters import Phrase
from kg.core.columns import Lists


class Phrases(MutableMapping[str, Phrase]):
    """Key -> phrase, in the order of the keys that it was made of, then as phrases were put in.

    A phrase of the columns is made when it is asked for; what is put in is kept as it is.
    """

    def __init__(self, keys: Sequence[str], spellings: Lists, times: np.ndarray, papers: Lists) -> None:
        """keys: each once. spellings: texts, those of every key. times: int32, for each of these how often it stands
        in the corpus. papers: int32, those that have the phrase, sorted."""
        self._made_of = len(keys)
        self._row = dict(zip(keys, range(len(keys)), strict=True))
        self._texts: list[str] = spellings.values
        # looked up one by one, these give Python's numbers three times as fast as NumPy's arrays
        self._times, self._papers = array("i", times.tobytes()), array("i", papers.values.tobytes())
        self._spelled, self._held = array("q", spellings.bounds.tobytes()), array("q", papers.bounds.tobytes())
        self._put_in: list[Phrase] = []

    def copy(self) -> Phrases:
        """Phrases that can be changed without changing these."""
        other = copy(self)
        other._row, other._put_in = dict(self._row), list(self._put_in)
        return other

    def __getitem__(self, key: str) -> Phrase:
        row = self._row[key]
        if row >= self._made_of:
            return self._put_in[row - self._made_of]
        start, end = self._spelled[row], self._spelled[row + 1]
        if end - start == 1:
            spellings = {self._texts[start]: self._times[start]}
        else:
            spellings = dict(zip(self._texts[start:end], self._times[start:end], strict=True))
        return Phrase(key, spellings, self._papers[self._held[row] : self._held[row + 1]].tolist())

    def __setitem__(self, key: str, phrase: Phrase) -> None:
        self._row[key] = self._made_of + len(self._put_in)
        self._put_in.append(phrase)

    def __delitem__(self, key: str) -> None:
        del self._row[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, key: object) -> bool:
        return key in self._row
