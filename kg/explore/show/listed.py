"""A paper in a list of papers."""

from __future__ import annotations

from dataclasses import dataclass

from kg.core.graph import Node


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper on the card of its author, source or topic."""

    id: str
    title: str
    year: int | None


def listed(paper: Node) -> ListedPaper:
    """The paper as it is listed."""
    year = paper.properties.get("year")
    return ListedPaper(paper.id, paper.name, year if isinstance(year, int) and year else None)
