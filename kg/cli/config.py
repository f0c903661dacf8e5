"""kg config: which settings are in force, and where they come from."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kg.cli.group import Command
from kg.cli.options import examples, format_option, without_credentials
from kg.cli.output import Row, print_rows, say
from kg.cli.settings import Configuration, Setting, configuration, settings

_OF_NEO4J = ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")


@click.command(cls=Command, epilog=examples("kg config", "KG_STORE=other kg config --format json"))
@format_option
@click.pass_context
def config(context: click.Context, form: str) -> None:
    """Show which settings are in force, and where each comes from.

    An option on the command line goes before the environment (KG_ and its name, as KG_STORE), that before the
    configuration file, that before the default. The file is the nearest papermesh.toml, or pyproject.toml with
    [tool.papermesh], in this folder or above it; store = "graph" sets --store for every command,
    [neighbors] (or [tool.papermesh.neighbors]) is for one.
    """
    group = context.find_root().command
    assert isinstance(group, click.Group)
    loaded = configuration()
    print_rows(_rows(group, loaded), ("setting", "value", "from"), form)
    if form == "table":
        say(f"Configuration file: {loaded.path}" if loaded.path else "No configuration file here or above.")


def _rows(group: click.Group, loaded: Configuration) -> Iterator[Row]:
    known: dict[str, list[Setting]] = defaultdict(list)
    for setting in settings(group):
        known[setting.key].append(setting)
    for key, same in sorted(known.items()):
        variable = str(same[0].envvar)
        if os.environ.get(variable):
            yield _row(key, os.environ[variable], f"environment {variable}")
        elif key in loaded.values:
            yield _row(key, loaded.values[key], str(loaded.path))
        else:
            yield _row(key, _defaults(same), "default")
    for key, value in _for_one_command(loaded.values):
        yield _row(key, value, str(loaded.path))
    for variable in _OF_NEO4J:
        if value := os.environ.get(variable):
            shown = "(not shown)" if variable == "NEO4J_PASSWORD" else value
            yield _row(variable.lower().replace("_", "-"), shown, f"environment {variable}")


def _row(key: str, value: object, origin: str) -> Row:
    shown = without_credentials(value) if isinstance(value, str) else value
    return {"setting": key, "value": shown, "from": origin}


def _defaults(same: list[Setting]) -> object:
    """The default of a setting; a list where the commands have several."""
    if same[0].is_flag:
        return False
    values = sorted({each.default for each in same if isinstance(each.default, int | str | Path)}, key=str)
    plain = [value if isinstance(value, int) else str(value) for value in values]
    return plain[0] if len(plain) == 1 else plain


def _for_one_command(values: Mapping[str, Any], command: str = "") -> Iterator[tuple[str, object]]:
    """What the tables of the file set: ("neighbors.limit", 3)."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _for_one_command(value, f"{command}{name}.")
        elif command:
            yield f"{command}{name}", value
