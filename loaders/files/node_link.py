"""JSON in the node-link form of NetworkX and D3."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.core.graph import CYPHER_TYPES
from kg.core.graph_store import GraphSource
from kg.loaders.files.rows import every_edge, every_node


def node_link(graph: GraphSource) -> Iterator[str]:
    """The whole graph in chunks, one a node or relationship.

    Nothing is lost: lists stay lists, a node's key is the list [label, id].
    `networkx.node_link_graph(json.load(file), name="key", edges="edges", key="type")` is the graph of kg.to_networkx.
    """
    yield '{"directed": true, "multigraph": true, "graph": {}, "nodes": ['
    comma = "\n"
    for node in every_node(graph):
        yield comma + _dump({"key": node.key, "label": node.label, **node.properties})
        comma = ",\n"
    yield '\n], "edges": ['
    comma = "\n"
    for edge in every_edge(graph):
        yield comma + _dump(
            {"source": edge.start, "target": edge.end, "type": CYPHER_TYPES[edge.type], **edge.properties}
        )
        comma = ",\n"
    yield "\n]}\n"


def _dump(item: dict[str, object]) -> str:
    # A lone surrogate is written as an escape: UTF-8 cannot hold it, JSON can.
    text = json.dumps(item, ensure_ascii=False)
    return text if text.isascii() or _encodable(text) else json.dumps(item)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
