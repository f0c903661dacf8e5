"""kg completion: commands, options and names from the store, completed by the shell."""

from __future__ import annotations

import os
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from kg.cli.group import Command
from kg.cli.options import examples
from kg.cli.output import write

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_LINE:0:$COMP_POINT}" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_FISH = """\
function %(complete_func)s
    for completion in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -t) %(prog_name)s 2>/dev/null)
        set -l metadata (string split -m 1 "," -- $completion)
        switch $metadata[1]
            case dir
                __fish_complete_directories $metadata[2]
            case file
                __fish_complete_path $metadata[2]
            case plain
                echo $metadata[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

_SPECIAL = frozenset(" \t\"'\\`$&|;<>()[]{}*?!#~^=")


class Bash(BashComplete):
    """Click's completion for bash. Words with spaces or colons come quoted or escaped, so that bash takes each as
    one."""

    source_template = _BASH

    def source(self) -> str:
        return ShellComplete.source(self)  # not by asking whichever bash is here

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)
        is_new = not line or (line[-1].isspace() and not line.endswith("\\ ") and _open_quote(line) == "")
        return (words[1:], "") if is_new else (words[1:-1], words[-1])

    def format_completion(self, item: CompletionItem[Any]) -> str:
        return f"{item.type},{_for_bash(str(item.value), os.environ['COMP_WORDS'])}"


class Fish(FishComplete):
    """Click's completion for fish, with names that hold commas."""

    source_template = _FISH


def _for_bash(value: str, line: str) -> str:
    """A completed word as it is typed: within the open quote, or escaped, and only what follows the last colon."""
    quote = _open_quote(line)
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote:
        return "".join(f"\\{c}" if c in '"$`\\!' else c for c in value)
    escaped = "".join(f"\\{c}" if c in _SPECIAL else c for c in value)
    words = split_arg_string(line)
    typed = words[-1] if (words and not line[-1:].isspace()) or line.endswith("\\ ") else ""
    colon = typed.rfind(":")
    if colon < 0:
        return escaped
    before = "".join(f"\\{c}" if c in _SPECIAL else c for c in value[: colon + 1])
    return escaped[len(before) :]  # bash takes a colon for the start of a word


def _open_quote(line: str) -> str:
    """The quote that is open at the end of a line, "" when none is."""
    quote, escaped = "", False
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
    return quote


_SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": ZshComplete, "fish": Fish}
for _name, _shell in _SHELLS.items():
    add_completion_class(_shell, _name)


@click.command(
    cls=Command,
    epilog=examples(
        "kg completion bash > ~/.local/share/bash-completion/completions/kg",
        "kg completion zsh > ~/.zfunc/_kg        # a folder of $fpath",
        "kg completion fish > ~/.config/fish/completions/kg.fish",
    ),
)
@click.argument("shell", type=click.Choice([*_SHELLS]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes kg in SHELL.

    Commands, options, formats, and the names of concepts and papers in the store.
    """
    root = context.find_root()
    write(_SHELLS[shell](root.command, {}, "kg", "_KG_COMPLETE").source())
