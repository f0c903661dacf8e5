"""What kg concepts and kg papers share: corrections are exchanged, told and listed."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.cli.output import Row, print_rows, say

if TYPE_CHECKING:
    from kg.core.corrections import Correction
    from kg.store.catalog import Catalog

T = TypeVar("T")


def exchange(
    store: Path,
    change: Callable[[Catalog], Sequence[Correction]],
    seen: Callable[[Catalog], T],
    told: Callable[[T, T], str],
) -> None:
    """Exchange the corrections, and say what became of the graph. seen: what `told` compares, before and after."""
    from kg.cli.progress import draw_progress
    from kg.core.corrections import complaint
    from kg.pipeline.build import correct
    from kg.store.catalog import Catalog

    before: list[T] = []
    known: set[str] = set()

    def changed(catalog: Catalog) -> Sequence[Correction]:
        before.append(seen(catalog))
        known.update(f"{correction}{outcome}" for correction, outcome in catalog.corrections())
        return change(catalog)

    with draw_progress() as progress:
        correct(store, changed, progress=progress)
    with Catalog.open(store) as catalog:
        after, corrected = seen(catalog), catalog.corrections()
    say(told(before[0], after))
    for number, (correction, outcome) in enumerate(corrected, start=1):
        if outcome.why_not and f"{correction}{outcome}" not in known:
            say(complaint(number, correction, outcome))


def print_corrections(store: Path, form: str, actions: Container[str]) -> None:
    """Print the corrections of these actions, and whether each applies. Numbers are those of all corrections."""
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        corrections = catalog.corrections()
    rows: list[Row] = [
        {"number": number, "action": d.action, "names": d.names, "applies": applies, "why_not": why_not}
        for number, (d, (applies, why_not)) in enumerate(corrections, start=1)
        if d.action in actions
    ]
    print_rows(
        rows,
        ("number", "action", "names", "applies", "why_not"),
        form,
        draw=_draw_corrections,
        empty="No corrections were made.",
    )


def _draw_corrections(rows: Iterable[Row]) -> None:
    from kg.cli.output import print_table
    from kg.core.corrections import quoted

    shown = [
        {
            "#": row["number"],
            "correction": " ".join([row["action"], *map(quoted, row["names"])]),
            "applies": ": ".join(filter(None, [row["applies"], row["why_not"]])),
        }
        for row in rows
    ]
    print_table(shown, ("#", "correction", "applies"))
