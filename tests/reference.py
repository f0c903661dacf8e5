"""The pages that are made from help texts: all commands, and all functions of the module kg."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence

WIDTH = 96
"""Columns of what the pages show."""


def reference_page(page: str) -> str:
    """What a page of REFERENCE_PAGES has to be."""
    return REFERENCE_PAGES[page]()


_COMMANDS_HEAD = """# The commands

What `-h` says of each; this page is made from it. Data goes to stdout, messages to stderr; a failure is one line and
exit code 1, wrong usage exit code 2, Ctrl-C 130.

"""


def commands_page() -> str:
    """The page of all commands: their help texts."""
    import click

    from kg.cli import cli

    def described(command: click.Command, path: Sequence[str], parent: click.Context | None) -> Iterator[str]:
        name = " ".join(path)
        context = click.Context(
            command,
            info_name=path[-1],
            parent=parent,
            max_content_width=WIDTH,
            terminal_width=WIDTH,
            help_option_names=cli.context_settings["help_option_names"],
        )
        yield f"{'#' * min(len(path), 3)} {name}\n\n```text\n{command.get_help(context)}\n```\n"
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                child = command.get_command(context, each)
                if child and not child.hidden:
                    yield from described(child, [*path, each], context)

    first, *rest = described(cli, ["kg"], None)
    return _COMMANDS_HEAD + "\n".join([first.replace("# kg", "## kg", 1), *rest])


_FUNCTIONS_HEAD = """# The functions

What `help` says of each; this page is made from it. [Python](python.md) shows them at work.

"""


def functions_page() -> str:
    """The page of all functions: signatures and docstrings."""
    import kg

    described = [f"## kg\n\n```text\n{inspect.getdoc(kg)}\n```\n"]
    for name in kg.__all__:
        function = getattr(kg, name)
        described.append(f"## kg.{name}\n\n```text\n{_signature(name, function)}\n\n{inspect.getdoc(function)}\n```\n")
    return _FUNCTIONS_HEAD + "\n".join(described)


def _signature(name: str, function: object) -> str:
    """On one line, or one parameter a line."""
    assert callable(function)
    signature = inspect.signature(function)
    line = f"kg.{name}{_plain(str(signature))}"
    if len(line) <= WIDTH:
        return line
    parameters = [_plain(str(parameter)) for parameter in signature.parameters.values()]
    keyword_only = [p.kind is p.KEYWORD_ONLY for p in signature.parameters.values()]
    if True in keyword_only and not any(each.startswith("*") for each in parameters):
        parameters.insert(keyword_only.index(True), "*")
    return (
        "\n    ".join([f"kg.{name}(", *(f"{each}," for each in parameters)])
        + f"\n) -> {_plain(signature.return_annotation)}"
    )


def _plain(text: str) -> str:
    """Annotations without the quotes that inspect puts around them."""
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)


REFERENCE_PAGES = {"docs/commands.md": commands_page, "docs/functions.md": functions_page}
