"""Rows for assistants: what papers say is marked as a quotation, and no answer is larger than they can read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, TypeAlias

from kg.core.graph import Node

Answer: TypeAlias = dict[str, Any]
"""node: whom the rows are about, where that was asked by name; rows; left_off: whether rows, items of lists or ends of
texts are missing because of their size."""

ROWS, ANSWER = 100, 60_000
"""Rows of an answer, and characters of all of them as JSON, at most."""

_SIZES = ((50, 2_000), (20, 1_000), (8, 400), (3, 150), (1, 50))
"""(items of a list, characters of a text): the first that fit are taken."""

_QUOTED = frozenset(
    {"title", "abstract", "sentence", "match", "venue", "publisher", "authors", "keywords", "both_cite"}
)
"""Fields whose texts papers bring along; so does "name" in the row of a paper."""

_OURS = frozenset({"id", "labels"})
"""Fields whose texts are papermesh's wherever they stand."""


def answer(rows: Iterable[Mapping[str, Any]], *, node: Node | None = None, all_quoted: bool = False) -> Answer:
    """The rows, with {"quotation": text} wherever papers speak; all_quoted: every text may be theirs."""
    about = {"node": _marked({"id": node.id, "label": node.label, "name": node.name}, *_SIZES[2])} if node else {}
    kept: list[Any] = []
    left, left_off = ANSWER, False
    for row in islice(rows, ROWS + 1):
        fitted, length, whole = _fitted(row, all_quoted)
        if len(kept) == ROWS or length > left:
            left_off = True
            break
        left_off |= not whole
        left -= length
        kept.append(fitted)
    return {**about, "rows": kept, "left_off": left_off}


def _fitted(row: Mapping[str, Any], all_quoted: bool) -> tuple[Any, int, bool]:
    """A row that fits into an answer, its length, and whether nothing of it is missing."""
    marked: Any = None
    length = 0
    for items, characters in _SIZES:
        marked = _marked(row, items, characters, all_quoted)
        length = _length(marked)
        if length <= ANSWER:
            break
    return marked, length, length == _length(_marked(row, None, None, all_quoted))


def _length(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, default=str))


def _marked(value: Any, items: int | None, characters: int | None, quoted: bool = False, inside: bool = False) -> Any:
    """A value as JSON with lists and texts cut. quoted: its texts are of papers; inside: they are marked already."""
    if isinstance(value, str):
        text = value if characters is None or len(value) <= characters else f"{value[:characters]}…"
        return {"quotation": text} if text and quoted and not inside else text
    if isinstance(value, Mapping):
        of_paper = value.get("label") == "Paper"
        return {
            str(name): _marked(
                each, items, characters, (quoted or _is_quoted(name, of_paper)) and name not in _OURS, inside
            )
            for name, each in islice(value.items(), items)
        }
    if isinstance(value, list | tuple):
        if value and quoted and not inside and all(isinstance(each, str) for each in value):
            return {"quotation": _marked(value, items, characters, quoted, inside=True)}
        return [_marked(each, items, characters, quoted, inside) for each in value[:items]]
    return value if isinstance(value, bool | int | float | None) else str(value)


def _is_quoted(name: object, of_paper: bool) -> bool:
    return name in _QUOTED or (of_paper and name == "name")
