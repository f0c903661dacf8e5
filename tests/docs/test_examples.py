"""The examples in the docstrings of the public API run as they stand."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest
from seed_fixture import SEEDS

import kg


@pytest.fixture(scope="module")
def folder(seed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples run: beside `seeds` and `kg-store`."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(SEEDS, folder / "seeds")
    shutil.copytree(seed_store, folder / "kg-store")
    return folder


@pytest.mark.parametrize("name", ["kg", *kg.__all__])
def test_every_public_name_has_an_example_that_runs(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "to_pandas":
        pytest.importorskip("pandas", reason="needs pandas (group docs)")
    monkeypatch.chdir(folder)
    thing = kg if name == "kg" else getattr(kg, name)
    example = doctest.DocTestParser().get_doctest(thing.__doc__, {}, name, None, 0)
    assert any(each.want for each in example.examples)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)
