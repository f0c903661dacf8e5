"""docs/notebook.ipynb runs, and shows what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("nbclient", reason="needs Jupyter's kernel (group docs)")
pytest.importorskip("ipykernel", reason="needs Jupyter's kernel (group docs)")
pytest.importorskip("pandas", reason="needs pandas (group docs)")

from nbformat import NotebookNode, validate
from notebooks import executed, stored, without_frames

REFRESH = "to write it anew: python tests/fixtures/notebooks.py"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[list[NotebookNode]]:
    """Of each cell of code, run anew."""
    folder = tmp_path_factory.mktemp("notebook")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("IPYTHONDIR", str(folder / "ipython"))
        return outputs_of(without_frames(executed(folder)))


def outputs_of(notebook: NotebookNode) -> list[list[NotebookNode]]:
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]


def seen(output: NotebookNode) -> object:
    """What a reader sees of an output; of a drawing only that it is there, for NumPy decides its last digits."""
    data = output.get("data", {})
    return sorted(data) if "image/svg+xml" in data else output.get("text", data)


def test_every_cell_runs_and_gives_what_the_notebook_shows(outputs: list[list[NotebookNode]]) -> None:
    shown = [[seen(each) for each in cell] for cell in outputs_of(stored())]
    assert [[seen(each) for each in cell] for cell in outputs] == shown, REFRESH


def test_it_ends_with_a_strategic_diagram(outputs: list[list[NotebookNode]]) -> None:
    assert [cell for cell in outputs if any("image/svg+xml" in each.get("data", {}) for each in cell)]


def test_it_is_a_small_valid_notebook_without_names_of_a_machine() -> None:
    validate(stored())
    text = (Path(__file__).parents[2] / "docs" / "notebook.ipynb").read_text(encoding="utf-8")
    assert len(text) < 100_000
    assert "/tmp" not in text
    assert "/home" not in text
