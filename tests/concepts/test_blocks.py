"""Decisions on a corpus are those on its blocks, together, whatever the order of the blocks."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.matching.assignment import NO_RIVAL
from kg.concepts.matching.blocks import Block, around, decide
from kg.concepts.rules import synonyms

SCORES = st.sampled_from([NO_RIVAL, -9.0, -4.0, -2.5, -2.4999, -1.0, -0.5, 0.0, 0.3, 1.2, 3.0])


@st.composite
def candidate_pairs(draw) -> Block:
    sides = draw(st.sets(st.tuples(st.integers(0, 12), st.integers(5, 17)), min_size=1, max_size=60))
    scores = [draw(SCORES) for _ in sides]
    offers = [draw(st.sampled_from([NO_RIVAL, 0.5])) for _ in sides]
    return Block(np.array(sorted(sides)), np.array(scores), np.array(offers))


@given(candidate_pairs(), st.randoms(use_true_random=False))
def test_each_candidate_pair_is_decided_by_the_pairs_around_it_as_among_all(pairs: Block, order: random.Random):
    together, numbers = decide(pairs), list(range(len(pairs.score)))
    best, probability = np.zeros(len(numbers), bool), np.zeros(len(numbers))
    order.shuffle(numbers)
    for n in numbers:
        near = around(pairs, n)
        decided = decide(pairs.of(near))
        at = int(np.searchsorted(near, n))
        best[n], probability[n] = decided.best[at], decided.probability[at]
    assert best.tolist() == together.best.tolist()
    assert probability.tolist() == together.probability.tolist()


def test_what_is_far_or_weak_decides_nothing():
    sides = np.array([(0, 0), (0, 1), (0, 2), (1, 1), (2, 1), (2, 3), (3, 3), (4, 4)])
    pairs = Block(sides, np.array([1.0, 0.5, -3.0, 0.2, 2.0, 0.1, 4.0, 5.0]), np.full(8, NO_RIVAL))
    assert around(pairs, 0).tolist() == [0, 1, 3, 4]


def test_no_pairs_have_no_decisions():
    assert len(decide(Block(np.empty((0, 2), int), np.empty(0), np.empty(0))).best) == 0


PHRASES = "强化学习 加强学习 钢筋学习 增强学习 图像分割 图象分割 影像分割 深度网络".split()
PHRASES += "深层网络 知识图谱 知识图普 知识蒸馏".split()


@pytest.fixture(scope="module")
def vector() -> dict[str, np.ndarray]:
    numbers = np.random.default_rng(7)
    rows = np.repeat(numbers.normal(size=(4, 8)), 3, axis=0) + 0.4 * numbers.normal(size=(12, 8))
    return dict(zip(PHRASES, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))


@given(st.sets(st.tuples(st.sampled_from(PHRASES), st.sampled_from(PHRASES)), max_size=30), st.data())
def test_synonyms_are_decided_block_by_block_as_they_are_together(vector, chosen, data):
    drawn = data.draw(st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)))
    pairs = [
        synonyms.Rated(a, b, float(vector[a] @ vector[b]), backed, backed)
        for (a, b), backed in zip(sorted(chosen), drawn, strict=True)
        if a < b
    ]
    known = frozenset(PHRASES[::2])
    blocks = data.draw(st.permutations(synonyms.blocks(pairs)))
    found = [pair for block in blocks for pair in synonyms.decide(block, vector, known)]
    assert sorted(found) == sorted(synonyms.decide(pairs, vector, known))
    phrases = [{text for pair in block for text in (pair.a, pair.b)} for block in blocks]
    assert sum(map(len, phrases)) == len(set().union(*phrases))
