"""What a node is, with its sentences: over the graph in memory (the contract says: the same on every graph)."""

from __future__ import annotations

import pytest
from graph_fixture import SAID, hand_made, node

from kg.core.graph import Edge, Node
from kg.explore import ask
from kg.explore.show.cards import AuthorCard, ConceptCard, PaperCard, SourceCard, VenueCard
from kg.explore.show.evidence import evidence, surface_forms
from kg.loaders.networkx import NetworkXGraph


@pytest.fixture
def graph() -> NetworkXGraph:
    return hand_made()


def test_a_paper_card(graph: NetworkXGraph) -> None:
    card = ask.show(graph, node(graph, "Paper", "0007"))
    assert isinstance(card, PaperCard)
    assert card.authors == ("王小明", "Ada Lovelace"), "in the paper's order"
    assert card.sources == ('papers/o"dd \\ name.jsonl', "papers/第一.txt")
    assert card.year == 2020
    assert (card.kind, card.venue, card.volume, card.issue, card.pages) == ("article", "J. Distill.", "7", "2", "11-19")
    (concept,) = card.concepts
    marks = concept.marks
    forms = [card.abstract[start:end] for start, end in zip(marks[::2], marks[1::2], strict=True)]
    assert forms == ["Knowledge distillation", "KD", "KD"]
    assert [each.id for each in card.similar] == ["1e5", "cs/9809121"]


def test_a_concept_card_shows_the_sentences(graph: NetworkXGraph) -> None:
    card = ask.show(graph, node(graph, "Concept", "rl"))
    assert isinstance(card, ConceptCard)
    assert (card.name_zh, card.aliases, card.papers) == ("强化学习", ("RL", "加强学习"), 2)
    assert [each.id for each in card.mentioned_in] == ["cs/9809121", "true"]
    first, second = card.mentioned_in[0].evidence
    assert first.sentence == "加强学习是一种方法。"
    assert second.sentence == "我们用RL训练学生模型！"
    assert second.sentence[second.marks[0] : second.marks[1]] == "RL"
    assert [each.id for each in card.related] == ["federated-learning", "0007"]


def test_a_concept_card_knows_broader_and_narrower(graph: NetworkXGraph) -> None:
    card = ask.show(graph, node(graph, "Concept", "0007"))
    assert isinstance(card, ConceptCard)
    assert [each.name for each in card.narrower] == ["data-free knowledge distillation"]
    assert (card.narrower[0].reason, card.narrower[0].paper) == ("definition", "1e5")
    assert card.narrower[0].sentence == SAID["sentence"]
    assert card.broader == ()
    only_title = next(each for each in card.mentioned_in if each.id == "2101.00001")
    assert only_title.evidence[0].sentence == "  spaces kept  "


def test_an_author_card_and_a_source_card(graph: NetworkXGraph) -> None:
    author = ask.show(graph, node(graph, "Author", "a2"))
    assert isinstance(author, AuthorCard)
    assert [each.id for each in author.papers] == ["0007", "cs/9809121"]
    assert (author.aliases, author.orcid) == ((), "0000-0002-1825-0097")
    other = ask.show(graph, node(graph, "Author", "a1"))
    assert isinstance(other, AuthorCard)
    assert (other.aliases, other.orcid) == (("A. Lovelace",), "")
    source = ask.show(graph, node(graph, "Source", "s2"))
    assert isinstance(source, SourceCard)
    assert [each.id for each in source.papers] == ["0007", "true", "cs/9809121", "2101.00001"]


def test_a_venue_is_found_by_any_name_and_lists_its_papers(graph: NetworkXGraph) -> None:
    card = ask.show(graph, "J. Distill.")
    assert isinstance(card, VenueCard)
    assert (card.name, card.issn) == ("Journal of Distillation", ("0270-6474",))
    assert [each.id for each in card.papers] == ["1e5", "0007"], "the newest first"
    near = {each.id: each.why for each in ask.neighbors(graph, node(graph, "Paper", "0007")) if each.label == "Venue"}
    assert near == {"v1": ("published in",)}
    assert [each.id for each in ask.search(graph, "计算机")][:1] == ["v2"]


def test_spans_outside_the_abstract_are_ignored() -> None:
    paper = Node("Paper", "p", {"id": "p", "title": "t", "abstract": "short text."})
    mention = Edge("MENTIONS", paper.key, ("Concept", "c"), {"spans": (0, 5, 6, 99, 3, 3, 7)})
    assert surface_forms(mention, "short text.") == ("short",)
    assert [each.marks for each in evidence(paper, mention)] == [(0, 5)]
