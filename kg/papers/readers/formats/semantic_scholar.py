"""Semantic Scholar: answers of the graph API, lines of its datasets, and the older S2ORC fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.papers.readers.fields.references import title, ways
from kg.papers.readers.formats.jsonl import json_format, looks_like_json, objects, strings

_PAPER = re.compile(r'"(?:paperId|corpusid|corpusId|paperAbstract)"\s*:')


def _recognises(start: str) -> bool:
    return looks_like_json(start) and _PAPER.search(start) is not None


def _fields(entry: Mapping[str, object], _mapping: Mapping[str, str]) -> dict[str, object]:
    paper = entry
    for wrapped in ("citedPaper", "citingPaper"):  # lists of references and citations
        if isinstance(inner := entry.get(wrapped), Mapping):
            paper = inner
    external = _external(paper)
    number = paper.get("paperId") or paper.get("corpusid") or paper.get("corpusId") or paper.get("id")
    return {
        "id": str(number or ""),
        "title": paper.get("title"),
        "abstract": paper.get("abstract") or paper.get("paperAbstract"),
        "authors": paper.get("authors"),
        "year": [str(paper.get("year") or ""), str(paper.get("publicationDate") or paper.get("publicationdate") or "")],
        "doi": external.get("doi") or paper.get("doi"),
        "arxiv": external.get("arxiv"),
        "pmid": external.get("pubmed") or paper.get("pmid"),
        "url": paper.get("url"),
        "keywords": [],
        **_place(paper),
        "identifiers": list(_identifiers(paper)),
        "references": [
            *(
                ways(*_identifiers(cited), title(cited.get("title"), cited.get("year")))
                for cited in objects(paper.get("references"))
            ),
            *(f"s2:{cited}" for cited in strings(paper.get("outCitations"))),
        ],
    }


def _place(paper: Mapping[str, object]) -> dict[str, object]:
    journal, venue = (paper.get(name) for name in ("journal", "publicationVenue"))
    journal = journal if isinstance(journal, Mapping) else {"name": paper.get("journalName") or journal}
    venue = venue if isinstance(venue, Mapping) else {}
    of_venue = {"conference": "inproceedings", "journal": "article"}.get(str(venue.get("type")), "")
    return {
        "kind": [of_venue, *strings(paper.get("publicationTypes") or paper.get("publicationtypes"))],
        "venue": [venue.get("name"), paper.get("venue"), journal.get("name")],
        "volume": journal.get("volume") or paper.get("journalVolume"),
        "pages": journal.get("pages") or paper.get("journalPages"),
        "issn": [venue.get("issn"), *strings(venue.get("alternate_issns"))],
    }


def _external(paper: Mapping[str, object]) -> dict[str, str]:
    """externalIds with the names in lower case."""
    given = paper.get("externalIds") or paper.get("externalids")
    return {str(k).casefold(): str(v) for k, v in given.items() if v} if isinstance(given, Mapping) else {}


def _identifiers(paper: Mapping[str, object]) -> Iterator[str]:
    """Those of Semantic Scholar first, since all its papers have them."""
    external = _external(paper)
    if paper.get("paperId") or "paperAbstract" in paper:
        yield f"s2:{paper.get('paperId') or paper.get('id')}"
    if corpus := paper.get("corpusId") or paper.get("corpusid") or external.get("corpusid"):
        yield f"corpusid:{corpus}"
    if known := external.get("doi"):
        yield f"doi:{known.casefold()}"
    if known := external.get("arxiv"):
        yield f"arxiv:{known}"
    if known := external.get("dblp"):
        yield f"dblp:{known}"


FORMAT = json_format("semanticscholar", _recognises, _fields)
"""https://api.semanticscholar.org/api-docs/"""
