"""The command line: `kg`. Thin: every command calls the library and prints what it gets."""

from __future__ import annotations

import os
import signal
import sys

import click

from kg.cli.group import Commands, Group
from kg.cli.options import examples
from kg.cli.output import use_utf8

_EXPLORE = ("neighbors", "path", "search", "show", "similar")
_OTHERS = (
    "completion",
    "concepts",
    "config",
    "doctor",
    "export",
    "load",
    "mcp",
    "papers",
    "query",
    "serve",
    "stats",
    "store",
    "topics",
    "trends",
    "view",
)
_COMMANDS = {name: f"kg.cli.explore:{name}" for name in _EXPLORE} | {name: f"kg.cli.{name}:{name}" for name in _OTHERS}
_COMMANDS |= {"map": "kg.cli.map:map_"}
_COMMANDS |= {"build": "kg.cli.build:build", "keyphrases": "kg.cli.build:keyphrases"}
_COMMANDS |= {"duplicates": "kg.cli.account:duplicates", "sources": "kg.cli.account:sources"}


def _print_versions(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from kg.cli.versions import versions

        click.echo(versions())
        context.exit()


@click.group(
    cls=Group,
    commands=Commands(_COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "kg build seeds",
        'kg neighbors "knowledge distillation"',
        'kg view "federated learning" --open',
    ),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_versions, help="Show versions."
)
def cli() -> None:
    """A knowledge graph of research papers: the concepts they share, the papers that lie near.

    Build a graph from abstracts once, then walk from paper to concept to paper. Everything runs offline.
    """


def main() -> None:
    """Entry point of the command `kg`."""
    _insist_on_utf8()
    use_utf8()
    signal.signal(signal.SIGTERM, _end)
    if "_KG_COMPLETE" in os.environ:
        import kg.cli.completion  # noqa: F401 (what the shells ask is answered there)
    # Click would expand $name in a Cypher query from the environment on Windows.
    cli.main(prog_name="kg", windows_expand_args=False)


def _end(number: int, _frame: object) -> None:
    """Told to end: what is half-written is taken back on the way out, workers end."""
    raise SystemExit(128 + number)


def _insist_on_utf8() -> None:
    """Start again in UTF-8 mode where the locale says something else: names of files and of concepts are UTF-8."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})
