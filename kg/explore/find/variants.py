"""A concept by a variant of its names: another inflection, or a translation by the dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from kg.core.graph_store import GraphStore, Names
from kg.text.language import HAN
from kg.text.names import fold
from kg.text.phrases import phrase_key
from kg.text.words.forms import stem, word_form
from kg.text.words.lemma import untouched
from kg.text.zh_en.alignment import coverage, may_be_covered
from kg.text.zh_en.units import Chinese, English

EXPLAINED = 0.95
"""Share of either name that the dictionary must explain."""
_MARKUP = re.compile(r"[$\\{]")
"""Of what may not fall apart at a space."""
_PLAIN = re.compile(r"[A-Za-z0-9 /'’.+#-]*")
"""What has its letters in its key."""


def variant_of(store: GraphStore, text: str) -> Names | None:
    """The concept of which a text is a variant, as `inflected` or else `translated` finds it; None where there is none.

    Inflections are looked for among the names that begin with the same two letters, translations only where papers are
    written in the other language.
    """
    starts = _beginnings(text)
    near = {each.id: each for start in starts for each in store.find(start, ("Concept",), "begins")}
    alike = [each for each in near.values() if any(fold(n).startswith(starts) for n in (each.name, *each.others))]
    if found := inflected(text, alike):
        return found
    other = "en" if HAN.search(text) else "zh"
    return translated(text, store.find(labels=("Concept",))) if store.papers_by("lang").get(other) else None


def _beginnings(text: str) -> tuple[str, ...]:
    """The first two letters, with and without something between them: "e-c", "e c" and "ec" for "E-commerce"."""
    letters = [letter for letter in fold(text) if letter.isalnum()][:2]
    return tuple(dict.fromkeys(between.join(letters) for between in ("", "-", " ")))


def inflected(text: str, concepts: Iterable[Names]) -> Names | None:
    """The concept, of most papers, with a name that is an inflection or a spelling of the text, else one of the same
    stems, whatever their case, spaces and hyphens."""
    known = list(concepts)
    may_be = _may_be_inflection(text)
    near = [c for c in known if any(map(may_be, (c.name, *c.others)))]
    for form, some in ((word_form, near), (stem, known)):
        is_one = _inflection_of(_bare(text, form), form)
        found = [c for c in some if any(map(is_one, (c.name, *c.others)))]
        if found:
            return min(found, key=_order)
    return None


def _may_be_inflection(text: str) -> Callable[[str], bool]:
    """Whether a name may have the text's key by word forms: told by letters, without the word list that these ask."""
    if not _PLAIN.fullmatch(text):
        return lambda _: True
    letters = untouched(text)
    return lambda name: untouched(name) == letters or not _PLAIN.fullmatch(name)


def _inflection_of(key: str, form: Callable[[str], str]) -> Callable[[str], bool]:
    """Whether a name has this key. Few do, and mostly its first word, which many share, says so."""

    @cache
    def may_begin(word: str) -> bool:
        return key.startswith(_bare(word, form))

    def is_one(name: str) -> bool:
        first = "" if _MARKUP.search(name) else name.partition(" ")[0]
        return may_begin(first) and _bare(name, form) == key

    return is_one if key else lambda _: False


def translated(text: str, concepts: Iterable[Names]) -> Names | None:
    """The concept with a name in the other language that the dictionary explains by `text`, word for word.

    Nothing when two concepts have such a name: then it is not clear which one is meant.
    """
    explains = _explainer(text)
    found = [c for c in concepts if any(map(explains, (c.name, *c.others)))]
    return found[0] if len(found) == 1 else None


def _explainer(text: str) -> Callable[[str], bool]:
    """Whether a name and the text are the same in two languages."""
    if HAN.search(text):
        chinese = Chinese(text)
        roots = chinese.english_roots
        return lambda name: may_be_covered(name, roots, chinese) and _whole(English(name), chinese)
    english = English(text)
    return lambda name: HAN.search(name) is not None and _whole(english, Chinese(name))


def _whole(english: English, chinese: Chinese) -> bool:
    return min(coverage(english, chinese)[:2]) >= EXPLAINED


def _bare(text: str, form: Callable[[str], str]) -> str:
    return phrase_key(text, form).replace(" ", "").lower()


def _order(names: Names) -> tuple[int, str]:
    return (-names.papers, names.id)
