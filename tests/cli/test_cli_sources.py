"""kg build and kg keyphrases on sources of every kind: --from and --map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.papers.readers.read import format_names

ROOT = Path(__file__).parents[2]
TABLE = "Nr,Heading,Body\n1,On Graphs,Knowledge graphs are studied.\n2,Trees,Decision trees are studied.\n"
MAP = ("--map", "abstract=Body", "--map", "title=Heading", "--map", "id=Nr")


def run(*arguments: str):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_table_of_unknown_columns_is_read_by_map(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    failed = run("keyphrases", path, "--fast")
    assert failed.exit_code == 1
    assert "the columns are: Nr, Heading, Body" in failed.output
    found = run("keyphrases", path, "--fast", "--format", "jsonl", *MAP)
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(row["id"], row["title"]) for row in rows] == [("1", "On Graphs"), ("2", "Trees")]


def test_a_build_with_another_map_reads_the_source_again(tmp_path):
    path, store = tmp_path / "a.csv", tmp_path / "store"
    path.write_text(TABLE, encoding="utf-8")
    for field, changed in (("Body", True), ("Body", False), ("Heading", True)):
        result = run("build", path, "--store", store, "--fast", "--map", f"abstract={field}")
        assert result.exit_code == 0, result.output
        assert ("1 source read" in result.output) == changed
    rows = run("query", "MATCH (p:Paper) RETURN p.abstract AS a ORDER BY a", "--store", store, "--format", "jsonl")
    assert [json.loads(line)["a"] for line in rows.stdout.splitlines()] == ["On Graphs", "Trees"]


def test_from_reads_a_file_as_what_it_does_not_look_like(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("title\tabstract\nOn Graphs\tKnowledge graphs.\n", encoding="utf-8")
    found = run("keyphrases", path, "--fast", "--format", "jsonl", "--from", "text")
    assert json.loads(found.stdout)["title"] != "On Graphs"
    assert "there is no BibTeX entry" in run("keyphrases", path, "--from", "bibtex").output


def test_a_text_of_many_papers_is_read_with_a_separator(tmp_path):
    path, store = tmp_path / "a.txt", tmp_path / "store"
    path.write_text("Knowledge graphs are studied.\n\nDecision trees are studied.\n", encoding="utf-8")
    for options, papers in (((), "1 paper"), (("--separator", ""), "2 papers")):
        assert papers in run("build", path, "--store", store, "--fast", *options).output


def test_from_chooses_the_files_of_a_folder(tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "b.bib").write_text("@misc{k, title={Other}}", encoding="utf-8")
    found = run("keyphrases", tmp_path, "--fast", "--format", "jsonl", "--from", "csv", "--map", "title=Heading")
    assert [json.loads(line)["title"] for line in found.stdout.splitlines()] == ["On Graphs", "Trees"]


@pytest.mark.parametrize(
    "arguments", [["--from", "docx"], ["--map", "abstract"], ["--map", "colour=x"], ["--map", "title="]]
)
def test_wrong_usage_names_what_there_is(tmp_path, arguments):
    result = run("build", tmp_path, *arguments)
    assert result.exit_code == 2
    assert "bibtex" in result.output if "--from" in arguments else "abstract" in result.output


def test_every_format_is_documented():
    page = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")
    missing = [name for name in format_names() if f"`{name}`" not in page]
    assert not missing
