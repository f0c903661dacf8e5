"""What both XML formats, GraphML and GEXF, write alike: types of columns, ids, text."""

from __future__ import annotations

import re

from kg.core.graph import BOOLEAN, FLOAT, INTEGER, STRING, NodeKey

TYPES = {STRING: "string", INTEGER: "long", FLOAT: "double", BOOLEAN: "boolean"}
"""What the formats call the types of kg.loaders.files.rows.NODE_COLUMNS and EDGE_COLUMNS."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_MARKUP = re.compile("[" + "".join(_XML) + "]")


def xml_id(key: NodeKey) -> str:
    """A node's id, "Label:id" because ids are unique within a label only, escaped."""
    return escaped(":".join(key))


def escaped(text: str) -> str:
    """Text for XML, within an element or an attribute: what XML cannot hold becomes U+FFFD, no line end is lost."""
    return _MARKUP.sub(lambda found: _XML[found[0]], _NOT_XML.sub("\ufffd", text))
