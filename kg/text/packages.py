"""Data of packages that are not imported for it: what they import takes longer than reading it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def data_folder(package: str) -> Path:
    """The folder `data` of an installed package."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "data"
