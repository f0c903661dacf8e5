"""Nodes and lines as vis.js takes them: pyvis makes them where it is installed, else two dicts that are equal."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

VisItem: TypeAlias = dict[str, object]
Makers: TypeAlias = tuple[Callable[..., VisItem], Callable[..., VisItem]]


def plain_node(name: str, shape: str, label: str, **look: object) -> VisItem:
    """A node. look: its group, size, place, and what else the page reads."""
    return {**look, "id": name, "label": label, "shape": shape}


def plain_edge(start: str, end: str, **look: object) -> VisItem:
    """A line between the nodes of two names, with an arrow."""
    return {**look, "from": start, "to": end, "arrows": "to"}


@cache
def makers() -> Makers:
    """What makes a node and what makes a line: pyvis; the two above where the extra papermesh[pyvis] is missing."""
    try:
        from kg.viz.by_pyvis import edge, node
    except ImportError:
        return plain_node, plain_edge
    return node, edge
