"""Tables of the benchmarks: Markdown on standard output, so that docs/benchmarks.md takes them as they are."""

from __future__ import annotations

import datetime
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1) -> str:
    """A Markdown table; the first `texts` columns are text (left), the others figures (right)."""
    table = [header, *rows]
    widths = [max(3, *(len(row[i]) for row in table)) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = (c.ljust(w) if i < texts else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True)))
        return f"| {' | '.join(padded)} |"

    rule = ("-" * (w + 1) + ("-" if i < texts else ":") for i, w in enumerate(widths))
    return "\n".join([line(header), f"|{'|'.join(rule)}|", *map(line, table[1:])])


def machine() -> str:
    """When and on what the figures were measured."""
    return (
        f"{datetime.date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}"
    )


def require(*modules: str) -> None:
    """Exit with the command that installs the peers, when one is missing."""
    missing = [m for m in modules if find_spec(m) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} missing; the peers are installed by: uv sync --group bench")


def stderr() -> Console:
    """Where progress goes, so that standard output holds the tables alone."""
    from rich.console import Console

    return Console(stderr=True)
