"""The strategic diagram: how much topics have to do with others, and how much is known within them.

Law, Bauin, Courtial, Whittaker (Scientometrics 14, 1988) and Callon, Courtial, Laville (Scientometrics 22, 1991);
centrality and density are those of kg.links.topics.callon. As in bibliometrix' thematic map the axes are ranks, so that
one great topic does not push all others into a corner, and the medians part four quarters.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.core.graph import whole_number
from kg.core.graph_store import GraphStore
from kg.explore.show.topics import Topic, topics
from kg.viz.figures.drawing import FOOT, HEAD, HEIGHT, MARGIN, WIDTH, Box, Drawing, free_place, lines, width
from kg.viz.figures.evidence import Behind, Figure, about
from kg.viz.figures.words import Words, words

MOST = 30
LEAST_RADIUS, GREATEST_RADIUS = 9, 48
QUARTERS = ((words("niche"), words("motor")), (words("emerging or declining"), words("basic")))
"""Rows from dense to sparse, columns from peripheral to central."""
_PAD, _SIZE, _LINE = 70, 16, 24


def strategic(store: GraphStore, *, level: int = 1, dark: bool = False) -> Figure:
    """The topics of a level, at most MOST of them, the largest; a bubble's area is the number of papers."""
    found = topics(store, level=level, limit=MOST)
    papers = store.counts()["Paper"]
    source = words(
        "papermesh · {n} topics of {papers} papers · x: rank by centrality, y: rank by density (Callon)",
        n=len(found),
        papers=papers,
    )
    title = words("Strategic diagram")
    drawing = Drawing(title, source, dark)
    axes = _axes(drawing)
    place = {topic.id: at for topic, at in zip(found, _places(found), strict=True)}
    bubbles = [_box(*place[topic.id], _radius(topic, found)) for topic in found]
    taken = [*bubbles, *axes]
    for n, topic in enumerate(found):
        x, y = place[topic.id]
        told = words("{name}, {n} papers", name=topic.name, n=str(topic.papers))
        drawing.shape(
            "circle", topic.id, told, cx=x, cy=y, r=_radius(topic, found), fill=drawing.topic(n), fill_opacity=0.72
        )
    for n, topic in sorted(enumerate(found), key=lambda each: -each[1].papers):
        taken.append(_name(drawing, topic, *place[topic.id], bubbles[n].bottom - place[topic.id][1], taken))
    behind = {topic.id: _behind(store, topic, _quarter(topic, found)) for topic in found}
    return Figure(title, drawing.svg(), behind, drawing.words)


def _quarter(topic: Topic, found: Sequence[Topic]) -> Words:
    dense = topic.density >= _median([each.density for each in found])
    central = topic.centrality >= _median([each.centrality for each in found])
    return QUARTERS[not dense][central]


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _places(found: Sequence[Topic]) -> list[tuple[float, float]]:
    """Where the topics stand: x by the rank of their centrality, y by that of their density; equal ones by size."""
    central = sorted(range(len(found)), key=lambda n: (found[n].centrality, found[n].papers, found[n].id))
    dense = sorted(range(len(found)), key=lambda n: (found[n].density, found[n].papers, found[n].id))
    step = max(len(found) - 1, 1)
    left, right, top, bottom = MARGIN + 2 * _PAD, WIDTH - MARGIN - 2 * _PAD, HEAD + _PAD, HEIGHT - FOOT - 1.4 * _PAD
    x = {n: left + (right - left) * rank / step for rank, n in enumerate(central)}
    y = {n: bottom - (bottom - top) * rank / step for rank, n in enumerate(dense)}
    return [(x[n], y[n]) for n in range(len(found))]


def _axes(drawing: Drawing) -> list[Box]:
    """Draws the lines and what is written at them; where that stands, and the lines, so that names keep clear."""
    middle, centre = WIDTH / 2, (HEAD + HEIGHT - FOOT) / 2
    line = {"stroke": drawing.colour("hairline"), "stroke_width": 1.5}
    drawing.shape("line", x1=MARGIN, y1=centre, x2=WIDTH - MARGIN, y2=centre, **line)
    drawing.shape("line", x1=middle, y1=HEAD, x2=middle, y2=HEIGHT - FOOT, **line)
    muted = drawing.colour("muted")
    taken: list[Box] = []
    for row, names in enumerate(QUARTERS):
        for column, name in enumerate(names):
            x, anchor = ((MARGIN, "start"), (WIDTH - MARGIN, "end"))[column]
            y = (HEAD + 18, HEIGHT - FOOT - 12)[row]
            drawing.text(x, y, name, size=18, fill=muted, text_anchor=anchor, font_style="italic")
            left = x if anchor == "start" else x - width(name, 18)
            taken.append(Box(left, y - 18, left + width(name, 18), y + 4))
    drawing.text(WIDTH - MARGIN, centre - 8, words("more central →"), size=14, fill=muted, text_anchor="end")
    drawing.text(middle + 10, HEAD + 18, words("↑ denser"), size=14, fill=muted)
    return [
        *taken,
        Box(WIDTH - MARGIN - width("more central →", 14), centre - 22, WIDTH - MARGIN, centre),
        Box(middle + 10, HEAD, middle + 10 + width("↑ denser", 14), HEAD + 22),
        Box(MARGIN, centre - 1, WIDTH - MARGIN, centre + 1),
    ]


def _radius(topic: Topic, found: Sequence[Topic]) -> float:
    most = max(each.papers for each in found)
    return max(LEAST_RADIUS, GREATEST_RADIUS * (topic.papers / most) ** 0.5)


def _box(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _name(drawing: Drawing, topic: Topic, x: float, y: float, radius: float, taken: Sequence[Box]) -> Box:
    """The name, where it meets least, inside the drawing: below, above, right, left."""
    told = lines(topic.name, _LINE, 3)
    wide, high = max(width(line, _SIZE) for line in told), 1.2 * _SIZE * len(told)
    corners = [
        corner
        for gap in (radius + 5, radius + 25)
        for corner in (
            (x - wide / 2, y + gap),
            (x - wide / 2, y - gap - high),
            (x + gap, y - high / 2),
            (x - gap - wide, y - high / 2),
        )
    ]
    inside = [(min(max(left, MARGIN / 2), WIDTH - MARGIN / 2 - wide), top) for left, top in corners]
    boxes = [Box(left, top, left + wide, top + high) for left, top in inside]
    box = boxes[free_place(boxes, taken)]
    for n, line in enumerate(told):
        drawing.text(
            (box.left + box.right) / 2,
            box.top + _SIZE + 1.2 * _SIZE * n,
            line,
            size=_SIZE,
            text_anchor="middle",
            key=topic.id,
        )
    return box


def _behind(store: GraphStore, topic: Topic, quarter: Words) -> Behind:
    key = ("Topic", topic.id)
    joined = store.edges([key], ("CONCEPT_IN_TOPIC",))
    concepts = store.nodes([edge.start for edge in joined])
    concepts.sort(key=lambda node: (-whole_number(node.properties, "papers"), node.id))
    papers = {edge.start for edge in store.edges([key], ("IN_TOPIC",))}
    facts = (
        words(
            "{quarter}: centrality {central}, density {dense}",
            quarter=quarter,
            central=f"{topic.centrality:.1f}",
            dense=f"{topic.density:.1f}",
        ),
        words("{n} papers, {year} on average", n=topic.papers, year=f"{topic.year_mean:.0f}")
        if topic.year_mean
        else words("{n} papers", n=topic.papers),
        ", ".join(node.name for node in concepts[:10]),
    )
    return Behind(topic.name, facts, about(store, [node.key for node in concepts[:10]], papers))
