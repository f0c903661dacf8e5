"""What kg concepts and kg papers share: corrections are exchanged, told and listed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from kg.cli.output import Row, print_rows, say

if TYPE_CHECKING:
    from kg.core.corrections import Correction
    from kg.store.catalog import Catalog

    Change: TypeAlias = Callable[[Catalog], tuple[Sequence[Correction], Correction | None]]
    """Gives all corrections as they are to be, and the one that is made or taken back."""

T = TypeVar("T")


def adding(make: Callable[[Catalog], Correction]) -> Change:
    """Put the correction that is made behind the others."""

    def change(catalog: Catalog) -> tuple[Sequence[Correction], Correction]:
        made = make(catalog)
        return [*(correction for correction, _ in catalog.corrections()), made], made

    return change


def undoing(number: int | None, actions: Collection[str]) -> Change:
    """Take back the correction with this number, or the last one of these actions."""

    def change(catalog: Catalog) -> tuple[Sequence[Correction], Correction]:
        from kg.explore.corrections import undo

        return undo(catalog, number, actions)

    return change


def taken_back(correction: Correction | None) -> str:
    """What is said of a correction that was undone."""
    return f"Taken back: {correction}"


def exchange(
    store: Path,
    change: Change,
    seen: Callable[[Catalog], T],
    told: Callable[[T, T, Correction | None], str],
) -> None:
    """Exchange the corrections, and say what became of the graph. seen: what `told` compares, before and after, besides
    what `change` made."""
    from kg.cli.progress import draw_progress
    from kg.core.corrections import complaint
    from kg.pipeline.build import correct
    from kg.store.catalog import Catalog

    before: list[tuple[T, Correction | None]] = []
    known: set[str] = set()

    def changed(catalog: Catalog) -> Sequence[Correction]:
        seen_before = seen(catalog)
        known.update(f"{correction}{outcome}" for correction, outcome in catalog.corrections())
        corrections, made = change(catalog)
        before.append((seen_before, made))
        return corrections

    with draw_progress() as progress:
        correct(store, changed, progress=progress)
    with Catalog.open(store) as catalog:
        after, corrected = seen(catalog), catalog.corrections()
    ((seen_before, made),) = before
    say(told(seen_before, after, made))
    for number, (correction, outcome) in enumerate(corrected, start=1):
        if outcome.why_not and f"{correction}{outcome}" not in known:
            say(complaint(number, correction, outcome))


def print_corrections(store: Path, form: str, actions: Container[str]) -> None:
    """Print the corrections of these actions, and whether each applies. Numbers are those of all corrections."""
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        corrections = catalog.corrections()
    rows: list[Row] = [
        {
            "number": number,
            "action": d.action,
            "names": d.names,
            "source": d.source,
            "applies": applies,
            "why_not": why_not,
        }
        for number, (d, (applies, why_not)) in enumerate(corrections, start=1)
        if d.action in actions
    ]
    print_rows(
        rows,
        ("number", "action", "names", "source", "applies", "why_not"),
        form,
        draw=_draw_corrections,
        empty="No corrections were made.",
    )


def _draw_corrections(rows: Iterable[Row]) -> None:
    from kg.cli.output import print_table
    from kg.core.corrections import Correction

    shown = [
        {
            "#": row["number"],
            "correction": str(Correction(row["action"], row["names"], row["source"])),
            "applies": ": ".join(filter(None, [row["applies"], row["why_not"]])),
        }
        for row in rows
    ]
    print_table(shown, ("#", "correction", "applies"))
