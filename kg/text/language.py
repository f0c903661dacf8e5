"""Chinese characters, and which of the two languages a text is in."""

from __future__ import annotations

import re
from typing import Literal

HAN_CHARACTERS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Chinese characters, as a range in a pattern: unified ideographs, their extensions, compatibility forms."""
HAN = re.compile(f"[{HAN_CHARACTERS}]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_OTHER_WORD = re.compile("[^\\W\\d_\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]+")
_HAN_PER_WORD = 1.6


def detect_language(text: str) -> Literal["en", "zh"]:
    """ "zh" for Chinese in either script, "en" for everything else (Japanese and Korean too).

    Counts words, not letters: a Chinese abstract may hold as many Latin letters (MGTAB, CNN, RL) as Chinese
    characters, but never as many ordinary Latin words (names and acronyms aside) as Chinese ones.
    """
    if text.isascii():
        return "en"
    han = len(HAN.findall(text))
    if not han or len(_KANA_OR_HANGUL.findall(text)) > han * 0.25:
        return "en"
    words = sum(word[1:].islower() for word in _OTHER_WORD.findall(text))
    return "zh" if han / _HAN_PER_WORD > words else "en"
