"""Titles of journals and conferences: what of them names the series, and when two are worded alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.papers.same_paper import normalise
from kg.papers.venues.places import CITIES, COUNTRIES, STATES
from kg.text.names import without_accents

_MEETING = (
    r"conference|conf\.?|symposium|symp\.?|workshops?|congress|meetings?|colloquium|seminar|convention|会议|大会|年会|研讨会"
    r"|论坛"
)
_HOLDS_MEETING = re.compile(rf"\b(?:{_MEETING})(?!\w)|会议|大会|年会|研讨会|论文集", re.IGNORECASE)
_PROCEEDINGS = re.compile(
    r"(?:in:?\s+)?(?:(?:the\s+)?(?:conference\s+)?proc(?:eedings|\.)?(?:\s+of(?:\s+the)?)?|proceedings)[:,]?\s+(?=\S)",
    re.I,
)
_BEHIND = re.compile(r"(?:[\s,:;-]+(?:(?:conference\s+)?proceedings|proc\.)|论文集)$", re.IGNORECASE)
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_ORDINAL = (
    rf"(?:\d+\s?(?:st|nd|rd|th|\.)(?=\s)|(?:(?:{_TENS})y[\s-]?)?(?:{_UNITS})|(?:{_TENS})ieth"
    r"|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth)"
)
_YEAR = r"(?:(?:19|20)\d\d|['’‘`]\d\d)(?!\d)"
_CHANGES = re.compile(
    rf"(?<![\w'’]){_ORDINAL}\s+(?:annual\s+(?=conf|symp|int))?|(?<!\w){_YEAR}\s*年?度?|第\s*[〇零一二三四五六七八九十百\d]+\s*[届次]"
    r"|^[IVXL]{2,}\s+(?=\w)",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"[\s,;:.(-]*\b(?:vol(?:ume)?|tome|band)\.?\s*(?:\d+|[IVXLC]+)\b.*$", re.IGNORECASE)
_PART = re.compile(r"[\s,;:(-]*\b(?:part|pt)\.?\s*(?:\d+|[IVX]+)\)?$", re.IGNORECASE)
_PART_OF_YEAR = re.compile(rf"(?<=\d\d){_PART.pattern}", re.IGNORECASE)
_COUNT = re.compile(rf"(?<=\w)(?:\s*{_YEAR}|\s+\d{{1,4}})$")
_ACRONYM = r"[A-Z][\w&+/-]*[A-Z0-9]\w*"
_ACRONYM_LAST = re.compile(rf"\s*[(\[]\s*({_ACRONYM})[\s,-]*(?:{_YEAR}|\d\d)?\s*[)\]]$")
_ACRONYM_FIRST = re.compile(rf"({_ACRONYM})[\s,-]*{_YEAR}\s*[:.–—-]\s*(?=\w)")
_ACRONYM_ONLY = re.compile(
    rf"(?i:(?:in\s+)?proc(?:eedings|\.)?\s+(?:of\s+)?(?:the\s+)?)?({_ACRONYM})(?:[\s,-]*{_YEAR}|\s+\d\d)?"
)
_MEETS = re.compile(rf",\s+({_ACRONYM})[\s,-]*{_YEAR}.*$")
_SPRINGER = re.compile(rf"({_YEAR})\s*[:.]\s+{_ORDINAL}\s.*$", re.IGNORECASE)
_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = re.compile(rf"[,\s]+(?=.*\d)(?:\d{{1,2}}[\s–-]+)*{_MONTH}\.?(?:[\s\d,.–/-]|{_MONTH})*$", re.IGNORECASE)
_TOWN = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2}")
_OFFICIAL = re.compile(r"\s*[:;=–-]\s*(?:the |an )?official .*$", re.IGNORECASE)
_SUBSERIES = re.compile(r"\s*\(including .*$", re.IGNORECASE)
_HOLDERS = frozenset(
    "acm ieee cvf siam spie usenix acl ifip ifac aaai sigkdd annual international proceedings proc".split()
)
_SMALL = frozenset("and of the for in on de".split())
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]$")


class Title(NamedTuple):
    """series: for showing, without year, number and place of a meeting, or the place of a publisher. key: its letters.
    acronym: of a conference, in capitals, "" for none; is_acronym: it is nothing else."""

    series: str
    key: str
    acronym: str
    is_acronym: bool


@lru_cache(maxsize=1 << 16)
def title_of(name: str) -> Title:
    """What a name says of a venue.

    >>> title_of("KDD '17: Proceedings of the 23rd ACM Conference on Looms, Halifax, NS, Canada, August 13-17, 2017")
    Title(series='ACM Conference on Looms', key='acmconferenceonlooms', acronym='KDD', is_acronym=False)
    >>> title_of("The Nature (London)").key, title_of("Physics & Looms").key, title_of("Proceedings of the IEEE").key
    ('nature', 'physicsandlooms', 'proceedingsoftheieee')
    """
    text, acronym = " ".join(name.split()).strip(" ,;《》\"'“”"), ""
    if (only := _ACRONYM_ONLY.fullmatch(text)) and only[1].casefold() not in _HOLDERS:
        return Title(only[1], letters(only[1]), only[1].upper(), is_acronym=True)
    if found := _ACRONYM_FIRST.match(text):
        acronym, text = found[1], text[found.end() :]
    text = _without_place(_SUBSERIES.sub("", _OFFICIAL.sub("", text)))
    if found := _MEETS.search(text):
        acronym, text = found[1], text[: found.start()]
    text = _meeting(text) if _HOLDS_MEETING.search(text) else _PART_OF_YEAR.sub("", _SPRINGER.sub(r"\1", text))
    if found := _ACRONYM_LAST.search(text):
        acronym, text = found[1], text[: found.start()]
    text = _COUNT.sub("", _VOLUME.sub("", text)).strip(" ,;:–—-") or text
    return Title(text, letters(text), acronym.upper(), is_acronym=False)


def letters(name: str) -> str:
    """The letters by which names are compared: case, accents, "The" and "&" make no difference."""
    plain = without_accents(name.replace("&", " and "))
    return normalise(re.sub(r"^\W*the\s+(?=\w)", "", plain, flags=re.IGNORECASE)) or name


def _without_place(text: str) -> str:
    """Without a city in brackets: "Science (New York, N.Y.)"."""
    found = _IN_BRACKETS.search(text)
    if not found or not found.start():
        return text
    city = re.split(r"[,:;]", found[1])[0].strip().casefold()
    return text[: found.start()] if city in CITIES else text


def _meeting(text: str) -> str:
    """The conference of which these are one year's proceedings."""
    text = _PART.sub("", _SPRINGER.sub(r"\1", text))
    text = _DATE.sub("", _without_town(_DATE.sub("", text)))
    text = _BEHIND.sub("", text)
    if (found := _PROCEEDINGS.match(text)) and _HOLDS_MEETING.search(text, found.end()):
        text = text[found.end() :]
    text = _CHANGES.sub("", _CHANGES.sub("", text).strip())
    return re.sub(r"\s+([,:;)])|([(\[])\s+", r"\1\2", re.sub(r"\(\s*\)", "", " ".join(text.split())))


def _without_town(text: str) -> str:
    """Without ", Town, State, Country" at the end."""
    parts = text.split(", ")
    if len(parts) < 2 or parts[-1].strip(" .").casefold() not in COUNTRIES:
        return text
    parts.pop()
    if len(parts) > 2 and (re.fullmatch("[A-Z]{2,3}", parts[-1]) or parts[-1].casefold() in STATES):
        parts.pop()
    if len(parts) > 1 and _TOWN.fullmatch(parts[-1]) and not _HOLDS_MEETING.search(parts[-1]):
        parts.pop()
    return ", ".join(parts)


def abbreviates(short: str, full: str) -> bool:
    """Whether every word of the short name is one of the full name, cut or with letters left out, or the initials of
    several ("P NATL ACAD SCI USA"). So "LECT NOTES COMPUT SC" is no short name of a conference in that series."""
    words, initials = _words(full), "".join(word[0] for word in _words(full))
    left = list(words)
    for at, part in enumerate(_words(short)):
        if not at and part in ("proc", "p"):
            continue
        match = next((word for word in left if _is_cut(part, word)), None)
        if match:
            left.remove(match)
        elif len(part) < 2 or not _within(part, initials):
            return False
    return bool(words)


def same_words(a: str, b: str) -> bool:
    """Whether all words of one name are words of the other, or cut ones. Of conferences, which have much in common, all
    words are the same, but for those who hold them."""
    one, other = sorted((set(_words(a)), set(_words(b))), key=len)
    if _HOLDS_MEETING.search(a) or _HOLDS_MEETING.search(b):
        return one - _HOLDERS == other - _HOLDERS
    return one <= other or abbreviates(*sorted((a, b), key=len))


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    plain = without_accents(name.replace("&", " ")).casefold()
    return tuple(word for word in re.findall(r"[^\W_]+", plain) if word not in _SMALL)


def _is_cut(part: str, word: str) -> bool:
    return word[0] == part[0] and _within(part, word)


def _within(part: str, word: str) -> bool:
    """Whether the letters stand in the word in this order."""
    rest = iter(word)
    return all(letter in rest for letter in part)
