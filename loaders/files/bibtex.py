"""BibTeX entries of the papers, with their concepts as keywords."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
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


def bibtex(graph: GraphSource) -> Iterator[str]:
    """An entry a paper, by id: @misc, because the graph does not know where a paper appeared.

    Every character that means something to TeX is written so that it is shown, LaTeX in titles and abstracts too:
    nothing from outside is run. kg.papers.readers.formats.bibtex reads the same text back.
    """
    keys, authors = _citation_keys(graph), _authors(graph)
    names = {node.id: node.name for node in graph.nodes("Concept")}
    mentions = groupby(graph.edges("MENTIONS"), key=lambda edge: edge.start[1])
    paper, about = next(mentions, ("", iter(())))
    for node in graph.nodes("Paper"):
        while paper and paper < node.id:
            paper, about = next(mentions, ("", iter(())))
        best = _best(about) if paper == node.id else []
        yield _entry(node, keys[node.id], authors.get(node.id, []), [names[concept] for concept in best])


def _entry(paper: Node, key: str, authors: list[str], keywords: list[str]) -> str:
    given = paper.properties
    url = str(given.get("url") or "")
    doi, arxiv = _DOI.fullmatch(url), _ARXIV.fullmatch(url)
    fields = {
        "title": f"{{{tex(paper.name)}}}",  # so that no style changes its capitals
        "author": " and ".join(map(_author, authors)),
        "year": str(given.get("year") or ""),
        "doi": _address(doi[1]) if doi else "",
        "eprint": _address(arxiv[1]) if arxiv else "",
        "archiveprefix": "arXiv" if arxiv else "",
        "url": _address(url) if _WEB.match(url) else "",
        "abstract": tex(str(given.get("abstract") or "")),
        "keywords": "; ".join(map(tex, keywords)),
        "langid": _LANGUAGES.get(str(given.get("lang")), ""),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}\n}}\n\n"


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


def _authors(graph: GraphSource) -> dict[str, list[str]]:
    """Paper -> names in order."""
    names = {node.id: node.name for node in graph.nodes("Author")}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for edge in graph.edges("WROTE"):
        position = edge.properties.get("position")
        found[edge.end[1]].append((position if isinstance(position, int) else 0, names[edge.start[1]]))
    return {paper: [name for _, name in sorted(written)] for paper, written in found.items()}


def _best(mentions: Iterator[Edge]) -> list[str]:
    """The concepts that say most about the paper."""

    def order(edge: Edge) -> tuple[float, str]:
        score = edge.properties.get("score")
        return (-score if isinstance(score, int | float) else 0.0), edge.end[1]

    return [edge.end[1] for edge in sorted(mentions, key=order)[:KEYWORDS]]
