"""Vectors of phrases: those of the model, with bits that depend on nothing but the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.embedding import default_embedder

PHRASES = [
    "",
    " ",
    "a",
    "graph  neural networks",
    "graph neural network",
    "L1/L2 norms",
    "naïve Bayes",
    "aaa aa",
    "ﬁve\tx",
]
PHRASES += ["知识蒸馏", "机器学习中的知识蒸馏", "Mercer 核", "x" * 300, " ".join(["long"] * 500), "the end."]


@settings(deadline=None)  # the model is loaded in the first call
@given(st.text(max_size=30))
def test_tokens_of_words_looked_up_one_by_one_are_those_of_the_whole_text(text):
    embedder = default_embedder()
    assert embedder._phrases.tokens(text) == embedder._model.sp.encode(text)


@pytest.mark.parametrize("text", PHRASES)
def test_tokens_of_odd_texts_are_those_of_the_package(text):
    embedder = default_embedder()
    assert embedder._phrases.tokens(text) == embedder._model.sp.encode(text)


def test_phrases_have_the_vectors_that_the_package_gives_them():
    embedder = default_embedder()
    assert np.allclose(embedder.embed_phrases(PHRASES), embedder.embed(PHRASES), atol=2e-6)


def test_a_phrase_has_the_same_bits_in_any_company():
    embedder = default_embedder()
    others = [f"{a} {b}" for a in ("graph", "neural", "知识") for b in ("network", "蒸馏", *map(str, range(200)))]
    alone = np.concatenate([embedder.embed_phrases([text]) for text in PHRASES])
    among = embedder.embed_phrases([*others, *PHRASES])[len(others) :]
    turned = embedder.embed_phrases([*PHRASES[::-1], *others[:50]])[: len(PHRASES)][::-1]
    assert (alone == among).all()
    assert (alone == turned).all()


def test_no_phrases_have_no_vectors():
    assert default_embedder().embed_phrases([]).shape == (0, 512)
