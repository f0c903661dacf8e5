"""Text as sources give it, made plain: control characters, markup, "Abstract:", copyright lines."""

from __future__ import annotations

import html
import re
import unicodedata

from kg.papers.readers.fields.latex import accents

# C0 and C1 controls but tab and newline, bidirectional overrides and isolates, byte order marks.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_BLOCKS = "p|br|div|sec|section|title|li|ul|ol|list|list-item|label|h[1-6]|abstracttext|tr|table"
_INLINE = (
    "i|b|u|s|em|strong|sub|sup|sc|tt|code|span|a|font|italic|bold|small|strike|underline|monospace|inf|"
    "inline-formula|disp-formula|alternatives|tex-math|ext-link|xref|named-content|styled-content|"
    "inline-graphic|img|math|m[a-z]{1,13}|semantics|annotation|annotation-xml"
)
# What stands within a tag behind its name is name="value": "x<i and j>k" is no tag.
_ATTRIBUTE = r"""\s++[\w:.-]{1,60}\s*+=\s*+(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>]{1,2000}+)"""
_TAG = re.compile(rf"<(/?)(?:\w{{1,8}}:)?({_BLOCKS}|{_INLINE})(?:{_ATTRIBUTE}){{0,30}}+\s*+/?>", re.IGNORECASE)
# The same formula again, in TeX: what is noted at MathML, and what stands beside it.
_ANNOTATION = r"<(?P<tag>(?:\w{1,8}:)?annotation(?:-xml)?)\b[^<>]*>.{0,5000}?</(?P=tag)>"
_TEX = r"<(?P<{0}>(?:\w{{1,8}}:)?tex-math)\b[^<>]*>.{{0,5000}}?</(?P={0})>"
_SECOND_FORMULA = re.compile(
    rf"{_ANNOTATION}|(?<=[/:]math>)\s*{_TEX.format('after')}|{_TEX.format('before')}(?=\s*<(?:\w{{1,8}}:)?math\b)",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(_BLOCKS, re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->", re.DOTALL)

_HEADING = re.compile(
    r"(?i:abstract|summary|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t)\s*(?:[:：]|[—–]+|\s?-{1,3}\s|\.\s|\n)\s*"
    r"|ABSTRACT\s+(?=[A-Z])|[<‹〈《]正[>›〉》]|[【\[〔［]?\s*(?:中文|内容)?\s*(?:摘\s*要|提要)\s*(?:[】\]〕］]\s*[:：]?|[:：]|\n)\s*"
)
_NOTHING = re.compile(r"\[?(?:no abstract(?: is)? available|abstract(?: is)? not available)\.?\]?", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:(?<=[\s.。!?;)])|^)(?:"
    r"(?:(?:crown\s+)?copyright\s*)?(?:\(c\)|©|ⓒ)\s*(?:copyright\s*)?(?:\d{4}|(?:the|by)\s|[A-Z][a-z]+)[^\n©]{0,180}"
    r"|copyright\s+(?:\d{4}|by\s|the\s)[^\n©]{0,180}"
    r"|published by (?!us\b)[A-Z][^\n.]{1,60}(?:\.(?!\s*\w{4})[^\n.]{0,12})?\.?"
    r"|all rights reserved\.?"
    r"|版权所有[^\n]{0,60}"
    r")\s*$",
    re.IGNORECASE,
)
_TIDY = re.compile(r"[ -%'-;=-\[\]-~]*")
"""One line of printable ASCII in which nothing stands for anything else, as most names and titles are."""
_TAIL_SIGNS = ("©", "ⓒ", "(c)", "copyright", "rights reserved", "published by", "版权")


def clean(text: str) -> str:
    """NFC, without control characters and bidirectional overrides, stripped; inner whitespace as given."""
    if not text.replace("\n", "").isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def plain(text: str) -> str:
    """Without the tags of HTML, JATS and MathML, entities as characters; "a < b" stays as it is."""
    for _ in range(2):  # "&lt;p&gt;" is markup that was escaped once more
        if "<" in text and (_TAG.search(text) or "<!" in text):
            text = _TAG.sub(_gap, _SECOND_FORMULA.sub("", _CDATA.sub(r"\1", text)))
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


def _gap(tag: re.Match[str]) -> str:
    return "\n" if _BLOCK.fullmatch(tag[2]) else ""


def _plain_text(text: str) -> str:
    text = clean(text)
    if "<" in text or "&" in text:
        text = clean(plain(text))
    return accents(text) if "\\" in text else text


def plain_abstract(text: str) -> str:
    """The abstract itself: cleaned and plain, without its heading and without a copyright line at its end."""
    text = _plain_text(text)
    if len(text) < 50 and _NOTHING.fullmatch(text):  # what Scopus and PubMed write where there is none
        return ""
    if found := _HEADING.match(text):
        text = text[found.end() :] or text
    end = text[-250:].casefold()
    if any(sign in end for sign in _TAIL_SIGNS):
        text = _without_tail(text)
    return text


def _without_tail(text: str) -> str:
    for _ in range(3):
        before = max(0, len(text) - 250)
        found = _TAIL.search(text, before)
        if not found or not (rest := text[: found.start()].rstrip()):
            break
        text = rest
    return text


def one_line(text: str) -> str:
    """The text in one line: cleaned, plain, LaTeX accents as characters, one space for any white space."""
    if _TIDY.fullmatch(text) and "  " not in text:
        return text.strip()
    return " ".join(_plain_text(text).split())
