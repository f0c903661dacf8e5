"""MODS, as libraries and repositories write it. https://www.loc.gov/standards/mods/"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kg.papers.readers.fields.people import given_first
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import text_of

_ROLES = frozenset(("", "author", "aut", "creator", "cre"))


def fields_of(item: Element) -> dict[str, object]:
    numbers = {number.get("type", "").casefold(): text_of(number).strip() for number in item.iterfind("identifier")}
    return {
        "id": item.get("ID", ""),
        "title": next((_title(info) for info in item.iterfind("titleInfo") if not info.get("type")), ""),
        "abstract": text_of(item.find("abstract")),
        "authors": [_name(name) for name in item.iterfind("name") if _role(name) in _ROLES],
        "year": [
            text_of(date)
            for path in ("originInfo/dateIssued", "relatedItem/part/date", "relatedItem/originInfo/dateIssued")
            for date in item.iterfind(path)
        ]
        + [text_of(item.find("part/date")), text_of(item.find("originInfo/copyrightDate"))],
        "keywords": [text_of(topic) for topic in item.iterfind("subject/topic")],
        "doi": numbers.get("doi"),
        "pmid": numbers.get("pmid") or numbers.get("pubmed"),
        "url": text_of(item.find("location/url")) or numbers.get("uri"),
        "lang": text_of(item.find("language/languageTerm")),
        **_place(item),
    }


def _place(item: Element) -> dict[str, object]:
    """A journal or book is a related item of the kind "host", with its own numbers and genre."""
    hosts = [related for related in item.iterfind("relatedItem") if related.get("type") == "host"]
    host = hosts[0] if hosts else item
    titles = list(host.iterfind("titleInfo")) if hosts else []
    genres = [text_of(genre) for genre in item.iterfind("genre")]
    of_host = {text_of(genre).strip().casefold() for genre in host.iterfind("genre")} if hosts else set()
    numbers = [text_of(number) for each in (host, item) for number in each.iterfind("identifier")]
    part = host.find("part") if host.find("part") is not None else item.find("part")
    details = part.iterfind("detail") if part is not None else ()
    count = {each.get("type", ""): text_of(each.find("number")) for each in details}
    pages = part.find("extent") if part is not None else None
    return {
        "kind": [*genres, "incollection" if "book" in of_host else "", *of_host],
        "venue": next((_title(info) for info in titles if info.get("type") != "abbreviated"), ""),
        "venue_short": [_title(info) for info in titles if info.get("type") == "abbreviated"],
        "volume": count.get("volume", ""),
        "issue": count.get("issue") or count.get("number", ""),
        "pages": [text_of(pages.find("start")), text_of(pages.find("end"))] if pages is not None else "",
        "publisher": text_of(host.find("originInfo/publisher")) or text_of(item.find("originInfo/publisher")),
        "issn": numbers,
        "isbn": numbers,
    }


def _title(info: Element) -> str:
    parts = [text_of(info.find(tag)).strip() for tag in ("nonSort", "title", "subTitle")]
    main = " ".join(filter(None, parts[:2]))
    return f"{main}: {parts[2]}" if main and parts[2] else main


def _role(name: Element) -> str:
    return text_of(name.find("role/roleTerm")).strip().casefold()


def _name(name: Element) -> object:
    """Its parts where they are told apart, else as it is shown."""
    parts = {part.get("type", ""): text_of(part).strip() for part in name.iterfind("namePart")}
    if parts.get("family"):
        return {"given": parts.get("given", ""), "family": parts["family"], "suffix": parts.get("termsOfAddress", "")}
    return given_first(parts.get("") or text_of(name.find("displayForm")).strip())


FORMAT = xml_format("mods", r"(?:\w+:)?(?:modsCollection|mods)[\s>]", frozenset({"mods"}), fields_of)
