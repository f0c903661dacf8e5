"""OpenAlex works: an answer of the API, or lines of the snapshot. Abstracts come as an inverted index."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.papers.readers.fields.identifiers import own
from kg.papers.readers.formats.jsonl import json_format, looks_like_json, objects, strings

_WORK = re.compile(r'"abstract_inverted_index"|"id"\s*:\s*"https://openalex\.org/W')


def _recognises(start: str) -> bool:
    return looks_like_json(start) and _WORK.search(start) is not None


def _fields(work: Mapping[str, object], _mapping: Mapping[str, str]) -> dict[str, object]:
    number = _number(work.get("id"))
    locations = [work.get("primary_location"), *objects(work.get("locations"))]
    addresses = [str(at.get("landing_page_url") or "") for at in locations if isinstance(at, Mapping)]
    ids = work.get("ids") if isinstance(work.get("ids"), Mapping) else {}
    pmid = re.search(r"\d+$", str(ids.get("pmid") or "")) if isinstance(ids, Mapping) else None
    return {
        "id": number,
        "title": work.get("title") or work.get("display_name"),
        "abstract": _abstract(work.get("abstract_inverted_index")) or work.get("abstract"),
        "authors": [_author(entry) for entry in objects(work.get("authorships"))],
        "year": [str(work.get("publication_year") or ""), str(work.get("publication_date") or "")],
        "doi": work.get("doi"),
        "url": work.get("doi") or next(filter(None, addresses), "") or work.get("id"),
        "pmid": pmid[0] if pmid else "",
        "index": [entry.get("display_name") or entry.get("keyword") for entry in objects(work.get("keywords"))],
        "lang": work.get("language"),
        **_place(work),
        "identifiers": [f"openalex:{number.casefold()}", *(i for i in own(*addresses) if i.startswith("arxiv:"))],
        "references": [f"openalex:{_number(cited).casefold()}" for cited in strings(work.get("referenced_works"))],
    }


def _place(work: Mapping[str, object]) -> dict[str, object]:
    """The place of publication; a repository is none."""
    at, biblio = _object(work.get("primary_location")), _object(work.get("biblio"))
    source = _object(at.get("source")) or _object(work.get("host_venue"))
    is_venue = source.get("type") != "repository"
    kind = [work.get("type_crossref"), "inproceedings" if source.get("type") == "conference" else "", work.get("type")]
    return {
        "kind": kind,
        "venue": source.get("display_name") if is_venue else "",
        "venue_short": [source.get("abbreviated_title")] if is_venue else [],
        "volume": biblio.get("volume"),
        "issue": biblio.get("issue"),
        "pages": [biblio.get("first_page"), biblio.get("last_page")],
        "publisher": (source.get("host_organization_name") or source.get("publisher")) if is_venue else "",
        "issn": strings(source.get("issn")) if is_venue else [],
    }


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _number(address: object) -> str:
    """W123 of https://openalex.org/W123."""
    return str(address or "").rpartition("/")[2]


def _author(authorship: Mapping[str, object]) -> object:
    author = authorship.get("author")
    if not isinstance(author, Mapping) or not author.get("display_name"):
        return authorship.get("raw_author_name")
    return {"name": author["display_name"], "orcid": author.get("orcid"), "openalex": _number(author.get("id"))}


def _abstract(index: object) -> str:
    """The words at their positions; two words at one position in alphabetical order."""
    if not isinstance(index, Mapping):
        return ""
    found = [(at, word) for word, positions in index.items() if isinstance(positions, list) for at in positions]
    return " ".join(word for _, word in sorted((at, word) for at, word in found if isinstance(at, int)))


FORMAT = json_format("openalex", _recognises, _fields)
"""https://docs.openalex.org/api-entities/works/work-object"""
