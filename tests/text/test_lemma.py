"""Which inflections and spellings of a word are one."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from kg.text.phrases import phrase_key
from kg.text.words.forms import word_form
from kg.text.words.frequency import words_beginning
from kg.text.words.lemma import _IRREGULAR, lemma, untouched


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("vortices", "vortex"),
        ("helices", "helix"),
        ("tetrahedra", "tetrahedron"),
        ("antennae", "antenna"),
        ("hypotheses", "hypothesis"),
        ("equilibria", "equilibrium"),
        ("nuclei", "nucleus"),
        ("lattices", "lattice"),
        ("doses", "dose"),
        ("queueing", "queuing"),
    ],
)
def test_a_plural_is_its_singular(plural, singular):
    assert lemma(plural) == singular


@pytest.mark.parametrize("word", ["alkali", "data", "agenda", "plasma", "fermi", "these", "maxima", "reggae"])
def test_what_only_ends_like_a_plural_stays(word):
    assert lemma(word) == word


def test_a_word_and_its_form_have_the_letters_that_no_rule_touches():
    words = [*_IRREGULAR, *(word for letter in ascii_lowercase for word in words_beginning(letter))]
    written = [spelling for word in words for spelling in (word, word.upper(), word.title())]
    assert [word for word in written if untouched(word) != untouched(word_form(word))] == []


def test_a_capital_a_before_a_hyphen_is_no_article():
    assert phrase_key("A-DNA") != phrase_key("a DNA")
    assert phrase_key("B-DNA") == phrase_key("b-DNA")
