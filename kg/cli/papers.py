"""kg papers: corrections that last on which records are one paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.correcting import adding, exchange, print_corrections, taken_back, undoing
from kg.cli.group import Command
from kg.cli.nodes import names
from kg.cli.options import examples, format_option, store_option
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.cli.correcting import Change
    from kg.core.corrections import Correction
    from kg.store.catalog import Catalog


@click.group(
    epilog=examples(
        "kg papers join bee2020 10.1000/182",
        "kg papers separate library.bib:12 export.csv:3",
        "kg duplicates",
    ),
)
def papers() -> None:
    """Correct which records are one paper.

    The store keeps corrections: they take effect at once, and every later build respects them, wherever in the files
    the records then stand. A paper is named by its id, a DOI or other number, or its title; a record by its place, as
    kg duplicates shows it. What has the same id, numbers, title, year and authors cannot be told apart.
    """


@papers.command(cls=Command, epilog=examples("kg papers join bee2020 10.1000/182"))
@click.argument("paper", metavar="PAPER", shell_complete=names("Paper"))
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, shell_complete=names("Paper"))
@store_option
def join(paper: str, others: tuple[str, ...], store: Path) -> None:
    """Make papers one, with all records of PAPER and OTHER."""
    _correct(store, lambda correct, catalog: correct.join(catalog, (paper, *others)))


@papers.command(cls=Command, epilog=examples("kg papers separate library.bib:12 export.csv:3"))
@click.argument("paper", metavar="PAPER", shell_complete=names("Paper"))
@click.argument("records", metavar="RECORD...", nargs=-1, required=True)
@store_option
def separate(paper: str, records: tuple[str, ...], store: Path) -> None:
    """Take records out of a paper.

    PAPER may be a record that stays. The others are another paper from now on, one for all of them, whatever speaks
    for joining them again.
    """
    _correct(store, lambda correct, catalog: correct.separate(catalog, paper, records))


@papers.command(name="list", cls=Command, epilog=examples("kg papers list", "kg papers list --format json"))
@format_option
@store_option
def list_(store: Path, form: str) -> None:
    """List the corrections on papers, and whether each applies.

    Their numbers are those of kg concepts list, which has all corrections of the store.
    """
    from kg.core.corrections import PAPER_NAMES

    print_corrections(store, form, PAPER_NAMES)


@papers.command(cls=Command, epilog=examples("kg papers undo", "kg papers undo 3"))
@click.argument("number", type=click.IntRange(min=1), required=False)
@store_option
def undo(number: int | None, store: Path) -> None:
    """Take back a correction on papers: the last, or NUMBER as listed."""
    from kg.core.corrections import PAPER_NAMES

    _exchange(store, undoing(number, PAPER_NAMES), taken_back)


def _correct(store: Path, make: Callable[[Any, Catalog], Correction]) -> None:
    """Add the correction that a function of kg.explore.paper_corrections makes of what was typed."""
    from kg.explore import paper_corrections

    _exchange(store, adding(lambda catalog: make(paper_corrections, catalog)), str)


def _exchange(store: Path, change: Change, what: Callable[[Correction | None], str]) -> None:
    def told(before: int, after: int, made: Correction | None) -> str:
        now = counted(after, "paper")
        return f"{what(made)}: {now if before == after else f'{before:,} → {now}'}"

    exchange(store, change, lambda catalog: catalog.counts()["Paper"], told)
