"""BibTeX and BibLaTeX: from entries (bibtex_entries.py) to records."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.core.errors import InputError
from kg.core.records import Record
from kg.papers.readers.fields.author_facts import pairs_of
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.fields.latex import from_latex
from kg.papers.readers.fields.people import given_first, whole_name
from kg.papers.readers.fields.references import family_of, place, scopus, web_of_science
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.formats.bibtex_entries import RECOGNISED, bib_entries
from kg.papers.readers.streams.decoding import SourceText

_BETWEEN_NAMES = re.compile(r"\s+and\s+", re.IGNORECASE)
_TEXT = ("title", "subtitle", "abstract", "keywords", "url", "doi", "eprint", "langid", "language", "pmid")
_TEXT += ("author_keywords", "author-keywords", "keywords-plus")
# Fields of kg.papers.readers.fields.publication -> what they are called, the first that is there counts.
_APPEARED = {
    "venue": "journal journaltitle booktitle",
    "volume": "volume",
    "issue": "number issue",
    "pages": "pages eid article-number art_number",
    "publisher": "publisher school institution organization",
}
# Of the AAS, as ADS writes them: https://ui.adsabs.harvard.edu/help/actions/journal-macros
_MACROS = {
    "aj": "Astronomical Journal",
    "apj": "Astrophysical Journal",
    "apjl": "Astrophysical Journal Letters",
    "apjs": "Astrophysical Journal Supplement Series",
    "aap": "Astronomy and Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jgr": "Journal of Geophysical Research",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "nat": "Nature",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "rmp": "Reviews of Modern Physics",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
}
_NUMBERS = {"issn": "issn eissn", "isbn": "isbn", "venue_short": "shortjournal journal-iso abbrev_source_title"}
_IN_VOLUMES = frozenset("inproceedings conference incollection inbook".split())
_PLACE = ("year", "journal-iso", "abbrev_source_title", "journal", "volume", "pages", "article-number")
_VOLUMES = frozenset("proceedings book collection mvproceedings mvbook mvcollection periodical".split())
_MOST_WAITING = 10_000


def _recognises(start: str) -> bool:
    return RECOGNISED.search(start) is not None


def _read(text: SourceText) -> Entries:
    """An entry of a volume (crossref) has its year, title and publisher. So one whose volume is still to come waits for
    it, and what follows with it; not for ever, since the file is streamed."""
    volumes = dict[str, Record]()
    waiting = deque[tuple[Record | InputError, str]]()
    for entry, volume, of_volume in _entries(text):
        if volume and isinstance(entry, Record):
            volumes.setdefault(volume, entry)
        waiting.append((entry, of_volume))
        while waiting and (not (of := waiting[0][1]) or of in volumes or len(waiting) > _MOST_WAITING):
            yield _in_volume(waiting.popleft(), volumes)
    while waiting:
        yield _in_volume(waiting.popleft(), volumes)


def _in_volume(waited: tuple[Record | InputError, str], volumes: Mapping[str, Record]) -> Record | InputError:
    entry, of_volume = waited
    whole = volumes.get(of_volume)
    if not isinstance(entry, Record) or whole is None:
        return entry
    own = {name: getattr(entry, name) or getattr(whole, name) for name in ("year", "publisher", "issn", "isbn")}
    return replace(entry, venue=entry.venue or whole.title, **own)


def _entries(text: SourceText) -> Iterator[tuple[Record | InputError, str, str]]:
    """(entry, the key that it has as a volume, that of the volume whose year or title it lacks). Entries that are no
    papers (comments, strings) count as no position."""
    position = -1
    for position, entry in enumerate(bib_entries(text)):
        if isinstance(entry, InputError):
            yield entry, "", ""
            continue
        given = {name: _joined(name, values) for name, values in entry.fields.items()}
        try:
            record = record_from(_fields(entry.kind, entry.key, given), text.name, position, entry.line)
        except InputError as error:
            yield error, "", ""
            continue
        lacks = record.year is None or (entry.kind in _IN_VOLUMES and not record.venue)
        of_volume = given.get("crossref", "").casefold() if lacks else ""
        yield record, entry.key.casefold() if entry.kind in _VOLUMES else "", of_volume
    if position < 0:
        raise InputError("there is no BibTeX entry in the file", text.name)


def _joined(name: str, values: list[str]) -> str:
    """Of a field given twice the first counts; lists are one list."""
    if name in ("author", "editor"):
        return " and ".join(filter(None, values))
    if "keyword" in name:
        return (";" if any(";" in value for value in values) else ",").join(values)
    return values[0]


def _fields(kind: str, key: str, given: Mapping[str, str]) -> dict[str, object]:
    plain = {
        name: from_latex(given[name]) if name not in ("url", "doi") else given[name] for name in _TEXT if name in given
    }
    title = plain.get("title", "")
    if subtitle := plain.get("subtitle"):
        title = f"{title}: {subtitle}"
    author = from_latex(next(_names(" ".join(given.get("author", "").split()))))
    bare = {name: _bare(given.get(name, "")) for name in _PLACE}
    archive = (given.get("eprinttype") or given.get("archiveprefix") or "arxiv").casefold()
    return {
        "id": key,
        "title": title,
        "abstract": plain.get("abstract"),
        "authors": _authors(given.get("author") or given.get("editor") or ""),
        "people": pairs_of(from_latex(given.get("orcid-numbers", ""))),
        "year": [given.get("year", ""), given.get("date", "")],
        **_keywords(plain),
        "url": _bare(plain.get("url", "")),
        "doi": _bare(plain.get("doi", "")),
        "arxiv": plain.get("eprint", "") if archive == "arxiv" else "",
        "pmid": plain.get("pmid") or (plain.get("eprint", "") if archive == "pubmed" else ""),
        "lang": plain.get("langid") or plain.get("language"),
        "references": _references(given),
        **_appeared(kind, given),
        "cited_as": [
            place(family_of(author), bare["year"], bare[journal], bare["volume"], bare[page])
            for journal in ("journal-iso", "abbrev_source_title", "journal")
            for page in ("pages", "article-number")
        ],
    }


def _appeared(kind: str, given: Mapping[str, str]) -> dict[str, object]:
    """Where the entry appeared. The number of an article in a year is its issue, of a report its own."""
    whole = " series" if kind in _VOLUMES else ""
    found: dict[str, object] = {"kind": [kind, given.get("type", "")]}
    for field, names in _APPEARED.items():
        text = next((text for name in (names + whole * (field == "venue")).split() if (text := given.get(name))), "")
        found[field] = _MACROS.get(text.strip("{} ")[1:], "") if "\\" in text[:3] else ""
        found[field] = found[field] or from_latex(text)
    return found | {
        field: [from_latex(given.get(name, "")) for name in names.split()] for field, names in _NUMBERS.items()
    }


def _keywords(plain: Mapping[str, str]) -> dict[str, str]:
    """Beside those of the authors Scopus calls its index terms "keywords"."""
    words, plus = plain.get("keywords", ""), plain.get("keywords-plus", "")
    if authors := plain.get("author_keywords") or plain.get("author-keywords"):
        return {"author_keywords": authors, "index": words, "keywords_plus": plus}
    return {"author_keywords" if plus else "keywords": words, "keywords_plus": plus}


def _references(given: Mapping[str, str]) -> list[str]:
    """Web of Science writes a line each, Scopus semicolons between them."""
    if lines := given.get("cited-references"):
        return [web_of_science(from_latex(line).strip(" .")) for line in lines.split("\n")]
    return scopus(" ".join(from_latex(given.get("references", "")).split()))


def _bare(address: str) -> str:
    """Without the braces around all of it, and escapes."""
    return address.strip("{} \t\n").replace("\\", "")


def _authors(value: str) -> list[str]:
    """ "Family, Given and Given Family and {An Organisation}", in the order given."""
    names = []
    for name in _names(" ".join(value.split())):
        organisation = name.startswith("{") and name.endswith("}") and "{" not in name[1:]
        plain = " ".join(from_latex(name).split())
        names.append(plain if organisation else _person(plain))
    return names


def _person(name: str) -> str:
    """ "Family, Given" or BibLaTeX's "family=Berg, given=Jan, prefix=van der"."""
    if "family" not in name or "=" not in name:
        return given_first(name)
    parts = {key.strip(): value.strip() for key, _, value in (part.partition("=") for part in name.split(","))}
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}".strip()
    return whole_name(parts.get("given", ""), family, parts.get("suffix", ""))


def _names(value: str) -> Iterator[str]:
    """Split at "and" where no brace is open."""
    start = 0
    for found in _BETWEEN_NAMES.finditer(value):
        before = value[start : found.start()]
        if before.count("{") <= before.count("}"):
            yield before
            start = found.end()
    yield value[start:]


FORMAT = Format("bibtex", _recognises, _read, frozenset({".bib", ".bibtex"}), frozenset({".bib", ".bibtex"}))
