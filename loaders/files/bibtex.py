"""BibTeX entries of the papers, with their keywords, else with their concepts.

viz/assets/panels/files.js writes the same entries.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.core.graph import Edge, Node
from kg.core.graph_store import GraphSource

KEYWORDS = 10
"""Concepts of a paper, the best first."""

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # \{ would count as a brace, and an odd one would swallow the rest of the file
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {character: f"\\{character}" for character in "%&$#_"}
_SPECIAL = re.compile(r"[\\{}~^%&$#_]|-(?=-)|`(?=`)|'(?=')")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9:./+-]+")
_NOT_IN_ADDRESS = re.compile(r"[^!#$&'()*+,./0-9:;=?@A-Za-z\[\]_~%-]")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_ARXIV = re.compile(r"https?://arxiv\.org/abs/(.+)", re.IGNORECASE)
_LANGUAGES = {"en": "english", "zh": "chinese"}


_KIND = re.compile("[a-z]{1,20}")
_MEETING = re.compile(
    r"\b(?:proceedings|proc|conference|conf|symposium|workshop|congress)\b|会议|研讨会", re.IGNORECASE
)
_CONTAINERS = {
    "booktitle": "inproceedings incollection inbook inreference bookinbook suppbook",
    "series": "book mvbook booklet collection mvcollection proceedings mvproceedings reference manual techreport",
}
_CONTAINER = {kind: field for field, kinds in _CONTAINERS.items() for kind in kinds.split()}
"""Kind -> the field that says where such a work stands; the others have a journal."""
_PUBLISHER = {"phdthesis": "school", "mastersthesis": "school", "thesis": "school", "techreport": "institution"}
_RANGE = re.compile(r"(\w[\w.:]*)-(\w[\w.:]*)")


def bibtex(graph: GraphSource) -> Iterator[str]:
    """An entry a paper, by id, with all that is known of where it appeared.

    Every character that means something to TeX is written so that it is shown, LaTeX in titles and abstracts too:
    nothing from outside is run. kg.papers.readers.formats.bibtex reads the same text back.
    """
    keys = _citation_keys(graph)
    names = {node.id: node.name for node in graph.nodes("Concept")}
    mentions = groupby(graph.edges("MENTIONS"), key=lambda edge: edge.start[1])
    paper, about = next(mentions, ("", iter(())))
    for node in graph.nodes("Paper"):
        while paper and paper < node.id:
            paper, about = next(mentions, ("", iter(())))
        best = _best(about) if paper == node.id else []
        yield _entry(node, keys[node.id], _texts(node, "keywords") or [names[concept] for concept in best])


def _entry(paper: Node, key: str, keywords: Sequence[str]) -> str:
    def given(name: str) -> str:
        return str(paper.properties.get(name) or "")

    kind, url = _kind(given("kind"), given("venue"), given("volume")), given("url")
    doi, arxiv = given("doi") or _found(_DOI, url), _found(_ARXIV, url)
    fields = {
        "title": f"{{{tex(paper.name)}}}",  # so that no style changes its capitals
        "author": " and ".join(map(_author, _texts(paper, "authors"))),
        _CONTAINER.get(kind, "journal"): tex(given("venue")),
        "volume": tex(given("volume")),
        "number": tex(given("issue")),
        "pages": _pages(given("pages")),
        _PUBLISHER.get(kind, "publisher"): tex(given("publisher")),
        "year": given("year"),
        "issn": ", ".join(map(tex, _texts(paper, "issn"))),
        "isbn": ", ".join(map(tex, _texts(paper, "isbn"))),
        "doi": _address(doi),
        "eprint": _address(arxiv),
        "archiveprefix": "arXiv" if arxiv else "",
        "url": _address(url) if _WEB.match(url) else "",
        "abstract": tex(given("abstract")),
        "keywords": "; ".join(map(tex, keywords)),
        "langid": _LANGUAGES.get(given("lang"), ""),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}\n}}\n\n"


def _kind(kind: str, venue: str, volume: str) -> str:
    """The kind as given; without one what stands somewhere is a paper of a conference, or an article."""
    if _KIND.fullmatch(kind):
        return kind
    if not venue:
        return "misc"
    return "inproceedings" if _MEETING.search(venue) and not volume else "article"


def _pages(pages: str) -> str:
    found = _RANGE.fullmatch(pages)
    return f"{tex(found[1])}--{tex(found[2])}" if found else tex(pages)


def _texts(paper: Node, name: str) -> list[str]:
    value = paper.properties.get(name)
    return [str(text) for text in value] if isinstance(value, tuple | list) else []


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.fullmatch(text)
    return found[1] if found else ""


def tex(text: str) -> str:
    """Plain text for LaTeX, on one line: nothing in it acts."""
    line = " ".join(_CONTROL.sub("\ufffd", text).split())
    return _SPECIAL.sub(lambda found: _TEX.get(found[0]) or f"{found[0]}{{}}", line)


def _author(name: str) -> str:
    """In braces where BibTeX would take it for something else: two names, or family and given name."""
    written = tex(name)
    return f"{{{written}}}" if "," in name or re.search(r"\band\b", name, re.IGNORECASE) else written


def _address(text: str) -> str:
    return _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), text)


def _citation_keys(graph: GraphSource) -> dict[str, str]:
    """Paper -> its id as far as a key may hold it; where that says less, a hash of the id as well."""
    stems = {node.id: _NOT_IN_KEY.sub("-", node.id)[:60].strip("-") or "paper" for node in graph.nodes("Paper")}
    uses = Counter(stem.casefold() for stem in stems.values())
    return {
        paper: stem if uses[stem.casefold()] == 1 else f"{stem}-{hashlib.sha256(paper.encode()).hexdigest()[:12]}"
        for paper, stem in stems.items()
    }


def _best(mentions: Iterator[Edge]) -> list[str]:
    """The concepts that say most about the paper."""

    def order(edge: Edge) -> tuple[float, str]:
        score = edge.properties.get("score")
        return (-score if isinstance(score, int | float) else 0.0), edge.end[1]

    return [edge.end[1] for edge in sorted(mentions, key=order)[:KEYWORDS]]
