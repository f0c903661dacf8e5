"""What VOSviewer and VOSviewer Online make of an export: read back by the rules of their readers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from graph_fixture import HOSTILE, HandMade

from kg.cli import cli
from kg.core.errors import KgError
from kg.core.graph import Edge, Node
from kg.loaders.files.vosviewer import Network, concept_network, map_file, network_file, online, paper_network

NAMES = (
    "<img src=x onerror=alert(1)>",
    "2021",
    "=cmd|' /C calc'!A0",
    HOSTILE,
    "null",
    '"quoted"\ttab\nline',
    "蒸馏 & more",
)
COLUMN = re.compile(r"id|label|description|url|x|y|cluster|weight<[^<>]+>|score<[^<>]+>")


def graph(names: Sequence[str] = NAMES) -> HandMade:
    """A ring of concepts and one of papers, with hostile names; a concept of one paper, a paper that is like none."""
    nodes = [
        Node("Topic", f"t{n}", {"id": f"t{n}", "name": name, "level": 1, "papers": n}) for n, name in enumerate(names)
    ]
    edges: list[Edge] = []
    for n, name in enumerate(names):
        year = {"year": 2000 + n} if n else {}
        own = {
            "title": name,
            "abstract": "",
            "url": f"javascript:{n}" if n % 2 else f"https://a.org/{n}?b=c",
            "authors": (),
        }
        nodes.append(Node("Concept", f"c{n}", {"id": f"c{n}", "name": name, "aliases": (), "papers": 2 + n}))
        nodes.append(Node("Paper", f"p{n}", {"id": f"p{n}", **own, **year}))
        after = (n + 1) % len(names)
        edges += [
            Edge("RELATED", ("Concept", f"c{n}"), ("Concept", f"c{after}"), {"weight": 0.3, "papers": n + 1}),
            Edge("SIMILAR", ("Paper", f"p{n}"), ("Paper", f"p{after}"), {"score": 0.1 + n / 10}),
            Edge("MENTIONS", ("Paper", f"p{n}"), ("Concept", f"c{n}"), {"score": 0.5}),
            Edge("MENTIONS", ("Paper", f"p{after}"), ("Concept", f"c{n}"), {"score": 0.5}),
            Edge("CONCEPT_IN_TOPIC", ("Concept", f"c{n}"), ("Topic", f"t{n}"), {"weight": 0.9}),
            Edge("CONCEPT_IN_TOPIC", ("Concept", f"c{n}"), ("Topic", f"t{after}"), {"weight": 0.1}),
            Edge("CITES", ("Paper", f"p{after}"), ("Paper", "p2"), {"reason": "title"}),
        ]
    nodes.append(Node("Concept", "rare", {"id": "rare", "name": "rare", "aliases": (), "papers": 1}))
    nodes.append(Node("Paper", "alone", {"id": "alone", "title": "alone", "abstract": "", "authors": ()}))
    edges.append(Edge("RELATED", ("Concept", "c0"), ("Concept", "rare"), {"weight": 0.3, "papers": 1}))
    return HandMade(nodes, edges)


def number(cell: str) -> float | None:
    return None if cell in ("", "null", "nan") else float(cell)


def read(network: Network) -> tuple[list[dict[str, str]], list[list[str]], dict[str, Any]]:
    """The three files, each by a parser of its format, with the checks that VOSviewer Online makes before it draws."""
    table = csv.DictReader(io.StringIO("".join(map_file(network)), newline=""), delimiter="\t", strict=True)
    items = list(table)
    links = [line.split("\t") for line in "".join(network_file(network)).splitlines()]
    data = json.loads("".join(online(network)))
    columns = list(table.fieldnames or ())
    assert columns[:2] == ["id", "label"]
    assert len(columns) == len(set(columns))
    assert all(COLUMN.fullmatch(column) for column in columns)
    assert len(items) >= 3
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert None not in item
        assert None not in item.values()
        assert all(float(value) >= 0 for name, value in item.items() if name.startswith("weight"))
        assert item["cluster"] == "" or 1 <= int(item["cluster"]) <= 1000
        [number(value) for name, value in item.items() if name.startswith("score")]
    ids = {item["id"] for item in items}
    for one, other, strength in links:
        assert {one, other} <= ids
        assert one != other
        assert float(strength) > 0
    assert set(data) == {"config", "network"}
    assert set(data["network"]) == {"items", "links", "clusters"}
    known = {"id", "label", "description", "url", "cluster", "weights", "scores"}
    assert all({"id", "label", "weights"} <= set(item) <= known for item in data["network"]["items"])
    assert all(set(link) == {"source_id", "target_id", "strength"} for link in data["network"]["links"])
    assert {item.get("cluster") for item in data["network"]["items"]} - {None} == {
        cluster["cluster"] for cluster in data["network"]["clusters"]
    }
    return items, links, data


@pytest.mark.parametrize("network", [concept_network, paper_network])
def test_the_three_files_say_the_same_and_hostile_names_are_text(network):
    items, links, data = read(network(graph(), limit=100))
    assert len(items) == len(links) == len(NAMES)
    for item, same in zip(items, data["network"]["items"], strict=True):
        assert item["id"] == str(same["id"])
        assert item["label"].removeprefix("'") == same["label"]
        assert isinstance(same["label"], str)
        # VOSviewer Online parses labels as HTML, reads numbers and "null" as no text; spreadsheets run formulas
        assert not re.search('[<>&"\x00-\x1f\u202e]', item["label"])
        assert not re.fullmatch(r"[\d.]*|null|nan", same["label"])
        assert not item["label"].startswith(("=", "+", "-", "@"))
        weights = {name[7:-1]: float(value) for name, value in item.items() if name.startswith("weight")}
        assert weights == same["weights"]
        assert [number(v) for k, v in item.items() if k.startswith("score")] == (
            list(same.get("scores", {}).values()) or [None]
        )
    assert [tuple(map(float, link)) for link in links] == [tuple(link.values()) for link in data["network"]["links"]]


def test_weights_scores_and_clusters_are_those_of_the_graph():
    items, links, data = read(concept_network(graph(("a", "b", "c")), limit=100))
    assert [item["label"] for item in items] == ["c", "b", "a"]
    named = {item["label"]: item for item in items}
    assert [named[n]["weight<Papers>"] for n in "abc"] == ["2", "3", "4"]
    assert [named[n]["weight<Links>"] for n in "abc"] == ["2", "2", "2"]
    assert [named[n]["weight<Total link strength>"] for n in "abc"] == ["4", "3", "5"]
    assert [named[n]["score<Avg. pub. year>"] for n in "abc"] == ["2001.0", "2001.5", "2002.0"]  # p0 has no year
    topics = {each["cluster"]: each["label"] for each in data["network"]["clusters"]}
    assert [topics[int(named[n]["cluster"])] for n in "abc"] == ["a", "b", "c"]
    totals = Counter[str]()
    for one, other, strength in links:
        totals[one] += int(strength)
        totals[other] += int(strength)
    assert all(item["weight<Total link strength>"] == str(totals[item["id"]]) for item in items)


def test_papers_are_called_by_first_author_and_year_and_lead_to_the_web_only():
    ring = graph(("a", "b", "c"))
    nodes = [
        Node("Paper", node.id, {**node.properties, "authors": ("Ada Lovelace", "X")}) if node.id == "p1" else node
        for label in ("Paper", "Topic")
        for node in ring.nodes(label)
    ]
    items, _, _ = read(paper_network(HandMade(nodes, [*ring.edges("SIMILAR"), *ring.edges("CITES")]), limit=9))
    assert [item["label"] for item in items] == ["c", "Ada Lovelace (2001)", "a"]
    assert [item["url"] for item in items] == ["https://a.org/2?b=c", "", "https://a.org/0?b=c"]
    assert items[0]["weight<Cited by>"] == "3"
    assert "<td>Ada Lovelace; X</td>" in items[1]["description"]


def test_the_limit_keeps_the_concepts_of_most_papers():
    items, _, _ = read(concept_network(graph(("a", "b", "c", "d")), limit=3))
    assert [item["label"] for item in items] == ["d", "c", "b"]


def test_fewer_than_three_that_are_joined_are_refused_and_nothing_is_written(tmp_path, seed_store):
    with pytest.raises(KgError, match="VOSviewer needs 3"):
        concept_network(graph(("a", "b")), limit=100)
    out = tmp_path / "out"
    result = CliRunner().invoke(
        cli, ["export", "vosviewer", "--limit", "1", "--store", str(seed_store), "-o", str(out)]
    )
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize("option", [[], ["--papers"]])
def test_the_command_writes_the_same_three_files_every_time(tmp_path: Path, seed_store: Path, option: list[str]):
    for folder in ("one", "two"):
        arguments = ["export", "vosviewer", *option, "--store", str(seed_store), "-o", str(tmp_path / folder)]
        assert CliRunner().invoke(cli, arguments, catch_exceptions=False).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["map.txt", "network.txt", "vosviewer.json"]
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
