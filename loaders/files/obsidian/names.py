"""Names of files that hold on Windows, macOS and Linux, and in wiki links."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from kg.core.graph import Node, NodeKey

LONGEST = 120
"""Bytes of a name in UTF-8, without what tells it from others and its ending."""

FOLDERS = {"Paper": "Papers", "Concept": "Concepts", "Topic": "Topics"}
"""Label -> the folder of its notes."""

_FORBIDDEN = re.compile(r'[\[\]#^|\\/:*?"<>%]')
"""By Obsidian in names and links, and by Windows; "%" would begin an escape in addresses."""
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)


def note_names(nodes: Iterable[Node]) -> dict[NodeKey, str]:
    """Path of the note of every node below the vault, "/" between folder and name, without ".md".

    No two are the same where letters differ by case or composition only: those carry a mark that follows from their
    ids, each of them, so that no order decides which one is plain.
    """
    plain = {node.key: _folder(node) + safe_name(node.name) for node in nodes}
    count = Counter(map(_folded, plain.values()))
    return {key: name if count[_folded(name)] == 1 else f"{name} ({_mark(key)})" for key, name in plain.items()}


def safe_name(text: str) -> str:
    """A text as the name of a file: nothing hidden, reserved, too long or outside its folder; "untitled" for none."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(" " if unicodedata.category(each) in _UNSEEN else each for each in composed)
    words = " ".join(_FORBIDDEN.sub(" ", seen).split())
    name = words.encode()[:LONGEST].decode(errors="ignore").strip(" .")
    if _RESERVED.fullmatch(name):
        return f"_{name}"
    return name or "untitled"


def _folder(node: Node) -> str:
    return f"{FOLDERS[node.label]}/"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _mark(key: NodeKey) -> str:
    return hashlib.sha256("\n".join(key).encode("utf-8", "replace")).hexdigest()[:8]
