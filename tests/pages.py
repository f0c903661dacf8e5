"""The examples of README and docs: found, run, and compared with what the page shows.

A ```console block holds commands (after "$ ", on several lines where a quote is open) and what each prints, in one
folder a page, where `seeds` lies. A ```python block is a cell of a notebook: all of a page share their names, and a
```text block behind one is what it prints, its last expression included. <!-- not run: why --> before a block, which
no reader sees, says that it is left alone; <!-- on Neo4j --> that it needs the tests' server.

To write anew what the pages show, and those that are made from help texts (tests/reference.py), all or some:

    python tests/pages.py [docs/start.md ...]
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reference import REFERENCE_PAGES, WIDTH, reference_page

if TYPE_CHECKING:
    from kg.loaders.neo4j_server import Server

ROOT = Path(__file__).parents[1]
SHELL_PAGES = ("README.md", "docs/start.md", "docs/papers.md")
PYTHON_PAGES = ("docs/python.md",)
NEO4J_PAGE = "docs/neo4j.md"

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_TIMES = re.compile(r"\b[\d,.]+(?= s\b|/s\b)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. start, end: the characters of its body. mark: the comment before it."""

    language: str
    body: str
    start: int
    end: int
    mark: str

    @property
    def is_run(self) -> bool:
        return not self.mark.startswith("not run")

    @property
    def needs_neo4j(self) -> bool:
        return self.mark == "on Neo4j"


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page (a path within the project), in order."""
    found = _BLOCK.finditer((ROOT / page).read_text(encoding="utf-8"))
    return [Block(b["language"], b["body"], *b.span("body"), b["mark"] or "") for b in found]


def steady(text: str) -> str:
    """Text without what differs from run to run: seconds and rates."""
    return _TIMES.sub("N", text)


# Shell


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with what stands below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        size = next(n for n in range(1, len(lines) + 1) if _is_whole("".join(lines[:n])))
        yield "".join(lines[:size]), "".join(lines[size:])


def _is_whole(command: str) -> bool:
    """Whether no quote is open and no line goes on."""
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return not command.endswith("\\\n")


class Shell:
    """Runs commands in a folder of its own, with `seeds` in it, on a terminal of 96 columns."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "seeds", folder / "seeds", dirs_exist_ok=True)
        programs = folder.with_name(folder.name + "-bin")
        programs.mkdir()
        kg = programs / "kg"
        kg.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -c "from kg.cli import main; main()" "$@"\n', encoding="utf-8"
        )
        kg.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "NEO4J_"))}
        self.environment = kept | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",  # messages and data in the order in which a terminal shows them
            "COLUMNS": str(WIDTH),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "BROWSER": "true",
            **(environment or {}),
        }

    def run(self, command: str) -> str:
        """What a command prints, messages included."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        text = done.stdout.decode("utf-8")
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def replayed(block: Block, shell: Shell, stands_for: Mapping[str, str] | None = None) -> str:
    """The block as it would be written now. stands_for: a text of the page -> what it is in this run."""
    parts = []
    for command, shown in commands(block.body):
        printed = shell.run(_exchanged(command, stands_for or {}))
        printed = _exchanged(printed, {run: page for page, run in (stands_for or {}).items()})
        parts += ["$ ", command, shown if steady(printed) == steady(shown) else printed]
    return "".join(parts)


def _exchanged(text: str, pairs: Mapping[str, str]) -> str:
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


# Python


class Notebook:
    """Runs cells that share their names."""

    def __init__(self) -> None:
        self.names: dict[str, object] = {"__name__": "__main__"}

    def run(self, cell: str) -> str:
        """What a cell prints; the value of its last expression, unless None, comes last."""
        tree = ast.parse(cell)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, "<cell>", "exec"), self.names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), self.names)
                if value is not None:
                    print(value if hasattr(value, "to_string") else repr(value))
        return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def cells(page: str) -> Iterator[tuple[Block, Block | None]]:
    """Each python block of a page, with the block that shows what it prints."""
    found = blocks(page)
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block.language == "python" and block.is_run:
            yield block, following if following and following.language == "text" else None


def _rewrite(page: str, changes: Sequence[tuple[Block, str]]) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    for block, body in sorted(changes, key=lambda change: -change[0].start):
        text = text[: block.start] + body + text[block.end :]
    if text != path.read_text(encoding="utf-8"):
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"written: {page}")


def _refresh(pages: Sequence[str]) -> None:
    for page in [each for each in REFERENCE_PAGES if each in pages]:
        (ROOT / page).write_text(reference_page(page), encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as parent:
        for number, page in enumerate(each for each in SHELL_PAGES if each in pages):
            shell = Shell(Path(parent) / f"{number}")
            found = [b for b in blocks(page) if b.language == "console" and b.is_run]
            _rewrite(page, [(block, replayed(block, shell)) for block in found])
        for page in [each for each in PYTHON_PAGES if each in pages]:
            with contextlib.chdir(Shell(Path(parent) / "python").folder):
                notebook = Notebook()
                outputs = [(shown, notebook.run(cell.body)) for cell, shown in cells(page)]
            _rewrite(page, [(shown, printed) for shown, printed in outputs if shown])
        if NEO4J_PAGE in pages:
            _refresh_neo4j(Path(parent))


def _refresh_neo4j(parent: Path) -> None:
    from neo4j_fixture import TestServer

    server = TestServer(parent / "home").start()
    try:
        shell = Shell(parent / "neo4j", credentials(server.address))
        found = [block for block in blocks(NEO4J_PAGE) if block.needs_neo4j]
        _rewrite(NEO4J_PAGE, [(block, replayed(block, shell, {"bolt://localhost": server.uri})) for block in found])
    finally:
        server.kill()


def credentials(server: Server) -> dict[str, str]:
    """As variables of the environment."""
    return {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _refresh(sys.argv[1:] or [*REFERENCE_PAGES, *PYTHON_PAGES, *SHELL_PAGES, NEO4J_PAGE])
