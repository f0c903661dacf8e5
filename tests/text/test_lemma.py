"""Which inflections and spellings of a word are one."""

from __future__ import annotations

import pytest

from kg.text.phrases import phrase_key
from kg.text.words.lemma import lemma


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


def test_a_capital_a_before_a_hyphen_is_no_article():
    assert phrase_key("A-DNA") != phrase_key("a DNA")
    assert phrase_key("B-DNA") == phrase_key("b-DNA")
