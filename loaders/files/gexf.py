"""GEXF 1.2 (https://gexf.net), the format of Gephi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.core.graph import CYPHER_TYPES
from kg.core.graph_store import GraphSource
from kg.loaders.files.looks import Look, Places, looks
from kg.loaders.files.rows import EDGE_COLUMNS, NODE_COLUMNS, edge_row, every_edge, every_node, node_row
from kg.loaders.files.xml import TYPES, escaped, xml_id

_OWN = ("label", "weight")
"""Columns for which the format has a place of its own."""

_TITLES = {"id": "papermesh_id"}
"""Gephi has a column Id already: the one with the label before it."""


def gexf(graph: GraphSource, places: Places | None = None) -> Iterator[str]:
    """The whole graph in chunks: one a node or relationship, and one before, between and after.

    places: where the papers lie; Gephi and Gephi Lite show colours, sizes and positions as they are.
    """
    look = looks(graph, places or {})
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
        "<meta><creator>papermesh</creator></meta>\n"  # no date of change: the same graph, the same bytes
        '<graph defaultedgetype="directed" mode="static">\n'
        f"{_attributes('node', NODE_COLUMNS)}{_attributes('edge', EDGE_COLUMNS)}<nodes>\n"
    )
    for node in every_node(graph):
        row = node_row(node)
        shown = f"{_values(row)}{_viz(look[node.key])}"
        yield f'<node id="{xml_id(node.key)}" label="{escaped(row["label"])}">{shown}</node>\n'
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(every_edge(graph)):
        row = edge_row(edge)
        ends = f'source="{xml_id(edge.start)}" target="{xml_id(edge.end)}"'
        weight = f' weight="{row["weight"]}"' if "weight" in row else ""
        yield f'<edge id="{number}" {ends} label="{CYPHER_TYPES[edge.type]}"{weight}>{_values(row)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(of: str, columns: Mapping[str, str]) -> str:
    declared = "".join(
        f'<attribute id="{name}" title="{_TITLES.get(name, name)}" type="{TYPES[kind]}"/>\n'
        for name, kind in columns.items()
        if name not in _OWN
    )
    return f'<attributes class="{of}" mode="static">\n{declared}</attributes>\n'


def _values(row: Mapping[str, str]) -> str:
    values = (f'<attvalue for="{name}" value="{escaped(text)}"/>' for name, text in row.items() if name not in _OWN)
    return f"<attvalues>{''.join(values)}</attvalues>"


def _viz(look: Look) -> str:
    colour = f'<viz:color r="{look.red}" g="{look.green}" b="{look.blue}"/>'
    return f'{colour}<viz:position x="{look.x}" y="{look.y}" z="0.0"/><viz:size value="{look.size}"/>'
