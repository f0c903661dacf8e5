"""How long work reports on itself. The command line draws bars; the library is silent by default."""

from __future__ import annotations


class Progress:
    """Silent progress; subclasses draw.

    One stage at a time: `stage` ends the one before. total: items, 0 when unknown.
    """

    def stage(self, name: str, total: int = 0) -> None: ...

    def advance(self, n: int = 1) -> None: ...

    def expect(self, seconds: float, memory: float) -> None:
        """About how long the work will take yet, and how many bytes of memory at most."""

    def message(self, text: str) -> None:
        """One line for the user that is no error, e.g. a skipped entry."""
