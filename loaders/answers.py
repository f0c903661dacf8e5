"""What a graph answers with: names, matches, rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Fit: TypeAlias = Literal["holds", "is", "begins", "alike"]
"""How a name fits a text."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a node answers to. name: what people call it; others: aliases, the name in another language.

    papers: how many papers mention it (concepts only, else 0).
    """

    label: str
    id: str
    name: str
    others: tuple[str, ...] = ()
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A node found by text. score: in (0, 1]; match: the name, title or alias that matched."""

    id: str
    label: str
    name: str
    score: float
    match: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a Cypher query answers. rows: one dict a row, keyed by column, converted as they are read.

    A server says only at the end of the rows what it has to warn of, and what was written: what -> how many.
    """

    columns: tuple[str, ...]
    rows: Iterator[dict[str, object]]
    warnings: Sequence[str] = ()
    written: Mapping[str, int] = field(default_factory=dict)
