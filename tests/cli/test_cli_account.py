"""kg sources and kg duplicates: what was read, left out and joined, in every format and after every kind of build."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.pipeline.build import build

BIB = """\
@article{bee, title={Looms that weave graphs of papers}, author={Bee, Ann}, year={2020}, doi={10.1000/a},
  abstract={We weave graphs.}}
@article{dee, title={Spindles for decision trees in the wild}, author={Dee, Chris}, year={2019}, abstract={Trees.}}
@article{nobody, author={Nobody}}
"""
CSV = """\
Title,Abstract,Authors,Year,DOI
Looms that weave graphs of papers,Looms weave graphs.,"Bee, A.",2021,10.1000/a
Spindles for decision trees in the wild,Forests were cut down at the coast.,"Dee, C.",2019,
Shuttles,Something else.,"Eff, D.",2019,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.bib").write_text(BIB, encoding="utf-8")
    (folder / "b.csv").write_text(CSV, encoding="utf-8")
    return folder


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store of commands, built from the folder."""
    store = folder.parent / "store"
    build(folder, store, fast=True)
    monkeypatch.setenv("KG_STORE", str(store))
    return store


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(command: str, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(command, "--format", "jsonl", *arguments).splitlines()]


def counts(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("format", "records", "read", "left_out", "new", "joined"))


@pytest.mark.usefixtures("store")
def test_every_file_is_accounted_for_and_the_total_is_in_the_terms_of_prisma():
    a, b, total = rows("sources")
    assert [Path(each["path"]).name for each in (a, b)] == ["a.bib", "b.csv"]
    assert counts(a) == ("bibtex", 3, 2, 1, 2, 0)
    assert a["reasons"] == ["line 4: the entry nobody has neither an abstract nor a title"]
    assert counts(b) == ("csv", 3, 3, 0, 1, 2)
    assert total["kind"] == "total"
    assert (total["identified"], total["duplicates_removed"], total["left_out"], total["screened"]) == (6, 2, 1, 3)


@pytest.mark.usefixtures("store")
def test_people_read_the_account_as_a_table_with_a_sentence(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    shown = run("sources")
    assert "6 records identified, 2 duplicates removed, 1 left out for other reasons, 3 records screened." in shown
    assert "a.bib" in shown
    assert "line 4: the entry nobody has neither" in shown


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("command", "length"), [("sources", 3), ("duplicates", 2)])
def test_json_and_csv_hold_the_same_rows(command, length):
    listed = json.loads(run(command, "--format", "json"))
    assert listed == rows(command)
    table = list(csv.DictReader(io.StringIO(run(command, "--format", "csv"))))
    assert len(table) == len(listed) == length
    assert [set(row) <= set(table[0]) for row in listed] == [True] * length


@pytest.mark.usefixtures("store")
def test_joined_records_are_listed_with_their_rule_the_doubtful_first():
    doubtful, sure = rows("duplicates")
    assert (doubtful["rule"], doubtful["against"]) == ("same title", ["other abstract"])
    assert doubtful["also"] == ["same year", "an author in common"]
    assert (sure["rule"], sure["against"], sure["paper"]) == ("same DOI", [], "bee")
    assert doubtful["certainty"] < sure["certainty"] <= 1
    assert [Path(sure[name]).name for name in ("record", "other")] == ["a.bib:1", "b.csv:2"]
    assert rows("duplicates", "--limit", "1") == [doubtful]
    shown = run("duplicates")
    assert "same DOI" in shown
    assert "a.bib:1" in shown
    assert "Looms that weave" in shown


def test_a_source_that_is_not_read_again_keeps_its_counts(folder, store):
    before = rows("sources")[1]
    (folder / "c.csv").write_text("Title,Abstract,DOI\nLooms that weave graphs,Graphs.,10.1000/a\n", encoding="utf-8")
    assert build(folder, store, fast=True).sources_unchanged == 1
    assert rows("sources")[1] == before
    scratch = folder.parent / "scratch"
    build(folder, scratch, fast=True)
    for command in ("sources", "duplicates"):
        assert rows(command) == rows(command, "--store", str(scratch))
    assert len(rows("duplicates")) == 3


def test_what_is_skipped_is_told_after_every_build(folder, store):
    (folder / "a.bib").write_text(BIB + "@article{cut, title={Cut\n", encoding="utf-8")
    for _ in range(2):
        build(folder, store, fast=True, skip_errors=True)
        assert counts(rows("sources")[0]) == ("bibtex", 4, 2, 2, 2, 0)
    (folder / "a.bib").write_text(BIB, encoding="utf-8")
    build(folder, store, fast=True, skip_errors=True)
    assert rows("sources")[0]["left_out"] == 1


def test_a_file_that_cannot_be_read_has_no_records_but_a_reason(folder, store):
    (folder / "empty.bib").touch()
    build(folder, store, fast=True)
    empty = next(row for row in rows("sources") if row["path"].endswith("empty.bib"))
    assert (empty["records"], empty["left_out"], len(empty["reasons"])) == (0, 0, 1)


def test_a_file_that_is_gone_is_in_no_account(folder, store):
    build(folder / "b.csv", store, fast=True)
    assert [row["kind"] for row in rows("sources")] == ["source", "total"]
    assert CliRunner().invoke(cli, ["duplicates"]).stderr == "No two records are one paper.\n"
    assert rows("duplicates") == []


def test_reasons_of_a_great_many_entries_are_cut_and_all_are_counted(folder, store):
    (folder / "a.bib").write_text(BIB + "@misc{x, year={2020}}\n" * 1500, encoding="utf-8")
    build(folder, store, fast=True)
    a = rows("sources")[0]
    assert (a["records"], a["left_out"], len(a["reasons"])) == (1503, 1501, 1000)


def test_hostile_titles_and_names_do_not_reach_the_terminal(folder, store):
    hostile = "Looms\x1b[31m that weave\u202e graphs of papers"
    lines = [json.dumps({"title": hostile, "abstract": text, "year": 2020}) for text in ("One \x1b]0;x\x07.", "Two.")]
    (folder / "\x1b[2Jd.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build(folder, store, fast=True)
    for command in ("sources", "duplicates"):
        for form in ("table", "json", "jsonl"):
            shown = run(command, "--format", form)
            assert not set(shown) & {"\x1b", "\x07", "\u202e"}, (command, form)


@pytest.mark.parametrize("command", ["sources", "duplicates"])
def test_without_a_store_there_is_one_line(command, tmp_path):
    result = CliRunner().invoke(cli, [command, "--store", str(tmp_path / "none")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
