"""kg concepts why: how each name of a concept came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.nodes import names
from kg.cli.options import examples, format_option, store_option
from kg.cli.output import print_rows, print_table, print_text, to_json, write
from kg.cli.text import BOLD, DIM, clean, line_width, mark, style, wrap
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.explore.show.provenance import Provenance, Spelling

COLUMNS = ("spelling", "reason", "score", "joined_to", "papers", "sentence", "title", "paper_id")


@click.command(
    cls=Command, epilog=examples('kg concepts why "federated learning"', "kg concepts why 知识蒸馏 --format json")
)
@click.argument("concept", metavar="CONCEPT", shell_complete=names("Concept"))
@format_option
@store_option
def why(concept: str, store: Path, form: str) -> None:
    """Show how each name of a concept came in.

    The reason, the name that it was joined to, how many papers write it, a sentence that has it, and the
    corrections on the concept.
    """
    from kg.explore.corrections import concepts, find_concept
    from kg.explore.show.provenance import provenance
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        answer = provenance(catalog, find_concept(catalog, concept, concepts(catalog)))
    if form == "table":
        _draw(answer)
    elif form == "csv":
        print_rows(map(asdict, answer.spellings), COLUMNS, form)
    else:
        write(to_json(asdict(answer)) + "\n")  # one concept, one object


def _draw(answer: Provenance) -> None:
    from kg.explore.show.provenance import UNARGUED

    print_text(style(clean(answer.name), BOLD))
    print_text(style(clean(f"Concept {answer.id} · {counted(answer.papers, 'paper')}"), DIM) + "\n")
    rows = [asdict(row) | {"joined to": row.joined_to} for row in answer.spellings]
    print_table(rows, ("spelling", "reason", "score", "joined to", "papers"))
    _draw_sentences([row for row in answer.spellings if row.sentence and row.reason not in UNARGUED])
    if answer.corrections:
        print_text("\n" + style("Corrections", BOLD))
    for each in answer.corrections:
        state = "" if each.applies == "yes" else f" (applies: {each.applies}; {each.why_not})"
        print_text(wrap(clean(f"{each.number}. {each.correction}{state}"), line_width(), indent="  "))


def _draw_sentences(rows: Sequence[Spelling]) -> None:
    if rows:
        print_text("\n" + style("Where it stands", BOLD))
    for row in rows:
        print_text(wrap(mark(row.sentence, row.marks), line_width(), indent="  "))
        print_text(style(wrap(clean(f"{row.title} ({row.paper_id})"), line_width(), indent="    "), DIM))
