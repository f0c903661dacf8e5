"""Every failure that a user can cause or see is a KgError: one clear line, no traceback."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class KgError(Exception):
    """Base of all errors that the command line prints as one line (exit code 1)."""


class InputError(KgError):
    """A source cannot be read.

    path: the file (or "-") as the user named it; line: 1-based, 0 when no line is to blame; reason: the message alone.
    """

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {message}" if where else message)
        self.path = path
        self.line = line
        self.reason = message


class NothingToRead(InputError):
    """An entry, or a file of a folder, that says nothing about a paper. It is told and left out; it ends nothing."""


class NodeNotFound(KgError):
    """No node (of this label, if one is given) has this name, alias or id. Carries the nearest names."""

    def __init__(self, name: str, suggestions: Sequence[str] = (), label: str = "") -> None:
        hint = f" Did you mean: {', '.join(suggestions)}?" if suggestions else ""
        nothing = f"no {label.lower()}" if label else "nothing"
        super().__init__(f"{nothing} in the graph is called {name!r}.{hint}")
        self.name = name
        self.suggestions = tuple(suggestions)


class QueryError(KgError):
    """A Cypher query was refused or failed. The message may hold the query with a caret below it."""


class MissingExtra(KgError):
    """Something is asked for that only an extra of papermesh can do; the message says how to install it."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(f"{what}; install it with: uv sync --extra {extra} (or pip install 'papermesh[{extra}]')")


class StoreError(KgError):
    """A store is missing, of another version, damaged, or cannot be written."""

    @classmethod
    def damaged(cls, file: Path, what: str) -> StoreError:
        """A file of a store is not as it was written."""
        return cls(f"{file}: damaged: {what}; see kg doctor --repair --store {file.parent}")


class NoDifference(StoreError):
    """What has changed cannot be told: all has to be compared."""
