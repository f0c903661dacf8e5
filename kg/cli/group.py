"""The command group: what every failure looks like, and with which exit code it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from kg.cli.text import clean_lines
from kg.errors import KgError

DONE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 130, 141

F = TypeVar("F", bound=Callable[..., Any])


def _remember_debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.find_root().meta["kg.debug"] = True


def debug_option(function: F) -> F:
    """Add --debug (also env KG_DEBUG)."""
    option = click.option(
        "--debug",
        is_flag=True,
        envvar="KG_DEBUG",
        expose_value=False,
        callback=_remember_debug,
        help="Show the traceback of an error.  [env: KG_DEBUG]",
    )
    return option(function)


class Command(click.Command):
    """A command that takes --debug after its name too: people run the failed line again with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(["--debug"], is_flag=True, hidden=True, expose_value=False, callback=_remember_debug)
        )


class Group(click.Group):
    """A group that turns every failure of a command into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        code = DONE
        try:
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
    """Print what went wrong on stderr; the exit code."""
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
            click.echo(f"Error: {clean_lines(describe(error))}", err=True)
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
