"""What a reference list says about a paper, in the forms of `kg.core.records.Record.references`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.identifiers import catalog_numbers, doi

BETWEEN = "\t"
"""Between several ways of naming one reference, the surest first."""
_YEAR = re.compile(r"\(((?:1[5-9]|20)\d\d)[a-z]?\)")
_INITIALS = r"(?:[^\W\d_a-z]{1,3}\.?|[^\W\d_a-z][a-z]{1,2}\.)(?:[-\s]?(?:[^\W\d_a-z]\.?|[^\W\d_a-z]?[a-z]{1,2}\.)){0,4}"
_PERSON_COMMA = rf"[^,;]{{1,60}}, {_INITIALS}(?: (?:Jr|Sr|II|III)\.?)?(?:, |; )"  # Bee, A.B., or BEE, AB,
_PERSON = r"[^,;]{1,60} (?:[^\W\d_]\.[-\s]?){1,5}(?:, |; )"  # Bee A.B.,
_PEOPLE = re.compile(rf"(?:(?:{_PERSON_COMMA}|{_PERSON}|et al\.,? ))*")
_OF_WOS = re.compile(r"[^,;]{1,60}, (?:1[5-9]|20)\d\d, [^,;]")  # Lee J, 1999, J GRAPHS
_PAGE = re.compile(r"(?:ARTN |P)([\w./-]+)")
_VOLUME = re.compile(r"V(\w+)")
_WHEN = re.compile(r"(?:1[5-9]|20)\d\d")
_AS_A_RULE = re.compile(rf"([^,]+), ({_WHEN.pattern}), ([^,]+)(?:, {_VOLUME.pattern})?(?:, {_PAGE.pattern})?,?")
_ANONYMOUS = re.compile(r"\W*anon", re.IGNORECASE)
_DASH = re.compile(r"[-–—]")
_INITIALS_BEHIND = re.compile(r"\s+\S{1,4}$")
_NO_LETTER = re.compile(r"[\W_]+")
_MOST_KEPT = 1 << 13
"""References, authors and journals that are kept: what a field cites is cited again and again."""


def ways(*names: str) -> str:
    """One reference that may be known in several ways; "" without any."""
    return BETWEEN.join([name for name in dict.fromkeys(names) if name])


def title(text: object, year: object) -> str:
    """ "title:...|2015": a title, behind which more may stand; "" where one of the two is missing."""
    named = one_line(text) if isinstance(text, str) else ""
    found = re.search(r"(?:1[5-9]|20)\d\d", str(year or ""))
    return f"title:{named}|{found[0]}" if named and found else ""


def place(family: str, year: object, journal: str, volume: object, page: object) -> str:
    """ "place:lee|1999|jgraphs|1|2": first author, year, journal as abbreviated, volume and first page; "" unless all
    are there."""
    if not (volume and page):
        return ""
    first = str(page) if str(page).isalnum() else _DASH.split(str(page))[0]
    parts = (_plain(family), str(year or "").strip(), _plain(journal), _plain(str(volume)), _plain(first))
    return "" if "" in parts else f"place:{'|'.join(parts)}"


@lru_cache(maxsize=_MOST_KEPT)
def web_of_science(line: str) -> str:
    """Of "Lee J, 1999, J GRAPHS, V1, P2, DOI 10.1000/x": its DOI, its place where all of that is there, and
    what people read."""
    head, _, behind = line.partition(" DOI ")
    found = _AS_A_RULE.fullmatch(head)
    author, year, journal, volume, page = found.groups("") if found else _parts(head)
    # What people read, if it tells who, when and where.
    tells = (found or (journal and _WHEN.fullmatch(year))) and not _is_anonymous(author)
    words = "text:" + one_line(head).rstrip(".,") if tells else ""
    named = doi(behind), place(family_of(author), year, journal, volume, page), words
    return BETWEEN.join([name for name in named if name])


def _parts(head: str) -> tuple[str, str, str, str, str]:
    """Author, year, journal, volume and page, whatever else stands there; "" for what does not."""
    author, year, journal, *rest = [*map(str.strip, head.split(",")), "", ""]
    volume = next((found[1] for part in rest if (found := _VOLUME.fullmatch(part))), "")
    page = next((found[1] for part in rest if (found := _PAGE.fullmatch(part))), "")
    return author, year, journal, volume, page


@lru_cache(maxsize=_MOST_KEPT)
def _is_anonymous(author: str) -> bool:
    return _ANONYMOUS.match(author) is not None


@lru_cache(maxsize=_MOST_KEPT)
def family_of(author: str) -> str:
    """The family name in "Lee J", "van Eff KM" or "Lee, Joan"."""
    before, comma, _ = author.partition(",")
    return before if comma else _INITIALS_BEHIND.sub("", author.strip())


def scopus(text: str) -> list[str]:
    """Of "Bee, A., Dee, C., On graphs (2015) J. of X, 7; ..." or "Bee A., Dee C., On graphs, J. of X, 7, (2015); ..."
    what stands behind the people."""
    found = []
    for reference in re.split(r";\s+", text):
        years = _YEAR.findall(reference)
        if not years:
            continue
        start = re.match(_PEOPLE, reference)
        behind = reference[start.end() if start else 0 :]
        before, _, after = behind.partition(f"({years[0]}")
        named = before.strip(" ,") or after.partition(")")[2]  # a book's year stands before its title
        found.append(ways(doi(reference), title(named, years[-1])))
    return [reference for reference in found if reference]


def numbered(text: str) -> list[str]:
    """The identifiers in a cell of references: of OpenAlex, Lens, Dimensions, or DOIs between semicolons."""
    return [known for part in re.split(r"[;|]", text) if (known := ways(doi(part), *catalog_numbers(part)))]


def listed(value: object) -> list[str]:
    """The references of a cell of any table: as Web of Science or Scopus word them, else numbers."""
    text = value if isinstance(value, str) else ""
    if _OF_WOS.match(text):
        return [web_of_science(line) for line in re.split(r"[;\n]\s*", text)]
    return scopus(text) or numbered(text)


def _plain(text: str) -> str:
    """Letters without accents, and digits, in lower case."""
    return text.lower() if text.isascii() and text.isalnum() else _letters(text)


@lru_cache(maxsize=_MOST_KEPT)
def _letters(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", text)).casefold()
