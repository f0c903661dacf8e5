"""What every format of vocabularies gives: terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.core.corrections import LONGEST
from kg.text.phrases import phrase_key

_QUALIFIER = re.compile(r"\s+[(（][^()（）]*[)）]\s*$")


class Term(NamedTuple):
    """One thing that a vocabulary knows. names: the preferred one first, each `usable`. broader: keys of terms."""

    names: tuple[str, ...]
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """A vocabulary. Two terms are two things, which it keeps apart.

    terms: by an id of the file's own, in the order in which they are handled. ignored: names of what shall be left out.
    related: pairs that are related; RELATED follows from papers alone, so that they are counted only.
    """

    terms: Mapping[str, Term]
    ignored: tuple[str, ...] = ()
    related: int = 0


def usable(names: Iterable[str]) -> tuple[str, ...]:
    """Those that a text can hold, each once: on one line, without a qualifier ("vortices (superfluids)")."""
    cleaned = (_QUALIFIER.sub("", " ".join(name.split())) for name in names)
    fit = (name for name in cleaned if len(name) <= LONGEST and name.isprintable() and phrase_key(name))
    return tuple(dict.fromkeys(fit))
