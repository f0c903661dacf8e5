"""Hashes of phrases: what their tokens and those of the phrases before them make."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.text.phrase_hashes import join_hashes, phrase_hash, shift, token_hash

keys = st.lists(st.text("ab无", min_size=1, max_size=3), min_size=1, max_size=4).map(" ".join)


@given(st.lists(st.tuples(keys, keys), min_size=1, max_size=5))
def test_the_hash_of_two_phrases_side_by_side_is_that_of_both_joined(pairs):
    left, right = (np.array([phrase_hash(pair[side]) for pair in pairs], np.uint64) for side in range(2))
    factor = np.array([shift(len(key.split(" "))) for _, key in pairs], np.uint64)
    assert join_hashes(left, right, factor).tolist() == [phrase_hash(f"{a} {b}") for a, b in pairs]


def test_a_phrase_of_one_token_has_the_hash_of_the_token_and_the_order_of_tokens_counts():
    assert phrase_hash("graph") == token_hash("graph")
    assert phrase_hash("graph tree") != phrase_hash("tree graph")
