"""kg papers: joined and separated records stay so, whatever is built afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from seed_fixture import dump

from kg.cli import cli
from kg.pipeline.build import build
from kg.store.catalog import Catalog

BIB = """\
@article{bee, title={Looms that weave graphs of papers}, author={Bee, Ann}, year={2020}, doi={10.1000/a}}
@article{dee, title={Spindles for decision trees}, author={Dee, Chris}, year={2019}, doi={10.1000/d}}
"""
CSV = """\
Title,Abstract,Authors,Year,DOI
Looms that weave graphs,Looms weave.,"Bee, A.",2021,10.1000/a
Looms that weave the graphs of papers,Another story.,"Bee, A.",2022,10.1000/a
Spinning wheels and forests,Forests.,"Dee, C.",2019,10.1000/f
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.bib").write_text(BIB, encoding="utf-8")
    Path("b.csv").write_text(CSV, encoding="utf-8")
    build(["a.bib", "b.csv"], "kg-store", fast=True)
    return Path("kg-store")


def kg(*arguments: str) -> str:
    """What a command says on stderr."""
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.stderr


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["papers", *arguments])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.output
    assert "internal error" not in result.stderr
    return result.stderr


def rows(*arguments: str) -> list[dict]:
    result = CliRunner().invoke(cli, [*arguments, "--format", "jsonl"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def papers(store: Path = Path("kg-store")) -> list[str]:
    with Catalog.open(store) as catalog:
        return sorted(node.name for node in catalog.nodes("Paper"))


def joined() -> list[tuple[str, str, str]]:
    return sorted((row["record"], row["other"], row["rule"]) for row in rows("duplicates"))


@pytest.mark.usefixtures("store")
def test_a_separated_record_is_a_paper_of_its_own_and_the_others_stay():
    assert len(papers()) == 3
    assert "3 → 4 papers" in kg("papers", "separate", "a.bib:1", "b.csv:3")
    assert "Looms that weave the graphs of papers" in papers()
    assert joined() == [("a.bib:1", "b.csv:2", "same DOI")]
    assert rows("sources")[-1]["screened"] == 4


@pytest.mark.usefixtures("store")
def test_what_was_joined_through_a_separated_record_stays_together():
    kg("papers", "separate", "b.csv:3", "a.bib:1")
    assert [(record, other) for record, other, _ in joined()] == [("b.csv:2", "b.csv:3")]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "names", [("dee", "10.1000/f"), ("a.bib:2", "b.csv:4"), ("spindles for decision trees", "b.csv:4")]
)
def test_papers_are_joined_by_id_number_title_or_place(names):
    assert "3 → 2 papers" in kg("papers", "join", *names)
    assert ("a.bib:2", "b.csv:4", "correction") in joined()


def test_corrections_last_when_files_are_moved_and_other_records_come(store):
    kg("papers", "join", "dee", "10.1000/f")
    kg("papers", "separate", "a.bib:1", "b.csv:3")
    before = papers()
    head, *lines = CSV.splitlines(keepends=True)
    Path("moved.csv").write_text("".join([head, *reversed(lines)]), encoding="utf-8")
    Path("c.csv").write_text("Title,DOI\nLooms that weave graphs of paper,10.1000/a\n", encoding="utf-8")
    report = build(["moved.csv", "a.bib", "c.csv"], store, fast=True)
    assert report.unapplied == ()
    assert papers() == before
    with Catalog.open(store) as catalog:
        corrections = [str(each) for each, _ in catalog.corrections()]
    Path("corrections.txt").write_text("\n".join(corrections), encoding="utf-8")
    build(["moved.csv", "a.bib", "c.csv"], "scratch", fast=True)
    kg("concepts", "import", "corrections.txt", "--store", "scratch")
    assert dump(Path("scratch")) == dump(store)


@pytest.mark.usefixtures("store")
def test_a_correction_taken_back_leaves_the_store_as_it_was():
    before = dump(Path("kg-store"))
    kg("papers", "separate", "bee", "b.csv:3")
    kg("concepts", "ignore", "forests")
    kg("papers", "join", "dee", "10.1000/f")
    assert [(row["number"], row["action"], row["applies"]) for row in rows("papers", "list")] == [
        (1, "separate", "yes"),
        (3, "join", "yes"),
    ]
    assert [row["action"] for row in rows("concepts", "list")] == ["separate", "ignore", "join"]
    assert "Taken back: join" in kg("papers", "undo")
    assert "no correction 2" in refused("undo", "2")
    kg("papers", "undo", "1")
    kg("concepts", "undo")
    assert dump(Path("kg-store")) == before


@pytest.mark.usefixtures("store")
def test_a_later_correction_wins():
    kg("papers", "separate", "a.bib:1", "b.csv:3")
    assert "4 → 3 papers" in kg("papers", "join", "a.bib:1", "b.csv:3")
    assert "3 → 4 papers" in kg("papers", "separate", "a.bib:1", "b.csv:3")


def test_a_correction_whose_record_is_gone_is_told_and_kept(store):
    kg("papers", "separate", "a.bib:1", "b.csv:3")
    (line,) = build("a.bib", store, fast=True).unapplied
    assert line.startswith("correction 1 does not apply: separate")
    assert "no record is" in line
    assert build(["a.bib", "b.csv"], store, fast=True).unapplied == ()
    assert len(papers()) == 4


@pytest.mark.usefixtures("store")
def test_what_makes_no_sense_is_refused_in_one_line():
    assert "one paper already" in refused("join", "a.bib:1", "b.csv:2")
    assert "two papers already" in refused("separate", "bee", "b.csv:4")
    assert "which record" in refused("separate", "a.bib:1", "bee")
    assert "no other record would be left" in refused("separate", "bee", "a.bib:1", "b.csv:2", "b.csv:3")
    assert "nothing in the graph is called 'nobody'" in refused("join", "bee", "nobody")
    assert refused("undo") == "Error: no correction to take back\n"
    assert rows("papers", "list") == []


def test_records_that_say_the_same_cannot_be_told_apart(store):
    Path("c.bib").write_text(BIB, encoding="utf-8")
    build(["a.bib", "c.bib"], store, fast=True)
    assert "records that say the same stay together" in refused("separate", "a.bib:1", "c.bib:1")


def test_every_command_fits_one_line_of_the_overview():
    overview = CliRunner().invoke(cli, ["papers", "-h"], prog_name="kg").stdout
    assert "..." not in overview.replace("[ARGS]...", "")


def test_hostile_titles_do_not_reach_the_terminal(store):
    title = 'Looms \x1b[31m "that" weave\u202e #000000000000'
    entries = [{"title": title, "year": year, "doi": "10.1/h"} for year in (2001, 2002)]
    Path("d.jsonl").write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    build(["a.bib", "d.jsonl"], store, fast=True)
    said = kg("papers", "separate", "d.jsonl:1", "d.jsonl:2")
    listed = CliRunner().invoke(cli, ["papers", "list"]).stdout
    assert [row["applies"] for row in rows("papers", "list")] == ["yes"]
    assert not set(said + listed) & {"\x1b", "\u202e"}


@pytest.mark.parametrize("name", sorted(cli.commands["papers"].commands))  # type: ignore[attr-defined]
def test_every_command_has_examples_in_its_help(name):
    result = CliRunner().invoke(cli, ["papers", name, "-h"], prog_name="kg")
    assert result.exit_code == 0
    assert f"Examples:\n    kg papers {name}" in result.stdout
