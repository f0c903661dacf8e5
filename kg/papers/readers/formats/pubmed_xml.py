"""PubMed's XML: search results, and the files of the yearly baseline."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from kg.papers.readers.fields.identifiers import doi, pmid
from kg.papers.readers.fields.references import ways
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import child_or_self, marked_up, text_of

_TITLES = ("ArticleTitle", "VernacularTitle", "Book/BookTitle")


def _fields(article: Element) -> dict[str, object]:
    citation = child_or_self(article, "MedlineCitation", "BookDocument")
    work = child_or_self(citation, "Article")
    number = text_of(citation.find("PMID")).strip()
    return {
        "id": f"pmid:{number}" if number else "",
        "pmid": number,
        "title": next((text for tag in _TITLES if (text := marked_up(work.find(tag)))), ""),
        "abstract": _abstract(work.find("Abstract")) or _abstract(citation.find("OtherAbstract")),
        "authors": [_author(person) for person in work.iterfind("AuthorList/Author")],
        "year": _dates(work),
        "author_keywords": [text_of(word) for word in citation.iterfind("KeywordList/Keyword")],
        "mesh": [text_of(word) for word in citation.iterfind("MeshHeadingList/MeshHeading/DescriptorName")],
        "doi": _id(work.iterfind("ELocationID"), "EIdType") or _id(article.iterfind("*/ArticleIdList/ArticleId")),
        "url": f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else "",
        "lang": text_of(work.find("Language")),
        **_place(citation, work),
        "references": [_cited(reference) for reference in article.iterfind("PubmedData/ReferenceList//Reference")],
    }


def _place(citation: Element, work: Element) -> dict[str, object]:
    issue = work.find("Journal/JournalIssue")
    number = [text_of(issue.find(tag)) for tag in ("Volume", "Issue")] if issue is not None else ["", ""]
    types = [text_of(kind) for kind in work.iterfind("PublicationTypeList/PublicationType")]
    is_chapter = work.find("Book") is not None and work.find("ArticleTitle") is not None
    return {
        "kind": ["incollection" if is_chapter else "book"] if work.find("Book") is not None else types,
        "venue": text_of(work.find("Journal/Title")) or (text_of(work.find("Book/BookTitle")) if is_chapter else ""),
        "venue_short": [
            text_of(work.find("Journal/ISOAbbreviation")),
            text_of(citation.find("MedlineJournalInfo/MedlineTA")),
        ],
        "volume": number[0],
        "issue": number[1],
        "pages": text_of(work.find("Pagination/MedlinePgn")) or text_of(work.find("Pagination/StartPage")),
        "publisher": text_of(work.find("Book/Publisher/PublisherName")),
        "issn": [text_of(work.find("Journal/ISSN")), text_of(citation.find("MedlineJournalInfo/ISSNLinking"))],
        "isbn": [text_of(isbn) for isbn in work.iterfind("Book/Isbn")],
    }


def _abstract(abstract: Element | None) -> str:
    """Labelled parts each begin with their label: "METHODS: ..."."""
    parts = []
    for part in abstract.iterfind("AbstractText") if abstract is not None else ():
        label, text = part.get("Label", ""), marked_up(part).strip()
        parts.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    return "\n".join(parts)


def _author(person: Element) -> dict[str, str] | str:
    if group := text_of(person.find("CollectiveName")):
        return group
    parts = {"given": "ForeName", "family": "LastName", "suffix": "Suffix"}
    name = {part: text_of(person.find(tag)) for part, tag in parts.items()}
    number = _id(person.iterfind("Identifier"), "Source", "ORCID")
    return name | {"orcid": number, "email": text_of(person.find("AffiliationInfo/Affiliation"))}


def _dates(work: Element) -> list[str]:
    paths = ("Journal/JournalIssue/PubDate/Year", "Journal/JournalIssue/PubDate/MedlineDate", "ArticleDate/Year")
    return [text_of(work.find(path)) for path in (*paths, "Book/PubDate/Year")]


def _id(elements: Iterable[Element], attribute: str = "IdType", kind: str = "doi") -> str:
    return next((text_of(element).strip() for element in elements if element.get(attribute) == kind), "")


def _cited(reference: Element) -> str:
    number = _id(reference.iterfind("ArticleIdList/ArticleId"), kind="pubmed")
    return ways(pmid(number), doi(_id(reference.iterfind("ArticleIdList/ArticleId"))))


FORMAT = xml_format(
    "pubmed",
    r"(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|PubmedBookArticleSet)[\s>]",
    frozenset({"PubmedArticle", "PubmedBookArticle"}),
    _fields,
)
"""https://dtd.nlm.nih.gov/ncbi/pubmed/"""
