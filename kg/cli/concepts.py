"""kg concepts: corrections that last, and why a concept has its names."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.correcting import adding, exchange, print_corrections, taken_back, undoing
from kg.cli.group import Command
from kg.cli.nodes import names
from kg.cli.options import examples, force_option, format_option, store_option
from kg.cli.output import print_text, say, write
from kg.cli.text import clean
from kg.cli.why import why
from kg.core.corrections import LONGEST
from kg.core.errors import InputError
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.cli.correcting import Change
    from kg.concepts.vocabularies.terms import Terms
    from kg.core.corrections import Correction
    from kg.core.graph_store import Names
    from kg.store.catalog import Catalog


@click.group(
    epilog=examples(
        'kg concepts why "knowledge distillation"',
        'kg concepts merge "federated learning" "collaborative learning"',
        "kg concepts export -o corrections.txt",
    ),
)
def concepts() -> None:
    """Correct what is one concept, and ask why.

    The store keeps corrections: they take effect at once, and every later build respects them.
    A concept is named by a name, an alias in either language, or an id.
    """


@concepts.command(
    cls=Command, epilog=examples('kg concepts merge "federated learning" "collaborative learning" 联邦学习')
)
@click.argument("kept", metavar="CONCEPT", shell_complete=names("Concept"))
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, shell_complete=names("Concept"))
@store_option
def merge(kept: str, others: tuple[str, ...], store: Path) -> None:
    """Make concepts one: CONCEPT, with all names and papers of OTHER.

    What is no concept yet, but stands in a text, becomes another name of CONCEPT.
    """
    _correct(store, lambda correct, catalog: correct.merge(catalog, (kept, *others)))


@concepts.command(cls=Command, epilog=examples('kg concepts split "federated learning" "federated averaging" FedAvg'))
@click.argument("concept", metavar="CONCEPT", shell_complete=names("Concept"))
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@store_option
def split(concept: str, names: tuple[str, ...], store: Path) -> None:
    """Take names out of a concept.

    They are another concept from now on, one for all of them, whatever speaks for joining them again.
    """
    _correct(store, lambda correct, catalog: correct.split(catalog, concept, names))


@concepts.command(cls=Command, epilog=examples('kg concepts rename GANs "generative adversarial networks"'))
@click.argument("concept", metavar="CONCEPT", shell_complete=names("Concept"))
@click.argument("name", metavar="NAME")
@store_option
def rename(concept: str, name: str, store: Path) -> None:
    """Choose the name that a concept shows.

    NAME is shown in its language, and looked for in texts from now on. The old name becomes an alias.
    """
    _correct(store, lambda correct, catalog: correct.rename(catalog, concept, name))


@concepts.command(cls=Command, epilog=examples('kg concepts ignore "second step"'))
@click.argument("concept", metavar="CONCEPT", shell_complete=names("Concept"))
@store_option
def ignore(concept: str, store: Path) -> None:
    """Leave a concept out, with all its names."""
    _correct(store, lambda correct, catalog: correct.ignore(catalog, concept))


@concepts.command(cls=Command, epilog=examples('kg concepts broader "federated averaging" "federated learning"'))
@click.argument("narrow", metavar="NARROW", shell_complete=names("Concept"))
@click.argument("broad", metavar="BROAD", shell_complete=names("Concept"))
@store_option
def broader(narrow: str, broad: str, store: Path) -> None:
    """Say that a concept is a kind of another.

    NARROW leads to BROAD by BROADER from now on; what leads back gives way.
    """
    _correct(store, lambda correct, catalog: correct.broader(catalog, narrow, broad))


@concepts.command(name="list", cls=Command, epilog=examples("kg concepts list", "kg concepts list --format json"))
@format_option
@store_option
def list_(store: Path, form: str) -> None:
    """List the corrections, and whether each applies to the graph.

    Those of kg papers are among them: the store has one list.
    """
    from kg.core.corrections import NAMES, PAPER_NAMES

    print_corrections(store, form, (*NAMES, *PAPER_NAMES))


@concepts.command(
    cls=Command, epilog=examples("kg concepts undo", "kg concepts undo 3", "kg concepts undo --source physh.ttl")
)
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--source", metavar="NAME", help="Take back all that was read from this vocabulary.")
@store_option
def undo(number: int | None, source: str | None, store: Path) -> None:
    """Take back a correction: the last one, or NUMBER as listed.

    What a vocabulary says is taken back as one, by the name of its file.
    """
    from kg.core.corrections import NAMES, PAPER_NAMES

    if source is not None:
        if number:
            raise click.UsageError("NUMBER and --source name two things")
        _undo_source(store, source)
        return
    _change(store, undoing(number, (*NAMES, *PAPER_NAMES)), taken_back)


@concepts.command(cls=Command, epilog=examples("kg concepts export > corrections.txt", "kg concepts export -o FILE"))
@click.option("-o", "--output", default="-", metavar="FILE", help="The file; else standard output.")
@force_option
@store_option
def export(output: str, force: bool, store: Path) -> None:
    """Write the corrections to a file, one a line.

    The file is made to be read, edited and kept under version control.
    """
    from kg.concepts.correction_file import to_text
    from kg.store.catalog import Catalog

    text = to_text(Catalog.saved_corrections(store))
    if output == "-":
        write(text)
    else:
        from kg.loaders.files.write import write_file

        write_file(Path(output), [text], overwrite=force)
        print_text(clean(output))


@concepts.command(
    name="import", cls=Command, epilog=examples("kg concepts import corrections.txt", "kg concepts import physh.ttl")
)
@click.argument("file", metavar="FILE")
@store_option
def import_(file: str, store: Path) -> None:
    """Read corrections, or a vocabulary: SKOS, a thesaurus.

    Corrections, as `export` writes them, come after those of the store, in the order of the file; what both hold counts
    once. A vocabulary is SKOS (Turtle, RDF/XML, JSON-LD), VOSviewer's thesaurus, a list of synonyms (bibliometrix) or
    CSV. What it says of names in the corpus becomes corrections; conflicts are listed, not guessed.
    """
    from kg.concepts.correction_file import added, from_text
    from kg.concepts.vocabularies.read import vocabulary

    content = _read_file(file)
    if terms := vocabulary(content, file):
        _import_vocabulary(store, terms, file)
        return
    more = from_text(content, file)

    def change(catalog: Catalog) -> tuple[Sequence[Correction], None]:
        return added([correction for correction, _ in catalog.corrections()], more), None

    _change(store, change, lambda _: f"{counted(len(more), 'correction')} read from {clean(file)}")


def _import_vocabulary(store: Path, terms: Terms, file: str) -> None:
    from kg.explore.vocabulary import Said, said

    source = "".join(c if c.isprintable() else "\ufffd" for c in Path(file).name)[-LONGEST:]
    found = Said()

    def change(catalog: Catalog) -> tuple[Sequence[Correction], None]:
        nonlocal found
        found = said(terms, source, catalog)
        return [*(correction for correction, _ in catalog.corrections()), *found.corrections], None

    def told(_: Correction | None) -> str:
        taken = Counter(each.action for each in found.corrections)
        actions = ", ".join(f"{action} {n:,}" for action, n in sorted(taken.items())) or "nothing new"
        here = f"{found.here:,} of {counted(len(terms.terms), 'term')} stand in the corpus"
        return f"{clean(source)}: {actions}; {here}, {found.missing:,} of {counted(found.names, 'name')} do not"

    _change(store, change, told)
    for line in found.conflicts:
        say(f"conflict: {line}")
    if found.conflicts:
        say(f"{counted(len(found.conflicts), 'conflict')}: left as it was")


def _undo_source(store: Path, source: str) -> None:
    taken = 0

    def change(catalog: Catalog) -> tuple[Sequence[Correction], None]:
        from kg.explore.corrections import undo_source

        nonlocal taken
        rest, taken = undo_source(catalog, source)
        return rest, None

    _change(store, change, lambda _: f"Taken back: {counted(taken, 'correction')} from {clean(source)}")


def _read_file(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(error.strerror or str(error), name) from error


concepts.add_command(why)


def _correct(store: Path, make: Callable[[Any, Catalog], Correction]) -> None:
    """Add the correction that a function of kg.explore.corrections makes of what was typed."""
    from kg.explore import corrections

    _change(store, adding(lambda catalog: make(corrections, catalog)), str)


def _change(store: Path, change: Change, what: Callable[[Correction | None], str]) -> None:
    """Exchange the corrections, and say what became of the graph."""
    from kg.explore.corrections import concepts, effects

    def told(before: Sequence[Names], after: Sequence[Names], made: Correction | None) -> str:
        return f"{what(made)}: {'; '.join(effects(before, after, made.names if made else ()))}"

    exchange(store, change, concepts, told)
