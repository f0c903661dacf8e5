"""README and docs: what they show is what comes out, and nothing is missing. tests/fixtures/pages.py writes it anew."""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

import pytest
from neo4j_fixture import run
from pages import (
    NEO4J_PAGES,
    PYTHON_PAGES,
    ROOT,
    SHELL_PAGES,
    SHOWN,
    Notebook,
    Shell,
    blocks,
    cells,
    commands,
    credentials,
    replayed,
    steady,
)
from reference import REFERENCE_PAGES, reference_page

import kg
from kg.loaders.neo4j.server import Server

PAGES = sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SLOW = [pytest.mark.slow]
REFRESH = "to write the page anew: python tests/fixtures/pages.py {}"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are for a POSIX shell")
@pytest.mark.parametrize("page", [pytest.param(page, marks=SLOW * (page != "README.md")) for page in SHELL_PAGES])
def test_every_command_prints_what_the_page_shows(page: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path / "shell")
    shown = [block for block in blocks(page) if block.language == "console" and block.is_run]
    assert shown
    for block in shown:
        assert steady(replayed(block, shell)) == steady(block.body), REFRESH.format(page)


@pytest.mark.parametrize("page", SHELL_PAGES)
def test_every_shell_block_is_run_or_says_why_not(page: str) -> None:
    """No command hides in another kind of block."""
    found = [block for block in blocks(page) if block.language not in SHOWN]
    assert {block.language for block in found} <= {"console"}
    assert all(block.is_run or re.fullmatch(r"not run: .{10,}", block.mark) for block in found)
    assert all(list(commands(block.body)) for block in found)
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert not re.search(r"^    \S", text, re.MULTILINE), "a block by indentation"


@pytest.mark.parametrize("page", PYTHON_PAGES)
def test_every_cell_gives_what_the_page_shows(page: str, tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="needs pandas (group docs)")
    Shell(tmp_path / "notebook")  # the folder with the seeds
    found = list(cells(page))
    assert len(found) == sum(block.language == "python" for block in blocks(page))
    with contextlib.chdir(tmp_path / "notebook"):
        notebook = Notebook()
        for cell, shown in found:
            printed = notebook.run(cell.body)
            if shown or "kg.view(" not in cell.body:
                assert printed == (shown.body if shown else ""), REFRESH.format(page)


@pytest.mark.parametrize("page", NEO4J_PAGES)
def test_every_command_of_a_neo4j_page_prints_what_it_shows(page: str, server: Server, tmp_path: Path) -> None:
    run(server, "MATCH (n) DETACH DELETE n")
    shell = Shell(tmp_path / "shell", credentials(server))
    shown = [block for block in blocks(page) if block.needs_neo4j]
    assert len(shown) > 2
    for block in shown:
        assert steady(replayed(block, shell, {"bolt://localhost": server.uri})) == steady(block.body)


@pytest.mark.parametrize("page", REFERENCE_PAGES)
def test_commands_and_functions_are_what_their_help_says(page: str) -> None:
    assert (ROOT / page).read_text(encoding="utf-8") == reference_page(page), REFRESH.format(page)


def test_every_function_is_on_the_page_of_functions() -> None:
    text = (ROOT / "docs/functions.md").read_text(encoding="utf-8")
    assert all(f"\n## kg.{name}\n" in text for name in kg.__all__)


def test_every_command_is_on_the_page_of_commands() -> None:
    from kg.cli import cli

    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    groups = {name: command for name, command in cli.commands.items() if not command.hidden}
    for name, command in groups.items():
        assert f"\n## kg {name}\n" in text
        for each in getattr(command, "commands", {}):
            assert f"\n### kg {name} {each}\n" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    for target in targets:
        file, _, _ = target.partition("#")
        assert not file or (ROOT / page).parent.joinpath(file).is_file(), target


# The helper


def test_a_command_goes_on_while_a_quote_is_open() -> None:
    body = "$ kg query 'MATCH\n  RETURN 1'\nout\n$ true \\\n  && x\n$ echo a\n$ b\n\nc\n"
    assert list(commands(body)) == [
        ("kg query 'MATCH\n  RETURN 1'\n", "out\n"),
        ("true \\\n  && x\n", ""),
        ("echo a\n", ""),
        ("b\n", "\nc\n"),
    ]


def test_only_seconds_and_rates_are_forgotten() -> None:
    assert steady("366 concepts (12.3 s, 1,200/s)") == steady("366 concepts (4.0 s, 7/s)")
    assert steady("366 concepts (4.0 s)") != steady("367 concepts (4.0 s)")


def test_what_a_shell_prints_is_found_wrong_when_it_differs(tmp_path: Path) -> None:
    from pages import Block

    shell = Shell(tmp_path / "shell")
    block = Block("console", "$ echo one; echo two >&2\none\n", 0, 0, "")
    assert replayed(block, shell) == "$ echo one; echo two >&2\none\ntwo\n"
