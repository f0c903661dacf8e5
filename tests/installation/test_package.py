"""What the wheel holds is what the project holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TORCH = ("keybert", "torch", "sentence-transformers", "transformers")


def folders() -> Iterator[tuple[str, Path]]:
    """Every package by its name in Python; kg/loaders and kg/viz are links to folders beside kg."""
    for top in (ROOT / "kg", ROOT / "loaders", ROOT / "viz"):
        for file in top.rglob("__init__.py"):
            name = ".".join(file.parent.relative_to(ROOT).parts)
            if not name.startswith(("kg.loaders", "kg.viz")):
                yield name if top.name == "kg" else f"kg.{name}", file.parent


def test_every_package_is_in_the_wheel():
    assert sorted(SETTINGS["tool"]["setuptools"]["packages"]) == sorted(name for name, _ in folders())


def test_every_file_that_is_no_code_is_in_the_wheel():
    named = SETTINGS["tool"]["setuptools"]["package-data"]
    places = dict(folders())
    kept = {file for name, patterns in named.items() for pattern in patterns for file in places[name].glob(pattern)}
    for folder in ("kg", "loaders", "viz"):
        files = {each for each in (ROOT / folder).rglob("*") if each.is_file() and "__pycache__" not in each.parts}
        outside = {each for each in files if each.parent.joinpath("__init__.py").is_file() and each.suffix == ".py"}
        linked = {each for each in files if each.relative_to(ROOT).parts[:2] in {("kg", "loaders"), ("kg", "viz")}}
        assert files - outside - linked <= kept


@pytest.mark.parametrize("package", TORCH)
def test_nobody_gets_torch_who_did_not_ask_for_keybert(package: str):
    assert not [line for line in SETTINGS["project"]["dependencies"] if line.lower().startswith(package)]


def test_the_version_is_the_same_everywhere():
    version = SETTINGS["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version} (" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_clone_has_keybert():
    extra = SETTINGS["project"]["optional-dependencies"]["keybert"]
    assert set(extra) <= set(SETTINGS["dependency-groups"]["dev"])
    assert "dev" in SETTINGS["tool"]["uv"]["default-groups"]
