"""Phrases are looked for in many texts at once; what is found is what one text after the other would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seed_fixture import seed_papers

from kg.concepts.spans import Spans, longest, nested
from kg.text.phrase_hashes import find_phrases, phrase_hash, phrase_hashes, phrases_of
from kg.text.phrases import Vocabulary, phrase_key
from kg.text.tokens import tokens, tokens_of
from kg.text.words.forms import stem, word_form

TEXTS = [part for paper in seed_papers() for part in (paper.title, paper.abstract)] + [
    "",
    "\n",
    "的",
    "unsupervised and non-linear $Q$-learning, 无监督的学习 and state-of-the-art",
    " multi",
    "agent systems; the network's bias in http://x.org/a?b=$c$ and Lob's",
]


@pytest.mark.parametrize("form", [word_form, stem])
def test_tokens_of_many_texts_are_those_of_each(form):
    found = tokens_of(TEXTS, form)
    for n, text in enumerate(TEXTS):
        own = np.flatnonzero(found.text == n)
        forms = [found.forms[f] for f in found.form[own]]
        assert list(zip(forms, found.start[own], found.end[own], strict=True)) == tokens(text, form)


def test_phrases_are_found_where_the_vocabulary_finds_them():
    words = sorted({token for text in TEXTS for token, _, _ in tokens(text)})
    pairs = {f"{a} {b}" for text in TEXTS for (a, _, _), (b, _, _) in zip(tokens(text), tokens(text)[1:], strict=False)}
    keys = [k for k in [*words[::3], *sorted(pairs)[::2], "state of the art", "no such phrase"] if k[0].isalnum()]
    phrases, order = phrases_of(keys)
    found = tokens_of(TEXTS, word_form)
    phrase, first, last = find_phrases(TEXTS, found, phrases)
    for n, text in enumerate(TEXTS):
        own = np.flatnonzero(found.text[first] == n)
        spans = zip(order[phrase[own]], found.start[first[own]], found.end[last[own]], strict=True)
        assert sorted((keys[k], a, b) for k, a, b in spans) == sorted(Vocabulary(set(keys)).find(text))


def test_nothing_is_found_where_nothing_is_looked_for():
    phrases, _ = phrases_of([])
    assert [len(column) for column in find_phrases(TEXTS, tokens_of(TEXTS, word_form), phrases)] == [0, 0, 0]
    assert [len(column) for column in find_phrases([], tokens_of([], word_form), phrases_of(["a"])[0])] == [0, 0, 0]


def test_a_phrase_has_the_hash_of_its_key():
    phrases = ["graph neural networks", "$Q$-learning", "无监督的学习", "", "(C++)"]
    assert phrase_hashes(phrases, word_form).tolist() == [
        phrase_hash(key) if (key := phrase_key(phrase)) else 0 for phrase in phrases
    ]


drawn = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(1, 6), st.integers(0, 3)), unique=True, max_size=20
)


def spans(rows: list[tuple[int, int, int, int]]) -> Spans:
    rows = sorted(
        ((text, a, a + size, group) for text, a, size, group in rows), key=lambda r: (r[0], r[1], -r[2], r[3])
    )
    return Spans(*np.array(rows, np.int64).reshape(-1, 4).T)


def rows_of(found: Spans) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in found), strict=True))


@given(drawn)
@settings(max_examples=300, deadline=None)
def test_of_spans_of_a_group_that_overlap_the_first_and_longest_stays(rows):
    reached: dict[tuple[int, int], int] = {}
    kept = []
    for text, start, end, group in rows_of(spans(rows)):
        if start >= reached.get((text, group), 0):
            kept.append((text, start, end, group))
            reached[text, group] = end
    assert rows_of(longest(spans(rows))) == kept


@given(drawn)
@settings(max_examples=300, deadline=None)
def test_a_span_counts_once_for_each_group_it_stands_in(rows):
    all_ = rows_of(longest(spans(rows)))
    counted: dict[tuple[int, int], int] = {}
    for n, (text, _, end, group) in enumerate(all_):
        for around in {g for t, _, e, g in all_[:n] if t == text and e >= end and g != group}:
            counted[group, around] = counted.get((group, around), 0) + 1
    found = nested(longest(spans(rows))).columns().values()
    assert list(zip(*(column.tolist() for column in found), strict=True)) == [
        (*pair, n) for pair, n in sorted(counted.items())
    ]
