"""Names of species: "E. coli" is "Escherichia coli".

A name with the initial of its genus is merged into the one written out, if the corpus has one genus with that initial
for it. Never merged: what could be short for two of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from kg.concepts.clusters import Merge, Phrase, Proposal

_SHORT = re.compile(r"([A-Z])\. ?([a-z]{4,})")
_FULL = re.compile(r"([A-Za-z])[a-z]+ ([a-z]{4,})")


def species(phrases: Mapping[str, Phrase]) -> Proposal:
    """Merges of a short name into the one full name that it can stand for."""
    full: dict[tuple[str, str], list[str]] = defaultdict(list)
    short: list[tuple[str, tuple[str, str]]] = []
    for key, phrase in phrases.items():
        if found := _SHORT.fullmatch(phrase.spelling):
            short.append((key, (found[1], found[2])))
        elif found := _FULL.fullmatch(phrase.spelling):
            full[found[1].upper(), found[2]].append(key)
    return Proposal([Merge(full[name][0], key, "species", 1.0) for key, name in short if len(full[name]) == 1])
