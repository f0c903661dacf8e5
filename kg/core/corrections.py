"""What people correct about concepts and papers. As text, one correction a line:

    merge "federated learning" "collaborative learning"     # the first one stays
    split "federated learning" "federated averaging"        # leaves, and is a concept of its own
    rename "federated learning" "Federated Learning"
    ignore "second step"
    broader "dropout" "regularization"                      # the first one is a kind of the second
    merge "dropout" "random omission" from "words.ttl"      # read from a vocabulary of that name
    join "On looms (2020) #1a2b3c4d5e6f" "Looms #6f5e4d3c2b1a"
    separate "On looms (2020) #1a2b3c4d5e6f" "On looms, part 2 #0a1b2c3d4e5f"

A correction names concepts by their spellings, which last; ids and phrase keys do not. It names records by what their
entries say (kg.papers.corrections). How corrections change a graph: kg.concepts.corrections, kg.papers.corrections.
Their file: kg.concepts.correction_file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from kg.core.errors import KgError

NAMES: dict[str, tuple[int, int | None, str]] = {
    "merge": (2, None, "two names or more"),
    "split": (2, None, "two names or more"),
    "rename": (2, 2, "two names"),
    "ignore": (1, 1, "one name"),
    "broader": (2, 2, "two names"),
}
"""Action on concepts -> how many names it takes: at least, at most (None: any number), and in words."""
PAPER_NAMES: dict[str, tuple[int, int | None, str]] = {
    "join": (2, None, "two records or more"),
    "separate": (2, None, "two records or more"),
}
"""The same for actions on papers."""
_ALL_NAMES = NAMES | PAPER_NAMES
LONGEST = 200
"""The most characters that a name may have."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. action: a key of NAMES or PAPER_NAMES. names: spellings (records: see kg.papers.corrections),
    first that of the concept or paper that stays or is meant, with "broader" that of the narrower concept. source: the
    vocabulary that it was read from, "" for what people say themselves.

    str() gives its line in a file. Raises KgError for what cannot be a correction.
    """

    action: str
    names: tuple[str, ...]
    source: str = ""

    def __post_init__(self) -> None:
        if self.action not in _ALL_NAMES:
            raise KgError(f"{self.action!r} is no correction: {', '.join(_ALL_NAMES)}")
        object.__setattr__(self, "names", tuple(" ".join(name.split()) for name in self.names))
        least, most, wanted = _ALL_NAMES[self.action]
        if not least <= len(self.names) <= (most or len(self.names)):
            raise KgError(f"{self.action} takes {wanted}, not {len(self.names)}")
        for name in (*self.names, self.source):
            _check_name(name)
        if len(set(self.names)) < len(self.names):
            raise KgError(f"{self.action} names the same thing twice")

    def __str__(self) -> str:
        source = ("from", quoted(self.source)) if self.source else ()
        return " ".join([self.action, *map(quoted, self.names), *source])


class Outcome(NamedTuple):
    """What became of a correction in the graph. applies: "yes", "in part" or "no"; why_not: "" for "yes"."""

    applies: str
    why_not: str


APPLIES = Outcome("yes", "")
NO_GRAPH = Outcome("no", "the graph has to be made again")


def quoted(name: str) -> str:
    """A name as a correction's line shows it."""
    return json.dumps(name, ensure_ascii=False)


def _check_name(name: str) -> None:
    if len(name) > LONGEST:
        raise KgError(f"a name of {len(name)} characters; {LONGEST} are the most")
    if not name.isprintable():
        raise KgError(f"a name with control characters: {name!a}")


def complaint(number: int, correction: Correction, outcome: Outcome) -> str:
    """One line on a correction that does not apply, or only in part."""
    how = "applies only in part" if outcome.applies == "in part" else "does not apply"
    return f"correction {number} {how}: {correction}: {outcome.why_not}"
