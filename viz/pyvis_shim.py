"""pyvis. IPython, which it wants for pages of its own in notebooks, is loaded once somebody makes one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


def _frame(*arguments: Any, **options: Any) -> object:
    from IPython.display import IFrame

    return IFrame(*arguments, **options)


@contextmanager
def _ipython_later() -> Iterator[None]:
    """Stands in for what pyvis.network imports of IPython, unless that is there already, as it is in a notebook."""
    names = ("IPython", "IPython.display")
    if any(name in sys.modules for name in names):
        yield
        return
    for name in names:
        sys.modules[name] = ModuleType(name)
    sys.modules["IPython.display"].IFrame = _frame  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


with _ipython_later():
    from pyvis.edge import Edge
    from pyvis.network import Network

__all__ = ["Edge", "Network"]
