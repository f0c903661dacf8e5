"""kg concepts: what it prints, what it refuses."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from correction_fixture import PAPERS, concept, corrected, mentioning, names, write
from seed_fixture import dump

from kg.cli import cli
from kg.cli.text import width
from kg.pipeline.build import build
from kg.store.catalog import FILE, Catalog


@pytest.fixture
def store(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shared store, as the one that commands use."""
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("COLUMNS", "80")
    return store


def kg(*args: str, code: int = 0, **options) -> Result:
    result = CliRunner().invoke(cli, ["concepts", *args], **options)
    assert result.exit_code == code, result.output
    return result


def refused(*args: str, **options) -> str:
    """The one line on stderr of a command that fails."""
    result = kg(*args, code=1, **options)
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert "internal error" not in result.stderr
    return result.stderr


def lines(store: Path) -> list[str]:
    return [line for line, _ in corrected(store)]


@pytest.mark.parametrize("name", sorted(cli.commands["concepts"].commands))  # type: ignore[attr-defined]
def test_every_command_has_examples_in_its_help(name):
    result = CliRunner().invoke(cli, ["concepts", name, "-h"], prog_name="kg")
    assert result.exit_code == 0
    assert f"Examples:\n    kg concepts {name}" in result.stdout


def test_every_command_fits_one_line_of_the_overview():
    overview = CliRunner().invoke(cli, ["concepts", "-h"], prog_name="kg").stdout
    assert "..." not in overview.replace("[ARGS]...", "")


# Correcting


def test_a_command_says_what_it_changed(store):
    result = kg("merge", "federated learning", "collaborative learning")
    assert result.stdout == ""
    assert result.stderr.startswith('merge "federated learning" "collaborative learning": "federated learning" 3 → 5')
    assert result.stderr.count("\n") == 1
    with Catalog.open(store) as catalog:
        after = len(list(catalog.nodes("Concept")))
    assert f"{after + 1} → {after} concepts" in result.stderr


def test_what_is_kept_is_spelled_as_the_graph_spells_it(store):
    found = concept(store, "collaborative learning")
    assert found
    kg("merge", "  Federated   LEARNING ", found.id)
    kg("rename", "fl", "Federated Learning")
    kg("ignore", "Dropouts")
    assert lines(store) == [
        'merge "federated learning" "collaborative learning"',
        'rename "FL" "Federated Learning"',
        'ignore "dropout"',
    ]


def test_a_name_in_the_other_language_leads_to_its_concept(store):
    kg("rename", "联邦学习", "Federated Learning")
    kg("merge", "swarm intelligence", "合作学习")
    assert lines(store)[0] == 'rename "联邦学习" "Federated Learning"'
    assert lines(store)[1] == 'merge "swarm intelligence" "collaborative learning"'


def test_a_name_with_a_leading_dash_or_quotes_can_be_chosen(store):
    kg("rename", "--", "dropout", '--so-called "dropout"')
    assert lines(store) == ['rename "dropout" "--so-called \\"dropout\\""']
    assert concept(store, '--so-called "dropout"') == concept(store, "dropout")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["merge", "federated lerning", "dropout"], "Did you mean: federated learning"),
        (["merge", "dropout", "federated lerning"], "Did you mean: federated learning"),
        (["merge", "federated learning", "federated learning"], "twice"),
        (["merge", "federated learning", "!"], "without a word"),
        (["merge", "federated learning", "x\x1b[31m\n"], "control characters"),
        (["split", "federated learning", "dropout"], "are two concepts already"),
        (["split", "federated learning", "nothing"], "nothing in the graph is called 'nothing'"),
        (["split", "dropout", "dropouts"], "in number"),
        (["split", "dropuot", "dropout"], "Did you mean: dropout"),
        (["rename", "dropout", "federated learning"], 'kg concepts merge "dropout" "federated learning"'),
        (["rename", "dropout", "x" * 201], "200 are the most"),
        (["rename", "dropout", "\u202edropout"], "control characters"),
        (["ignore", "dropuot"], "Did you mean: dropout"),
        (["ignore", "\x1b[31m"], "nothing in the graph"),
        (["why", "dropuot"], "Did you mean: dropout"),
        (["undo"], "no correction to take back"),
        (["undo", "3"], "no correction"),
        (["import", "no-such-file"], "no-such-file"),
        (["import", "store"], "store"),
        (["export", "-o", "papers.jsonl"], "exists already"),
        (["list", "--store", "nowhere"], "no store here"),
        (["merge", "a", "b", "--store", "nowhere"], "no store here"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(store, args, said):
    before = (store / FILE).read_bytes()
    line = refused(*args)
    assert said in line
    assert line[:-1].isprintable()
    assert (store / FILE).read_bytes() == before
    assert not Path("nowhere").exists()


def test_the_same_correction_twice_is_refused_while_it_holds(store):
    kg("merge", "federated learning", "collaborative learning")
    assert "corrected already" in refused("merge", "federated learning", "collaborative learning")
    kg("split", "federated learning", "collaborative learning")
    kg("merge", "federated learning", "collaborative learning")
    assert len(lines(store)) == 3


def test_a_build_at_work_is_one_line(store):
    with Catalog.create(store):
        assert "another kg build is at work in this store" in refused("ignore", "dropout")
    assert lines(store) == []


# Listing, taking back


def test_the_list_says_what_applies_and_if_not_why(store):
    kg("merge", "federated learning", "collaborative learning")
    kg("ignore", "dropout")
    result = CliRunner().invoke(cli, ["build", "--fast", str(write(PAPERS[4:]))])
    assert result.exit_code == 0
    said = 'correction 1 applies only in part: merge "federated learning" "collaborative learning"'
    assert said not in result.stderr
    first, second = json.loads(kg("list", "--format", "json").stdout)
    assert first["applies"] == "no"
    assert f"correction 1 does not apply: {lines(store)[0]}: {first['why_not']}\n" in result.stderr
    expected = {"number": 2, "action": "ignore", "names": ["dropout"], "source": "", "applies": "yes", "why_not": ""}
    assert second == expected
    table = list(csv.DictReader(io.StringIO(kg("list", "--format", "csv").stdout)))
    assert [row["names"] for row in table] == ["federated learning; collaborative learning", "dropout"]
    assert all(width(line) <= 80 for line in kg("list").stdout.splitlines())


def test_an_empty_list_says_so(store):
    result = kg("list")
    assert (result.stdout, result.stderr) == ("", "No corrections were made.\n")
    assert kg("list", "--format", "json").stdout == "[]\n"


def test_undo_takes_back_the_last_or_the_one_of_a_number(store):
    before = dump(store)
    for name in ("dropout", "graphs", "shared model"):
        kg("ignore", name)
    assert kg("undo").stderr.startswith('Taken back: ignore "shared model": "shared model" 1 paper; ')
    assert kg("undo", "1").stderr.startswith('Taken back: ignore "dropout"')
    assert lines(store) == ['ignore "graphs"']
    kg("undo")
    assert dump(store) == before


def test_a_correction_that_another_one_needed_is_reported_when_that_is_taken_back(store):
    kg("rename", "dropout", "Sparse units")
    kg("merge", "Sparse units", "graphs")
    result = kg("undo", "1")
    assert "correction 1 applies only in part" in result.stderr or "correction 1 does not apply" in result.stderr


# Files


def test_export_then_import_gives_the_same_graph(store, uncorrected):
    kg("merge", "federated learning", "collaborative learning")
    kg("split", "convolution network", "convolutional network")
    kg("rename", "FL", 'Federated "Learning"')
    kg("ignore", "dropout")
    assert kg("export", "-o", "corrections.txt").stdout == "corrections.txt\n"
    assert kg("export").stdout == Path("corrections.txt").read_text(encoding="utf-8")
    shutil.copytree(uncorrected / "store", "other")
    kg("import", "corrections.txt", "--store", "other")
    assert dump(Path("other")) == dump(store)
    again = (Path("other") / FILE).read_bytes()
    kg("import", "corrections.txt", "--store", "other")
    assert (Path("other") / FILE).read_bytes() == again
    kg("import", "-", "--store", "other", input=Path("corrections.txt").read_text(encoding="utf-8"))
    assert (Path("other") / FILE).read_bytes() == again


def test_a_broken_line_imports_nothing(store):
    before = (store / FILE).read_bytes()
    Path("corrections.txt").write_text('ignore "dropout"\nmerge "a\x1b[2J" "b"\n', encoding="utf-8")
    assert refused("import", "corrections.txt").startswith("Error: corrections.txt:2: ")
    assert (store / FILE).read_bytes() == before


def test_what_a_file_names_and_no_paper_is_kept_and_reported(store):
    Path("corrections.txt").write_text('ignore "nothing of it"\nignore "dropout"\n', encoding="utf-8")
    result = kg("import", "corrections.txt")
    assert 'correction 1 does not apply: ignore "nothing of it": no paper names "nothing of it"\n' in result.stderr
    assert lines(store) == ['ignore "nothing of it"', 'ignore "dropout"']


def test_a_store_of_another_version_still_gives_its_corrections(store):
    import sqlite3
    from contextlib import closing

    kg("ignore", "dropout")
    with closing(sqlite3.connect(store / FILE)) as db:
        db.execute("PRAGMA user_version=99")
    assert "kg concepts export" in refused("list")
    assert kg("export").stdout.endswith('ignore "dropout"\n')


# Why


def test_why_explains_every_name(store):
    kg("merge", "federated learning", "collaborative learning")
    answer = json.loads(kg("why", "collaborative learning", "--format", "json").stdout)
    assert (answer["name"], answer["papers"]) == ("federated learning", 5)
    rows = {row["spelling"]: row for row in answer["spellings"]}
    found = concept(store, "FL")
    assert found
    assert names(found) <= rows.keys()
    assert rows["federated learning"]["reason"] == "name"
    reasons = {name: (rows[name]["reason"], rows[name]["joined_to"]) for name in ("FL", "collaborative learning")}
    assert reasons == {
        "FL": ("acronym", "federated learning"),
        "collaborative learning": ("correction", "federated learning"),
    }
    assert rows["联邦学习"]["reason"] == "translation"
    assert [rows[name]["papers"] for name in ("federated learning", "FL", "联邦学习")] == [2, 1, 1]
    assert "federated learning (FL)" in rows["FL"]["sentence"]
    start, end = rows["FL"]["marks"]
    assert rows["FL"]["sentence"][start:end] == "FL"
    assert [d["correction"] for d in answer["corrections"]] == lines(store)


def test_why_explains_what_a_derivation_joins(store):
    rows = json.loads(kg("why", "convolution network", "--format", "json").stdout)["spellings"]
    assert [(r["spelling"], r["reason"], r["papers"]) for r in rows] == [
        ("convolutional network", "name", 2),
        ("convolution network", "derivation", 2),
    ]


def test_why_says_that_a_concept_was_ignored(store):
    kg("ignore", "dropout")
    assert '"dropout" is no concept: correction 1: ignore "dropout"' in refused("why", "dropout")


def test_why_fits_the_terminal_in_every_format(store):
    kg("merge", "federated learning", "collaborative learning")
    table = kg("why", "FL").stdout
    assert all(width(line) <= 80 for line in table.splitlines())
    assert "correction" in table
    rows = list(csv.DictReader(io.StringIO(kg("why", "FL", "--format", "csv").stdout)))
    answer = json.loads(kg("why", "FL", "--format", "jsonl").stdout)
    assert [row["spelling"] for row in rows] == [row["spelling"] for row in answer["spellings"]]


def test_the_sentences_of_hostile_papers_are_harmless(store):
    hostile = {"abstract": "A \x1b[31mdropout layer (DL) \u202e is here. The DL again.", "keywords": ["dropout layer"]}
    build([write([*PAPERS, hostile])], store, fast=True)
    output = kg("why", "dropout layer").stdout
    assert "\x1b" not in output
    assert "\u202e" not in output


def test_what_a_split_tears_apart_is_what_each_paper_writes(store):
    kg("split", "convolution network", "convolutional network")
    assert len(mentioning(store, "convolution network")) == 2
    (row,) = json.loads(kg("why", "convolutional network", "--format", "json").stdout)["spellings"]
    assert (row["spelling"], row["reason"], row["papers"]) == ("convolutional network", "name", 2)


# Vocabularies

WORDS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:fl> skos:prefLabel "federated learning" ; skos:altLabel "decentralized training" ; skos:broader <urn:up> .
<urn:up> skos:prefLabel "nowhere to be found" ; skos:broader <urn:swarms> .
<urn:swarms> skos:prefLabel "swarm intelligence" .
<urn:fa> skos:prefLabel "dropout" . <urn:fb> skos:prefLabel "other thing" ; skos:altLabel "Dropouts" .
"""


def broader_of(store: Path) -> list[tuple[str, str, object, object]]:
    with Catalog.open(store) as catalog:
        edges = list(catalog.edges("BROADER"))
    return [(e.start[1], e.end[1], e.properties["reason"], e.properties["vocabulary"]) for e in edges]


def test_a_vocabulary_becomes_corrections_that_name_it_and_are_undone_as_one(store):
    before = dump(store)
    Path("words.ttl").write_text(WORDS, encoding="utf-8")
    kg("ignore", "convolutional network")
    result = kg("import", "words.ttl")
    assert "broader 1, merge 1" in result.stderr
    assert 'conflict: "dropout" is a name of "dropout" and "other thing"' in result.stderr
    assert lines(store)[1:] == [
        'merge "federated learning" "decentralized training" from "words.ttl"',
        'broader "federated learning" "swarm intelligence" from "words.ttl"',
    ]
    assert ("federated-learning", "swarm-intelligence", "vocabulary", "words.ttl") in broader_of(store)
    sources = [row["source"] for row in json.loads(kg("list", "--format", "json").stdout)]
    assert sources == ["", "words.ttl", "words.ttl"]
    assert 'from "words.ttl"' in kg("list").stdout
    card = CliRunner().invoke(cli, ["show", "federated learning"]).stdout
    assert "Broader: swarm intelligence (words.ttl)" in card
    assert concept(store, "federated learning") == concept(store, "decentralized training")
    assert "nothing new" in kg("import", "words.ttl").stderr
    assert "Taken back: 2 corrections from words.ttl" in kg("undo", "--source", "words.ttl").stderr
    kg("undo")
    assert dump(store) == before
    assert "no correction from" in refused("undo", "--source", "words.ttl")


def test_two_terms_in_one_concept_are_kept_apart(store):
    kg("merge", "federated learning", "collaborative learning")
    Path("two.txt").write_text("federated learning;FL\ncollaborative learning\n", encoding="utf-8")
    assert "are one concept by a correction" in kg("import", "two.txt").stderr
    assert concept(store, "federated learning") == concept(store, "collaborative learning")
    kg("undo")
    Path("two.csv").write_text("federated learning\nFL\n", encoding="utf-8")
    kg("import", "two.csv")
    assert lines(store) == ['split "federated learning" "FL" from "two.csv"']
    assert concept(store, "federated learning") != concept(store, "FL")


def test_what_a_person_took_apart_or_put_above_stays(store):
    kg("split", "federated learning", "FL")
    kg("broader", "federated learning", "dropout")
    Path("v.csv").write_text("name,synonyms,broader\nfederated learning,FL,\ndropout,,federated learning\n")
    result = kg("import", "v.csv")
    assert "are two concepts by a correction" in result.stderr
    assert "a correction says the opposite" in result.stderr
    assert len(lines(store)) == 2
    assert ("federated-learning", "dropout", "correction", "") in broader_of(store)


def test_a_circle_of_corrections_keeps_the_later_one(store):
    kg("broader", "federated learning", "dropout")
    result = kg("broader", "dropout", "federated learning")
    assert "correction 1 does not apply" in result.stderr
    assert ("dropout", "federated-learning", "correction", "") in broader_of(store)


@pytest.mark.parametrize("command", ["skos", "thesaurus"])
def test_what_is_exported_changes_nothing_when_it_is_imported(store, command):
    before = (store / FILE).read_bytes()
    name = {"skos": "own.ttl", "thesaurus": "own.txt"}[command]
    assert CliRunner().invoke(cli, ["export", command, "-o", name]).exit_code == 0
    assert Path("own-reasons.txt").is_file() == (command == "thesaurus")
    assert "nothing new" in kg("import", name).stderr
    assert (store / FILE).read_bytes() == before


def test_a_broken_vocabulary_is_one_line_and_changes_nothing(store):
    before = (store / FILE).read_bytes()
    Path("words.ttl").write_text(WORDS + "<urn:x> a .", encoding="utf-8")
    assert "words.ttl:6: no turtle" in refused("import", "words.ttl")
    assert (store / FILE).read_bytes() == before
