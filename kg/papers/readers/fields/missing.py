"""Words that programs write where there is nothing: R's NA, pandas' nan, Python's None, MySQL's \\N."""

from __future__ import annotations

_WORDS = frozenset(
    "NA N/A n/a N.A. n.a. #N/A <NA> NaN nan NAN NaT None none NONE null NULL Null (null) \\N - -- – —".split()
)


def given(value: object) -> object:
    """The value; nothing where all of it, or the one element of a list, is such a word."""
    if isinstance(value, str):
        return "" if value.strip() in _WORDS else value
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return [] if is_missing(value[0]) else value
    return value


def is_missing(value: object) -> bool:
    """Whether there is nothing: None, an empty text or list, or a word for it."""
    return value is None or value in ("", [], ()) or (isinstance(value, str) and value.strip() in _WORDS | {""})
