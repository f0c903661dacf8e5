"""What the commands print, on a real store of the seeds."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.cli.text import width

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
KG = [sys.executable, "-c", "from kg.cli import main; main()"]
COMMANDS = sorted(cli.commands)
READING = [
    ["neighbors", "knowledge distillation"],
    ["show", "knowledge distillation"],
    ["search", "distillation"],
    ["similar", "PAPER"],
    ["path", "neural collapse", "knowledge distillation"],
    [
        "query",
        "MATCH (c:Concept) RETURN c.name AS name, c.papers AS papers ORDER BY papers LIMIT 5",
    ],
    ["stats"],
    ["config"],
    ["doctor"],
]
FIELDS = {
    "neighbors": ["id", "label", "name", "hops", "score", "why"],
    "search": ["id", "label", "name", "score", "match"],
    "similar": ["id", "title", "score", "shared", "both_cite"],
    "path": ["id", "label", "name", "via"],
    "query": ["name", "papers"],
    "stats": ["group", "name", "count"],
    "config": ["setting", "value", "from"],
    "doctor": ["check", "state", "found", "remedy"],
}


@pytest.fixture
def kg(seed_store: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the store of the seeds; it must succeed."""
    monkeypatch.setenv("KG_STORE", str(seed_store))
    monkeypatch.setenv("COLUMNS", "100")

    def run(*args: str, code: int = 0, **options) -> Result:
        result = CliRunner().invoke(cli, list(args), **options)
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def paper(kg) -> str:
    """The id of a paper on neural collapse."""
    found = rows(kg("neighbors", "neural collapse", "--type", "Paper", "--format", "jsonl"))
    return found[0]["id"]


def rows(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_in_its_help(name):
    for flag in ("-h", "--help"):
        result = CliRunner().invoke(cli, [name, flag], prog_name="kg")
        assert result.exit_code == 0
        assert f"Examples:\n    kg {name}" in result.stdout or f"| kg {name}" in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_fits_one_line_of_the_overview(name):
    overview = CliRunner().invoke(cli, ["-h"], prog_name="kg").stdout
    line = next(line for line in overview.splitlines() if line.split()[:1] == [name])
    assert line.endswith(".")
    assert not line.endswith("...")


def test_the_commands_of_the_design_are_there():
    wanted = "build keyphrases neighbors search path similar show query view serve stats trends concepts load export"
    assert set(wanted.split()) <= set(COMMANDS)


def test_every_reading_command_takes_the_same_options():
    others = (
        "build keyphrases view serve load export concepts config completion doctor sources duplicates papers map mcp"
        " store"
    )
    for name in set(COMMANDS) - set(others.split()):
        options = {option for p in cli.commands[name].params for option in p.opts}
        assert {"--store", "--graph", "--format"} <= options, name


def test_version_is_that_of_the_distribution_and_names_store_and_engines():
    from importlib.metadata import version

    from kg.store.catalog import SCHEMA_VERSION

    first, *others = CliRunner().invoke(cli, ["--version"]).stdout.splitlines()
    assert first == f"kg, version {version('papermesh')}"
    assert f"store format: {SCHEMA_VERSION}" in others
    assert f"Cypher: kglite {version('kglite')}" in others
    assert f"keyphrases: keybert {version('keybert')}" in others
    assert not any("missing" in line for line in others)


def test_version_says_when_keybert_is_not_there(monkeypatch):
    from kg.cli import versions

    monkeypatch.setattr(versions, "version", lambda package: absent(package) if package == "keybert" else "1.0")

    def absent(package: str) -> str:
        raise versions.PackageNotFoundError(package)

    assert "keyphrases: without keybert, same numbers (extra: keybert)" in versions.versions().splitlines()


def test_python_m_kg_is_the_same_command():
    asked = [sys.executable, "-m", "kg", "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.startswith("Usage: kg [OPTIONS] COMMAND")


# Rows, whose names are a contract


@pytest.mark.parametrize("command", [c for c in READING if c[0] in FIELDS], ids=lambda c: c[0])
def test_rows_have_the_fields_of_the_contract(kg, paper, command):
    args = [paper if arg == "PAPER" else arg for arg in command]
    lines = rows(kg(*args, "--format", "jsonl"))
    assert lines
    assert all(list(line) == FIELDS[command[0]] for line in lines)


@pytest.mark.parametrize("command", READING, ids=lambda c: c[0])
def test_every_format_says_the_same(kg, paper, command):
    args = [paper if arg == "PAPER" else arg for arg in command]
    lines = rows(kg(*args, "--format", "jsonl"))
    answer = json.loads(kg(*args, "--format", "json").stdout)
    assert answer == (lines[0] if command[0] == "show" else lines)
    table = list(csv.DictReader(io.StringIO(kg(*args, "--format", "csv").stdout)))
    assert len(table) == len(lines)
    assert list(table[0]) == list(lines[0])


@pytest.mark.parametrize("command", READING, ids=lambda c: c[0])
def test_tables_fit_and_carry_no_escape_codes_into_a_pipe(kg, paper, command):
    args = [paper if arg == "PAPER" else arg for arg in command]
    out = kg(*args).stdout
    assert out.strip()
    assert max(map(width, out.splitlines())) <= 100
    assert all(c.isprintable() or c == "\n" for c in out)


# Answers


def test_a_concept_has_the_same_neighbors_in_both_languages(kg):
    english = kg("neighbors", "knowledge distillation", "--format", "json").stdout
    assert english == kg("neighbors", "知识蒸馏", "--format", "json").stdout
    assert len(json.loads(english)) > 3


def test_similar_ranks_as_many_papers_as_it_is_asked_for(kg):
    paper = "p0b90d5701acb"
    few, all_ = (rows(kg("similar", paper, "--limit", n, "--format", "jsonl")) for n in ("3", "100"))
    assert few == all_[:3]
    assert 20 < len(all_) <= 45
    assert len({row["id"] for row in all_}) == len(all_)
    edges = "MATCH (:Paper {id: $id})-[s:SIMILAR]-(p) RETURN p.id AS id, s.score AS score"
    near = {row["id"]: row["score"] for row in rows(kg("query", edges, "-p", f"id={paper}", "--format", "jsonl"))}
    assert near
    assert {row["id"]: row["score"] for row in all_[: len(near)]} == near
    farther = [row["score"] for row in all_[len(near) :]]
    assert farther == sorted(farther, reverse=True)


def test_neighbors_come_best_first_and_are_limited(kg):
    found = rows(kg("neighbors", "neural collapse", "--limit", "4", "--format", "jsonl"))
    assert len(found) == 4
    for label in ("Concept", "Paper"):  # kinds take turns
        scores = [row["score"] for row in found if row["label"] == label]
        assert scores
        assert found[0]["score"] == max(row["score"] for row in found)


@pytest.mark.parametrize("label", ["Paper", "concept"])
def test_neighbors_of_one_type_only(kg, label):
    found = rows(kg("neighbors", "knowledge distillation", "--type", label, "--format", "jsonl"))
    assert {row["label"] for row in found} == {label.title()}


def test_more_hops_reach_more(kg):
    near, far = (
        rows(kg("neighbors", "neural collapse", "--hops", hops, "--limit", "500", "--format", "jsonl"))
        for hops in ("1", "2")
    )
    assert len(far) > len(near)
    assert {row["hops"] for row in far} == {1, 2}


def test_show_marks_the_terms_in_the_evidence(kg):
    out = kg("show", "knowledge distillation").stdout
    assert "**knowledge distillation**" in out.lower()
    assert "知识蒸馏**" in out


def test_show_of_a_paper_has_its_title_and_concepts(kg, paper):
    card = json.loads(kg("show", paper, "--format", "jsonl").stdout)
    out = kg("show", paper).stdout
    assert card["id"] == paper
    assert out.startswith(card["title"][:40])
    assert "neural collapse" in out.lower()


def test_a_path_begins_and_ends_with_what_was_asked(kg):
    steps = rows(kg("path", "neural collapse", "knowledge distillation", "--format", "jsonl"))
    assert len(steps) > 2
    assert steps[0]["name"].lower() == "neural collapse"
    assert steps[-1]["name"].lower() == "knowledge distillation"


def test_stats_count_the_papers_of_the_seeds(kg):
    found = rows(kg("stats", "--format", "jsonl"))
    assert {"group": "nodes", "name": "Paper", "count": 46} in found
    assert {"group": "nodes", "name": "Source", "count": 5} in found


def test_query_returns_nodes_relationships_and_paths(kg):
    query = (
        "MATCH way = (p:Paper)-[m:MENTIONS]->(c:Concept) WHERE c.name = 'neural collapse' "
        "RETURN c, m, way ORDER BY p.id LIMIT 1"
    )
    (row,) = rows(kg("query", query, "--format", "jsonl"))
    assert list(row) == ["c", "m", "way"]
    assert row["c"]["labels"] == ["Concept"]
    assert row["c"]["name"] == "neural collapse"
    assert row["m"]["type"] == "MENTIONS"
    assert row["m"]["end"] == row["c"]["id"]
    assert isinstance(row["m"]["spans"], list)
    assert [step.get("type") or step["labels"] for step in row["way"]] == [["Paper"], "MENTIONS", ["Concept"]]


def test_query_parameters_are_json_else_text(kg):
    query = "RETURN $number AS number, $text AS text, $list AS list, $null AS null, $nan AS nan"
    args = ["-p", "number=3", "-p", "text=neural collapse", "-p", 'list=["a", 1]', "-p", "null=null"]
    result = kg("query", query, *args, "-p", "nan=NaN", "--format", "jsonl")
    assert rows(result) == [{"number": 3, "text": "neural collapse", "list": ["a", 1], "null": None, "nan": "NaN"}]


def test_query_reads_standard_input(kg):
    result = kg("query", "-", "--format", "jsonl", input="\ufeffRETURN '知识' AS x\n".encode())
    assert rows(result) == [{"x": "知识"}]


def test_a_query_without_rows_says_so_on_stderr(kg):
    result = kg("query", "MATCH (n:Paper {id: 'none'}) RETURN n")
    assert (result.stdout, result.stderr) == ("", "No rows.\n")


# Keyphrases


def test_keyphrases_come_in_input_order_with_every_paper_once(kg):
    found = rows(kg("keyphrases", str(SEEDS), "--fast", "--top-n", "3", "--format", "jsonl"))
    assert len(found) == 46
    assert len({row["id"] for row in found}) == 46
    assert [*found[0]] == ["id", "title", "lang", "keyphrases", "acronyms"]
    assert {"short": "DMF", "long": "deep matrix factorization"} in [each for row in found for each in row["acronyms"]]
    assert {row["lang"] for row in found} == {"en", "zh"}
    assert all(1 <= len(row["keyphrases"]) <= 3 for row in found)
    assert all([*phrase] == ["text", "score", "count"] for row in found for phrase in row["keyphrases"])
    first = next(iter(sorted(SEEDS.iterdir()))).read_text(encoding="utf-8")
    assert any(phrase["text"] in first for phrase in found[0]["keyphrases"])


def test_keyphrases_of_standard_input(kg):
    text = "We study knowledge distillation of vision transformers. Knowledge distillation needs a teacher."
    entry = json.dumps({"abstract": text, "id": "a"})
    result = kg("keyphrases", "-", "--fast", "--format", "json", input=entry)
    (row,) = json.loads(result.stdout)
    assert row["id"] == "a"
    assert {"knowledge distillation", "Knowledge distillation"} & {k["text"] for k in row["keyphrases"]}


def test_keyphrases_for_people_are_a_block_a_paper(kg):
    out = kg("keyphrases", str(sorted(SEEDS.iterdir())[0]), "--fast", "--top-n", "4").stdout
    blocks = out.strip().split("\n\n")
    assert blocks[0].startswith("1. ")
    assert blocks[-1].startswith(f"{len(blocks)}. ")
    assert "; " in blocks[0]


# View


def test_view_names_its_file_after_the_node(kg, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kg("view", "知识蒸馏").stdout == "kg-knowledge-distillation.html\n"
    page = (tmp_path / "kg-knowledge-distillation.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "knowledge distillation" in page


def test_view_overwrites_only_when_told(kg, tmp_path):
    page = tmp_path / "mine.html"
    page.write_text("mine", encoding="utf-8")
    result = kg("view", "neural collapse", "-o", str(page), code=1)
    assert result.stderr.startswith("Error: ")
    assert "--force" in result.stderr
    assert page.read_text(encoding="utf-8") == "mine"
    kg("view", "neural collapse", "-o", str(page), "--force")
    assert "neural collapse" in page.read_text(encoding="utf-8").lower()
    assert [*tmp_path.iterdir()] == [page]


def test_view_says_what_it_shows_and_why_it_is_less_than_allowed(kg, tmp_path):
    told = kg("view", "-o", str(tmp_path / "a.html"), "--limit", "3000").stderr
    assert "The page shows all 368 concepts, all 46 papers." in told
    assert "Fewer than --limit 3,000: two fifths of it are for concepts" in told
    near = kg("view", "neural collapse", "-o", str(tmp_path / "b.html"), "--hops", "1", "--limit", "3000").stderr
    assert "Fewer than --limit 3,000: no more lie within 1 step (--hops)." in near


def test_view_of_the_corpus_goes_to_standard_output(kg):
    assert kg("view", "-o", "-", "--limit", "10").stdout.lower().startswith("<!doctype html>")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the browser")
def test_view_opens_a_browser(kg, tmp_path, seed_store):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n', encoding="utf-8")
    browser.chmod(0o755)
    page = tmp_path / "知识 1.html"
    env = {**os.environ, "BROWSER": f"{browser} %s", "KG_STORE": str(seed_store)}
    args = [*KG, "view", "-o", str(page), "--open"]
    subprocess.run(args, env=env, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "opened").read_text(encoding="utf-8").strip() == page.as_uri()


# Build


def test_build_reports_on_stderr_and_a_second_run_changes_nothing(tmp_path):
    source = tmp_path / "papers"
    source.mkdir()
    shutil.copy(sorted(SEEDS.iterdir())[0], source)
    runner = CliRunner()
    args = ["build", str(source), "--fast", "--store", str(tmp_path / "store")]
    first, second = runner.invoke(cli, args), runner.invoke(cli, args)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr.startswith("Wrote ")
    assert "10 papers" in first.stderr
    assert (second.exit_code, second.stdout) == (0, "")
    assert second.stderr.startswith("Nothing changed in ")


def test_build_skips_and_counts_when_told(tmp_path):
    source = tmp_path / "papers.jsonl"
    good = {"id": "a", "title": "Neural collapse", "abstract": "We study neural collapse in deep networks."}
    source.write_text(json.dumps(good) + "\n{broken\n", encoding="utf-8")
    args = ["build", str(source), "--fast", "--store", str(tmp_path / "store")]
    refused = CliRunner().invoke(cli, args)
    assert refused.exit_code == 1
    assert "papers.jsonl:2" in refused.stderr
    done = CliRunner().invoke(cli, [*args, "--skip-errors"])
    assert done.exit_code == 0
    assert "1 paper," in done.stderr
    assert "1 source read; 1 entry read, 1 skipped" in done.stderr
