"""LaTeX in names, titles and abstracts: accents and markup become characters, formulas stay as they are.

What `kg.text.masking` masks (formulas, citations, unknown commands) is left alone, so that BibTeX and arXiv give the
same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_FORMULA = re.compile(r"(?<!\\)(\$\$?[^$]{1,2000}\$\$?|\\\(.{1,2000}?\\\)|\\\[.{1,2000}?\\\])", re.DOTALL)
_LETTER = r"(?:[A-Za-z]|\\[ij](?![A-Za-z]))"
_BARE_ACCENT = re.compile(  # begins with a backslash, which is found fast
    rf"""\\(?:["'`^~=.]\s*(?:\{{{_LETTER}\}}|{_LETTER})"""
    rf"|[uvHtcdbrk](?:\s*\{{(?:{_LETTER}){{1,2}}\}}|\s+{_LETTER})"
    r"|(?:ss|o|O|l|L|aa|AA|ae|AE|oe|OE|i|j|dh|DH|th|TH|dj|DJ|ng|NG"
    r"|text(?:mu|degree|times|div|pm|copyright|registered|trademark|bullet|euro|ohm|quotesingle|ellipsis|endash|emdash"
    r"|quote(?:left|right)|quotedbl(?:left|right)|one(?:half|quarter)|sterling|section)"
    r")(?![A-Za-z])(?:\{\}|[ ]+(?=[^\s}]))?)"
)
_ACCENT = re.compile(rf"\{{?{_BARE_ACCENT.pattern}\}}?")
_STYLE = re.compile(
    r"\\(?:emph|text(?:bf|it|rm|sc|sf|sl|tt|up|normal|superscript|subscript)?|mbox|uppercase|MakeUppercase|underline)"
    r"\s*(?=\{)|\\(?:em|bf|it|rm|sc|sf|sl|tt|bfseries|itshape|noopsort\{[^{}]*\})(?![A-Za-z])\s*|\\[/,!;:-]"
)
# Commands that remain, with what they take: citations and the like.
_COMMAND = re.compile(r"(\\[A-Za-z]+\*?(?:\[[^\[\]]{0,200}\])?\{[^{}]{0,500}\})")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_NAMED = {"backslash": "\ue004", "braceleft": "\ue000", "braceright": "\ue001", "asciitilde": "\ue005"}
_NAMED |= {"asciicircum": "\ue006", "less": "<", "greater": ">", "bar": "|", "underscore": "_", "quotedbl": '"'}
_CHARACTER = re.compile(rf"\\text({'|'.join(_NAMED)})(?:\{{\}}|(?![A-Za-z])\s?)")
_SIGN = re.compile(r"[\\{}~]|``|''|--")
"""Without any of these a text has no LaTeX in it."""
_HIDDEN, _SHOWN = str.maketrans("{}", "\ue000\ue001"), str.maketrans("\ue000\ue001\ue004\ue005\ue006", "{}\\~^")
_FORMULA_HERE, _COMMAND_HERE = "\ue002", "\ue003"
_ENSURED = re.compile(r"\\ensuremath\{([^{}]*)\}")
_SPACE = re.compile(r"\\(?:newline|par|linebreak)(?![A-Za-z])|\\\\|\\ |(?<!\\)~")


def accents(text: str) -> str:
    """Accents and letters as characters ("Erd\\H{o}s", "{\\o}"), nothing else changed."""
    if "\\" not in text or not _BARE_ACCENT.search(text):
        return text
    return _outside(_FORMULA, text, lambda part: _ACCENT.sub(_character, part))


def from_latex(text: str) -> str:
    """The text of a BibTeX field: accents, quotes and dashes as characters, no braces; formulas as given."""
    if not _SIGN.search(text):
        return text
    return _outside(_FORMULA, text, _plain)


def _outside(kept: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Change the text, but not what matches `kept`: a private character stands for it meanwhile."""
    inside = kept.findall(text) if "\\" in text or "$" in text else ()
    if not inside:
        return change(text)
    placeholder = _FORMULA_HERE if kept is _FORMULA else _COMMAND_HERE
    changed = change(kept.sub(placeholder, text.replace(placeholder, "")))
    first, *rest = changed.split(placeholder)
    return first + "".join(formula + after for formula, after in zip(inside, rest, strict=True))


def _plain(text: str) -> str:
    if "\\" not in text:
        return _without_braces(text)
    text = _CHARACTER.sub(lambda found: _NAMED[found[1]], text)
    text = _outside(_COMMAND, _STYLE.sub("", _ACCENT.sub(_character, text)), _without_braces).translate(_SHOWN)
    return _ENSURED.sub(r"$\1$", text)


def _without_braces(text: str) -> str:
    if "\\" in text or "~" in text:
        text = _SPACE.sub(" ", text)
    text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    if "\\" not in text:
        return text.replace("{", "").replace("}", "")
    text = _ESCAPED.sub(lambda found: found[1].translate(_HIDDEN), text)
    return text.replace("{", "").replace("}", "")


@lru_cache(maxsize=4096)
def _decode(command: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text().latex_to_text(command)


def _character(found: re.Match[str]) -> str:
    """The command as characters; a brace that stands on one side of it only stays."""
    command = found[0]
    opened = command.startswith("{")
    closed = command.count("}") > command.count("{") - opened
    before = "{" if opened and not closed else ""
    after = "}" if closed and not opened else ""
    inner = command[1:] if opened else command
    inner = inner[:-1] if closed else inner
    decoded = _decode(inner.strip())
    return before + decoded + after
