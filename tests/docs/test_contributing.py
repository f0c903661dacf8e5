"""CONTRIBUTING.md: its reader, rule and export work as they stand."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from pages import blocks

from kg.concepts.clusters import Phrase
from kg.papers.read import read_papers
from kg.papers.readers import read
from kg.store.catalog import Catalog
from kg.text.phrases import phrase_key

PAGE = "CONTRIBUTING.md"


@pytest.fixture(scope="module")
def modules() -> list[ModuleType]:
    """Reader, rule, export: each block of Python as a module."""
    found = []
    for number, block in enumerate(block for block in blocks(PAGE) if block.language == "python"):
        module = ModuleType(f"block_{number}")
        exec(compile(block.body, module.__name__, "exec"), module.__dict__)
        found.append(module)
    return found


def test_the_reader_reads_its_sample(
    modules: list[ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, _, _ = modules
    (sample,) = (block.body for block in blocks(PAGE) if block.language == "text")
    source = tmp_path / "export.txt"
    source.write_text(sample * 2, encoding="utf-8")
    monkeypatch.setattr(read, "FORMATS", (reader.FORMAT, *read.FORMATS))
    (paper,) = read_papers(source)
    assert (paper.title, paper.authors, paper.year) == ("On looms", ("Ann Bee",), 2020)
    assert paper.abstract == "We weave graphs of papers."


def test_the_rule_merges_what_it_says_and_nothing_else(modules: list[ModuleType]) -> None:
    _, rule, _ = modules
    texts = ["type 2 diabetes", "type II diabetes", "type I error", "II", "2"]
    phrases = {phrase_key(text): Phrase(phrase_key(text), {text: 3 - n % 2}, [n]) for n, text in enumerate(texts)}
    (merge,) = rule.numerals(phrases).merges
    assert {merge.kept, merge.merged} == {phrase_key("type 2 diabetes"), phrase_key("type II diabetes")}
    assert merge.reason == "numeral"


def test_the_export_writes_a_line_an_edge(modules: list[ModuleType], catalog: Catalog) -> None:
    _, _, export = modules
    lines = list(export.edge_list(catalog))
    assert all(len(line.rstrip("\n").split("\t")) == 4 and line.count("\n") == 1 for line in lines)
    assert "Concept:distillation" in "".join(lines)
