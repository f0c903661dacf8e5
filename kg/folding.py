"""The form in which names are compared. A module of its own: looking up a name needs no stemmers."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Width, case and runs of spaces do not matter."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
