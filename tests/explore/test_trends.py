"""Concepts over the years."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from scipy import stats
from terminal_fixture import seen_on_a_terminal

from kg.cli import cli
from kg.cli.trends import sparkline
from kg.core.graph import Edge, Node
from kg.explore.counts.trend_test import false_discovery_rates, strength_of_trend
from kg.explore.counts.trends import trends
from kg.loaders.networkx import NetworkXGraph
from kg.pipeline.build import build

YEARS = {2018: 4, 2019: 10, 2021: 8}


def paper(number: str, year: int | None) -> Node:
    return Node("Paper", number, {"id": number, "title": number} | ({"year": year} if year else {}))


@pytest.fixture
def graph() -> NetworkXGraph:
    """rise: 0, 2, 6 of the papers of each year; fall: 4, 2, 0; steady: half of each; undated: in one without year."""
    graph = NetworkXGraph()
    papers = [paper(f"{year}-{n}", year) for year, count in YEARS.items() for n in range(count)]
    counts = {"rise": (0, 2, 6), "fall": (4, 2, 0), "steady": (2, 5, 4)}
    edges = [
        Edge("MENTIONS", ("Paper", f"{year}-{n}"), ("Concept", name), {"score": 0.5})
        for name, by_year in counts.items()
        for year, count in zip(YEARS, by_year, strict=True)
        for n in range(count)
    ]
    edges.append(Edge("MENTIONS", ("Paper", "undated"), ("Concept", "undated"), {"score": 0.5}))
    for node in (
        *papers,
        paper("undated", None),
        *(Node("Concept", c, {"id": c, "name": c}) for c in (*counts, "undated")),
    ):
        graph.graph.add_node(node.key, label=node.label, **node.properties)
    for edge in edges:
        graph.graph.add_edge(edge.start, edge.end, key=edge.type, **edge.properties)
    return graph


def test_what_rises_comes_first_then_what_falls_and_the_steady_is_left_out(graph):
    found = trends(graph)
    assert [(each.id, each.trend > 0) for each in found] == [("rise", True), ("fall", False)]
    assert [(y.year, y.papers, y.share) for y in found[0].years] == [
        (2018, 0, 0.0), (2019, 2, 0.2), (2020, 0, None), (2021, 6, 0.75),
    ]  # fmt: skip


def test_the_limit_counts_for_each_direction(graph):
    assert [each.id for each in trends(graph, limit=1)] == ["rise", "fall"]


def test_chosen_concepts_come_in_the_order_asked_for_also_without_a_year(graph):
    chosen = [Node("Concept", name) for name in ("steady", "undated", "fall")]
    found = trends(graph, chosen)
    assert [each.id for each in found] == ["steady", "undated", "fall"]
    assert (found[0].trend, found[1].trend) == (0.0, 0.0)
    assert {y.papers for y in found[1].years} == {0}


def test_the_trend_is_the_square_root_of_the_linear_part_of_chi_square():
    """z of Cochran-Armitage is the correlation of year and mention over all papers, times the root of their number."""
    counts = {2018: 1, 2019: 3, 2021: 7}
    year = [y for y, n in YEARS.items() for _ in range(n)]
    mentions = [float(i < counts[y]) for y, n in YEARS.items() for i in range(n)]
    expected = stats.pearsonr(year, mentions).statistic * math.sqrt(len(year))
    assert strength_of_trend(counts, YEARS) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(("counts", "years"), [({}, YEARS), (YEARS, YEARS), ({2020: 1}, {2020: 5})])
def test_where_no_trend_can_be_told_it_is_zero(counts, years):
    assert strength_of_trend(counts, years) == 0.0


def test_what_few_papers_mention_does_not_rise():
    counts = {"four": {2021: 4}, "five": {2021: 5}}
    assert [*false_discovery_rates(counts, {2019: 100, 2021: 100})] == ["five"]


def test_q_of_a_single_concept_is_the_exact_p_of_the_test():
    """With two years the exact test for a trend is Fisher's."""
    counts, papers = {2019: 2, 2021: 9}, {2019: 30, 2021: 40}
    tails = stats.fisher_exact([[2, 9], [28, 31]], alternative="less").pvalue
    assert false_discovery_rates({"a": counts}, papers) == {"a": pytest.approx(2 * tails, abs=1e-6)}


def test_the_exact_test_and_the_normal_one_agree_where_they_meet():
    papers = dict.fromkeys(range(2010, 2020), 200)
    few = {year: 4 + (year >= 2015) - (year < 2015) for year in papers}
    more = few | {2014: few[2014] + 1}
    rates = [false_discovery_rates({"a": counts}, papers)["a"] for counts in (few, more)]
    assert rates[0] == pytest.approx(rates[1], rel=0.15)


def test_among_concepts_that_chance_spreads_over_the_years_nothing_is_found():
    drawn = random.Random(7)
    papers = dict.fromkeys(range(2010, 2020), 50)
    counts = {f"c{n}": Counter(drawn.choices([*papers], k=5 + n % 30)) for n in range(300)}
    assert min(false_discovery_rates(counts, papers).values()) > 0.1


def test_without_years_there_are_no_trends():
    assert trends(NetworkXGraph()) == []


def test_a_bar_is_as_high_as_its_part_of_the_greatest():
    assert sparkline([0.0, 0.25, None, 0.5, 1.0]) == "▁▃·▅█"
    assert sparkline([0.0, 0.0]) == "▁▁"
    assert sparkline([]) == ""


# The command


@pytest.fixture(scope="module")
def dated_store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dated")
    entries = []
    for year, count in ((2019, 4), (2020, 5), (2022, 6)):
        for n in range(count):
            about = (
                "This is a survey of federated learning." if year > 2019 else "Support vector machines have margins."
            )
            if n == 0:
                about = "Decision trees are grown and pruned."
            abstract = f"{about} Number {n} of {year}."
            entries.append({"id": f"{year}-{n}", "title": f"Paper {year} {n}", "abstract": abstract, "year": year})
    (folder / "papers.jsonl").write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    build([folder / "papers.jsonl"], folder / "store", fast=True)
    return folder / "store"


def kg(*args: object):
    result = CliRunner().invoke(cli, list(map(str, args)))
    assert result.exit_code == 0, result.output
    return result


def test_rows_have_the_fields_of_the_contract_and_every_year(dated_store):
    result = kg("trends", "--store", dated_store, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(list(row) == ["id", "name", "trend", "q", "year", "papers", "share"] for row in rows)
    federated = [row for row in rows if row["id"] == "federated-learning"]
    assert [(row["year"], row["papers"]) for row in federated] == [(2019, 0), (2020, 4), (2021, 0), (2022, 5)]
    table = csv.DictReader(io.StringIO(kg("trends", "--store", dated_store, "--format", "csv").stdout))
    assert [row["papers"] for row in table if row["id"] == "federated-learning"] == ["0", "4", "0", "5"]


def test_a_pipe_gets_rows_and_a_terminal_a_bar_a_year(dated_store):
    assert "▁" not in kg("trends", "federated learning", "--store", dated_store).stdout
    code, seen = seen_on_a_terminal("trends", "federated learning", "--store", str(dated_store))
    assert code == 0
    line = next(line for line in seen.splitlines() if line.startswith("federated learning"))
    assert line.rstrip().endswith("▁█·█")
    assert "2019–2022" in seen


def test_without_years_trends_and_stats_say_so(seed_store):
    result = kg("trends", "--store", seed_store)
    assert (result.stdout, result.stderr) == (
        "",
        "No paper has a year, or nothing rises or falls by more than chance.\n",
    )
    assert "No paper has a year" in kg("stats", "--store", seed_store).stderr
    assert json.loads(kg("trends", "--store", seed_store, "--format", "json").stdout) == []


def test_stats_tell_languages_years_and_what_the_last_build_changed(dated_store, seed_store, tmp_path):
    rows = json.loads(kg("stats", "--store", dated_store, "--format", "json").stdout)
    assert {"group": "papers by year", "name": "2019–2022", "count": 15} in rows
    assert "15 papers added" in kg("stats", "--store", dated_store).stderr
    rows = json.loads(kg("stats", "--store", seed_store, "--format", "json").stdout)
    languages = {row["name"]: row["count"] for row in rows if row["group"] == "papers by language"}
    assert set(languages) == {"English", "Chinese"}
    assert sum(languages.values()) == 46


def test_the_last_build_is_the_last_that_changed_something(tmp_path):
    def entry(number: int) -> str:
        return (
            json.dumps({"id": f"p{number}", "abstract": f"We study neural collapse {number} in deep networks."}) + "\n"
        )

    source, store = tmp_path / "a.jsonl", tmp_path / "store"

    def changed(*numbers: int) -> str:
        source.write_text("".join(map(entry, numbers)), encoding="utf-8")
        build([source], store, fast=True)
        return kg("stats", "--store", store).stderr

    assert "1 source added, 2 papers added" in changed(1, 2)
    assert ": 2 papers added, 1 paper removed" in changed(2, 3, 4)
    assert ": 2 papers added, 1 paper removed" in changed(2, 3, 4)
