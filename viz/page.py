"""The offline page of a scene: one HTML file with everything in it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.core.graph import RELATIONSHIPS, Node
from kg.loaders.files.write import write_file
from kg.text.zh_en.pinyin import initials
from kg.viz.bundle import bundle
from kg.viz.network import build_network, node_id, short_label
from kg.viz.scene import Scene
from kg.viz.strengths import shown_strength
from kg.viz.topics import Topic

STYLE = ("page/tokens.css", "page/layout.css", "page/sidebar.css", "page/panel.css")  # a later rule wins
PROGRAM = "page/main.js"  # names what it needs, see bundle.py

_OWN, _NONE = "'self'", "'none'"
_SURROGATE = re.compile("[\ud800-\udfff]")
_TYPES = {kind: number for number, kind in enumerate(RELATIONSHIPS)}


def render_page(scene: Scene, title: str, *, served: bool = False) -> str:
    """One self-contained HTML page: no request leaves it, positions are fixed, text stays text.

    served: the page may ask the server that it came from for more (`kg serve`).
    The same scene and title give the same page.
    """
    data = embed(page_data(scene) | {"served": served})
    title = short_label(title, 120) or "papermesh"
    return document("page/page.html", title, STYLE, PROGRAM, served=served, data=data)


def document(
    template: str, title: str, styles: Sequence[str], script: str, *, served: bool = False, **parts: str
) -> str:
    """An HTML page that holds all it needs. template, styles, script: files in assets/; script names those it imports.
    parts: what stands for {{name}} in the template. served: as of `render_page`."""
    style, program = _joined(tuple(styles)), _program(script)
    fields = parts | {
        "policy": html.escape(_policy(program, style, served=served), quote=False),
        "title": html.escape(title),
        "style": style,
        "program": program,
    }
    whole = asset(template).replace("{{head}}", asset("page/head.html").rstrip("\n"))
    # One pass, so that a marker inside a title stays a title.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: fields[match[1]], whole)


def _policy(program: str, style: str, *, served: bool = False) -> str:
    """The content security policy of a page that holds this script and style and asks nobody for anything more."""
    return (
        f"default-src 'none'; script-src {_hash(program)}; style-src {_hash(style)}; img-src data: blob:; "
        f"connect-src {_OWN if served else _NONE}; base-uri 'none'; form-action 'none'"
    )


def write_page(scene: Scene, path: Path, title: str) -> None:
    """Writes the page as UTF-8, whole or not at all. Replaces what is there; KgError when it cannot."""
    write_file(Path(path), [render_page(scene, title)], overwrite=True)


def page_data(scene: Scene) -> dict[str, object]:
    """What the program in the page reads; plain values only.

    nodes: as vis.js takes them, with "name", "properties", of concepts "years" (papers of the corpus by year), of
    papers "authors" ([[id, name]]) and in a neighborhood "score". corpus: how many nodes of each label the corpus has,
    and how many papers of each year. relations: [type, start, end, properties, strength]; edges: [from, to, width,
    hidden, [indices of relations]]. Nodes are named by their index in nodes, types by theirs in "types". initials:
    Chinese character -> first letters of its readings.
    """
    network = build_network(scene)
    index = {node_id(node.key): i for i, node in enumerate(scene.nodes)}
    nodes = [
        {
            **item,
            "name": node.name,
            "properties": node.properties,
            "score": scene.scores.get(node.key),
            "authors": [(node_id(author.key), author.name) for author in scene.authors.get(node.key, ())] or None,
            "years": scene.corpus.mentions.get(node.id) if node.label == "Concept" else None,
        }
        for item, node in zip(network.nodes, scene.nodes, strict=True)
    ]
    inside = {node.key for node in scene.nodes}
    number, relations = dict[int, int](), []
    for i, edge in enumerate(scene.edges):
        if edge.start in inside and edge.end in inside:
            number[i] = len(relations)
            ends = index[node_id(edge.start)], index[node_id(edge.end)]
            relations.append((_TYPES[edge.type], *ends, edge.properties, shown_strength(edge)))
    edges = [
        (index[str(e["from"])], index[str(e["to"])], e["width"], e["hidden"], [number[r] for r in e["relations"]])  # type: ignore[attr-defined]
        for e in network.edges
    ]
    corpus = scene.corpus
    data = {
        "corpus": {"counts": corpus.counts, "years": corpus.years},
        "center": node_id(scene.center) if scene.center in inside else None,
        "types": list(RELATIONSHIPS),
        "nodes": nodes,
        "edges": edges,
        "relations": relations,
        "topics": list(map(_topic, network.topics)),
        "initials": initials("".join(map(_chinese_names, scene.nodes))),
    }
    return plain(data)  # type: ignore[return-value]


def _topic(topic: Topic) -> dict[str, object]:
    """name; of a topic of the corpus also papers (how many), years (papers by year), authors ([[id, name, papers]])."""
    whole = topic.whole
    if not whole:
        return {"name": topic.name}
    named = [(node_id(author.key), author.name, papers) for author, papers in whole.authors or ()]
    authors = None if whole.authors is None else named
    return {"name": topic.name, "papers": whole.papers, "years": whole.years, "authors": authors}


def _chinese_names(node: Node) -> str:
    aliases = node.properties.get("aliases")
    names = (node.name[:200], node.properties.get("name_zh"), *(aliases if isinstance(aliases, tuple) else ()))
    return "".join(str(name) for name in names if name)


def embed(data: object) -> str:
    """JSON that HTML and JavaScript both read as mere text."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def plain(value: object) -> object:
    """Only what JSON and UTF-8 can hold. Lone surrogates become one other character: spans stay right."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def asset(path: str) -> str:
    """The text of a file in assets/. Browsers hash it after line ends became \\n, whatever a checkout made of them."""
    text = files("kg.viz").joinpath("assets", *path.split("/")).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _joined(styles: tuple[str, ...]) -> str:
    return "\n".join(map(asset, styles))


@cache
def _program(script: str) -> str:
    return bundle(script, asset)
