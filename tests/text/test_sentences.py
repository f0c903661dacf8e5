"""Where a sentence ends, for keyphrases and for people who read it."""

from __future__ import annotations

import time

import pytest

from kg.text.sentences import sentences


def shown(text: str) -> list[str]:
    """As a reader sees them."""
    return [text[start:end] for start, end in sentences(text, doubtful_ends=True)]


def ranked(text: str) -> list[str]:
    """As keyphrases are cut from them."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("We gain 3.5 points, e.g. on CIFAR. Good.", ["We gain 3.5 points, e.g. on CIFAR.", "Good."]),
        ("As Smith et al. show, it works. See J. Doe.", ["As Smith et al. show, it works.", "See J. Doe."]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("Version v2.1 of scikit.learn is out.", ["Version v2.1 of scikit.learn is out."]),
        ("  padded.  \n\n Next", ["padded.", "Next"]),
        ("no end", ["no end"]),
        ("", []),
        ("...", ["..."]),
        ('They ask "Is it?" We answer.', ['They ask "Is it?"', "We answer."]),
        ("It takes approx. 4 days (T. Vicsek, St. Louis).", ["It takes approx. 4 days (T. Vicsek, St. Louis)."]),
        ("All 100 U.S. universities and r.e. sets. Yes.", ["All 100 U.S. universities and r.e. sets.", "Yes."]),
        ("After M.E.J. Newman, see Figs. 1 and 2. End", ["After M.E.J. Newman, see Figs. 1 and 2.", "End"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert shown(text) == ranked(text) == expected


@pytest.mark.parametrize(
    "parts",
    [
        ("We use trees, nets, etc.", "They work."),
        ("We follow Cachera et al.", "Then, we modify it."),
        ("It is written in Python.", "mgcpy is a package (resp. library)."),
        ("知识蒸馏很好.", "我们用3.5个模型."),
    ],
)
def test_a_doubtful_full_stop_ends_a_sentence_for_readers_only(parts: tuple[str, str]) -> None:
    text = (" " if parts[0].isascii() else "").join(parts)
    assert shown(text) == [*parts]
    assert ranked(text) == [text]


def test_sentences_cover_every_character_that_is_no_space() -> None:
    for text in ("他说：“好。”然后走了。", "a. b.\n\n\nc！。 d.e f. (G.) “H.” i", "x, etc. Y et al. Z.好"):
        for spans in (sentences(text), sentences(text, doubtful_ends=True)):
            covered = {i for start, end in spans for i in range(start, end)}
            assert all(i in covered for i, char in enumerate(text) if not char.isspace())


def test_a_text_of_abbreviations_only_takes_no_minutes() -> None:
    began = time.perf_counter()
    assert len(ranked("e.g. 1 " * 30_000)) == 1
    assert time.perf_counter() - began < 5
