"""What reaches a terminal: no escape sequence of a paper's, a pager for long tables, a choice where a name is open."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from process_fixture import run
from terminal_fixture import seen_on_a_terminal

from kg.core.graph import Edge, Node
from kg.store.catalog import Catalog

EVIL = "\x1b]0;pwned\x07 \x1b[2J \x9b31m red \x9d0;x\x9c \u202e back \r over \x08\x08 \x00 \x7f 终 端"
OWN = re.compile("\x1b\\[(?:0m|1m|2m|1;4m|\\?25[lh]|2K)")  # bold, dim, underlined, and back; what progress draws


@pytest.fixture(scope="module")
def evil_store(tmp_path_factory) -> Path:
    """A store whose every text holds what acts on terminals."""
    store = tmp_path_factory.mktemp("evil") / "store"
    texts = ("abstract", "lang", "url")
    papers = [
        Node(
            "Paper", number, {"id": number, "title": f"{EVIL} {number}", "year": 2000 + n} | dict.fromkeys(texts, EVIL)
        )
        for n, number in enumerate((f"p1{EVIL}", f"p2{EVIL}"))
    ]
    names = {"name": f"concept {EVIL}", "name_en": EVIL, "name_zh": EVIL, "aliases": (EVIL,), "papers": 2}
    concept = Node("Concept", "c", {"id": "c"} | names)
    source, author = Node("Source", "s", {"id": "s", "path": EVIL}), Node("Author", "a", {"id": "a", "name": EVIL})
    nodes = [*papers, concept, author, source]
    mention = {"score": 0.5, "count": 1, "spans": (0, len(EVIL)), "in_title": True}
    edges = [Edge("MENTIONS", paper.key, concept.key, mention) for paper in papers]
    edges += [Edge("WROTE", ("Author", "a"), paper.key, {"position": 0}) for paper in papers]
    edges += [Edge("CONTAINS", ("Source", "s"), paper.key, {"position": 0}) for paper in papers]
    edges.append(Edge("SIMILAR", papers[0].key, papers[1].key, {"score": 0.5, "shared": (EVIL,), "both_cite": (EVIL,)}))
    with Catalog.create(store) as catalog, catalog.exchange() as draft:
        draft.put_graph(nodes, edges, [("c", EVIL, EVIL, EVIL, 1.0)])
        draft.set_meta("generation", "1")
    return store


COMMANDS = [
    ["neighbors", "c", "--hops", "2"],
    ["show", "c"],
    ["show", "a"],
    ["show", "s"],
    ["search", "concept"],
    ["search", "red"],
    ["path", "c", "a"],
    ["trends", "c"],
    ["stats"],
    ["query", "MATCH (p:Paper)-[m]->(c) RETURN p, m, c, p.title AS title"],
    ["concepts", "why", "c"],
]


@pytest.mark.parametrize("form", ["table", "csv"])
@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_texts_are_shown_and_never_sent(evil_store, args, form):
    code, seen = seen_on_a_terminal(*args, "--format", form, "--store", str(evil_store), env={"PAGER": "cat"})
    assert code == 0, seen
    assert "pwned" in seen or args[0] in ("path", "stats") or form == "csv", seen
    assert_harmless(seen)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_is_shown_and_never_sent(evil_store, form):
    test_texts_are_shown_and_never_sent(evil_store, ["neighbors", "c"], form)


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "bibtex"])
def test_exports_on_a_terminal_are_shown_and_never_sent(evil_store, form):
    code, seen = seen_on_a_terminal("export", form, "--store", str(evil_store))
    assert code == 0, seen
    assert "pwned" in seen
    assert_harmless(seen)


@pytest.mark.parametrize(
    "args",
    [["neighbors", EVIL[:30]], ["build", "\x1b[2Jnowhere"], ["stats", "--graph", "\x1b[2J"], ["\x1b[2J"]],
    ids=["node", "source", "graph", "command"],
)  # fmt: skip
def test_an_error_shows_what_was_typed_and_never_sends_it(evil_store, args):
    store = ["--store", str(evil_store)] * (len(args) > 1)
    code, seen = seen_on_a_terminal(*args, *store, typed="\x03", at="Number")
    assert code in (1, 2, 130)
    assert_harmless(seen)


def assert_harmless(seen: str) -> None:
    left = OWN.sub("", seen).replace("\n", "").replace("\r", "")
    assert all(character.isprintable() for character in left), [c for c in left if not c.isprintable()]


def test_completion_offers_no_name_that_would_act_on_the_terminal(evil_store):
    done = run(env={"COMP_WORDS": "kg show ", "_KG_COMPLETE": "bash_complete", "KG_STORE": str(evil_store)})
    assert done.returncode == 0
    assert_harmless(done.stdout)


# A pager


@pytest.fixture(scope="module")
def pager(tmp_path_factory) -> Path:
    """Stands for less: marks what it is given."""
    program = tmp_path_factory.mktemp("pager") / "pager"
    program.write_text('#!/bin/sh\necho "paged:"\ncat\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_a_table_longer_than_the_terminal_goes_through_the_pager(seed_store, pager):
    args = ("neighbors", "neural networks", "--limit", "40", "--store", str(seed_store))
    code, long = seen_on_a_terminal(*args, rows=10, env={"PAGER": str(pager)})
    assert (code, long.startswith("paged:\n")) == (0, True), long
    code, short = seen_on_a_terminal(*args, rows=60, env={"PAGER": str(pager)})
    assert (code, "paged:" in short) == (0, False)
    assert "paged:" not in run(*args, env={"PAGER": str(pager)}).stdout


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_what_is_for_programs_is_never_paged(seed_store, pager, form):
    args = ("neighbors", "neural networks", "--limit", "40", "--format", form, "--store", str(seed_store))
    code, seen = seen_on_a_terminal(*args, rows=5, env={"PAGER": str(pager)})
    assert (code, "paged:" in seen) == (0, False)


# A choice


def test_where_a_name_is_open_a_terminal_offers_a_choice(seed_store):
    code, seen = seen_on_a_terminal(
        "neighbors", "neural", "--limit", "1", "--store", str(seed_store), typed="2\n", at="Number", rows=60
    )
    assert code == 0, seen
    second = re.search(r"^  2  (.+)$", seen, re.MULTILINE)
    assert second, seen
    assert "Did you mean" in seen
    expected = run("neighbors", second[1], "--limit", "1", "--store", seed_store).stdout
    assert expected.splitlines()[1].split("  ")[0] in seen


@pytest.mark.parametrize("typed", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_a_choice_may_be_refused(seed_store, typed):
    code, seen = seen_on_a_terminal("show", "neural", "--store", str(seed_store), typed=typed, at="Number")
    assert code == 130, seen
    assert "Traceback" not in seen


def test_without_a_terminal_an_open_name_is_an_error_with_suggestions(seed_store):
    done = run("show", "neural", "--store", seed_store, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Did you mean: " in done.stderr


# Names that mean another


def test_a_name_that_stands_for_another_says_so(seed_store):
    done = run("neighbors", "knowledge distil", "--format", "json", "--store", seed_store)
    assert done.stderr == "knowledge distil is taken as knowledge distillation\n"
    assert json.loads(done.stdout) == json.loads(
        run("neighbors", "knowledge distillation", "--format", "json", "--store", seed_store).stdout
    )
    for exact in ("知识蒸馏", "knowledge-distillation", "Knowledge  Distillation"):
        assert run("neighbors", exact, "--store", seed_store).stderr == ""
