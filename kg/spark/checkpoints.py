"""What a stage gave, in a folder named by the stage and a fingerprint of all that it depends on.

A folder is filled under another name and renamed when it is whole, so what has its name is whole, unless its files have
been damaged since (kg.spark.digests).
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

from kg.core.errors import KgError
from kg.spark import digests


class Checkpoints:
    """The checkpoints in one folder. Raises KgError where they cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._looked_at: dict[str, bool] = {}

    def of(self, name: str) -> Path:
        """The folder of a checkpoint, whether it is there or not."""
        return self.folder / name

    def is_whole(self, name: str) -> bool:
        """Whether it is there, as it was written. Its files are read for that once."""
        if name not in self._looked_at:
            self._looked_at[name] = self.of(name).is_dir() and digests.first_damaged(self.of(name)) is None
        return self._looked_at[name]

    @contextmanager
    def new(self, name: str) -> Iterator[Path]:
        """A folder to fill. It becomes the checkpoint when the block ends; else it is removed, now or next time."""
        part = self.folder / f"{name}.part"
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            yield part
            digests.note(part)
            shutil.rmtree(self.of(name), ignore_errors=True)  # a damaged one
            part.rename(self.of(name))
            self._looked_at[name] = True
        except OSError as error:
            raise KgError(f"cannot write {part}: {error.strerror or error}") from error
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise

    def keep(self, names: Iterable[str]) -> None:
        """Remove all others: those of former code, sources and options."""
        kept = set(names)
        for path in self.folder.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


_FILE = "tables.pickle"


def put(folder: Path, tables: tuple[Any, ...]) -> None:
    """Write tables that the driver holds."""
    with (folder / _FILE).open("wb") as file:
        pickle.dump(tuple(list(each) if isinstance(each, Iterator) else each for each in tables), file, protocol=5)


def get(folder: Path) -> tuple[Any, ...]:
    """The tables that were put. Raises KgError for a file that holds anything else than these: it is not trusted."""
    try:
        with (folder / _FILE).open("rb") as file:
            return _OnlyTables(file).load()
    except (OSError, EOFError, ValueError, TypeError, AttributeError, pickle.UnpicklingError) as error:
        raise KgError(f"{folder}: damaged: {error}; remove it, and build again") from error


class _OnlyTables(pickle.Unpickler):
    """Makes records and tables of kg, arrays of NumPy and containers; calls nothing else."""

    _ALLOWED = frozenset(
        [
            ("collections", "Counter"),
            ("numpy", "ndarray"),
            ("numpy", "dtype"),
            ("numpy._core.multiarray", "_reconstruct"),
            ("numpy._core.numeric", "_frombuffer"),
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy.core.numeric", "_frombuffer"),
        ]
    )

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._ALLOWED:
            return super().find_class(module, name)
        if module.startswith("kg.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, tuple)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no table")
