"""kg export: the graph of a store as files for other programs, one command a format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import F, corpus_option, examples, force_option, limit_option, store_option
from kg.cli.output import print_text, say, write
from kg.cli.text import clean, clean_lines

if TYPE_CHECKING:
    from kg.loaders.files.skos import Why
    from kg.store.catalog import Catalog


@click.group(
    epilog=examples(
        "kg export graphml -o papers.graphml", "kg export bibtex > papers.bib", "kg export neo4j-csv -o papers-csv"
    )
)
def export() -> None:
    """Write the graph in a format of other programs.

    The same store gives the same bytes. Nothing is left half-written.
    """


_output_file = click.option("-o", "--output", default="-", metavar="FILE", help="The file; else standard output.")


def _output_folder(default: str) -> Callable[[F], F]:
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        default=Path(default),
        show_default=True,
        metavar="DIR",
        help="A new or empty folder.",
    )


@export.command(cls=Command, epilog=examples("kg export graphml -o papers.graphml"))
@_output_file
@force_option
@store_option
def graphml(output: str, force: bool, store: Path) -> None:
    """Write GraphML, for NetworkX, igraph, yEd and Cytoscape.

    Each node has a "type" (Paper, Concept, ...) and a "label" (what it is called), each edge a "type" and a "weight".
    Lists are JSON arrays. Colours (r, g, b), sizes and places (x, y) are those of GEXF, under names that Gephi knows.
    """
    from kg.loaders.files.graphml import graphml

    _write(store, graphml, output, force, placed=True)


@export.command(cls=Command, epilog=examples("kg export gexf -o papers.gexf"))
@_output_file
@force_option
@store_option
def gexf(output: str, force: bool, store: Path) -> None:
    """Write GEXF, for Gephi and Gephi Lite.

    Nodes have the colours of their topics, sizes by papers, and the places of 'kg map'.
    """
    from kg.loaders.files.gexf import gexf

    _write(store, gexf, output, force, placed=True)


@export.command("json", cls=Command, epilog=examples("kg export json -o papers.json"))
@_output_file
@force_option
@store_option
def json_(output: str, force: bool, store: Path) -> None:
    """Write JSON of nodes and edges, for NetworkX and D3.

    It loses nothing: networkx.node_link_graph(data, name="key", key="type", edges="edges") is kg.to_networkx(STORE).
    """
    from kg.loaders.files.node_link import node_link

    _write(store, node_link, output, force)


@export.command(cls=Command, epilog=examples("kg export bibtex -o papers.bib"))
@_output_file
@force_option
@store_option
def bibtex(output: str, force: bool, store: Path) -> None:
    """Write the papers as BibTeX, for LaTeX and reference managers."""
    from kg.loaders.files.bibtex import bibtex

    _write(store, bibtex, output, force)


@export.command(cls=Command, epilog=examples("kg export skos -o concepts.ttl"))
@_output_file
@force_option
@store_option
def skos(output: str, force: bool, store: Path) -> None:
    """Write the concepts as SKOS (Turtle), for other vocabularies.

    Preferred and other names in both languages, broader and related ones, notes with the reason of each name and the
    sentence that says what is broader.
    """
    from kg.loaders.files.skos import skos

    _write(store, lambda catalog: skos(catalog, _why(catalog)), output, force)


@export.command(cls=Command, epilog=examples("kg export thesaurus -o thesaurus.txt"))
@_output_file
@force_option
@store_option
def thesaurus(output: str, force: bool, store: Path) -> None:
    """Write the names of concepts as a thesaurus for VOSviewer.

    The reason of each line is written to a file beside it: thesaurus-reasons.txt.
    """
    from kg.loaders.files.thesaurus import reasons, thesaurus
    from kg.loaders.files.write import check_writable

    path = Path(output)
    beside = path.with_name(f"{path.stem}-reasons{path.suffix}")
    if output != "-":
        check_writable(beside, overwrite=force)
    _write(store, thesaurus, output, force)
    if output != "-":
        _write(store, lambda catalog: reasons(catalog, _why(catalog)), f"{beside}", force)


def _why(catalog: Catalog) -> dict[str, list[Why]]:
    """Concept -> how its names came in."""
    from kg.explore.show.provenance import reasons
    from kg.loaders.files.skos import Why

    return {
        concept: [Why(each.spelling, each.reason, each.joined_to) for each in rows]
        for concept, rows in reasons(catalog)
    }


@export.command("csv", cls=Command, epilog=examples("kg export csv", "kg export csv -o tables"))
@_output_folder("kg-csv")
@store_option
def csv_(output: Path, store: Path) -> None:
    """Write CSV tables, for spreadsheets and data frames.

    One file a kind of node and relationship. Lists are JSON arrays; a text that a spreadsheet would run as a formula
    has an apostrophe before it.
    """
    from kg.cli.progress import draw_progress
    from kg.loaders.files.csv import write_csv
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog, draw_progress() as progress:
        write_csv(catalog, output, progress=progress)
    print_text(clean(output))


@export.command(cls=Command, epilog=examples("kg export vosviewer", "kg export vosviewer --papers -o papers-map"))
@click.option("--papers", is_flag=True, help="Papers that are similar, instead of concepts that are related.")
@limit_option(1000)
@_output_folder("kg-vosviewer")
@store_option
def vosviewer(papers: bool, limit: int, output: Path, store: Path) -> None:
    """Write a map and a network for VOSviewer and VOSviewer Online.

    Topics are the clusters, years the scores. VOSviewer opens map.txt with network.txt (Create a map based on network
    data), VOSviewer Online vosviewer.json; both lay it out. Concepts of one paper alone are left out.
    """
    from kg.loaders.files.vosviewer import concept_network, paper_network, write_vosviewer
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        network = (paper_network if papers else concept_network)(catalog, limit=limit)
    write_vosviewer(network, output)
    print_text(clean(output))


@export.command(cls=Command, epilog=examples("kg export obsidian ~/Notes/papers"))
@click.argument("vault", type=click.Path(path_type=Path), metavar="DIR")
@store_option
def obsidian(vault: Path, store: Path) -> None:
    """Write a vault for Obsidian: a note a paper, concept and topic.

    Into the folders Papers, Concepts and Topics of DIR, which may be a vault of yours. Do it again after a build: only
    what has changed is written, and what you wrote below the last line of a note stays. Other files are left alone.
    """
    from kg.cli.progress import draw_progress
    from kg.loaders.files.obsidian.vault import write_vault
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog, draw_progress() as progress:
        done = write_vault(catalog, vault, progress=progress)
    for path in done.kept:
        say(f"{clean(path)} is about what is no longer in the graph; kept for what you wrote in it")
    say(f"{done.written:,} notes written, {done.unchanged:,} unchanged, {done.removed:,} removed")
    print_text(clean(vault))


@export.command(
    "neo4j-csv", cls=Command, epilog=examples("kg export neo4j-csv", "kg export neo4j-csv -o /import/papers")
)
@_output_folder("kg-neo4j-csv")
@corpus_option
@store_option
def neo4j_csv(output: Path, corpus: str, store: Path) -> None:
    """Write CSV files for 'neo4j-admin database import full'.

    The fastest way into an empty Neo4j that is not running. The command for it is printed; afterwards start the server
    and run 'kg load', which adds the indexes and sends nothing.
    """
    from kg.cli.progress import draw_progress
    from kg.loaders.neo4j.csv import write_neo4j_csv
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog, draw_progress() as progress:
        command = write_neo4j_csv(catalog, output, corpus=corpus, generation=catalog.generation, progress=progress)
    option = "" if corpus == "papermesh" else f" --corpus {corpus}"
    say(f"Wrote {clean(output)}. Import it where Neo4j is installed, with the server stopped:")
    print_text(clean_lines(command))
    say(f"Then start the server and finish with: kg load URI --store {clean(store)}{option}")


def places_of(store: Path) -> dict[str, tuple[int, int]]:
    """Where the papers lie on the map of `kg map`."""
    from kg.core.progress import Progress
    from kg.loaders import open_graph
    from kg.viz.corpus_map.papers import mapped
    from kg.viz.corpus_map.positions import positions

    with open_graph(store) as graph:
        papers = mapped(graph, Progress())
    lie = positions(papers.near, papers.topic).tolist()
    return {paper: (x, y) for paper, (x, y) in zip(papers.ids, lie, strict=True)}


def _placed(store: Path, chunks: Callable[..., Iterator[str]], catalog: Catalog) -> Iterator[str]:
    """The chunks; places, which take long, are worked out when the first is asked for."""
    yield from chunks(catalog, places_of(store))


def _write(
    store: Path, chunks: Callable[..., Iterator[str]], output: str, force: bool, *, placed: bool = False
) -> None:
    """Write the chunks to standard output as they come, or to a file that is there when it is whole; print its name.

    placed: the format shows where papers lie.
    """
    from kg.loaders.files.write import check_writable, write_file
    from kg.store.catalog import Catalog

    path = Path(output)
    if output != "-":
        check_writable(path, overwrite=force)
    with Catalog.open(store) as catalog:
        made = _placed(store, chunks, catalog) if placed else chunks(catalog)
        if output == "-":
            on_terminal = sys.stdout is not None and sys.stdout.isatty()
            for chunk in made:
                write(clean_lines(chunk) if on_terminal else chunk)
            return
        write_file(path, _counted(made), overwrite=force)
    print_text(clean(path))


def _counted(chunks: Iterable[str]) -> Iterator[str]:
    from kg.cli.progress import draw_progress

    with draw_progress() as progress:
        progress.stage("writing")
        for chunk in chunks:
            yield chunk
            progress.advance()
