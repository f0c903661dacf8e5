"""How much of an English and a Chinese term explain each other by the dictionary.

Parts of the Chinese term are laid over words of the English one so that as much as possible of both is explained
(dynamic programming over Chinese positions and the set of English words left); no word and no character counts twice.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from kg.text.language import HAN
from kg.text.words.forms import stem
from kg.text.words.frequency import zipf
from kg.text.zh_en.dictionary import is_small, term_words
from kg.text.zh_en.phonetics import sounds_alike
from kg.text.zh_en.units import SIGNS, Chinese, English, compound, pieces, root

FAMILY = 0.8
"""Trust in a word of the same family ("classify", "classifier")."""
SIGN = 0.8
"""Trust in the character of a prefix."""
NAME_ZIPF = 4.3
"""A more common word is no name that would be written down by its sound."""
SOUNDS_ALIKE, SOUND = 0.79, 0.9
"""From which likeness a sound explains a name, and how far it is trusted."""


class Link(NamedTuple):
    """Chinese characters [start, end) stand for these English units (bits), as far as it is trusted. turned: the
    dictionary says these words in another order: 操作系统 is "operating system", and no system operation."""

    start: int
    end: int
    bits: int
    trust: float
    turned: bool = False


class Coverage(NamedTuple):
    """How much of two terms explains each other.

    english, chinese: the explained shares, in [0, 1], of the words and of the characters. words_left,
    characters_left: what is not explained, in order, neighbouring characters together. turned: whether the last English
    word is explained, but not by the last characters: "user interest" and 兴趣用户, "theoretical prediction" and
    预测理论.
    """

    english: float
    chinese: float
    words_left: tuple[str, ...]
    characters_left: tuple[str, ...]
    turned: bool = False

    @property
    def mean(self) -> float:
        """Harmonic mean of both shares."""
        both = self.english + self.chinese
        return 2 * self.english * self.chinese / both if both else 0.0


def coverage(english: English, chinese: Chinese) -> Coverage:
    """How much of both terms explain each other, by the layout that explains most."""
    if not english.total or not chinese.total:
        return Coverage(0.0, 0.0, english.names, (chinese.text,))
    links = _links(english, chinese)
    if links:  # most candidates have none
        links = _whole(chinese, _best(english, chinese, links))
    if chinese.spelled:
        links += _by_sound(english, chinese, links)
    if not links:
        return Coverage(0.0, 0.0, english.names, chinese.names)
    used = 0
    english_weight = chinese_weight = 0.0
    free = [w > 0 for w in chinese.weights]
    for link in links:
        used |= link.bits
        english_weight += link.trust * english.weight(link.bits)
        chinese_weight += link.trust * sum(chinese.weights[link.start : link.end])
        free[link.start : link.end] = [False] * (link.end - link.start)
    words_left = tuple(u for k, u in enumerate(english.units) if not used >> k & 1)
    characters_left = tuple(pieces(chinese.text, free))
    tail_left = bool(words_left and characters_left) and chinese.text.endswith(characters_left[-1])
    return Coverage(
        english_weight / english.total,
        chinese_weight / chinese.total,
        words_left,
        characters_left,
        _turned(english, links, tail_left),
    )


def may_be_covered(english: str, roots: Container[str], chinese: Chinese) -> bool:
    """Whether `coverage` of both may be whole, word for word: tells in a fraction of the time, and never no by mistake.

    roots: `chinese.english_roots`.
    """
    if HAN.search(english):
        return False
    if chinese.latin:
        return True

    def explainable(word: str) -> bool:
        by_sound = chinese.spelled and zipf(word) < NAME_ZIPF
        return bool(by_sound) or word.lower() in SIGNS or root(stem(word)) in roots

    return all(is_small(w) or explainable(w) or all(map(explainable, compound(w))) for w in term_words(english))


def _turned(english: English, links: Sequence[Link], tail_left: bool) -> bool:
    """See Coverage. tail_left: whether the last characters are not explained, nor some English word."""
    if english.small:
        return False
    head = 1 << (len(english.units) - 1)
    if not any(link.bits & head for link in links):
        return False
    last = max(links, key=lambda link: link.end)
    return last.turned or not last.bits & head or (tail_left and len(english.units) > 1)


def _links(english: English, chinese: Chinese) -> list[Link]:
    links: dict[tuple[int, int, int], float] = {}
    in_order: set[tuple[int, int, int]] = set()
    stems, families = english.stems, english.roots
    roots = families.keys() & chinese.first_roots
    for start, end, glosses in chinese.parts if roots else ():
        for key in roots:
            for words, trust in glosses.get(key, ()):
                bits, last, lowered = 0, 0, trust
                for word in words:
                    if word in stems:
                        last = stems[word]
                    elif (r := root(word)) in families:
                        last = families[r]
                        lowered = min(lowered, trust * FAMILY)
                    else:
                        break
                    bits |= last
                else:
                    at = start, end, bits
                    links[at] = max(lowered, links.get(at, 0.0))
                    if last.bit_length() == bits.bit_length():
                        in_order.add(at)
    for start, end, name in chinese.latin:
        bits = english.stems.get(name) or english.stems.get(name.upper()) or 0
        if bits:
            links[start, end, bits] = 1.0
            in_order.add((start, end, bits))
    for sign, bits in english.signs.items():
        at = chinese.text.find(sign)
        if at >= 0:
            links[at, at + 1, bits] = max(SIGN, links.get((at, at + 1, bits), 0.0))
            in_order.add((at, at + 1, bits))
    return [Link(*at, trust, at not in in_order) for at, trust in sorted(links.items())]


def _best(english: English, chinese: Chinese, links: Sequence[Link]) -> tuple[Link, ...]:
    """The links, none over another, with the greatest sum of both shares explained."""
    if len(links) < 2:
        return tuple(links)
    starting: dict[int, list[Link]] = {}
    for link in links:
        starting.setdefault(link.start, []).append(link)
    states: list[dict[int, tuple[float, tuple[Link, ...]]]] = [{} for _ in range(len(chinese.text) + 1)]
    states[0][0] = (0.0, ())
    for at in range(len(chinese.text)):
        for used, (gain, chosen) in states[at].items():
            _keep(states[at + 1], used, gain, chosen)
            for link in starting.get(at, ()):
                if not used & link.bits:
                    more = link.trust * (
                        english.weight(link.bits) / english.total
                        + sum(chinese.weights[link.start : link.end]) / chinese.total
                    )
                    _keep(states[link.end], used | link.bits, gain + more, (*chosen, link))
    return max(states[-1].values(), key=lambda state: (round(state[0], 6), state[1]))[1]


def _whole(chinese: Chinese, links: Sequence[Link]) -> list[Link]:
    """Without links to a part of a word of which another part stays unexplained: 健 of 稳健 is not "robust"."""
    free = [w >= 1 for w in chinese.weights]
    for link in links:
        free[link.start : link.end] = [False] * (link.end - link.start)
    torn = [(start, end) for start, end in chinese.segments if any(free[start:end])]
    return [k for k in links if not any(start <= k.start and k.end <= end for start, end in torn)]


def _by_sound(english: English, chinese: Chinese, links: Sequence[Link]) -> list[Link]:
    """Links between a name that is left and characters left that spell it by its sound."""
    used = sum(link.bits for link in links)
    taken = {at for link in links for at in range(link.start, link.end)}
    spelled = [span for span in chinese.spelled if taken.isdisjoint(range(*span))]
    found = []
    for k, unit in enumerate(english.units):
        if used >> k & 1 or len(unit) < 4 or zipf(unit) >= NAME_ZIPF:
            continue
        for start, end in spelled:
            characters = chinese.text[start:end]
            if max(sounds_alike(form, characters) for form in {unit, root(stem(unit))}) >= SOUNDS_ALIKE:
                found.append(Link(start, end, 1 << k, SOUND))
                spelled = [span for span in spelled if span[1] <= start or span[0] >= end]
                break
    return found


def _keep(states: dict[int, tuple[float, tuple[Link, ...]]], used: int, gain: float, chosen: tuple[Link, ...]) -> None:
    if used not in states or states[used][0] < gain:
        states[used] = gain, chosen
