"""Text from outside as Markdown and YAML: it is shown, and starts no link, tag, query, formula, HTML or comment."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Shown: TypeAlias = str | int | Sequence[str]

_BREAKS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|!~=%$^&]")
_IN_LINK = str.maketrans("[]|\\<>`", "()//‹›'")
_FIRST = re.compile(r"^(\d*)([-+.)])")
_DOUBLE_COLON = re.compile(r":(?=:)")
_NO_TAG = re.compile(r"[^\w]+")
_UNSAFE = re.compile(r"[^!#$&'*+,./0-9:;=?@A-Za-z_~%-]")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def markdown(text: str) -> str:
    r"""A text in one line, with a backslash before all that means something in Obsidian.

    >>> markdown("see [[Other note]] and %% this %%")
    'see \\[\\[Other note\\]\\] and \\%\\% this \\%\\%'
    """
    escaped = _MARKDOWN.sub(r"\\\g<0>", one_line(text))
    return _DOUBLE_COLON.sub(r":\\", _FIRST.sub(r"\1\\\2", escaped))


def link(target: str, text: str) -> str:
    """A wiki link to a note; target: its path, as kg.loaders.files.obsidian.names gives it."""
    shown = one_line(text).translate(_IN_LINK).replace("%%", "%")  # a link knows no escapes
    return f"[[{target}|{shown}]]" if shown else f"[[{target}]]"


def address(url: str) -> str:
    """An address of the web for a Markdown link in angle brackets; "" for others."""
    return _UNSAFE.sub(_percent, one_line(url)).replace("%%", "%25%25") if _WEB.match(url) else ""


def tag(*parts: str) -> str:
    """A tag of Obsidian: letters, digits and dashes, with "/" between the parts."""
    return "/".join(_NO_TAG.sub("-", unicodedata.normalize("NFC", part).lower()).strip("-") or "-" for part in parts)


def front_matter(properties: Mapping[str, Shown]) -> str:
    """YAML between lines of dashes: texts in double quotes, lists on a line, as JSON writes them; no empty ones."""
    lines = (f"{name}: {_yaml(value)}\n" for name, value in properties.items() if value or value == 0)
    return f"---\n{''.join(lines)}---\n"


def one_line(text: str) -> str:
    """A text without line ends, control characters, and what turns the direction of reading."""
    return _BREAKS.sub(" ", text).strip()


def _yaml(value: Shown) -> str:
    if isinstance(value, int):
        return str(value)
    told = one_line(value) if isinstance(value, str) else [one_line(each) for each in value]
    return json.dumps(told, ensure_ascii=False).replace("%%", r"%\u0025")  # no comment of Obsidian, not even here


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
