"""The command group: what every failure looks like, and with which exit code it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import click

from kg.cli.settings import Setting, check, configuration
from kg.cli.text import clean, clean_lines
from kg.core.errors import KgError, QueryError

DONE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 130, 141


_FLAGS = {
    "quiet": (("-q", "--quiet"), "Print results and errors, nothing else."),
    "verbose": (("-v", "--verbose"), "Say what is done, and how long it takes."),
    "debug": (("--debug",), "Show the traceback of an error."),
}
"""Flags of every command, before its name or after it: name -> (how it is written, what it does)."""


def _remember(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        context.find_root().meta[f"kg.{parameter.name}"] = True


def _flags(*, hidden: bool) -> Iterator[click.Option]:
    for name, (written, help_) in _FLAGS.items():
        kind = click.Option if hidden else Setting  # what is not given after the name is no wish
        yield kind([*written, name], is_flag=True, hidden=hidden, expose_value=False, callback=_remember, help=help_)


class Commands(MutableMapping[str, click.Command]):
    """The commands of a group by name, each imported when it is asked for: "kg.cli.load:load"."""

    def __init__(self, locations: Mapping[str, str]) -> None:
        self._locations = dict(locations)
        self._made: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._made:
            module, _, attribute = self._locations[name].partition(":")
            self._made[name] = getattr(import_module(module), attribute)
        return self._made[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._locations.setdefault(name, "")
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._locations[name]
        self._made.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._locations)

    def __len__(self) -> int:
        return len(self._locations)

    def __contains__(self, name: object) -> bool:
        return name in self._locations  # the inherited one would import it


class Command(click.Command):
    """A command that takes the flags of the group after its name too: people run the failed line again with --debug."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_flags(hidden=True))


class Group(click.Group):
    """A group that turns every failure of a command into one line and an exit code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_flags(hidden=False))

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except (KgError, OSError, KeyboardInterrupt) as error:  # of the configuration file, or while help is printed
            code = _report(error, debug=False)
            _drop_pending_output()
            raise click.exceptions.Exit(code) from error

    def invoke(self, ctx: click.Context) -> Any:
        code = DONE
        try:
            check(configuration(), self)
            super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()  # a full disk shows here, not at interpreter exit
        except (click.UsageError, click.exceptions.Exit):
            raise  # click prints them; exit code 2 for wrong usage
        except (Exception, KeyboardInterrupt) as error:
            code = _report(error, debug=bool(ctx.meta.get("kg.debug")))
            _drop_pending_output()
        ctx.exit(code)


def _report(error: BaseException, *, debug: bool) -> int:
    """Print on stderr what went wrong. Returns the exit code."""
    if isinstance(error, BrokenPipeError):
        return PIPE_CLOSED
    # Whatever happens while reporting (stderr closed) must not hide the exit code.
    with contextlib.suppress(OSError):
        if debug:
            import traceback

            click.echo(clean_lines("".join(traceback.format_exception(error))), err=True)
        if isinstance(error, (KeyboardInterrupt, click.Abort)):
            click.echo("Interrupted", err=True)
        else:
            text = describe(error)
            # Only a query is shown in lines: a path may have a line break in its name.
            click.echo(f"Error: {clean_lines(text) if isinstance(error, QueryError) else clean(text)}", err=True)
    return INTERRUPTED if isinstance(error, (KeyboardInterrupt, click.Abort)) else FAILED


def describe(error: BaseException) -> str:
    """What the user reads of an error."""
    if isinstance(error, KgError):
        return str(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, MemoryError):
        return "out of memory"
    if isinstance(error, OSError):
        names = [os.fsdecode(n) for n in (error.filename, error.filename2) if isinstance(n, (str, bytes))]
        return ": ".join([" -> ".join(names)] * bool(names) + [error.strerror or str(error)])
    text = " ".join(str(error).split())
    return f"internal error: {type(error).__name__}: {text} (run again with --debug)"


def _drop_pending_output() -> None:
    """Send what stdout still holds to nowhere: flushing it at exit would fail once more, loudly."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
