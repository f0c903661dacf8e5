"""DataCite: answers of its API, and single DOIs as its JSON. https://support.datacite.org/docs/api"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.papers.readers.fields.author_facts import orcid
from kg.papers.readers.fields.identifiers import doi
from kg.papers.readers.fields.people import given_first
from kg.papers.readers.formats.jsonl import json_format, looks_like_json, objects

_RECORD = re.compile(r'"(?:creators|titles)"\s*:\s*\[')
_OF_DATACITE = re.compile(r'"(?:descriptions|publicationYear|relatedIdentifiers|schemaVersion)"\s*:')


def _recognises(start: str) -> bool:
    return looks_like_json(start) and bool(_RECORD.search(start) and _OF_DATACITE.search(start))


def _fields(item: Mapping[str, object], _mapping: Mapping[str, str]) -> dict[str, object]:
    data = item.get("data")
    item = data if isinstance(data, Mapping) else item
    attributes = item.get("attributes")
    work = attributes if isinstance(attributes, Mapping) else item
    return {
        "id": work.get("doi") or item.get("id"),
        "title": next((title.get("title") for title in objects(work.get("titles"))), ""),
        "abstract": next(
            (part.get("description") for part in objects(work.get("descriptions")) if _is_abstract(part)), ""
        ),
        "authors": [_name(person) for person in objects(work.get("creators"))],
        "year": str(work.get("publicationYear") or ""),
        "keywords": [word.get("subject") for word in objects(work.get("subjects"))],
        "doi": work.get("doi") or item.get("id"),
        "url": work.get("url"),
        "lang": work.get("language"),
        **_place(work),
        "references": [
            doi(str(related.get("relatedIdentifier") or ""))
            for related in objects(work.get("relatedIdentifiers"))
            if related.get("relationType") in ("Cites", "References")
        ],
    }


def _place(work: Mapping[str, object]) -> dict[str, object]:
    types, whole, publisher = (work.get(name) for name in ("types", "container", "publisher"))
    types, whole = (each if isinstance(each, Mapping) else {} for each in (types, whole))
    is_journal = whole.get("type") in ("Journal", "Book", "Series", None)
    return {
        "kind": [types.get("resourceTypeGeneral"), types.get("bibtex")],
        "venue": whole.get("title") if is_journal else "",
        "volume": whole.get("volume"),
        "issue": whole.get("issue"),
        "pages": [whole.get("firstPage"), whole.get("lastPage")],
        "publisher": publisher.get("name") if isinstance(publisher, Mapping) else publisher,
        "issn": whole.get("identifier") if whole.get("identifierType") == "ISSN" else "",
        "isbn": whole.get("identifier") if whole.get("identifierType") == "ISBN" else "",
    }


def _is_abstract(description: Mapping[str, object]) -> bool:
    return description.get("descriptionType") == "Abstract"


def _name(person: Mapping[str, object]) -> object:
    numbers = (str(known.get("nameIdentifier") or "") for known in objects(person.get("nameIdentifiers")))
    known = {"orcid": next(filter(orcid, numbers), "")}
    if isinstance(person.get("familyName"), str):
        return known | {"given": person.get("givenName"), "family": person.get("familyName")}
    name = person.get("name")
    is_company = person.get("nameType") == "Organizational"
    return known | {"name": given_first(name) if isinstance(name, str) and not is_company else name}


FORMAT = json_format("datacite", _recognises, _fields)
