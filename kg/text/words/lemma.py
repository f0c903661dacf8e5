"""One form for the inflections and spellings of an English word: networks, Behaviour, optimisation.

Only what leaves the meaning alone: number and spelling. A stemmer would make one word of "discriminator" and
"discrimination". Where a rule leaves a choice ("caches": cach, cache), the commoner word of the background list is
taken, so that no list of exceptions is needed. Plurals: Harman, "How effective is suffixing?" (JASIS 1991).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.text.words.frequency import zipf

_IRREGULAR = {
    "analyses": "analysis", "appendices": "appendix", "automata": "automaton", "axes": "axis", "bacteria": "bacterium",
    "children": "child", "corpora": "corpus", "crises": "crisis", "criteria": "criterion", "diagnoses": "diagnosis",
    "feet": "foot", "formulae": "formula", "foci": "focus", "fungi": "fungus", "genera": "genus", "halves": "half",
    "hypotheses": "hypothesis", "indices": "index", "larvae": "larva", "leaves": "leaf", "loci": "locus",
    "matrices": "matrix", "maxima": "maximum", "men": "man", "mice": "mouse", "minima": "minimum", "nuclei": "nucleus",
    "optima": "optimum", "parentheses": "parenthesis", "phenomena": "phenomenon", "polyhedra": "polyhedron",
    "prostheses": "prosthesis", "quanta": "quantum", "radii": "radius", "schemata": "schema", "spectra": "spectrum",
    "stimuli": "stimulus", "strata": "stratum", "syntheses": "synthesis", "teeth": "tooth", "theses": "thesis",
    "thesauri": "thesaurus", "vertices": "vertex", "women": "woman",
}  # fmt: skip
_SINGULAR = frozenset(("news", "species", "series", "gas", "bias", "lens", "means", "alias", "canvas", "atlas"))
_HISSING = ("ses", "xes", "zes", "ches", "shes", "oes")
_SPELLINGS = (
    (re.compile(r"(?<=..)(i|y)s(?=(?:e[drs]?|ers|ing|ations?|able)$)"), r"\1z"),
    (re.compile(r"(?<=...)our(?=(?:s|al|ally|ed|ing|hoods?|less|able|ful)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{3}[aeiou])ll(?=(?:ed|ing|ings|er|ers)$)"), "l"),
    (re.compile(r"(?:(?<=cent|heat|alib|lust|pect|cept)|(?<=met|lit|fib|sab))re(?=s?$)"), "er"),
    (re.compile(r"(?<=h)ae(?=m)|(?<=p)ae(?=d)|(?<=n)ae(?=sth)|(?<=[kn])ae(?=mi)|(?<=yn)ae(?=c)|(?<=ch)ae(?=o)"), "e"),
    (re.compile(r"(?<=\bf)oe(?=t[ua])|\boe(?=str|dem)"), "e"),
    (re.compile(r"^(def|off|lic|pret)ence(?=s?$)"), r"\1ense"),
    (re.compile(r"(?<=^ag)e(?=ing$)"), ""),
    (re.compile(r"(?<=...)logue(?=s?$)"), "log"),
    (re.compile(r"(?<=...)mme(?=s?$)"), "m"),
)
"""British spelling -> American, where that is a common word too: "optimise", but not "precise"."""
_BOTH_COMMON = 1.3
"""How much rarer the other form may be, on the Zipf scale: a twentieth."""


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The lemma of a lower-case English word: its singular in American spelling. A verb stays as it is."""
    return _american(_singular(word))


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _SINGULAR or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    found = max(_without_ending(word), key=zipf)
    return found if zipf(found) >= zipf(word) - _BOTH_COMMON else word


def _without_ending(word: str) -> Iterator[str]:
    yield word[:-1]
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif len(word) > 4 and word.endswith(_HISSING):
        yield word[:-2]


def _american(word: str) -> str:
    for british, american in _SPELLINGS:
        other = british.sub(american, word)
        if other != word and zipf(other) >= zipf(word) - _BOTH_COMMON and zipf(other) > 0:
            return other
    return word
