"""The wheel, installed by pip in an empty environment: what it brings, and that everything works there.

The packages come from a registry, as they do for everybody.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from pages import ROOT, Shell, blocks, replayed, steady

pytestmark = pytest.mark.slow

LIMIT = 450  # MB on the disk, as `uv tool install` leaves it; the bytecode that pip makes comes on top
EXPORTS = ("bibtex", "skos")  # others name the source by its path, or have places, whose last digits NumPy decides
COMMANDS = """\
kg search 学习; kg similar p895d12b455bf; kg topics; kg trends; kg sources; kg duplicates; kg config; kg concepts list
kg query 'MATCH (p:Paper) RETURN count(p)'; kg view --force; kg view 'federated learning' --force
kg keyphrases seeds --top-n 2; kg map -o map.html
kg map strategic -o map-strategic.html; kg map strategic -o map-strategic.svg
kg papers list; kg path 'federated learning' 'dialogue systems'; kg export csv -o csv; kg export neo4j-csv -o neo4j
kg completion zsh
"""


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints, started without the settings of this project, of uv and of Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=cwd, env=kept | {"CC": "/bin/false"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sdist and wheel, made from what is in the project, the wheel from the sdist."""
    source = tmp_path_factory.mktemp("source")
    leave = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("kg", "loaders", "viz"):
        shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=leave)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    run("uv", "build", "-q", "--out-dir", source / "dist", cwd=source)
    return source / "dist"


@pytest.fixture(scope="module")
def python(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment, in a hard place, with nothing but the wheel and what it asks for."""
    place = tmp_path_factory.mktemp("installed") / "my 论文 environment"
    run(sys.executable, "-m", "venv", place, cwd=archives)
    (wheel,) = archives.glob("*.whl")
    run(place / "bin" / "python", "-m", "pip", "install", "-q", "--only-binary", ":all:", wheel, cwd=archives)
    return place / "bin" / "python"


@pytest.fixture(scope="module")
def shell(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The installed `kg` in a folder with nothing but the seeds, and what README.md made of them."""
    return Shell(tmp_path_factory.mktemp("empty") / "papers", python=python)


def packages_of(python: Path) -> Path:
    return next((python.parents[1] / "lib").glob("python*")) / "site-packages"


def megabytes(files: Sequence[Path]) -> int:
    return sum(file.stat().st_blocks * 512 for file in files) // 2**20


def test_the_archives_hold_no_links_and_the_same_code(archives):
    (sdist,), (wheel,) = archives.glob("*.tar.gz"), archives.glob("*.whl")
    with tarfile.open(sdist) as packed:
        assert not [each.name for each in packed if each.issym() or each.islnk()]
        names = {each.name.partition("/")[2] for each in packed if each.isfile()}
    with zipfile.ZipFile(wheel) as packed:
        code = {name for name in packed.namelist() if name.startswith("kg/")}
    assert {"kg/__main__.py", "kg/viz/figures/page.py", "kg/loaders/networkx.py"} <= code
    moved = {name.replace("kg/loaders/", "loaders/").replace("kg/viz/", "viz/") for name in code}
    assert moved <= names


def test_the_installation_is_small_and_has_no_torch(python):
    there = packages_of(python)
    assert not {"torch", "keybert", "sklearn", "sentence_transformers"} & {each.name for each in there.iterdir()}
    files = [each for each in there.rglob("*") if each.is_file() and each.suffix != ".pyc"]
    assert megabytes([each for each in files if each.relative_to(there).parts[0] != "pip"]) < LIMIT


def test_every_command_of_the_readme_prints_what_it_shows(shell):
    shown = [block for block in blocks("README.md") if block.language == "console" and block.is_run]
    for block in shown:
        assert steady(replayed(block, shell)) == steady(block.body)


def test_every_other_command_works(shell):
    shell.run("test -e kg-store || kg build seeds")
    for command in COMMANDS.replace("\n", "; ").strip("; ").split("; "):
        assert shell.run(f"{command} && echo worked").endswith("worked\n"), command
    assert "all there, in versions that fit" in shell.run("kg doctor")
    (line,) = shell.run("kg map strategic -o map.png").splitlines()
    assert "papermesh[png]" in line


def test_exports_are_those_of_a_build_with_keybert(shell, seed_store):
    shell.run("test -e kg-store || kg build seeds")
    with_it = Shell(shell.folder.with_name("with-keybert"))
    for form in EXPORTS:
        shell.run(f"kg export {form} -o built.{form}")
        with_it.run(f"kg export {form} -o built.{form} --store '{seed_store}'")
        built = (shell.folder / f"built.{form}").read_bytes()
        assert built == (with_it.folder / f"built.{form}").read_bytes()
        assert len(built) > 10_000
