"""What a paper says: every run of words without a stop word in it (n-gram), as a hash.

Nothing here looks at other papers, or asks what a phrase means: that comes with kg.links.terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap

import numpy as np

from kg.core.columns import cumcount, first_of_group
from kg.core.engine import Engine
from kg.core.tables import NGrams, Texts
from kg.text.phrase_hashes import join_hashes, phrase_hash, shift, token_hash
from kg.text.phrases import phrase_key
from kg.text.tagging import tag_chinese
from kg.text.tokens import tokens_of
from kg.text.words.forms import stem
from kg.text.words.frequency import zipf

BATCH = 1000
"""Papers looked through at once."""
SECONDS = 0.0005
"""What a paper takes, roughly."""
_STOP_ZIPF = 5.9
_LONGEST = 3
MOST = np.iinfo(np.int16).max
_CHINESE_STOP = frozenset("x uj ul c p u r y e o uz uv ug ud d m f q t w zg".split())
_BREAK = (0, 1)
"""Where a run ends; no n-gram is 0."""


def ngrams(texts: Texts, engine: Engine) -> Iterator[NGrams]:
    """The n-grams of all papers, in batches; see kg.core.engine."""
    return engine.map(find_ngrams, texts.batches(engine.size(BATCH)), seconds=SECONDS * len(texts))


def find_ngrams(texts: Texts) -> NGrams:
    """The n-grams of these papers."""
    row, ngram, at = _occurrences(texts)
    order = np.lexsort((at, ngram, row))
    row, ngram, at = row[order], ngram[order], at[order]
    new = np.flatnonzero(first_of_group(row, ngram))
    count = np.diff(np.append(new, len(ngram)))
    count, first = (np.minimum(column, MOST).astype(np.int16) for column in (count, at[new]))
    return NGrams(texts.paper[row[new]], ngram[new], count, first)


def _occurrences(texts: Texts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row of the paper, n-gram, first word) of every run of up to _LONGEST words without a stop word."""
    part, term, factor = _words(texts)
    row = part // 2
    position = cumcount(row)
    found = []
    ngram = term
    alive = term != 0
    for length in range(1, _LONGEST + 1):
        found.append((row[: len(ngram)][alive], ngram[alive], position[: len(ngram)][alive]))
        ngram = join_hashes(ngram[:-1], term[length:], factor[length:])
        alive = alive[:-1] & (term[length:] != 0) & (part[length:] == part[:-length])
    rows, ngrams, positions = (np.concatenate(column) for column in zip(*found, strict=True))
    return rows, ngrams, positions


def _words(texts: Texts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A row for each word, in order: 2 * row of the paper, one more in the abstract; the word's hash, 0 where a run
    ends; what a hash before it is multiplied by."""
    parts = [part for both in zip(texts.title, texts.abstract, strict=True) for part in both]
    is_chinese = np.repeat(texts.chinese, 2)
    english = np.flatnonzero(~is_chinese)
    tokens = tokens_of([parts[at] for at in english.tolist()], str)
    chinese = [(at, word) for at in np.flatnonzero(is_chinese).tolist() for word in tag_chinese(parts[at])]
    numbers: dict[tuple[str, str], int] = {}
    tagged = [numbers.setdefault(word, len(tokens.forms) + len(numbers)) for _, word in chinese]
    known = np.array([*map(_english, tokens.forms), *starmap(_tagged, numbers)], np.uint64).reshape(-1, 2)
    part = np.append(english[tokens.text], np.array([at for at, _ in chinese], np.int64))
    order = np.argsort(part, kind="stable")
    term, factor = known[np.append(tokens.form, np.array(tagged, np.int64))[order]].T
    return part[order], term, factor


def _english(word: str) -> tuple[int, int]:
    if not word[0].isalnum() or zipf(word) >= _STOP_ZIPF or word.isdigit():
        return _BREAK
    return token_hash(stem(word)), shift(1)


def _tagged(word: str, tag: str) -> tuple[int, int]:
    if tag in _CHINESE_STOP or word.isspace():
        return _BREAK
    key = phrase_key(word, stem)
    return (phrase_hash(key), shift(len(key.split(" ")))) if key else _BREAK
