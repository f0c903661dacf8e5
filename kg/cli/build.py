"""kg build, kg keyphrases: from sources to a graph, or to keyphrases only."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli.group import Command
from kg.cli.options import F, examples, format_option, number_option, skip_errors_option, store_option
from kg.cli.output import Row, print_rows, print_text, say
from kg.cli.settings import Setting
from kg.cli.text import BOLD, clean, clean_lines, line_width, style, wrap
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.core.records import Keyphrase, Paper
    from kg.pipeline.build import BuildReport


def _expand(_context: click.Context, _parameter: click.Parameter, sources: Sequence[str]) -> tuple[str, ...]:
    """The sources, patterns such as *.jsonl expanded on Windows, whose shells leave that to programs."""
    if os.name != "nt":
        return tuple(sources)
    return tuple(name for source in sources for name in (sorted(glob.glob(source)) or [source]))  # noqa: PTH207


_sources = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", callback=_expand)
_fast = click.option(
    "--fast", cls=Setting, is_flag=True, help="Rank phrases without embeddings: quicker, a little worse."
)


def _check_form(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    from kg.papers.readers.read import format_names

    if value and value not in format_names():
        raise click.BadParameter(f"{value!r} is none of {', '.join(format_names())}.")
    return value


def _parse_mapping(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    from kg.papers.readers.fields.aliases import FIELDS

    pairs = [value.partition("=") for value in values]
    for field, equals, name in pairs:
        if field not in FIELDS or not equals or not name:
            raise click.BadParameter(f"write FIELD=NAME, with one of these fields: {', '.join(FIELDS)}.")
    return {field: name for field, _, name in pairs}


class Size(click.ParamType):
    """A number of bytes, given as "2GB", "800 MB" or "1.5g"."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([mg])b?", str(value).strip(), re.IGNORECASE)
        size = float(found[1]) * (1e9 if found[2] in "gG" else 1e6) if found else 0
        if size <= 0:
            self.fail(f"{value!r} is no size such as 2GB or 800MB.", param, ctx)
        return int(size)


def _reads(function: F) -> F:
    """Add --from, --map and --separator: how sources are read."""
    form = click.option(
        "--from",
        "source_form",
        default="",
        metavar="FORMAT",
        callback=_check_form,
        help="Read every source as this format (csv, bibtex, ...) instead of recognising it.",
    )
    mapping = click.option(
        "--map",
        "mapping",
        multiple=True,
        metavar="FIELD=NAME",
        callback=_parse_mapping,
        help="What a table or JSON file calls a field, as abstract=Notes. May be repeated.",
    )
    separator = click.option(
        "--separator",
        metavar="LINE",
        help='The line between two papers of a plain text, "" for a blank one. Without it a text is one paper.',
    )
    return form(mapping(separator(function)))


@click.command(
    cls=Command,
    epilog=examples(
        "kg build seeds",
        "kg build library.bib notes/ archive.zip --store my-graph",
        "kg build survey.csv --map abstract=Notes --map title=Name",
        "zcat dump.jsonl.gz | kg build -",
        "kg build dump/ --engine spark://HOST:7077 --out /shared/graph",
    ),
)
@_sources
@_fast
@number_option("--top-n", 10, "How many of a paper's best keyphrases become concepts even if no other paper has them.")
@click.option(
    "--jobs",
    cls=Setting,
    type=click.IntRange(1),
    metavar="N",
    help="Processes at work, each with some 300 MB. Else one a core.",
)
@click.option(
    "--memory",
    cls=Setting,
    type=Size(),
    metavar="SIZE",
    help="What all processes together may take, about, as 2GB or 800MB: fewer work at once then. Else what is free.",
)
@_reads
@skip_errors_option
@click.option("--anew", is_flag=True, help="Make the graph again from nothing that was worked out before.")
@store_option
@click.option("--engine", metavar="MASTER", help="Build on Spark: local[N], spark://HOST:PORT, yarn. Needs --out.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="With --engine, in place of --store: the folder of the tables, which all machines see under this path.",
)
@click.option(
    "--partitions",
    cls=Setting,
    type=click.IntRange(1),
    metavar="N",
    help="With --engine: parts of the work. Else what suits.",
)
@click.option(
    "--exact",
    cls=Setting,
    type=click.IntRange(0),
    metavar="N",
    help="With --engine: SIMILAR is exact up to so many papers (else 200,000), beyond by rare terms.",
)
def build(
    sources: tuple[str, ...],
    store: Path,
    fast: bool,
    top_n: int,
    jobs: int | None,
    memory: int | None,
    source_form: str,
    mapping: dict[str, str],
    separator: str | None,
    skip_errors: bool,
    anew: bool,
    engine: str | None,
    out: Path | None,
    partitions: int | None,
    exact: int | None,
) -> None:
    """Read abstracts and write the graph of what they share.

    SOURCE is a file, a folder or - (standard input). Run again, only what is new is worked on; sources
    that an earlier run named and this one does not leave the graph.
    """
    from kg.cli.progress import draw_progress
    from kg.pipeline.build import build

    reading = {"form": source_form, "mapping": mapping, "separator": separator, "skip_errors": skip_errors}
    if engine and out:
        options = {"engine": engine, "partitions": partitions or 0, "fast": fast, "top_n": top_n}
        options |= {} if exact is None else {"exact": exact}
        _build_on_spark(sources, out, **options, **reading)
        return
    if engine or out or any(map(_is_typed, ("partitions", "exact"))):
        raise click.UsageError("--engine MASTER and --out DIR go together, and --partitions and --exact with them.")
    with draw_progress() as progress:
        report = build(
            sources,
            store,
            fast=fast,
            top_n=top_n,
            jobs=jobs or 0,
            memory=memory or 0,
            anew=anew,
            progress=progress,
            **reading,
        )
    say(_summary(report, store))


def _is_typed(option: str) -> bool:
    """Whether an option stands on the command line. What a setting says of builds on Spark is no matter in another."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def _build_on_spark(sources: tuple[str, ...], out: Path, **options: Any) -> None:
    from kg.cli.progress import draw_progress
    from kg.spark.session import insist

    insist(options["engine"])
    from kg.spark.build import build

    with draw_progress() as progress:
        report = build(sources, out, progress=progress, **options)
    size = ", ".join(
        (counted(report.papers, "paper"), counted(report.concepts, "concept"), counted(report.mentions, "mention"))
    )
    skipped = f"; {counted(report.skipped, 'entry', 'entries')} skipped" if report.skipped else ""
    say(f"Wrote {clean(out)}: {size} ({counted(report.sources, 'source')} read{skipped}; {report.seconds:.1f} s)")
    say(f"A store of it, where it fits: kg store from-parquet {clean(out)}")
    say("Into Neo4j, with the server stopped:")
    print_text(clean_lines(report.command))


def _summary(report: BuildReport, store: Path) -> str:
    size = ", ".join(
        (counted(report.papers, "paper"), counted(report.concepts, "concept"), counted(report.mentions, "mention"))
    )
    sources = f"{counted(report.sources_read, 'source')} read"
    if report.sources_unchanged:
        sources += f", {report.sources_unchanged} unchanged"
    if report.sources_removed:
        sources += f", {report.sources_removed} removed"
    if report.skipped:
        sources += f"; {counted(report.entries, 'entry', 'entries')} read, {report.skipped} skipped"
    verb = "Wrote" if report.changed else "Nothing changed in"
    return f"{verb} {clean(store)}: {size} ({sources}; {report.seconds:.1f} s)"


@click.command(
    cls=Command,
    epilog=examples(
        "kg keyphrases seeds --top-n 5",
        "kg keyphrases papers.jsonl --format jsonl > keyphrases.jsonl",
    ),
)
@_sources
@number_option("--top-n", 10, "Keyphrases a paper.")
@click.option(
    "--style",
    "manner",
    cls=Setting,
    type=click.Choice(["author", "indexer"]),
    default="author",
    show_default=True,
    help="Few short phrases that recur, as authors name them, or the many exact ones that an indexer would list.",
)
@_fast
@_reads
@skip_errors_option
@format_option
def keyphrases(
    sources: tuple[str, ...],
    top_n: int,
    manner: str,
    fast: bool,
    source_form: str,
    mapping: dict[str, str],
    separator: str | None,
    skip_errors: bool,
    form: str,
) -> None:
    """Rank the keyphrases of every paper.

    No graph is needed, none is written. SOURCE is a file, a folder or - (standard input). Keywords that the
    source gives come first, marked with * ("from_author" in JSON). Acronyms that title or abstract define follow.
    """
    from kg.keyphrases.extract import extract_keyphrases
    from kg.papers.read import read_papers

    papers = read_papers(
        *sources,
        form=source_form,
        mapping=mapping,
        separator=separator,
        skip_errors=skip_errors,
        on_skip=lambda error: say(f"skipped: {error}"),
    )
    found = extract_keyphrases(papers, top_n=top_n, style=manner, fast=fast)
    columns = ("id", "title", "lang", "keyphrases", "acronyms")
    print_rows(_counted(map(_row, found)), columns, form, draw=_draw_keyphrases, empty="No papers found.")


def _row(found: tuple[Paper, Sequence[Keyphrase]]) -> Row:
    from kg.keyphrases.paper.acronyms import acronyms

    paper, phrases = found
    return {
        "id": paper.id,
        "title": paper.title,
        "lang": paper.lang,
        "keyphrases": [_phrase(p) for p in phrases],
        "acronyms": [{"short": each.short, "long": each.long} for each in acronyms(paper)],
    }


def _phrase(phrase: Keyphrase) -> Row:
    """The author's own keywords are marked; nothing is added to the others."""
    row: Row = {"text": phrase.text, "score": round(phrase.score, 4), "count": phrase.count}
    return row | {"from_author": True} if phrase.from_author else row


def _counted(rows: Iterator[Row]) -> Iterator[Row]:
    """Pass the rows on, counting them on stderr while they go somewhere else than the terminal."""
    from kg.cli.progress import draw_progress

    with nullcontext() if sys.stdout is None or sys.stdout.isatty() else draw_progress() as progress:
        if progress:
            progress.stage("keyphrases")
        for row in rows:
            if progress:
                progress.advance()
            yield row


def _draw_keyphrases(rows: Iterable[Row]) -> None:
    """A block for every paper: its title, its phrases, best first, with counts (* marks the author's own), acronyms."""
    for number, row in enumerate(rows, start=1):
        phrases = [
            clean(p["text"]) + ("*" if p.get("from_author") else "") + (f" ×{p['count']}" if p["count"] > 1 else "")
            for p in row["keyphrases"]
        ]
        title = wrap(f"{number}. {clean(row['title'])}", line_width())
        print_text(style(title, BOLD))
        print_text(wrap("; ".join(phrases) or "(none)", line_width(), indent="   "))
        if acronyms := "; ".join(clean(f"{a['short']} = {a['long']}") for a in row["acronyms"]):
            print_text(wrap(acronyms, line_width(), indent="   "))
        print_text("")
