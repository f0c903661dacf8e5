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
    "addenda": "addendum", "alveoli": "alveolus", "annuli": "annulus", "aphelia": "aphelion",
    "automata": "automaton", "axes": "axis", "bacilli": "bacillus", "bacteria": "bacterium", "bronchi": "bronchus",
    "calculi": "calculus", "children": "child", "cilia": "cilium", "continua": "continuum", "corpora": "corpus",
    "crania": "cranium", "crises": "crisis", "criteria": "criterion", "emboli": "embolus",
    "equilibria": "equilibrium", "errata": "erratum", "extrema": "extremum", "feet": "foot", "flagella": "flagellum",
    "foci": "focus", "fungi": "fungus", "ganglia": "ganglion", "genera": "genus", "gyri": "gyrus", "halves": "half",
    "leaves": "leaf", "loci": "locus", "memoranda": "memorandum", "men": "man", "mice": "mouse",
    "millennia": "millennium", "mitochondria": "mitochondrion", "moduli": "modulus", "momenta": "momentum",
    "nuclei": "nucleus", "ova": "ovum", "perihelia": "perihelion", "phenomena": "phenomenon", "phyla": "phylum",
    "radii": "radius", "sera": "serum", "spectra": "spectrum", "stimuli": "stimulus", "strata": "stratum",
    "sulci": "sulcus", "symposia": "symposium", "teeth": "tooth", "termini": "terminus", "theses": "thesis",
    "thesauri": "thesaurus", "thrombi": "thrombus", "tori": "torus", "vacua": "vacuum", "villi": "villus",
    "women": "woman",
}  # fmt: skip
"""What no ending tells: "criteria" and "loci" are plural, "cafeteria" and "alkali" are not. Without "maxima", whose
singular is an adjective, too: it would be found in "maximum likelihood" (see kg.concepts.rules.derivation)."""
_CLASSICAL = (
    ("ices", ("ex", "ix")), ("hedra", ("hedron",)), ("mata", ("ma",)), ("ae", ("a",)),
    ("ases", ("asis",)), ("eses", ("esis",)), ("oses", ("osis",)), ("yses", ("ysis",)),
)  # fmt: skip
"""Latin and Greek plurals, and the endings of their singulars, one of which makes a word of the background list.
Conway, "An algorithmic approach to English pluralization" (1998)."""
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
    (re.compile(r"(?:(?<=^ag)|(?<=queu))e(?=ing$)"), ""),
    (re.compile(r"(?<=...)logue(?=s?$)"), "log"),
    (re.compile(r"(?<=...)mme(?=s?$)"), "m"),
)
"""British spelling -> American, where that is a common word too: "optimise", but not "precise"."""
_BOTH_COMMON = 1.3
"""How much rarer the other form may be, on the Zipf scale: a twentieth."""
_TOUCHED = re.compile("[^bdghjkpqw]+")
"""What a rule above takes away, puts in or moves, somewhere."""


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The lemma of a lower-case English word: its singular in American spelling. A verb stays as it is."""
    return _american(_singular(word))


def untouched(text: str) -> str:
    """The letters that no rule touches, small: words with one lemma have them alike, and so have texts of such words.
    It is told without the background list, which takes a tenth of a second to read."""
    return _TOUCHED.sub("", text.lower())


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _SINGULAR:
        return word
    found = max(_singulars(word), key=zipf, default="")
    return found if found and zipf(found) >= max(zipf(word) - _BOTH_COMMON, 0) else word


def _singulars(word: str) -> Iterator[str]:
    """What it may be the plural of."""
    for plural, singulars in _CLASSICAL:
        if word.endswith(plural) and len(word) > len(plural) + 1:
            yield from (other for end in singulars if zipf(other := word.removesuffix(plural) + end) > 0)
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return
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
