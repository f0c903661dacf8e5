"""The map of all papers: where they lie, which names stand on it, what the page holds."""

from __future__ import annotations

import base64
import gzip
import json
import re

import numpy as np
import pytest
from graph_fixture import HOSTILE
from map_fixture import EACH, FIRST, TOPICS, corpus

from kg.core.progress import Progress
from kg.loaders.networkx import NetworkXGraph
from kg.viz.corpus_map.landmarks import places, regions
from kg.viz.corpus_map.page import render_map
from kg.viz.corpus_map.papers import Mapped, Near, mapped
from kg.viz.corpus_map.positions import SIDE, positions


@pytest.fixture(scope="module")
def papers() -> Mapped:
    return mapped(corpus(), Progress())


def held(page: str) -> dict:
    (packed,) = re.findall(r'<script type="text/plain" id="words">([^<]*)</script>', page)
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_near_papers_lie_nearer_than_others(papers):
    xy = positions(papers.near, papers.topic).astype(float)
    apart = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1))
    one_topic = papers.topic[:, None] == papers.topic[None]
    beside = apart[papers.near.one, papers.near.other]
    assert np.median(beside) < np.median(apart[one_topic]) < np.median(apart[~one_topic])


def test_positions_fill_the_map_and_are_the_same_every_time(papers):
    xy = positions(papers.near, papers.topic)
    assert xy.dtype == np.uint16
    assert xy.max() - xy.min() > SIDE / 2
    assert (xy == positions(papers.near, papers.topic)).all()


@pytest.mark.parametrize("many", [0, 1, 2, 30])
def test_papers_that_are_near_none_have_a_place(many):
    none = np.zeros(0, np.int64)
    xy = positions(Near(none, none, none.astype(float)), np.full(many, -1))
    assert xy.shape == (many, 2)


def test_papers_come_with_year_citations_topic_part_and_concepts(papers):
    assert papers.ids == sorted(papers.ids)
    assert papers.year[:5].tolist() == [FIRST] * 4 + [FIRST + 1]
    assert papers.cited[0] == EACH - 1
    assert papers.cited[1] == 0
    assert papers.topics[papers.topic[EACH]].name == TOPICS[1]
    assert papers.part[EACH - 1] == -1
    assert papers.parts[papers.part[0]].name == f"part of {TOPICS[0]}"
    assert {papers.concepts[c].id for c in papers.concept[0] if c >= 0} == {"c00", "c01"}


def test_a_topic_stands_in_the_middle_of_its_papers(papers):
    xy = positions(papers.near, papers.topic)
    for landmark in regions(papers.topics, papers.topic, xy):
        own = xy[papers.topic == landmark.node]
        assert own[:, 0].min() <= landmark.x <= own[:, 0].max()
        assert landmark.papers == EACH


def test_concepts_whose_papers_lie_together_have_a_place_and_rare_ones_have_none(papers):
    xy = positions(papers.near, papers.topic)
    assert {landmark.papers for landmark in places(papers, xy)} == {2 * EACH // 5}
    assert places(mapped(NetworkXGraph(), Progress()), xy[:0]) == []


def test_a_page_holds_all_papers_and_asks_for_nothing(papers):
    page = render_map(papers, "Map", Progress())
    words = held(page)
    assert words["papers"] == len(words["titles"]) == 3 * EACH
    assert [name for _, name, *_ in words["topics"]] == [node.name for node in papers.topics]
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page.split("<script>")[0])
    assert page == render_map(papers, "Map", Progress())


def test_text_from_outside_stays_text():
    page = render_map(mapped(corpus(hostile=True), Progress()), HOSTILE, Progress())
    assert "<img" not in page
    assert page.count("</script>") == 3
    assert held(page)["titles"][0]


def test_a_corpus_without_papers_or_topics_has_a_page():
    assert held(render_map(mapped(NetworkXGraph(), Progress()), "Map", Progress()))["papers"] == 0
    assert held(render_map(mapped(corpus(years=False, topics=1), Progress()), "Map", Progress()))["papers"] == EACH
