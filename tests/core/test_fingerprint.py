"""What a store keeps is made again when code that it depends on has changed, and only then."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.core.fingerprint import ROOMS, fingerprint, hash_of, reach
from kg.pipeline.stages import DEPENDS_ON, STAGES

PACKAGE = Path(kg.__file__).parent
KEPT = {"papers": ["kg.papers.readers.read"], "keyphrases": ["kg.keyphrases.analysis"]}
"""What is kept besides graphs -> the modules that make it: records of sources, analyses of papers."""


def module_file(module: str) -> Path | None:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()), None)


def imported(file: Path) -> Iterator[str]:
    """Modules of kg that a file imports, anywhere in it; `from kg.a import b` may mean the module kg.a.b."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name.startswith("kg.") and module_file(name))


def reached(modules: list[str]) -> set[str]:
    """The modules, all that they import, and the packages that these lie in."""
    found: set[str] = set()
    rest = list(modules)
    while rest:
        module = rest.pop()
        if "." in module and module not in found and (file := module_file(module)):
            found.add(module)
            rest += [*imported(file), module.rpartition(".")[0]]
    return found


def of_a_build() -> list[str]:
    stages = [stage.function.partition(":")[0] for part in STAGES.values() for stage in part]
    return [*stages, "kg.pipeline.stages", "kg.store.write", "kg.store.catalog"]


MATTERS = {DEPENDS_ON: of_a_build(), **{(place,): modules for place, modules in KEPT.items()}}


@pytest.mark.parametrize("places", MATTERS, ids=["graphs", *KEPT])
def test_a_change_of_any_module_that_matters_is_noticed(places, tmp_path):
    copy = Path(shutil.copytree(PACKAGE, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__", "assets")))
    before = hash_of(copy, places)
    assert before == fingerprint(*places)
    modules = reached(MATTERS[places])
    assert len(modules) > 20
    folders = {file.parent for module in modules if (file := module_file(module))}
    lists = [file for folder in folders for file in folder.iterdir() if file.suffix in (".txt", ".json")]
    assert lists or places == ("papers",)
    for file in [*filter(None, map(module_file, sorted(modules))), *lists]:
        changed = copy / file.relative_to(PACKAGE)
        content = changed.read_bytes()
        changed.write_bytes(content + b"\n")
        assert hash_of(copy, places) != before, f"a change of {file.relative_to(PACKAGE)} is not noticed"
        changed.write_bytes(content)
    assert hash_of(copy, places) == before


@pytest.mark.parametrize("place", ["cli/build.py", "explore/ask.py", "loaders/files/gexf.py", "pipeline/doctor.py"])
def test_a_change_of_what_only_shows_a_graph_makes_nothing_again(place, tmp_path):
    copy = Path(shutil.copytree(PACKAGE, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__", "assets")))
    before = hash_of(copy, DEPENDS_ON)
    (copy / place).write_bytes((copy / place).read_bytes() + b"\n")
    assert hash_of(copy, DEPENDS_ON) == before


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_it_says_and_nothing_else(room):
    for file in (PACKAGE / room).rglob("*.py"):
        rooms = {module.split(".")[1] for module in imported(file)}
        assert rooms <= reach(room), file.relative_to(PACKAGE)


def test_an_unknown_room_is_an_error():
    with pytest.raises(KeyError):
        fingerprint("cellar")
