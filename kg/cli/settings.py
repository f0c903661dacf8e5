"""Settings: options that the environment (KG_*) and a configuration file may set, too, the nearest one first.

The file is the nearest papermesh.toml, or pyproject.toml with [tool.papermesh], in this folder or above it. A key is
the long name of an option; [neighbors] or [tool.papermesh.neighbors] holds what is meant for one command only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import click
from click.core import ParameterSource

from kg.core.errors import KgError

OWN_FILE, SHARED_FILE = "papermesh.toml", "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a file. path: None where there is no file. values: as written; a table holds those of one
    command."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def find(self, commands: list[str], name: str) -> Any:
        """The value that the file gives a setting, the nearest table of the command first; None when it gives none."""
        return next((value for value in self._levels(commands, name) if value is not None), None)

    def _levels(self, commands: list[str], name: str) -> Iterator[Any]:
        table: Any = self.values
        found = [table.get(name)]
        for command in commands:
            table = table.get(command)
            if not isinstance(table, Mapping):
                break
            found.append(table.get(name))
        return reversed(found)


class Setting(click.Option):
    """An option with a name in the environment (KG_ and its long name), which a configuration file may set."""

    def __init__(self, declarations: list[str], **attributes: Any) -> None:
        long = next(each for each in declarations if each.startswith("--"))
        self.key = long.removeprefix("--").partition("/")[0]
        attributes.setdefault("envvar", f"KG_{self.key.upper().replace('-', '_')}")
        attributes.setdefault("show_envvar", True)
        super().__init__(declarations, **attributes)

    def consume_value(self, ctx: click.Context, opts: Mapping[str, click.Parameter]) -> tuple[Any, ParameterSource]:
        value, source = super().consume_value(ctx, opts)
        if source is not ParameterSource.DEFAULT:
            return value, source
        loaded = configuration()
        given = loaded.find(_commands(ctx), self.key)
        if given is None:
            return value, source
        return self._checked(ctx, given, cast(Path, loaded.path)), ParameterSource.DEFAULT_MAP

    def _checked(self, ctx: click.Context, given: Any, path: Path) -> Any:
        """The value in the type of the option; a path is relative to the file. Raises KgError."""
        try:
            value = self.type_cast_value(ctx, given)
        except click.BadParameter as error:
            raise KgError(f"{path}: {self.key}: {error.message}") from error
        return path.parent / value if isinstance(value, Path) else value


def _commands(context: click.Context) -> list[str]:
    """The names of the commands that led here, `kg` itself left out."""
    names = []
    while context.parent:
        names.insert(0, context.info_name or "")
        context = context.parent
    return names


@cache
def configuration(folder: Path | None = None) -> Configuration:
    """The configuration in force in a folder, else in the working directory. Raises KgError when it cannot be read."""
    try:
        start = (folder or Path.cwd()).absolute()
    except OSError:  # the working directory was removed
        return Configuration()
    for each in (start, *start.parents):
        if (values := _read(each / OWN_FILE)) is not None:
            return Configuration(each / OWN_FILE, values)
        shared = _read(each / SHARED_FILE, holding=b"tool.papermesh")
        own = (shared or {}).get("tool", {}).get("papermesh")
        if isinstance(own, Mapping):
            return Configuration(each / SHARED_FILE, own)
    return Configuration()


def _read(path: Path, holding: bytes = b"") -> dict[str, Any] | None:
    """The content of a TOML file; None when it is not there, or does not hold these bytes.

    Files of other programs are not parsed: their errors are theirs. Raises KgError.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        return None
    except OSError as error:
        raise KgError(f"{path}: {error.strerror or error}") from error
    if holding not in content:
        return None
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: no valid TOML: {error}") from error


def check(loaded: Configuration, group: click.Group) -> None:
    """Raise KgError when the file sets what no command knows: a misspelt setting would silently do nothing."""
    if loaded.values:
        _check(loaded, loaded.values, group, "")


def _check(loaded: Configuration, values: Mapping[str, Any], command: click.Command, table: str) -> None:
    tables = dict(command.commands) if isinstance(command, click.Group) else {}
    known = {setting.key for setting in settings(command)}
    for name, value in values.items():
        if isinstance(value, Mapping) and name in tables:
            _check(loaded, value, tables[name], f"{table}{name}.")
        elif isinstance(value, Mapping) or name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name, known | set(tables), n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise KgError(f"{loaded.path}: there is no setting {f'{table}{name}'!r}{hint}")


def settings(command: click.Command) -> Iterator[Setting]:
    """The settings of a command and of all commands below it."""
    yield from (parameter for parameter in command.params if isinstance(parameter, Setting))
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from settings(each)
