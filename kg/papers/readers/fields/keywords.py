"""Keywords as authors would write them: told apart, without what indexers and catalogs add to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.core.records import AUTHOR, GIVEN
from kg.papers.readers.fields.cleaning import one_line

_BETWEEN = re.compile(r"\s*[;；|]+\s*")
_COMMA = re.compile(r"\s*[,，、]\s*(?![^()（）]*[)）])")  # not within brackets
# A subject heading: "Neural Networks, Computer", "Tomography, X-Ray Computed", "Aged, 80 and over".
_INVERTED = re.compile(r"[^,]+, [A-Z][a-z][^,]*|\*?[A-Z][a-z][^,]*(?:, (?:[A-Z]\w*-?[A-Za-z]*[a-z]|\d)[^,]*)+")
_WITH_ACRONYM = re.compile(r"(\S.*?)\s*[(（]\s*([A-Z][A-Za-z0-9-]*[A-Z0-9]s?)\s*[)）]")
_QUALIFIER = (
    r"abnormalities|administration & dosage|adverse effects|agonists|analogs & derivatives|analysis|anatomy & histology"
    r"|antagonists & inhibitors|biosynthesis|blood|blood supply|cerebrospinal fluid|chemical synthesis"
    r"|chemically induced|chemistry|classification|complications|congenital|cytology|deficiency|diagnosis"
    r"|diagnostic imaging|diet therapy|drug effects|drug therapy|economics|education|embryology|enzymology|epidemiology"
    r"|ethics|ethnology|etiology|genetics|growth & development|history|immunology|injuries|innervation|instrumentation"
    r"|isolation & purification|legislation & jurisprudence|manpower|metabolism|methods|microbiology|mortality|nursing"
    r"|organization & administration|parasitology|pathogenicity|pathology|pharmacokinetics|pharmacology|physiology"
    r"|physiopathology|poisoning|prevention & control|psychology|radiation effects|radiography|radionuclide imaging"
    r"|radiotherapy|rehabilitation|secondary|secretion|standards|statistics & numerical data|supply & distribution"
    r"|surgery|therapeutic use|therapy|toxicity|transmission|transplantation|trends|ultrasonography|ultrastructure"
    r"|urine|utilization|veterinary|virology"
)
"""Of MeSH: https://www.nlm.nih.gov/mesh/qualifiers_scopenotes.html"""
_QUALIFIED = re.compile(
    rf"(?P<embase>.+?) ?\((?i:(?:{_QUALIFIER})(?:, (?:{_QUALIFIER}))*)\)|"
    r"(?P<ovid>.+?)/\*?[a-z]{2}(?:, ?\*?[a-z]{2})* \[[^\]]*\]\*?"
    rf"|(?P<heading>[A-Z*].*?)(?i:(?:(?:/|\s*--\s*)\*?(?:{_QUALIFIER}))+|\s*\[(?:{_QUALIFIER})\])\*?"
)
_STARRED = re.compile(r"\*\s*(?=\w)(.*)|(.*?)\s+\*")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("a an and by for in of on the to".split())
SPOKEN, LONGEST = 4, 6
"""Letters from which on a word in capitals may be shouted, and up to which it may be an acronym."""


def keywords(value: object, text: str) -> tuple[str, ...]:
    """From a list, or a string whose keywords stand between semicolons or commas. text: title and abstract.

    "deep learning (DL)" is a keyword and its acronym; beside semicolons, a comma within an inverted subject heading
    ("Neural Networks, Computer; Graphs") separates nothing. MeSH's and Emtree's marks are no part of a heading
    ("*Dog Diseases/genetics"). Keywords in capitals lose them, but for words that the text writes so.
    """
    if not value:
        return ()
    if isinstance(value, (list, tuple)):
        words = [one_line(word) for word in value if isinstance(word, str)]
    else:
        words = _split(one_line(value)) if isinstance(value, str) else []
    words = _spoken([_heading(word) for word in words], text)
    return tuple(dict.fromkeys(part for word in words for part in _with_acronym(word) if part))


VOCABULARIES = {
    "author_keywords": AUTHOR,
    "keywords": GIVEN,
    "keywords_plus": "KeyWords Plus",
    "mesh": "MeSH",
    "emtree": "Emtree",
    "index": "index",
}
"""Field of an entry -> the vocabulary of its keywords, authors' own first."""


def with_sources(fields: Mapping[str, object], text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(keywords, the vocabulary of each), a keyword of several vocabularies from the first of them."""
    found: list[tuple[str, str]] = []
    for field, source in VOCABULARIES.items():
        known = {word.casefold() for word, _ in found}
        found += [(word, source) for word in keywords(fields.get(field), text) if word.casefold() not in known]
    words, sources = zip(*found, strict=True) if found else ((), ())
    return words, sources


def _split(text: str) -> list[str]:
    parts = _BETWEEN.split(text)
    headings = [part for part in parts if len(parts) > 1 and _INVERTED.fullmatch(part)]
    return [word for part in parts for word in ([part] if part in headings else _COMMA.split(part))]


def _heading(word: str) -> str:
    """Without the asterisk of a major topic, and without qualifiers: "Heart Failure/*veterinary", "athlete *"."""
    if "/" in word or "[" in word or "--" in word or word.endswith(")"):
        found = _QUALIFIED.fullmatch(word)
        word = (found["heading"] or found["ovid"] or found["embase"]) if found else word
    found = _STARRED.fullmatch(word) if "*" in word else None
    return (found[1] or found[2] or "") if found else word


def _spoken(words: Sequence[str], text: str) -> Sequence[str]:
    """Where some keyword is shouted, all that are in capitals without them."""
    if not any(map(_shouted, words)):
        return words
    from kg.text.words.forms import COMMON  # the word lists take long to load, and few sources shout
    from kg.text.words.frequency import zipf

    written = set(_WORD.findall(text))

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        is_acronym = len(word) < SPOKEN and word.lower() not in _SMALL
        return word if word in written or is_acronym or zipf(word) < COMMON else word.lower()

    return [_WORD.sub(lower, word) if word.isupper() else word for word in words]


def _shouted(keyword: str) -> bool:
    """Whether it is in capitals and holds a long word: "RESTORATION", but not "HIV/AIDS"."""
    return keyword.isupper() and any(len(word) > LONGEST for word in _WORD.findall(keyword))


def _with_acronym(word: str) -> tuple[str, ...]:
    """Both names of "X (ABC)"; a word alone."""
    found = _WITH_ACRONYM.fullmatch(word)
    return (found[1], found[2]) if found else (word,)
