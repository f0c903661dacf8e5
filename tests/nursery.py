"""Forks processes that run the command kg, told by a line of JSON each; answers with a line each. See crash_fixture."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kg import assembly, catalog, mentions, parallel, runs
from kg.cli import main, progress
from kg.pipeline import build


class At(progress.Messages):
    """Sends a signal to its own process when a stage has come so far."""

    stage_, after, number = "", 0, 0

    def stage(self, name: str, total: int = 0) -> None:
        self.name, self.done = name, 0
        self._reached()

    def advance(self, n: int = 1) -> None:
        self.done += n
        self._reached()

    def _reached(self) -> None:
        if self.name == self.stage_ and self.done >= self.after:
            self.stage_ = ""
            os.kill(os.getpid(), self.number)


def stopping_at(place: str, number: int) -> None:
    """Before or after the new catalog has its name."""
    real = catalog.give_name

    def give_name(path: Path) -> None:
        if place == "before naming":
            os.kill(os.getpid(), number)
        real(path)
        if place == "after naming":
            os.kill(os.getpid(), number)

    catalog.give_name = give_name


def born(args: list[str], said: str, at: str, workers: bool, env: Mapping[str, str]) -> None:
    """The rest of a child's life."""
    os.setsid()
    for file, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY)):
        os.dup2(os.open(os.devnull, flags), file)
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.environ |= env
    if workers:
        parallel.WORTH_A_PROCESS = 0
    assembly.BATCH, mentions.BATCH, runs.BATCH = 1 if workers else 2, 5, 5
    if at:
        place, after, number = at.split(":")
        if place.endswith("naming"):
            stopping_at(place, int(number))
        else:
            At.stage_, At.after, At.number = place, int(after), int(number)
            progress.Messages = At
    sys.argv = ["kg", *args]
    code: object = 1
    try:
        main()
    except SystemExit as error:
        code = error.code
    finally:
        sys.stderr.flush()
    if not workers and isinstance(code, int):
        os._exit(code)  # to take all the word lists apart would take as long as the build
    sys.exit(code)  # type: ignore[arg-type]


def ended(process: int) -> str:
    _, status = os.waitpid(process, os.WUNTRACED)
    return "stopped" if os.WIFSTOPPED(status) else str(os.waitstatus_to_exitcode(status))


def listen() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        if "wait" in told:
            print(ended(told["wait"]), flush=True)
            continue
        child = os.fork()
        if not child:
            born(**told)
        print(child, flush=True)


if __name__ == "__main__":
    build(sys.argv[1:], Path("warm"), fast=True, jobs=1)
    gc.freeze()  # so that children share what is in memory
    listen()
