"""How long work reports on itself. The command line draws bars; the library is silent by default."""

from __future__ import annotations


class Progress:
    """Silent progress; subclasses draw. One stage at a time: `stage` ends the one before."""

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins. total: its items, 0 when unknown."""

    def advance(self, n: int = 1) -> None:
        """So many items more are done."""

    def expect(self, seconds: float, memory: float) -> None:
        """How much longer the work will take, in seconds, and how many bytes of memory at most, both roughly."""

    def message(self, text: str) -> None:
        """One line for the user that is no error, e.g. a skipped entry."""
