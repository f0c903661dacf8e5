"""Identifiers that mean the same paper everywhere: "doi:10.1/x", "arxiv:2301.01234", "pmid:17", "openalex:w4"."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{1,9}(?:\.\d+)*/(?:\((?i:SICI)\)[^\s\"]+|[^\s\"<>]+)")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*|doi\s+)", re.IGNORECASE)
_NEW_ARXIV = (
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}"  # 0704.0001 until 1412.9999
    r"|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5})"  # 1501.00001 and later
)
_OLD_ARXIV = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7}"
_ARXIV_ID = re.compile(rf"(?:{_NEW_ARXIV}|{_OLD_ARXIV})(?:v\d+)?")
_ARXIV_ANYWHERE = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf)/|arxiv[:.]\s*|^abs/)({_NEW_ARXIV}|{_OLD_ARXIV})(?!\d)", re.IGNORECASE
)
_AS_NUMBER = re.compile(r"(\d{3,4})\.(?!0*$)(\d{1,16})")
_PMID = re.compile(r"(?:(?:pmid|medline)\s*:?\s*|https?://\S+?/(?:pubmed/)?)?([1-9]\d{0,8})(?:\.0)?/?", re.IGNORECASE)
_OPENALEX = re.compile(r"\bopenalex\.org/(?:works/)?(W\d+)", re.IGNORECASE)
_LENS = re.compile(r"(?<![\d-])\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX](?![\d-])")
_DIMENSIONS = re.compile(r"\bpub\.\d{7,}\b")
_WOS = re.compile(r"\bWOS:[A-Z\d]{6,}\b")
_AFTER_DOI = ".,;:)]}"
_VERSION = re.compile(r"v\d+$")


def bare_doi(text: str) -> str:
    """The DOI in a field of DOIs, without "https://doi.org/" and "doi:"; "" when it holds none."""
    if not text or is_doi(text):
        return text
    bare = _DOI_PREFIX.sub("", text.strip())
    if is_doi(bare):
        return bare
    found = _DOI.search(text)
    return found[0].rstrip(_AFTER_DOI) if found else ""


def pmid(text: str) -> str:
    """ "pmid:..." of a field of PubMed's numbers, "" when it is none; tables may make 17.0 of 17."""
    found = _PMID.fullmatch(text.strip()) if text else None
    return f"pmid:{found[1]}" if found else ""


def doi(text: str) -> str:
    """ "doi:..." in lower case (DOIs do not distinguish case), "" when there is none in the text."""
    found = _DOI.search(text) if text else None
    return f"doi:{found[0].rstrip(_AFTER_DOI).casefold()}" if found else ""


def is_doi(text: str) -> bool:
    """Whether the text is a bare DOI."""
    return _DOI.fullmatch(text) is not None


def arxiv_id(text: str) -> str:
    """The id in a field of arXiv ids, mended where a spreadsheet took it for a number: 704.0001, 1101.417,
    1912.1350100000002. What is no arXiv id comes back as it is."""
    if not text or is_arxiv(text) or not (found := _AS_NUMBER.fullmatch(text)):
        return text
    month, number = found[1].zfill(4), float(f"0.{found[2]}")
    mended = month + f"{number:.{5 if month >= '1501' else 4}f}".removeprefix("0")
    return mended if is_arxiv(mended) else text


def is_arxiv(text: str) -> bool:
    """Whether the text is an arXiv id, of the old or the new kind, with or without version."""
    return _ARXIV_ID.fullmatch(text) is not None


def arxiv(text: str) -> str:
    """ "arxiv:..." without version: from an id, an address, or the DOI that arXiv gives; "" when there is none."""
    text = text.strip()
    if is_arxiv(text):
        return f"arxiv:{_VERSION.sub('', text)}"
    found = _ARXIV_ANYWHERE.search(text)
    return f"arxiv:{found[1]}" if found else ""


def arxiv_year(text: str) -> int | None:
    """The year that an arXiv id names: 2007 for 0704.0001, 1998 for cs/9809121."""
    if not (known := arxiv(text)):
        return None
    digits = known.partition("/")[2] or known.removeprefix("arxiv:")
    year = int(digits[:2])
    return year + (1900 if year > 90 else 2000)


def catalog_numbers(text: str) -> list[str]:
    """The numbers of OpenAlex, The Lens, Dimensions and Web of Science in the text: "openalex:w4", "wos:0001"."""
    if not any(sign in text for sign in ("openalex", "pub.", "WOS:")) and text.count("-") < 4:
        return []  # as nearly everywhere
    found = [f"openalex:{number}" for number in _OPENALEX.findall(text)]
    found += [f"lens:{number}" for number in _LENS.findall(text)]
    found += [f"dimensions:{number}" for number in _DIMENSIONS.findall(text)]
    return [number.casefold() for number in found + _WOS.findall(text)]


def own(*texts: str) -> list[str]:
    """Every DOI and arXiv id among these texts (ids, DOIs, addresses)."""
    found: list[str] = []
    for text in texts:
        if text:
            # arXiv's own DOI says no more than the arXiv id.
            found += filter(None, [arxiv(text) or doi(text)])
    return found
