"""GraphML (http://graphml.graphdrawing.org), for NetworkX, igraph, yEd, Cytoscape, Gephi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.core.graph import FLOAT, INTEGER
from kg.core.graph_store import GraphSource
from kg.loaders.files.looks import Places, looks
from kg.loaders.files.rows import EDGE_COLUMNS, NODE_COLUMNS, edge_row, every_edge, every_node, node_row
from kg.loaders.files.xml import TYPES, escaped, xml_id

_LOOK = {"r": INTEGER, "g": INTEGER, "b": INTEGER, "size": FLOAT, "x": FLOAT, "y": FLOAT}
"""The fields of a Look, under the names that Gephi takes for colour, size and position."""


def graphml(graph: GraphSource, places: Places | None = None) -> Iterator[str]:
    """The whole graph in chunks: one a node or relationship, and one before and after. places: where the papers lie."""
    look = looks(graph, places or {})
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
        f"{_keys('node', NODE_COLUMNS | _LOOK)}{_keys('edge', EDGE_COLUMNS)}"
        '<graph id="papermesh" edgedefault="directed">\n'
    )
    for node in every_node(graph):
        shown = dict(zip(_LOOK, map(str, look[node.key]), strict=True))
        yield f'<node id="{xml_id(node.key)}">{_data("node", node_row(node) | shown)}</node>\n'
    for number, edge in enumerate(every_edge(graph)):
        ends = f'source="{xml_id(edge.start)}" target="{xml_id(edge.end)}"'
        yield f'<edge id="e{number}" {ends}>{_data("edge", edge_row(edge))}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _keys(of: str, columns: Mapping[str, str]) -> str:
    return "".join(
        f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{TYPES[kind]}"/>\n'
        for name, kind in columns.items()
    )


def _data(of: str, row: Mapping[str, str]) -> str:
    return "".join(f'<data key="{of}-{name}">{escaped(value)}</data>' for name, value in row.items())
