"""The phrase keys of spellings, and the exceptions that decisions make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.decisions import Decision
from kg.vocabulary import phrase_key

_WORDS = re.compile(r"[^\W_]+")


class Keys:
    """The phrase key of a spelling: its own one for a spelling that a decision splits from others of equal stems.

    ("regularizer" of "regularization"; a plural goes with its singular.)
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._own: dict[str, str] = {}
        for decision in decisions:
            if decision.action == "split":
                concept, *names = decision.names
                for name in names:
                    if phrase_key(name) == phrase_key(concept) and _plain(name) != _plain(concept):
                        self._own[_plain(name)] = f"{phrase_key(name)}|{_plain(name)}"

    def __call__(self, text: str) -> str:
        return self.found(phrase_key(text), text)

    def found(self, key: str, text: str) -> str:
        """The key of a text that was found by the key of its stems."""
        return self._own.get(_plain(text), key) if self._own else key

    @staticmethod
    def is_own(key: str) -> bool:
        """Whether it is the key of a single spelling."""
        return "|" in key

    @staticmethod
    def stems(keys: Iterable[str]) -> set[str]:
        """The keys by which these are found."""
        return {key.partition("|")[0] for key in keys}


def _plain(text: str) -> str:
    """The words of a spelling, whatever their case and whether the last is a plural."""
    plain = " ".join(_WORDS.findall(text.lower()))
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain
