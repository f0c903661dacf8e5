"""What Windows and macOS do otherwise, as far as it can be had here: names, open files, encodings, line ends."""

from __future__ import annotations

import ntpath
import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import ROOT
from process_fixture import run

from kg.cli.view import file_name
from kg.loaders.files.obsidian.names import safe_name
from kg.store.files import address

SAMPLES = ROOT / "docs" / "samples"
COMMANDS = f"""\
build '{SAMPLES / "library.bib"}'
build '{SAMPLES / "library.bib"}' '{SAMPLES / "cnki.txt"}'
concepts merge 'cool roofs' 'reflective materials'
concepts undo
query 'MATCH (p:Paper) RETURN count(p)'
build '{SAMPLES / "library.bib"}' --anew
query 'MATCH (p:Paper) RETURN count(p)'
export bibtex -o papers.bib
export bibtex -o papers.bib --force
export csv -o csv
export obsidian notes
export obsidian notes
export neo4j-csv -o neo4j
map strategic -o strategic.svg
doctor --rebuild-and-compare
"""
LOCALES = (
    {"PYTHONIOENCODING": "cp936", "LC_ALL": "C"},
    {"PYTHONIOENCODING": "ascii", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
)
RESERVED = (
    "CON",
    "con.txt",
    "NUL",
    "COM1",
    "lpt9.tar",
    "aux ",
    "PRN.",
    "CONOUT$",
    "a:stream",
    "dots...",
    "..",
    "~",
    "",
)
names = st.text(max_size=80) | st.sampled_from(RESERVED)


def like_windows(folder: Path, commands: str) -> tuple[list[str], str]:
    """The exit codes of the commands, and what they said on stderr."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("which files are open is read in /proc")
    program = ROOT / "tests" / "fixtures" / "like_windows.py"
    done = subprocess.run(
        [sys.executable, program], cwd=folder, input=commands, capture_output=True, encoding="utf-8", check=True
    )
    return [line for line in done.stdout.splitlines() if line.isdigit()], done.stderr


def test_nothing_that_is_open_is_renamed_or_removed(tmp_path):
    codes, said = like_windows(tmp_path, COMMANDS)
    assert (set(codes), len(codes)) == ({"0"}, COMMANDS.count("\n")), said


def test_a_store_that_somebody_has_open_stays_as_it_was_where_that_is_forbidden(tmp_path):
    build, more = f"build '{SAMPLES / 'cnki.txt'}'", f"build '{SAMPLES / 'library.bib'}'"
    count = "query 'MATCH (p:Paper) RETURN count(p) AS n' --format csv"
    codes, said = like_windows(tmp_path, f"{build}\nhold kg-store\n{more}\n{count}\nlet go\n{more}\n{count}\n")
    assert codes == ["0", "1", "8", "0", "0", "32", "0"], said
    assert "catalog.sqlite: cannot be replaced: " in said
    assert "end what has it open (kg serve, a notebook) and build again" in said


@given(names)
def test_names_of_notes_hold_on_windows(name):
    safe = safe_name(name)
    assert ntpath.basename(safe) == safe
    assert not ntpath.splitdrive(safe)[0]
    assert safe == safe.rstrip(" .")
    assert not reserved(safe)


@given(names)
def test_names_of_pages_hold_on_windows(name):
    page = f"kg-{file_name(name)}.html"
    assert ntpath.basename(page) == page
    assert not ntpath.splitdrive(page)[0]
    assert not reserved(page)


def reserved(name: str) -> bool:
    """Whether Windows takes it for a device, says Python; in its way of the version that runs."""
    asked = getattr(ntpath, "isreserved", None)
    return asked(name) if asked else PureWindowsPath(name).is_reserved()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("C:/my papers/a#b?.sqlite", "file:///C:/my%20papers/a%23b%3F.sqlite?mode=ro"),
        ("//server/share/论文.sqlite", "file:////server/share/%E8%AE%BA%E6%96%87.sqlite?mode=ro"),
    ],
)
def test_sqlite_is_told_drives_and_shared_folders_of_windows(path, told):
    assert address(PureWindowsPath(path), "mode=ro") == told


@pytest.mark.parametrize("environment", LOCALES)
def test_every_locale_reads_and_writes_the_same(tmp_path, environment):
    store, vault = tmp_path / "库", tmp_path / "笔记"
    environment = {**environment, "PYTHONUTF8": "0"}
    made = run("build", SAMPLES / "cnki.txt", "--store", store, env=environment)
    assert made.returncode == 0, made.stderr
    for command in (("show", "屋顶绿化"), ("search", "屋顶", "--format", "csv"), ("export", "bibtex")):
        here, there = run(*command, "--store", store), run(*command, "--store", store, env=environment)
        assert (there.returncode, there.stdout) == (0, here.stdout)
        assert "屋顶" in there.stdout
    assert run("export", "obsidian", vault, "--store", store, env=environment).returncode == 0
    assert (vault / "Concepts" / "屋顶绿化.md").is_file()


def test_no_file_is_opened_in_the_encoding_of_the_locale(tmp_path):
    strict = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "always::EncodingWarning"}
    store = ("--store", tmp_path / "store")
    made = run("build", SAMPLES / "cnki.txt", *store, env=strict)
    asked = run("export", "csv", "-o", tmp_path / "csv", *store, env=strict)
    for line in (made.stderr + asked.stderr).splitlines():
        if "EncodingWarning" in line:
            assert f"site-packages{os.sep}" in line
