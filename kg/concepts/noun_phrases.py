"""Which clusters are noun phrases, told by how they and their words stand in the sentences of the corpus.

A tagger sees one sentence and errs; a corpus shows a phrase, or at least its last and its first word, in many.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from kg.concepts.chinese_nouns import chinese_nouns
from kg.concepts.clusters import is_chinese
from kg.concepts.resolved import Resolved
from kg.concepts.standing import Counts, numbered, share
from kg.text.words.forms import acronym

USUAL, DOUBTFUL = 0.2, 0.1
"""Share of the occurrences of a noun at which a noun phrase surely ends: what is assumed of PRIOR occurrences more than
there are (PRIOR_NAME of an acronym). DOUBTFUL of a word in -ing, and of what hyphens alone hold together."""
PRIOR, PRIOR_NAME = 3, 6
LAST_ENDS, SINGLE_ENDS, OFTEN = 0.035, 0.055, 25
"""Least share for the last word of a phrase, and for a phrase of one word; one that ends OFTEN phrases needs none."""
USUAL_CLOSE, CLOSES, COMPOUND_CLOSES = 0.3, 0.1, 0.15
"""Least share of the occurrences of a phrase after which a noun phrase may be complete, and of one that hyphens alone
hold together: "three-body" closes few."""
BEGINS_ING = 0.05
"""Least share of the phrases with this first word in -ing that begin a noun phrase; "including pairing" begins none."""
CUT, BEGUN, FREE = 0.3, 0.05, 3
"""Share of a phrase's occurrences that a hyphen cuts off, from which on it is a piece, unless FREE and BEGUN of all
begin a noun phrase: "Hubbard model" does, beside "Bose-Hubbard model", and "dimensional gas" does not."""
_ACTION = re.compile(r"(?:[ts]ion|ment|ity|ness|ism|ing)$")
"""Ends of nouns: "re-parameterization" modifies less often than "one-layer"."""
UNIT, ALWAYS = 0.4, 0.8
"""Share of the occurrences of one word behind a number from which on it is a unit, and behind an initial or "in" from
which on both are one expression: "X-ray", "in absentia"."""


class Grammar(NamedTuple):
    """What clusters are.

    noun: (clusters,) bool, whether the phrase that heads the cluster is a whole noun phrase. clause: (clusters,) bool,
    whether it holds a finite verb or governs another phrase, so that it is no name of anything, nor a part of one.
    modifier: (clusters,) bool, whether it is a single word that mostly stands before nouns: where a paper has it only
    there, it does not mention the thing (a "spin wave" is no spin).
    """

    noun: np.ndarray
    clause: np.ndarray
    modifier: np.ndarray


def grammar(counts: Counts, resolved: Resolved) -> Grammar:
    """What the clusters are. A phrase that is seen rarely is judged by its words, in all phrases they end or begin."""
    heads, spellings = resolved.heads, resolved.spellings
    first_word, last_word = [h.partition(" ")[0] for h in heads], [h.rpartition(" ")[2] for h in heads]
    first, last = counts.by(numbered(first_word)), counts.by(numbered(last_word))
    several = np.array([" " in head for head in heads], bool)
    chinese = np.array([is_chinese(head) for head in heads], bool)
    ing_first, ing_last = (np.array([w.endswith("ing") for w in words], bool) for words in (first_word, last_word))
    compound = several & ~chinese & np.array([" " not in spelling for spelling in spellings], bool)
    name = np.array([bool(acronym(spelling)) for spelling in spellings], bool)

    usual = np.where(ing_last, DOUBTFUL, USUAL)
    prior = np.where(name, PRIOR_NAME, PRIOR)
    ends = share(last.ended, last.seen, usual, PRIOR) >= LAST_ENDS
    action = np.array([_ACTION.search(word) is not None for word in last_word], bool)
    usually_closes = np.where(compound & ~action, DOUBTFUL, USUAL_CLOSE)
    closes = share(counts.closed, counts.seen, usually_closes, PRIOR) >= np.where(compound, COMPOUND_CLOSES, CLOSES)
    whole = np.where(several, closes, share(counts.ended, counts.seen, usual, prior) >= SINGLE_ENDS)
    noun = ((ends & whole) | (~several & (counts.ended >= OFTEN))) & ~_piece(counts, several, compound | ~several)
    governs = last.object > np.maximum(last.ended, 2)
    clause = governs | _verb_first(counts, first) | (several & ing_first & _begins_nothing(first))
    modifier = ~several & ~chinese & ~whole
    noun = np.where(chinese, whole & chinese_nouns(counts, np.where(chinese, spellings, "").tolist()), noun & ~clause)
    return Grammar(noun | (counts.seen == 0), clause & ~chinese, modifier)


def _piece(counts: Counts, several: np.ndarray, unspaced: np.ndarray) -> np.ndarray:
    """Whether it is a piece of a name or an expression, or a unit."""
    seen = np.maximum(counts.seen, 1)
    cut = (counts.cut >= CUT * seen) & (counts.begun < FREE + BEGUN * seen)
    glued = (np.maximum(counts.cut, counts.within) >= ALWAYS * seen) & (counts.seen > 1)
    return np.where(several, cut, glued) | (unspaced & (counts.number >= UNIT * seen))


def _verb_first(counts: Counts, first: Counts) -> np.ndarray:
    """Whether a phrase begins where verbs stand more often than where noun phrases begin."""
    seen = np.maximum(first.seen, 1)
    verb, begun = (counts.verb + 2 * first.verb / seen), (counts.begun + 2 * first.begun / seen)
    return (first.verb > 1) & (verb > 1.5 * begun)


def _begins_nothing(first: Counts) -> np.ndarray:
    return share(first.begun, first.seen, DOUBTFUL, PRIOR) < BEGINS_ING
