"""What people decide about concepts, and the text file that holds it: one decision a line.

    merge "federated learning" "collaborative learning"     # the first one stays
    split "federated learning" "federated averaging"        # leaves, and is a concept of its own
    rename "federated learning" "Federated Learning"
    ignore "second step"

A decision names concepts by their spellings, which last; ids and phrase keys do not. How decisions change a graph:
kg.deciding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import InputError, KgError

NAMES: dict[str, tuple[int, int | None, str]] = {
    "merge": (2, None, "two names or more"),
    "split": (2, None, "two names or more"),
    "rename": (2, 2, "two names"),
    "ignore": (1, 1, "one name"),
}
"""Action -> how many names it takes: least, most, in words."""
LONGEST = 200
"""Characters of a name."""

HEAD = "# Decisions on concepts, in the order they were made. To read them in: kg concepts import FILE\n"
_LINE = re.compile(r'\s*([^\s"#]+)((?:\s*"(?:[^"\\]|\\.)*")*)\s*(?:#.*)?')
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Decision:
    """action: one of NAMES. names: spellings, first that of the concept that stays or is meant.

    As text it is its line in a file. Raises KgError for what cannot be a decision.
    """

    action: str
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.action not in NAMES:
            raise KgError(f"{self.action!r} is no decision: {', '.join(NAMES)}")
        object.__setattr__(self, "names", tuple(" ".join(name.split()) for name in self.names))
        least, most, wanted = NAMES[self.action]
        if not least <= len(self.names) <= (most or len(self.names)):
            raise KgError(f"{self.action} takes {wanted}, not {len(self.names)}")
        for name in self.names:
            _check_name(name)
        if len(set(self.names)) < len(self.names):
            raise KgError(f"{self.action} names the same thing twice")

    def __str__(self) -> str:
        return " ".join([self.action, *map(quoted, self.names)])


class Outcome(NamedTuple):
    """What became of a decision in the graph. applies: "yes", "in part" or "no"; why_not: "" for "yes"."""

    applies: str
    why_not: str


APPLIES = Outcome("yes", "")


def quoted(name: str) -> str:
    """A name as a decision's line shows it."""
    return json.dumps(name, ensure_ascii=False)


def _check_name(name: str) -> None:
    from kg.vocabulary import phrase_key  # stemmers, for nothing where a graph is only read

    if len(name) > LONGEST:
        raise KgError(f"a name of {len(name)} characters; {LONGEST} are the most")
    if not name.isprintable():
        raise KgError(f"a name with control characters: {name!a}")
    if not phrase_key(name):
        raise KgError(f"a name without a word to look for: {quoted(name)}")


def complaint(number: int, decision: Decision, outcome: Outcome) -> str:
    """One line on a decision that does not apply, or only in part."""
    how = "applies only in part" if outcome.applies == "in part" else "does not apply"
    return f"decision {number} {how}: {decision}: {outcome.why_not}"


def to_text(decisions: Iterable[Decision]) -> str:
    """The file that `from_text` reads."""
    return HEAD + "".join(f"{decision}\n" for decision in decisions)


def from_text(content: bytes, path: str) -> list[Decision]:
    """The decisions of a file. Raises InputError, which names the file and the line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8", path, line) from error
    decisions = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            decisions.append(_parsed(line))
        except KgError as error:
            raise InputError(str(error), path, number) from error
    return decisions


def _parsed(line: str) -> Decision:
    found = _LINE.fullmatch(line)
    if not found:
        raise KgError('a decision and names in quotes are expected, such as: merge "one name" "another"')
    try:
        names = tuple(json.loads(name) for name in _NAME.findall(found[2]))
    except json.JSONDecodeError as error:
        raise KgError('a name with control characters, or with \\ before something else than \\ or "') from error
    return Decision(found[1], names)


def added(decisions: Sequence[Decision], more: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions followed by the file's, in its order; what both hold is at the end once, so that the file wins."""
    known = set(more)
    return (*(each for each in decisions if each not in known), *more)
