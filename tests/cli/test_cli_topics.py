"""kg topics: listed and opened, and the topics of a built corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.cli.text import width
from kg.pipeline.build import build
from kg.store.catalog import Catalog


def topics(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["topics", *arguments, "--store", str(store)])


def test_topics_are_listed_with_the_largest_first_and_one_is_opened_by_what_is_listed(seed_store):
    found = json.loads(topics(seed_store, "--format", "json").stdout)
    sizes = [row["papers"] for row in found if row["level"] == 1]
    assert len(sizes) >= 4
    assert sizes == sorted(sizes, reverse=True)
    for row in found:
        card = json.loads(topics(seed_store, row["id"], "--format", "json").stdout)
        assert (card["name"], card["papers"]) == (row["name"], row["papers"])
        assert card["concepts"]
        assert card["core"]


def test_the_table_and_the_card_fit_the_terminal(seed_store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    listed = topics(seed_store)
    first = json.loads(topics(seed_store, "--format", "jsonl", "--limit", "1").stdout)
    opened = topics(seed_store, first["name"])
    assert listed.exit_code == opened.exit_code == 0
    assert "Core papers" in opened.stdout
    for output in (listed.stdout, opened.stdout):
        assert max(map(width, output.splitlines())) <= 80


def test_a_topic_that_is_not_there_is_one_clear_line(seed_store):
    result = topics(seed_store, "no such topic")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_a_corpus_of_one_paper_has_no_topics(tmp_path):
    (tmp_path / "one.txt").write_text("Knowledge distillation trains a small network.", encoding="utf-8")
    build([tmp_path / "one.txt"], tmp_path / "store", fast=True)
    result = topics(tmp_path / "store")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no topics" in result.stderr


def test_papers_and_parts_of_a_topic_are_those_that_it_counts(seed_store):
    with Catalog.open(seed_store) as catalog:
        within: dict[str, int] = {}
        for edge in catalog.edges("IN_TOPIC"):
            within[edge.end[1]] = within.get(edge.end[1], 0) + 1
        assert within == {node.id: node.properties["papers"] for node in catalog.nodes("Topic")}
        parents = {edge.start[1]: edge.end[1] for edge in catalog.edges("PART_OF")}
        levels = {node.id: node.properties["level"] for node in catalog.nodes("Topic")}
        assert parents.keys() == {key for key, level in levels.items() if level == 2}
