"""Lists of records that a notebook shows as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields, is_dataclass
from html import escape
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
SHOWN = 100
"""The most rows of a table; below it stands how many more there are."""


class Listing(list[T]):
    """A list of dataclasses of one kind. Jupyter shows it as a table with a column a field; all else as any list.

    What papers say is escaped: no name can be a tag.
    """

    def _repr_html_(self) -> str:
        if not self:
            return "<p>Nothing found.</p>"
        head = _row("th", [field.name for field in fields(self[0])])
        body = "".join(_row("td", [_cell(getattr(each, f.name)) for f in fields(each)]) for each in self[:SHOWN])
        more = f"<p>… and {len(self) - SHOWN:,} more</p>" if len(self) > SHOWN else ""
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{more}"


def _row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f'<{tag} style="text-align:left">{escape(cell)}</{tag}>' for cell in cells) + "</tr>"


def _cell(value: object) -> str:
    """A field as text: lists with semicolons, a year of a trend as "2019: 3"."""
    if value is None:
        return ""
    if is_dataclass(value) and not isinstance(value, type):
        return ": ".join(map(str, astuple(value)[:2]))
    if isinstance(value, tuple | list):
        return "; ".join(map(_cell, value))
    return str(value)
