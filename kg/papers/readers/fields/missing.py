"""Words that programs write where there is nothing: R's NA, pandas' nan, Python's None, MySQL's \\N."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS = frozenset(
    "NA N/A n/a N.A. n.a. #N/A <NA> NaN nan NAN NaT None none NONE null NULL Null (null) \\N - -- – —".split()
)
_LONGEST = 20
"""Letters of such a word with the space around it; looking at longer texts takes time."""


def without_missing(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that hold something: all of whose value, or the one element of whose list, is not such a word."""
    return {
        name: value
        for name, value in fields.items()
        if not is_missing(value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value)
    }


def is_missing(value: object) -> bool:
    """Whether there is nothing: None, an empty text or list, or a word for it."""
    if isinstance(value, str):
        return not value or (len(value) < _LONGEST and ((bare := value.strip()) in _WORDS or not bare))
    return value is None or (isinstance(value, (list, tuple)) and not value)
