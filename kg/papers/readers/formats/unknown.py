"""What is no text of a paper although it is text: exports of unknown kinds, web pages, answers of services."""

from __future__ import annotations

import re
from collections import Counter

_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*\s[^<>]*\bxmlns\b)")
_REFUSED = re.compile(
    r"\W*(?:(?:http\s*)?[45]\d\d\W+)?(?:(?:resource|page)?\s*not found|too many requests|rate limit exceeded|"
    r"bad request|internal server error|service unavailable|bad gateway|gateway time-?out|"
    r"forbidden|unauthorized|access denied)"
    r"\b[^\n]{0,200}",
    re.IGNORECASE,
)
_PUBMED_ABSTRACTS = re.compile(r"^(?:PMID: \d+|Author information: *)", re.MULTILINE)
_TAGS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^([A-Z][A-Z0-9]{1,3})\s*[-=:]\s",  # TI - On graphs
        r"^([A-Z][A-Z0-9]{1,4})[ \t]{1,6}\S",  # TI On graphs
        r"^[%#*](\w+|[@!*])\s",  # #* On graphs
        r"^--([A-Z]{2})--\s",  # --TI-- On graphs
        r"^[<\[{【]([^<>\[\]{}【】\n]{1,40})[>\]}】][:：]?",  # <Title> On graphs
        r"^([A-Za-z\u4e00-\u9fff][^:：\n]{0,40})[:：](?:\s|$)",  # Title: On graphs
    )
)
_TITLE = re.compile(r"T[1-3IT]?|TITLE?|.*\btitle\b.*|.*(?:题名|標題|标题|篇名|題名).*", re.IGNORECASE)
_BESIDE = re.compile(
    r"A[1UB]|FAU|A|PY|Y1|YR|DP|DA|JF|JO|JT|SO|.*\b(?:authors?|journal|year|source|publication|abstract)\b.*"
    r"|.*(?:作者|年|期刊|来源|來源|摘要).*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\W{0,3}(?:\d{1,4}[\].)]*\s+)?[^\W\d_][\w'’-]*,? (?:[A-Z]\.?[- ]?){1,3}[,. (]"
    r"[^\n]{0,800}?\b(?:1[89]|20)\d\d[a-z]?\b"
)
_FEWEST_TAGS = 3


def why_no_paper(start: str) -> str:
    """Why a text with this beginning is not read as the text of a paper, "" when nothing speaks against it."""
    if _WEB_PAGE.match(start):
        return "this is a web page, not an export"
    if _XML.match(start):
        return "this is XML of an unknown kind"
    if _REFUSED.fullmatch(start.strip()):
        return f"this is the answer of a web service, not a paper: {' '.join(start.split())[:100]}"
    if not re.search(r"[^\W\d_]{2}", start):
        return "this holds no words"
    if _is_reference_list(start):
        return "this is a list of references, not a paper"
    if len(_PUBMED_ABSTRACTS.findall(start)) > 1:
        return 'these are abstracts as PubMed shows them; choose its format "PubMed" to save them'
    for tag in _TAGS:
        if names := _entries(Counter(tag.findall(start))):
            return f"this looks like an export of an unknown kind (lines begin with {', '.join(names)})"
    return ""


def _is_reference_list(start: str) -> bool:
    """Whether most lines begin with an author's name and initials, and name a year."""
    lines = [line for line in start.splitlines() if line.strip()]
    found = sum(_REFERENCE.match(line) is not None for line in lines)
    return found > 2 and found > 0.6 * len(lines)


def _entries(tags: Counter[str]) -> list[str]:
    """The tags, when they name a title and what stands beside one, in several entries, or in two letters at least."""
    titles = [tag for tag in tags if _TITLE.fullmatch(tag.strip())]
    beside = [tag for tag in tags if _BESIDE.fullmatch(tag.strip())]
    several = any(tags[tag] > 1 for tag in titles) or any(len(tag) < 3 for tag in titles)
    if len(tags) < _FEWEST_TAGS or not titles or not beside or not several:
        return []
    return [tag.strip() for tag in dict.fromkeys([*titles, *beside])][:4]
