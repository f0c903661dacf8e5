"""CSL JSON, as Zotero, pandoc and doi.org write it, and Crossref's works, which are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.papers.readers.fields.identifiers import doi
from kg.papers.readers.fields.references import title, ways
from kg.papers.readers.formats.jsonl import json_format, looks_like_json, objects, strings

_DATES = re.compile(r'"(?:date-parts|issued)"\s*:')
_CROSSREF = re.compile(r'"(?:message-type|message-version|is-referenced-by-count|references?-count)"\s*:')


def _recognises_crossref(start: str) -> bool:
    return looks_like_json(start) and _CROSSREF.search(start) is not None


def _recognises_csl(start: str) -> bool:
    return looks_like_json(start) and '"type"' in start and _DATES.search(start) is not None


def _crossref(item: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    main, subtitle = _first(item.get("title")), _first(item.get("subtitle"))
    return _csl(item, mapping) | {
        "id": item.get("DOI"),
        "title": f"{main}: {subtitle}" if main and subtitle else main,
        "year": [_year(item.get(date)) for date in ("issued", "published-print", "published-online", "created")],
        "index": strings(item.get("subject")),
        # "Lecture Notes in Computer Science", "Computer Vision - ECCV 2018"
        "venue": strings(item.get("container-title"))[::-1],
        "venue_short": strings(item.get("short-container-title")),
        "references": [_cited(reference) for reference in objects(item.get("reference"))],
    }


def _cited(reference: Mapping[str, object]) -> str:
    year = reference.get("year")
    return ways(doi(str(reference.get("DOI") or "")), title(reference.get("article-title"), year))


def _csl(item: Mapping[str, object], _mapping: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": item.get("citation-key") or item.get("id"),
        "title": _first(item.get("title")),
        "abstract": item.get("abstract"),
        "authors": objects(item.get("author")) or objects(item.get("editor")),
        "year": _year(item.get("issued")),
        "keywords": item.get("keyword"),
        "doi": item.get("DOI"),
        "url": item.get("URL"),
        "pmid": item.get("PMID"),
        "lang": item.get("language"),
        "kind": "preprint" if item.get("type") == "article" and not item.get("container-title") else item.get("type"),
        "venue": item.get("container-title") or item.get("event-title"),
        "venue_short": [item.get("container-title-short"), item.get("journalAbbreviation")],
        "volume": item.get("volume"),
        "issue": item.get("issue"),
        "pages": item.get("page") or item.get("article-number"),
        "publisher": item.get("publisher"),
        "issn": item.get("ISSN"),
        "isbn": item.get("ISBN"),
    }


def _first(value: object) -> object:
    return next(iter(strings(value)), "") if isinstance(value, list) else value


def _year(date: object) -> str:
    """The year of {"date-parts": [[2019, 5]]}, {"raw": "May 2019"} or {"literal": ...}."""
    if not isinstance(date, Mapping):
        return str(date or "")
    parts = date.get("date-parts")
    while isinstance(parts, list) and parts:
        parts = parts[0]
    return str(parts or date.get("raw") or date.get("literal") or "") if not isinstance(parts, list) else ""


CROSSREF = json_format("crossref", _recognises_crossref, _crossref)
"""https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md"""
CSL = json_format("csl", _recognises_csl, _csl)
"""https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html"""
