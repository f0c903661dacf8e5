"""Word lists, written by hand: one file a list, words apart by white space, # starts a comment."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=16)
def wordlist(name: str) -> frozenset[str]:
    """The words of kg/text/words/lists/NAME.txt."""
    text = files("kg.text.words.lists").joinpath(f"{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
