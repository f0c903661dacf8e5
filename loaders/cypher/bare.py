"""Which queries ask nothing of relationships but where they lead.

The engine maps a file into memory when hardly any relationship in it has properties, else it reads all of it: a tenth
of a second instead of two at 64,000 papers. So there are two files, and a query that names no relationship and no way
has no use for the one with the properties. In doubt the answer is no: that is slower, and never wrong.
"""

from __future__ import annotations

import re

_TEXT = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*", re.DOTALL)
_DASH = re.compile(r"-\s*\[")
_NAMELESS = re.compile(r"-\s*\[\s*(?::[\w\s:|&!()%]*)?(?:\*[\d\s.]*)?\]")
_MAY_NAME_A_WAY = re.compile(r"=\s*(?:\w+\s*)*\(")
_PROCEDURE = re.compile(r"\bCALL\b(?!\s*(?:\([\w\s,*]*\)\s*)?\{)", re.IGNORECASE)


def needs_no_properties(query: str) -> bool:
    """Whether the query gives the same rows when relationships have no properties."""
    code = _TEXT.sub(lambda found: " " * len(found[0]), query)
    if not code.isascii() or "`" in code or "/*" in code:  # other dashes; names with anything in them; comments
        return False
    if _MAY_NAME_A_WAY.search(code) or _PROCEDURE.search(code):
        return False
    return all(_NAMELESS.match(code, found.start()) for found in _DASH.finditer(code))
