"""VOSviewer's map and network files, and the JSON of VOSviewer Online (https://app.vosviewer.com/docs/file-types/).

Coordinates are left out on purpose: both programs lay a network out themselves where the items have none.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from kg.core.errors import KgError
from kg.core.graph import SCALE, Node, strength, whole_number
from kg.core.graph_store import GraphSource
from kg.loaders.files.write import new_folder, write_file

FEWEST, MOST_CLUSTERS = 3, 1000
"""Items that VOSviewer needs, and the greatest number that a cluster may have there."""
LINKS, TOTAL = "Links", "Total link strength"
"""What VOSviewer calls the number of links of an item, and the sum of their strengths."""
LABEL = 60
"""Characters of a label."""

_BREAKS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
_MARKUP = str.maketrans({"<": "‹", ">": "›", '"': "”", "&": "＆"})
_NUMBER = re.compile(r"[-+.\d][-+.\deExXoObBa-fA-F]*|[-+]?Infinity|null|nan", re.IGNORECASE)
_FORMULA = ("=", "+", "-", "@")
_ADDRESS = re.compile(r"https?://[!#$&'()*+,./0-9:;=?@A-Za-z\[\]_~%-]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A circle of the map. number: from 1; cluster: of `Network.clusters`, None for none; weights and scores by their
    names; description: HTML; url: "" for none."""

    number: int
    label: str
    cluster: int | None
    weights: Mapping[str, float]
    score: float | None
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """What VOSviewer draws. links: (number, number, strength), the first number the smaller one; clusters: number ->
    name; what: "concept" or "paper"; score: what the items' scores are called."""

    items: Sequence[Item]
    links: Sequence[tuple[int, int, float]]
    clusters: Mapping[int, str]
    what: str
    score: str


def concept_network(graph: GraphSource, *, limit: int) -> Network:
    """Concepts of two papers or more that are RELATED, at most `limit`, those of most papers first.

    A link is as strong as the number of papers that mention both; the score is the mean year of the papers; clusters
    are topics of level 1. Raises KgError when fewer than three are left.
    """
    nodes = [node for node in graph.nodes("Concept") if _papers(node) > 1]
    pairs = {(e.start[1], e.end[1]): whole_number(e.properties, "papers") for e in graph.edges("RELATED")}
    years = {node.id: node.properties.get("year") for node in graph.nodes("Paper")}
    dated: dict[str, list[int]] = defaultdict(list)
    for edge in graph.edges("MENTIONS"):
        if isinstance(year := years.get(edge.start[1]), int):
            dated[edge.end[1]].append(year)
    kept, links, links_of = _linked(sorted(nodes, key=lambda node: (-_papers(node), node.id))[:limit], pairs)
    homes, clusters = _clusters(graph, "CONCEPT_IN_TOPIC")
    items = [
        Item(
            number,
            _label(node.name),
            homes.get(node.id),
            {**links_of[number], "Papers": _papers(node)},
            round(sum(dated[node.id]) / len(dated[node.id]), 4) if dated[node.id] else None,
        )
        for number, node in enumerate(kept, start=1)
    ]
    return Network(items, links, _used(clusters, items), "concept", "Avg. pub. year")


def paper_network(graph: GraphSource, *, limit: int) -> Network:
    """Papers that are SIMILAR, at most `limit`, those that most papers of the corpus cite and the newest first.

    A link is as strong as its score; the score of an item is its year; clusters are topics of level 1. Raises KgError
    when fewer than three are left.
    """
    cited: dict[str, int] = defaultdict(int)
    for edge in graph.edges("CITES"):
        cited[edge.end[1]] += 1
    pairs = {(e.start[1], e.end[1]): round(strength(e) * SCALE) for e in graph.edges("SIMILAR")}
    order = sorted(graph.nodes("Paper"), key=lambda node: (-cited[node.id], -(_year(node) or 0), node.id))
    kept, links, links_of = _linked(order[:limit], pairs, scale=SCALE)
    homes, clusters = _clusters(graph, "IN_TOPIC")
    items = [
        Item(
            number,
            _paper_label(node),
            homes.get(node.id),
            {**links_of[number], "Cited by": cited[node.id]},
            _year(node),
            _description(node),
            _address(node),
        )
        for number, node in enumerate(kept, start=1)
    ]
    return Network(items, links, _used(clusters, items), "paper", "Pub. year")


def write_vosviewer(network: Network, folder: Path) -> None:
    """Make the folder: map.txt, network.txt, vosviewer.json. Raises KgError when it is not empty."""
    with new_folder(folder) as part:
        write_file(part / "map.txt", map_file(network))
        write_file(part / "network.txt", network_file(network))
        write_file(part / "vosviewer.json", online(network))


# -- as text --------------------------------------------------------------------------------


def map_file(network: Network) -> Iterator[str]:
    """The items, a line each, columns between tabs; no cell holds a quote, a tab or a line end."""
    weights = list(network.items[0].weights)
    more = ("description", "url") if network.what == "paper" else ()
    head = ["id", "label", *more, "cluster", *(f"weight<{name}>" for name in weights), f"score<{network.score}>"]
    yield "\t".join(head) + "\n"
    for item in network.items:
        label = f"'{item.label}" if item.label.startswith(_FORMULA) else item.label  # as in CSV: spreadsheets run it
        told = (item.description, item.url) if more else ()
        cells = [item.number, label, *told, item.cluster, *item.weights.values(), item.score]
        yield "\t".join("" if cell is None else str(cell) for cell in cells) + "\n"


def network_file(network: Network) -> Iterator[str]:
    """The links, a line each: two ids of the map and a strength, between tabs."""
    for one, other, weight in network.links:
        yield f"{one}\t{other}\t{weight}\n"


def online(network: Network) -> Iterator[str]:
    """All of it as JSON of VOSviewer Online, in pieces."""
    config = {"terminology": {"item": network.what, "items": f"{network.what}s"}}
    clusters = [{"cluster": number, "label": name} for number, name in network.clusters.items()]
    yield f'{{"config": {_json(config)},\n"network": {{"items": ['
    yield from _listed(_item(item, network.score) for item in network.items)
    yield '\n], "links": ['
    yield from _listed({"source_id": a, "target_id": b, "strength": weight} for a, b, weight in network.links)
    yield f'\n], "clusters": {_json(clusters)}}}}}\n'


def _item(item: Item, score: str) -> dict[str, object]:
    told = {"description": item.description, "url": item.url, "cluster": item.cluster}
    scores = {} if item.score is None else {"scores": {score: item.score}}
    known = {name: value for name, value in told.items() if value}
    return {"id": item.number, "label": item.label, **known, "weights": dict(item.weights), **scores}


def _listed(items: Iterable[Mapping[str, object]]) -> Iterator[str]:
    comma = "\n"
    for item in items:
        yield comma + _json(item)
        comma = ",\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# -- what is drawn --------------------------------------------------------------------------


def _linked(
    nodes: Sequence[Node], pairs: Mapping[tuple[str, str], int], scale: int = 1
) -> tuple[list[Node], list[tuple[int, int, float]], dict[int, dict[str, float]]]:
    """Of the nodes those that a pair joins, the links between their numbers, and the weights that follow from these."""
    wanted = {node.id for node in nodes}
    between = {pair: weight for pair, weight in pairs.items() if wanted.issuperset(pair) and weight > 0}
    joined = {end for pair in between for end in pair}
    kept = [node for node in nodes if node.id in joined]
    if len(kept) < FEWEST:
        raise KgError(f"VOSviewer needs {FEWEST} that are joined, and there are {len(kept)}: nothing is written")
    number = {node.id: n for n, node in enumerate(kept, start=1)}
    links = sorted((*sorted((number[a], number[b])), weight) for (a, b), weight in between.items())
    count, total = [0] * (len(kept) + 1), [0] * (len(kept) + 1)
    for one, other, weight in links:
        for end in (one, other):
            count[end] += 1
            total[end] += weight
    weights: dict[int, dict[str, float]] = {
        n: {LINKS: count[n], TOTAL: total[n] if scale == 1 else total[n] / scale} for n in number.values()
    }
    return kept, [(a, b, weight if scale == 1 else weight / scale) for a, b, weight in links], weights


def _clusters(graph: GraphSource, kind: str) -> tuple[dict[str, int], dict[int, str]]:
    """Of every member the number of the topic of level 1 that it belongs to most, and the names by number; the largest
    topic is 1."""
    topics = sorted(
        (node for node in graph.nodes("Topic") if node.properties.get("level") == 1),
        key=lambda node: (-_papers(node), node.id),
    )
    number = {node.id: n for n, node in enumerate(topics[:MOST_CLUSTERS], start=1)}
    best: dict[str, tuple[float, int]] = {}
    for edge in graph.edges(kind):
        if edge.end[1] in number:
            belongs = (-strength(edge), number[edge.end[1]])
            best[edge.start[1]] = min(belongs, best.get(edge.start[1], belongs))
    return {member: home for member, (_, home) in best.items()}, {
        number[node.id]: _label(node.name) for node in topics[:MOST_CLUSTERS]
    }


def _used(clusters: Mapping[int, str], items: Iterable[Item]) -> dict[int, str]:
    used = {item.cluster for item in items}
    return {number: name for number, name in clusters.items() if number in used}


def _paper_label(paper: Node) -> str:
    """As VOSviewer names papers: the first author and the year; the title where nobody is named."""
    authors, year = paper.properties.get("authors"), _year(paper)
    if not (isinstance(authors, tuple) and authors):
        return _label(paper.name)
    return _label(f"{authors[0]} ({year})" if year else str(authors[0]))


def _label(text: str) -> str:
    """A text that both programs show as it is: VOSviewer Online takes labels for HTML, and numbers for no text."""
    plain = _plain(text).translate(_MARKUP)
    short = plain if len(plain) <= LABEL else plain[: LABEL - 1].rstrip() + "…"
    return f"“{short}”" if not short or _NUMBER.fullmatch(short) else short


def _description(paper: Node) -> str:
    """HTML, which both programs show beside an item, as VOSviewer writes it."""
    authors = paper.properties.get("authors")
    named = "; ".join(map(str, authors)) if isinstance(authors, tuple) else ""
    venue, year = (paper.properties.get(name) or "" for name in ("venue", "year"))
    told = {"Authors:": named, "Title:": paper.name, "Source:": str(venue), "Year:": str(year)}
    rows = (f"<tr><td>{name}</td><td>{escape(_plain(text))}</td></tr>" for name, text in told.items() if text)
    return f"<table>{''.join(rows)}</table>"


def _address(paper: Node) -> str:
    url = str(paper.properties.get("url") or "")
    return url if _ADDRESS.fullmatch(url) else ""


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _papers(node: Node) -> int:
    return whole_number(node.properties, "papers")


def _year(node: Node) -> int | None:
    return whole_number(node.properties, "year") or None
