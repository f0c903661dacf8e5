"""The offline page of a neighborhood: one HTML file with everything in it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.viz.network import build_network, node_id, short_label

if TYPE_CHECKING:
    from kg.loaders.explore import Neighborhood

# Order matters only for reading; they are one program in one scope.
PROGRAM = ("model.js", "labels.js", "painter.js", "picture.js", "panel.js", "search.js", "main.js")
# The copy that pyvis carries. Its style sheet only dresses controls that this page does not use.
LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"

_SURROGATE = re.compile("[\ud800-\udfff]")


def render_page(neighborhood: Neighborhood, title: str) -> str:
    """One self-contained HTML page: no request leaves it, positions are fixed, text stays text.

    The same neighborhood and title give the same page.
    """
    style, library, program = _asset("page.css"), _library(), _program()
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(program)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": html.escape(policy, quote=False),
        "title": html.escape(short_label(title, 120) or "papermesh"),
        "style": style,
        "data": _embed(_data(neighborhood)),
        "library": library,
        "program": program,
    }
    # One pass, so that a marker inside a title stays a title.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _asset("page.html"))


def write_page(neighborhood: Neighborhood, path: Path, title: str) -> None:
    """Writes the page as UTF-8, whole or not at all. Replaces what is there; KgError when it cannot."""
    page = render_page(neighborhood, title).encode("utf-8")
    path = Path(path)
    part = path.with_name(f".papermesh-{os.getpid()}.part")
    try:
        part.write_bytes(page)
        part.replace(path)
    except OSError as error:
        raise KgError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _data(neighborhood: Neighborhood) -> dict[str, object]:
    """What the program in the page reads: the vis.js network, and the graph that it stands for."""
    network = build_network(neighborhood)
    nodes = {node.key: node for node in neighborhood.nodes}
    return {
        "center": node_id(neighborhood.center) if neighborhood.center in nodes else None,
        "network": {"nodes": network.nodes, "edges": network.edges, "options": network.options},
        "nodes": [
            {"key": node_id(node.key), "kind": node.label, "name": node.name, "properties": node.properties}
            for node in nodes.values()
        ],
        "relations": [
            {
                "type": edge.type,
                "start": node_id(edge.start),
                "end": node_id(edge.end),
                "properties": edge.properties,
            }
            for edge in neighborhood.edges
        ],
    }


def _embed(data: object) -> str:
    """JSON that HTML and JavaScript both read as mere text."""
    text = json.dumps(_plain(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _plain(value: object) -> object:
    """Only what JSON and UTF-8 can hold. Lone surrogates become one other character: spans stay right."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _asset(name: str) -> str:
    # Browsers hash the text after line ends became \n, whatever a checkout made of them.
    text = files("kg.viz").joinpath("assets", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _library() -> str:
    text = files("pyvis").joinpath(LIBRARY).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("</script", "<\\/script")


@cache
def _program() -> str:
    body = "\n".join(_asset(name) for name in PROGRAM)
    return f'(() => {{\n"use strict";\n{body}\n}})();'
