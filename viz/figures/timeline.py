"""The timeline: papers along the years, a lane a topic, and who cites whom (a historiograph, Garfield 2004)."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.core.errors import KgError
from kg.core.graph import Edge, Node, NodeKey, strength
from kg.core.graph_store import GraphStore
from kg.core.topics import homes
from kg.explore.show.topics import Topic, topics
from kg.viz.corpus import batches, paper_keys
from kg.viz.figures.drawing import HEAD, MARGIN, WIDTH, Box, Drawing, lines, width
from kg.viz.figures.evidence import Behind, Figure, quoted, year_of
from kg.viz.figures.words import words

PAPERS, LANES = 400, 14
"""Papers that are drawn at most, those cited most; and topics, the largest."""
NAMED = 12
"""Papers whose titles are written beside them: those cited most."""
CONCEPTS = 8
"""Concepts that are told of a paper."""
_NAMES, _LANE, _LEAST = 240, 66, 3.0
_SIZE, _HIGH = 12, 10
"""Of a title, in pixels: its letters, and how much of them stands above the line."""


def timeline(store: GraphStore, *, limit: int = PAPERS, dark: bool = False) -> Figure:
    """At most `limit` papers with a year: those that others here cite most, then a sample of the others.

    Raises KgError where no paper has a year.
    """
    lanes = topics(store, level=1, limit=LANES)
    topic_keys = [("Topic", topic.id) for topic in lanes]
    home = homes(store.edges(topic_keys, ("IN_TOPIC",)), topic_keys)
    keys = paper_keys(store)
    cites, cited = _citations(store, keys)
    papers = _papers(store, keys, cited, limit)
    if not papers:
        raise KgError(words("a timeline needs papers with a year; none has one"))
    dated = sum(store.papers_by("year").values())
    height = HEAD + _LANE * max(len(lanes), 1) + 110
    source = words(
        "papermesh · {n} of {all} papers with a year{which}{citations}",
        n=len(papers),
        all=dated,
        which="" if len(papers) == dated else words(", those cited most") if cited else words(", a sample"),
        citations=words(" · {n} citations between all papers", n=sum(cited.values())) if cited else "",
    )
    title = words("Timeline")
    drawing = Drawing(title, source, dark, height=height)
    years = [year_of(paper) for paper in papers]
    _grid(drawing, lanes, min(years), max(years))
    place = _places(papers, home, lanes, (min(years), max(years)))
    shown = [edge for edge in cites if edge.start in place and edge.end in place]
    for edge in shown:
        _arrow(drawing, place[edge.start], place[edge.end])
    for paper in papers:
        x, y = place[paper.key]
        colour = drawing.topic(home[paper.key]) if paper.key in home else drawing.colour("muted")
        told = f"{paper.name} ({year_of(paper)})"
        drawing.shape("circle", paper.id, told, cx=x, cy=y, r=_radius(cited[paper.key]), fill=colour, fill_opacity=0.8)
    _named(drawing, papers, place, cited)
    names = {paper.key: paper for paper in papers}
    said = _said(store, papers)
    behind = {paper.id: _behind(paper, shown, names, cited, said[paper.key]) for paper in papers}
    return Figure(title, drawing.svg(), behind, drawing.words)


def _citations(store: GraphStore, papers: Sequence[NodeKey]) -> tuple[list[Edge], Counter[NodeKey]]:
    """All CITES, and how often papers are cited by others here."""
    if not store.counts().get("CITES"):
        return [], Counter()
    found: dict[tuple[NodeKey, NodeKey], Edge] = {}
    for batch in batches(papers):
        found |= {(edge.start, edge.end): edge for edge in store.edges(batch, ("CITES",))}
    return [found[pair] for pair in sorted(found)], Counter(end for _, end in found)


def _papers(store: GraphStore, keys: Sequence[NodeKey], cited: Mapping[NodeKey, int], limit: int) -> list[Node]:
    """The papers that are drawn, by year and id. Of those that are cited as often the hash of the id decides, which no
    year or topic is in."""
    first = sorted(keys, key=lambda key: (-cited.get(key, 0), hashlib.sha256(key[1].encode()).digest()))
    dated: list[Node] = []
    for batch in batches(first):
        dated += [node for node in store.nodes(batch) if year_of(node)]
        if len(dated) >= limit:
            break
    return sorted(dated[:limit], key=lambda node: (year_of(node), node.id))


def _x(year: int, span: tuple[int, int]) -> float:
    left, right = MARGIN + _NAMES, WIDTH - MARGIN - 30
    return left + (right - left) * (year - span[0]) / max(span[1] - span[0], 1)


def _grid(drawing: Drawing, lanes: Sequence[Topic], first: int, last: int) -> None:
    bottom = HEAD + _LANE * max(len(lanes), 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if (last - first) / step <= 16)
    for year in range(first + -first % step, last + 1, step):
        x = _x(year, (first, last))
        drawing.shape("line", x1=x, y1=HEAD - 6, x2=x, y2=bottom, stroke=drawing.colour("hairline"))
        drawing.text(x, bottom + 22, str(year), size=14, fill=drawing.colour("muted"), text_anchor="middle")
    for n, topic in enumerate(lanes):
        told = lines(topic.name, 30)
        for k, line in enumerate(told):
            y = HEAD + _LANE * (n + 0.5) + (k - (len(told) - 1) / 2) * 17 + 5
            drawing.text(MARGIN, y, line, size=14, fill=drawing.topic(n), font_weight=600)


def _places(
    papers: Sequence[Node],
    home: Mapping[NodeKey, int],
    lanes: Sequence[Topic],
    span: tuple[int, int],
) -> dict[NodeKey, tuple[float, float]]:
    """Papers of one year and lane stand around its middle, up and down in turn, then farther along the year. home:
    paper -> its lane; those without one stand in the last."""
    standing: dict[tuple[int, int], int] = defaultdict(int)
    place: dict[NodeKey, tuple[float, float]] = {}
    for paper in papers:
        lane = home.get(paper.key, max(len(lanes) - 1, 0))
        cell = standing[year_of(paper), lane]
        standing[year_of(paper), lane] += 1
        column, row = divmod(cell, 7)
        up = (row + 1) // 2 * (8 if row % 2 else -8)
        place[paper.key] = _x(year_of(paper), span) + 7 * column, HEAD + _LANE * (lane + 0.5) + up
    return place


def _arrow(drawing: Drawing, citing: tuple[float, float], cited: tuple[float, float]) -> None:
    """From the cited paper to the one that cites it, as knowledge goes."""
    (x, y), (left, top) = citing, cited
    bend = (left + x) / 2
    path = f"M{left:.1f} {top:.1f}C{bend:.1f} {top:.1f} {bend:.1f} {y:.1f} {x:.1f} {y:.1f}"
    drawing.shape("path", d=path, fill="none", stroke=drawing.colour("edge"), stroke_opacity=0.28, stroke_width=1)


def _radius(times: int) -> float:
    return min(_LEAST + 1.5 * times**0.5, 12.0)


def _named(
    drawing: Drawing, papers: Sequence[Node], place: Mapping[NodeKey, tuple[float, float]], cited: Mapping[NodeKey, int]
) -> None:
    """The titles of the papers that are cited most, above their marks or below, as long as they meet no other."""
    best = sorted((paper for paper in papers if cited[paper.key] > 1), key=lambda paper: (-cited[paper.key], paper.key))
    taken: list[Box] = []
    for paper in best[:NAMED]:
        (told,) = lines(paper.name, 34, rows=1)
        x, y = place[paper.key]
        half, gap = width(told, _SIZE) / 2, _radius(cited[paper.key]) + 4
        x = min(max(x, MARGIN + _NAMES - 20 + half), WIDTH - 10 - half)
        around = (Box(x - half, y - gap - _HIGH, x + half, y - gap), Box(x - half, y + gap, x + half, y + gap + _HIGH))
        free = next((box for box in around if not any(map(box.meets, taken))), None)
        if free:
            taken.append(free)
            halo = {"paint_order": "stroke", "stroke": drawing.colour("ground"), "stroke_width": 3}
            drawing.text(x, free.bottom, told, size=_SIZE, key=paper.id, text_anchor="middle", **halo)


def _said(store: GraphStore, papers: Sequence[Node]) -> dict[NodeKey, list[tuple[Edge, str]]]:
    """Paper -> what it mentions, with the names of these concepts, what it is most about first."""
    edges = store.edges([paper.key for paper in papers], ("MENTIONS",), strongest=CONCEPTS)
    names = {node.key: node.name for node in store.nodes(sorted({edge.end for edge in edges}))}
    found: dict[NodeKey, list[tuple[Edge, str]]] = {paper.key: [] for paper in papers}
    for edge in sorted(edges, key=lambda edge: (-strength(edge), edge.end)):
        if edge.start in found:
            found[edge.start].append((edge, names[edge.end]))
    return {paper: said[:CONCEPTS] for paper, said in found.items()}


def _behind(
    paper: Node,
    shown: Sequence[Edge],
    names: Mapping[NodeKey, Node],
    cited: Mapping[NodeKey, int],
    said: Sequence[tuple[Edge, str]],
) -> Behind:
    forth = [names[edge.end] for edge in shown if edge.start == paper.key]
    back = [names[edge.start] for edge in shown if edge.end == paper.key]
    times = cited[paper.key]
    facts = [", ".join(name for _, name in said)]
    facts += [words("cited by {n} of the corpus", n=str(times))] if times else []
    if forth or back:
        below = "below: {forth} that it cites, {back} that cite it"
        facts.append(words(below, forth=str(len(forth)), back=str(len(back))))
    own = quoted(paper, [edge for edge, _ in said])
    return Behind(paper.name, tuple(facts), (own, *map(quoted, [*forth, *back])))
