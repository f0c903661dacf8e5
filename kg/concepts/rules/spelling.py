"""English variants of one phrase: spelling, derivation ("convolution network"), word order ("recognition of emotions").

Inflections need no merge: they share their phrase key (kg.text.words.lemma).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.concepts.clusters import Groups, Phrase, join_all, joined
from kg.text.words.forms import COMMON
from kg.text.words.frequency import zipf


def merge_spellings(groups: Groups, phrases: Mapping[str, Phrase]) -> None:
    """ "pre-trained" and "pretrained": keys that are equal without spaces. The more frequent one is kept."""
    same: dict[str, list[str]] = defaultdict(list)
    for key, phrase in phrases.items():
        parts = phrase.spelling.split(" ")
        if len(parts) > 1 and min(map(len, parts)) < 3 and not phrase.chinese:
            continue  # an "ad option" is no "adoption"
        same[joined(key.lower())].append(key)
    for small, keys in same.items():
        if len(keys) == 1:
            continue
        if zipf(small) >= COMMON:  # "Youtube" is YouTube, "ups" are no UPS
            keys = [k for k in keys if " " in k or not any(map(str.islower, phrases[k].spellings))]
        if keys:
            join_all(groups, phrases, keys, "spelling")
