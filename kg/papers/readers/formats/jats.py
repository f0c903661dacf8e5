"""JATS, as PubMed Central and publishers write articles (.nxml). https://jats.nlm.nih.gov"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.papers.readers.fields.identifiers import doi, pmid
from kg.papers.readers.fields.references import place, title, ways
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import child_or_self, marked_up, text_of

_NO_ABSTRACT = frozenset("graphical teaser toc executive-summary key-points precis short web-summary".split())


def fields_of(article: Element) -> dict[str, object]:
    front = child_or_self(article, "front")
    meta = child_or_self(front, "article-meta")
    number = _id(meta, "pmcid", "pmc")
    pmc = f"PMC{number.upper().removeprefix('PMC')}" if number else ""
    return {
        "id": pmc,
        "title": _joined(marked_up(meta.find("title-group/article-title")), text_of(meta.find("title-group/subtitle"))),
        "abstract": next((text for part in meta.iterfind("abstract") if (text := _abstract(part))), ""),
        "authors": [_author(person) for person in meta.iterfind("contrib-group/contrib") if _is_author(person)],
        "year": [text_of(date.find("year")) for date in meta.iterfind("pub-date")],
        "author_keywords": [
            text_of(word)
            for group in meta.iterfind("kwd-group")
            if group.get("kwd-group-type") != "abbreviations"
            for word in group.iterfind("kwd")
        ],
        "doi": _id(meta, "doi"),
        "pmid": _id(meta, "pmid"),
        "url": f"https://www.ncbi.nlm.nih.gov/pmc/articles/{pmc}/" if pmc else "",
        "lang": article.get("xml:lang"),
        **_appeared(front, meta),
        "references": [_cited(reference) for reference in article.iterfind("back/ref-list//ref")],
        "cited_as": list(_places(front, meta)),
    }


def _appeared(front: Element, meta: Element) -> dict[str, object]:
    journal = child_or_self(front, "journal-meta")
    first = text_of(meta.find("fpage"))
    short = [text_of(name) for name in journal.iter("abbrev-journal-title")]
    kinds = ("nlm-ta", "iso-abbrev")
    short += [text_of(name) for name in journal.iterfind("journal-id") if name.get("journal-id-type") in kinds]
    return {
        "kind": "article",
        "venue": text_of(next(journal.iter("journal-title"), None)),
        "venue_short": short,
        "volume": text_of(meta.find("volume")),
        "issue": text_of(meta.find("issue")),
        "pages": [first, text_of(meta.find("lpage"))] if first else text_of(meta.find("elocation-id")),
        "publisher": text_of(journal.find("publisher/publisher-name")),
        "issn": [text_of(number) for number in journal.iterfind("issn")],
        "isbn": [text_of(number) for number in meta.iterfind("isbn")],
    }


def _joined(main: str, subtitle: str) -> str:
    return f"{main}: {subtitle}" if main and subtitle else main


def _id(element: Element, *kinds: str) -> str:
    """The number of the first of these kinds, of an article or a reference."""
    found = {
        number.get("pub-id-type", ""): text_of(number).strip()
        for tag in ("article-id", "pub-id")
        for number in element.iter(tag)
    }
    return next((found[kind] for kind in kinds if found.get(kind)), "")


def _abstract(abstract: Element) -> str:
    """Parts with a title keep it as a label: "METHODS: ..."."""
    if abstract.get("abstract-type") in _NO_ABSTRACT:
        return ""
    sections = abstract.findall("sec")
    if not sections:
        return "\n".join(marked_up(part).strip() for part in abstract if part.tag != "title") or text_of(abstract)
    parts = [
        (text_of(part.find("title")).strip(" :"), " ".join(marked_up(p) for p in part.iterfind("p")))
        for part in sections
    ]
    return "\n".join(f"{label}: {text}" if label else text for label, text in parts)


def _is_author(person: Element) -> bool:
    return person.get("contrib-type", "author") == "author"


def _author(person: Element) -> object:
    name = person.find("name") if person.find("name") is not None else person.find("name-alternatives/name")
    if name is None:
        return text_of(person.find("string-name")) or text_of(person.find("collab"))
    parts = {"given": "given-names", "family": "surname", "suffix": "suffix"}
    number = next(
        (text_of(each) for each in person.iterfind("contrib-id") if each.get("contrib-id-type") == "orcid"), ""
    )
    known = {"orcid": number, "email": text_of(person.find("email"))}
    return known | {part: text_of(name.find(tag)) for part, tag in parts.items()}


def _cited(reference: Element) -> str:
    named = text_of(next(reference.iter("article-title"), None))
    year = text_of(next(reference.iter("year"), None))
    return ways(pmid(_id(reference, "pmid")), doi(_id(reference, "doi")), title(named, year))


def _places(front: Element, meta: Element) -> Iterator[str]:
    """How others cite the article: under its journal's short names."""
    family = text_of(meta.find("contrib-group/contrib/name/surname"))
    page = text_of(meta.find("fpage")) or text_of(meta.find("elocation-id"))
    for journal in front.iterfind("journal-meta/journal-id"):
        for date in meta.iterfind("pub-date"):
            yield place(family, text_of(date.find("year")), text_of(journal), text_of(meta.find("volume")), page)


FORMAT = xml_format(
    "jats",
    r"(?:pmc-articleset[\s>]|article[\s>][\s\S]{0,60000}?<(?:\w+:)?(?:front|article-meta)[\s>])",
    frozenset({"article"}),
    fields_of,
    suffixes=frozenset({".nxml"}),
)
