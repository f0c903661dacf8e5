"""Spellings of one phrase: "pre-trained" and "pretrained" are one concept.

Keys that are equal without their spaces are merged; the one in more papers is kept. Never merged: what only happens to
be written alike without spaces, an "ad option" and "adoption", names that are common words elsewhere, and up to three
letters that differ in capitals ("Na", sodium, is no NA).
Inflections need no merge: they share their phrase key (kg.text.words.lemma).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.concepts.clusters import Merge, Phrase, Proposal, into_first, most_used_first, unspaced
from kg.text.words.forms import COMMON, acronym
from kg.text.words.frequency import zipf

SHORT = 3
"""Letters up to which capitals tell two names apart."""


def spelling(phrases: Mapping[str, Phrase]) -> Proposal:
    """Merges of phrases whose keys are equal without spaces and capitals."""
    same: dict[str, list[str]] = defaultdict(list)
    for key, phrase in phrases.items():
        words = phrase.spelling.split(" ")
        if len(words) > 1 and min(map(len, words)) < 3 and not phrase.chinese:
            continue  # an "ad option" is no "adoption"
        letters = unspaced(key)
        same[letters.lower() if len(letters) > SHORT else letters].append(key)
    merges: list[Merge] = []
    for small, keys in same.items():
        if len(keys) == 1:
            continue
        if zipf(small) >= COMMON:  # "Youtube" is YouTube, "ups" are no UPS, a storm no STORM
            keys = [k for k in keys if " " in k or not (acronym(k) or any(map(str.islower, phrases[k].spellings)))]
        merges += into_first(most_used_first(keys, phrases), "spelling")
    return Proposal(merges)
