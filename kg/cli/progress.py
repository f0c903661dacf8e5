"""Progress of long work, drawn on stderr when that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli.output import say, wants
from kg.cli.text import clean
from kg.core.messages import gigabytes
from kg.core.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars


class Messages(Progress):
    """Shows only what the user must know, for logs and pipes."""

    def message(self, text: str) -> None:
        say(text)


class Told(Messages):
    """Prints a line a stage, with the time that it took."""

    def __init__(self) -> None:
        self._stage, self._done, self._started = "", 0, 0.0

    def stage(self, name: str, total: int = 0) -> None:
        self.finish()
        self._stage, self._done, self._started = name, 0, time.perf_counter()

    def advance(self, n: int = 1) -> None:
        self._done += n

    def expect(self, seconds: float, memory: float) -> None:
        say(expectation(seconds, memory))

    def finish(self) -> None:
        if self._stage:
            count = f", {self._done:,}" if self._done else ""
            say(f"{self._stage}: {time.perf_counter() - self._started:.2f} s{count}")
        self._stage = ""


class Drawn(Progress):
    """Draws one bar a stage, with the time left."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = None
        self._name = ""

    def stage(self, name: str, total: int = 0) -> None:
        self._finish()
        self._name = clean(name)
        self._task = self._bars.add_task(self._name, total=total or None)

    def advance(self, n: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, n)

    def expect(self, seconds: float, memory: float) -> None:
        if self._task is not None:
            self._bars.update(self._task, description=f"{self._name} ({expectation(seconds, memory)})")

    def message(self, text: str) -> None:
        self._bars.console.print(clean(text), markup=False, highlight=False)

    def _finish(self) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)


def expectation(seconds: float, memory: float) -> str:
    """What a build will take, in words: "all: about 4 min, 1.9 GB"."""
    minutes = round(seconds / 60)
    return f"all: about {f'{minutes} min' if minutes > 1 else f'{seconds:.0f} s'}, {gigabytes(memory)}"


@contextmanager
def draw_progress() -> Iterator[Progress]:
    """A Progress that draws on stderr while the block runs and leaves nothing behind; lines with --verbose."""
    if wants("verbose"):
        told = Told()
        yield told
        told.finish()
        return
    if wants("quiet") or sys.stderr is None or not sys.stderr.isatty():
        yield Messages()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many items are done a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    text = TextColumn("{task.description}", markup=False)
    columns = (text, BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Drawn(bars)
