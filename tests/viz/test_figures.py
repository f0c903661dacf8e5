"""Strategic diagram, evolution and timeline: their numbers, their marks, and what stands behind these."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from graph_fixture import HandMade
from map_fixture import EACH, FIRST, TOPICS, corpus

import kg
from kg.core.errors import KgError
from kg.core.graph import Node
from kg.loaders.networkx import NetworkXGraph
from kg.viz.figures.drawing import WIDTH, Box, width
from kg.viz.figures.evidence import Figure
from kg.viz.figures.evolution import evolution
from kg.viz.figures.page import render_figure, write_figure
from kg.viz.figures.periods import Group, cut, flows, groups
from kg.viz.figures.strategic import strategic
from kg.viz.figures.timeline import timeline
from kg.viz.page import asset

FIGURES = {"strategic": strategic, "evolution": evolution, "timeline": timeline}


def keys(figure: Figure) -> set[str]:
    """What the marks of a drawing open; it has to be well-formed."""
    return {found for each in ElementTree.fromstring(figure.svg).iter() if (found := each.get("data-key"))}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_every_mark_opens_something_and_all_that_opens_has_a_mark(draw):
    figure = draw(corpus())
    assert keys(figure) == figure.behind.keys()
    assert len(figure.behind) >= 3


@pytest.mark.parametrize("draw", [strategic, evolution])
def test_papers_behind_a_mark_come_with_a_sentence(draw):
    behind = draw(corpus()).behind.values()
    assert all(each.papers for each in behind)
    assert any("We fire" in paper.sentence for each in behind for paper in each.papers)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_the_same_graph_gives_the_same_drawing(draw):
    assert draw(corpus()).svg == draw(corpus()).svg


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_text_from_outside_stays_text(draw):
    figure = draw(corpus(hostile=True))
    assert keys(figure) == figure.behind.keys()
    page = render_figure(figure)
    assert page.count("</script>") == 2
    assert not re.search(r"<img|<b>", page)


def test_the_quarters_are_parted_by_the_medians():
    told = {key: behind.facts[0] for key, behind in strategic(corpus()).behind.items()}
    assert told["t1-0"].startswith("niche: centrality 0.0, density 30.0")
    assert told["t1-1"].startswith("motor")
    assert told["t1-2"].startswith("basic")


def test_more_central_topics_stand_farther_right_and_denser_ones_higher():
    marks = list(ElementTree.fromstring(strategic(corpus()).svg).iter("{http://www.w3.org/2000/svg}circle"))
    marks.sort(key=lambda mark: mark.get("data-key", ""))  # topics of rising centrality and falling density
    x, y = ([float(mark.get(axis, 0)) for mark in marks] for axis in ("cx", "cy"))
    assert x == sorted(set(x))
    assert y == sorted(set(y))


def test_names_stay_inside_the_strategic_diagram() -> None:
    told = {"level": 1, "papers": 9, "year_mean": 2005.0, "name": "decentralised wireless measurement, telescopes"}
    crowd = [
        Node("Topic", f"t{n:02}", {"id": f"t{n:02}", "centrality": n * 1.0, "density": n % 3 * 9.0, **told})
        for n in range(30)
    ]
    graph = NetworkXGraph()
    graph.load(HandMade(crowd, []))
    drawn = ElementTree.fromstring(strategic(graph).svg)
    names = [text for text in drawn.iter("{http://www.w3.org/2000/svg}text") if text.get("data-key")]
    assert len(names) >= len(crowd)
    for text in names:
        half = width(str(text.text), float(text.attrib["font-size"])) / 2
        assert half <= float(text.attrib["x"]) <= WIDTH - half


def test_periods_have_about_as_many_papers_or_begin_where_they_are_told_to():
    years = {2000: 10, 2001: 10, 2002: 10, 2003: 30, 2005: 60}
    assert [(p.first, p.last, p.papers) for p in cut(years, 2)] == [(2000, 2004, 60), (2005, 2005, 60)]
    assert [(p.first, p.last) for p in cut(years, 9, (2003, 1990))] == [(2000, 2002), (2003, 2005)]
    assert sum(p.papers for p in cut(years, 4)) == 120
    assert [(p.first, p.last) for p in cut({2000: 1, 2001: 1, 2004: 98}, 4)] == [(2000, 2003), (2004, 2004)]


@pytest.mark.parametrize("years", [{}, {2001: 9}])
def test_an_evolution_needs_two_periods(years):
    with pytest.raises(KgError, match="two periods"):
        cut(years, 4)


@pytest.mark.parametrize("outside", [1990, 1998, 2020])
def test_a_cut_outside_the_years_of_the_papers_is_told_with_these(outside: int) -> None:
    with pytest.raises(KgError, match="1998 to 2019, and no cut") as told:
        cut({1998: 5, 2007: 3, 2019: 4}, 4, (outside,))
    assert told.value.args[0].template in asset("data/chinese.js")


def test_topics_of_a_period_are_groups_of_like_papers():
    found = groups(corpus(), cut({FIRST + n: 12 for n in range(10)}, 2))
    for period, years in enumerate((range(FIRST, FIRST + 5), range(FIRST + 5, FIRST + 10))):
        own = [paper for group in found if group.period == period for paper in group.papers]
        assert len(own) == len(set(own)) == len(TOPICS) * len(years) * 4
    for group in found:
        assert len({int(paper[1:]) // EACH for _, paper in group.papers}) == 1
        assert group.name in {f"{topic.split(',')[0]} {n}" for topic in TOPICS for n in range(5)}


def test_what_topics_of_two_periods_share_is_the_inclusion_index():
    def group(period: int, **weights: int) -> Group:
        return Group(period, "", frozenset(), {("Concept", name): weight for name, weight in weights.items()})

    found = [group(0, a=60, b=40), group(0, x=9), group(1, a=10, c=10), group(2, a=1)]
    assert [(f.start, f.end, f.share) for f in flows(found)] == [(0, 2, 0.6), (2, 3, 1.0)]
    assert flows(found)[0].concepts == (("Concept", "a"),)


def test_a_timeline_draws_the_papers_that_are_cited_most_and_their_citations():
    figure = timeline(corpus(), limit=30)
    assert len(figure.behind) == 30
    assert {"p000", "p040", "p080"} <= figure.behind.keys()
    assert f"cited by {EACH - 1} of the corpus" in figure.behind["p000"].facts
    cites = list(ElementTree.fromstring(figure.svg).iter("{http://www.w3.org/2000/svg}path"))
    assert len(cites) == 27
    assert "30 of 120 papers with a year, those cited most" in figure.svg


def test_a_paper_of_a_timeline_opens_with_what_it_is_about_and_a_sentence():
    behind = timeline(corpus(), limit=30).behind["p000"]
    assert behind.facts[0] == "kilns 0, kilns 1"
    assert behind.papers[0].id == "p000"
    assert behind.papers[0].sentence == "We fire kilns 0 here."


def test_names_of_a_strategic_diagram_keep_clear_of_what_stands_at_its_axes():
    drawn = ElementTree.fromstring(strategic(corpus()).svg)
    names = [text for text in drawn.iter("{http://www.w3.org/2000/svg}text") if text.get("data-key")]
    (central,) = [text for text in drawn.iter("{http://www.w3.org/2000/svg}text") if text.text == "more central →"]
    assert all(abs(float(str(name.get("y"))) - float(str(central.get("y")))) > 10 for name in names)


def test_titles_of_a_timeline_meet_no_other(tmp_path):
    samples = Path(__file__).parents[2] / "docs" / "samples"
    kg.build([samples / "savedrecs.txt", samples / "scopus.csv"], tmp_path / "store")
    with kg.open_graph(tmp_path / "store") as graph:
        drawn = ElementTree.fromstring(timeline(graph).svg)
    titles = [text for text in drawn.iter("{http://www.w3.org/2000/svg}text") if text.get("data-key")]
    boxes = []
    for text in titles:
        x, y, half = float(text.attrib["x"]), float(text.attrib["y"]), width(str(text.text), 12) / 2
        boxes.append(Box(x - half, y - 10, x + half, y))
    assert len(boxes) >= 10
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_a_timeline_without_years_says_so():
    with pytest.raises(KgError, match="none has one"):
        timeline(corpus(years=False))


@pytest.mark.parametrize("draw", [strategic])
def test_a_graph_without_topics_has_an_empty_diagram(draw):
    assert draw(NetworkXGraph()).behind == {}


def test_a_figure_is_written_as_page_drawing_or_pixels(tmp_path: Path):
    figure = strategic(corpus())
    for kind in ("html", "svg", "png"):
        write_figure(figure, tmp_path / f"figure.{kind}")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert (tmp_path / "figure.svg").read_text(encoding="utf-8") == figure.svg
    assert figure.svg in (tmp_path / "figure.html").read_text(encoding="utf-8")


def test_a_name_that_ends_in_something_else_is_refused_and_nothing_written(tmp_path: Path):
    with pytest.raises(KgError, match=r"\.html, \.svg, \.png"):
        write_figure(strategic(corpus()), tmp_path / "figure.gif")
    assert list(tmp_path.iterdir()) == []
