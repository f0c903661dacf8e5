"""Tables that need more than the names of their columns: SpringerLink, OpenAlex, PubMed, Embase, bibliometrix."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.papers.readers.fields.aliases import pick
from kg.papers.readers.fields.people import given_first, initials_first
from kg.papers.readers.formats.table import table_format
from kg.papers.readers.formats.table_rows import Dialect
from kg.papers.readers.formats.wos import fields_of

# "Ann BeeChris Dee": a name ends where a capital follows a small letter, but for McDee and DeEff.
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ.])(?<!\bMc)(?<!\bMac)(?<!\b[DL][aei])(?<!\bVan)(?<!\bFitz)(?=[A-ZÀ-ÖØ-Þ])")
_OPENALEX = {
    "display_name": "title",
    "authorships.author.display_name": "authors",
    "authorships.raw_author_name": "authors",
    "keywords.display_name": "indexkeywords",
    "primary_location.landing_page_url": "url",
    "ids.pmid": "pmid",
    "primary_location.source.display_name": "venue",
    "primary_location.source.issn": "issn",
    "primary_location.source.host_organization_name": "publisher",
    "biblio.volume": "volume",
    "biblio.issue": "issue",
    "biblio.first_page": "firstpage",
    "biblio.last_page": "lastpage",
}


_CITATION = re.compile(r";\s*(\w+)(?:\(([^()]*)\))?:([\w-]+)")  # of PubMed: "Threads. 2011 May;7(1):11-19."
_EMBASE = re.compile(r"(.{2,300}?) \((?:1[89]|20)\d\d\)(?: (\w+)?(?::(\w+))?)?(?:[^()]*\((\w+-\w+)\))?")


def _springer(row: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    people = str(row.get("Authors") or "")
    return pick(row, mapping) | {
        "title": row.get("Item Title"),
        "doi": row.get("Item DOI"),
        "authors": people if ";" in people else [" ".join(name.split()) for name in _GLUED.split(people)],
    }


def _openalex(row: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    renamed = {ours: row[theirs] for theirs, ours in _OPENALEX.items() if row.get(theirs)}
    return {"title": ""} | pick({**row, **renamed}, mapping)


def _pubmed(row: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    """PubMed's CSV, in which initials stand last: "Weaver W, Dyer DE."."""
    people = str(row.get("Authors") or "").rstrip(". ")
    found = _CITATION.search(str(row.get("Citation") or ""))
    volume, issue, pages = found.groups("") if found else ("", "", "")
    authors = [initials_first(name.strip()) for name in people.split(",")]
    return pick(row, mapping) | {"authors": authors, "volume": volume, "issue": issue, "pages": pages}


def _embase(row: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    """Embase's CSV, whose year stands in the source: "Threads (2011) 7:1 (11-19)"."""
    source = str(row.get("Source") or "")
    found = re.search(r"\(((?:1[89]|20)\d\d)\)", source)
    fields = {"title": ""} | pick(row, mapping)
    place = _EMBASE.match(source)
    names = ("venue", "volume", "issue", "pages")
    fields |= dict(zip(names, place.groups(""), strict=True)) if place and not row.get("Source title") else {}
    return fields | {"year": fields.get("year") or (found[1] if found else "")}


def _bibliometrix(row: Mapping[str, object], _mapping: Mapping[str, str]) -> dict[str, object]:
    """Web of Science's tags, but semicolons without spaces and capitals everywhere."""
    lists = {"AU", "AF", "CR", "C1"}
    tags = {tag: re.split(r"\s*;\s*", str(cell)) if tag in lists else [str(cell)] for tag, cell in row.items()}
    people = [_bibliometrix_name(name) for name in tags.get("AF") or tags.get("AU") or []]
    return fields_of(tags) | {"authors": people}


def _bibliometrix_name(name: str) -> str:
    """A Bee of "BEE A"."""
    *family, initials = name.split() or [""]
    if not family or "," in name or len(initials) > 3:
        return given_first(name.title() if name.isupper() else name)
    named = " ".join(family)
    return initials_first(f"{named.title() if named.isupper() else named} {initials}")


SPRINGER_DIALECT = Dialect(lambda names: {"Item Title", "Item DOI"} <= names, _springer)
OPENALEX_DIALECT = Dialect(
    lambda names: "authorships.author.display_name" in names or {"display_name", "referenced_works"} <= names,
    _openalex,
)
BIBLIOMETRIX_DIALECT = Dialect(lambda names: {"AU", "TI", "SO", "DB"} <= names, _bibliometrix)
PUBMED_DIALECT = Dialect(lambda names: {"PMID", "Title", "Authors", "First Author"} <= names, _pubmed)
PUBMED = table_format("pubmed-table", PUBMED_DIALECT)
EMBASE_DIALECT = Dialect(lambda names: {"Title", "Author Names", "Source"} <= names, _embase)
EMBASE = table_format("embase", EMBASE_DIALECT)
SPRINGER = table_format("springer", SPRINGER_DIALECT)
OPENALEX = table_format("openalex-table", OPENALEX_DIALECT)
BIBLIOMETRIX = table_format("bibliometrix", BIBLIOMETRIX_DIALECT)
"""https://www.bibliometrix.org/vignettes/Data-Importing-and-Converting.html"""

DIALECTS = (BIBLIOMETRIX_DIALECT, SPRINGER_DIALECT, EMBASE_DIALECT, PUBMED_DIALECT, OPENALEX_DIALECT)
"""Of all these tables, wherever they stand."""
