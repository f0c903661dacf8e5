"""Lists that a notebook shows as tables: on the graph in memory, whose names are hostile or not."""

from __future__ import annotations

from html.parser import HTMLParser

from graph_fixture import hand_made, node

from kg.core.graph_store import Match
from kg.explore import ask
from kg.explore.counts.trends import Trend, Year
from kg.explore.show.listing import SHOWN, Listing

HOSTILE = "<img src=x onerror=alert(1)>\" onmouseover='x' &lt;b&gt;"


class Tags(HTMLParser):
    """The tags of a page, and the text in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, str]] = set()
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, str(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_what_questions_give_are_plain_lists_with_a_table() -> None:
    graph = hand_made()
    concept, paper = node(graph, "Concept", "rl"), node(graph, "Paper", "0007")
    answers = [
        ask.neighbors(graph, concept),
        ask.search(graph, "learning"),
        ask.similar(graph, paper),
        ask.path(graph, concept, paper),
        ask.topics(graph),
        ask.trends(graph, [concept]),
        ask.stats(graph),
    ]
    for found in answers:
        assert isinstance(found, list)
        assert found
        assert found == list(found)
        assert repr(found) == repr(list(found))
        assert found._repr_html_().count("<tr>") == 1 + len(found)


def test_a_hostile_name_stays_text() -> None:
    page = Listing([Match("x", "Concept", HOSTILE, 0.5, HOSTILE)])._repr_html_()
    read = Tags(page)
    assert {tag for tag, _ in read.seen} == {"table", "thead", "tbody", "tr", "th", "td"}
    assert read.text.count(HOSTILE) == 2


def test_a_long_list_says_how_much_is_left_out_and_an_empty_one_that_it_is() -> None:
    page = Listing([Match(str(n), "Concept", "x", 0.5, "x") for n in range(SHOWN + 1500)])._repr_html_()
    assert page.count("<tr>") == 1 + SHOWN
    assert "and 1,500 more" in page
    assert Listing([])._repr_html_() == "<p>Nothing found.</p>"


def test_years_and_lists_are_read_at_a_glance() -> None:
    trend = Trend("rl", "RL", 2.5, 0.01, (Year(2019, 3, 0.5), Year(2020, 0, None)))
    assert Tags(Listing([trend])._repr_html_()).text[5:] == ["rl", "RL", "2.5", "0.01", "2019: 3; 2020: 0"]
