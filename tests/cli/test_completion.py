"""What the shells complete: commands, options, and names from the store."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from graph_fixture import HandMade
from terminal_fixture import KG

from kg.cli.completion import _for_bash
from kg.store.catalog import Catalog


def kg(*args: str, **env: str) -> str:
    done = subprocess.run(
        [*KG, *args], env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


def completed(line: str, store: Path) -> list[str]:
    """What bash gets for what stands on the line."""
    out = kg(COMP_WORDS=line, _KG_COMPLETE="bash_complete", KG_STORE=str(store))
    return [each.partition(",")[2] for each in out.splitlines() if each]


def test_commands_options_and_choices_are_completed(seed_store):
    assert completed("kg ne", seed_store) == ["neighbors"]
    assert completed("kg export gr", seed_store) == ["graphml"]
    assert "--hops" in completed("kg neighbors x --", seed_store)
    assert completed("kg stats --format js", seed_store) == ["json", "jsonl"]


def test_names_come_from_the_store_in_both_languages_those_of_more_papers_first(seed_store):
    assert completed("kg neighbors knowl", seed_store)[0] == "knowledge\\ distillation"
    assert completed("kg neighbors 知识蒸", seed_store)[0] == "知识蒸馏"
    assert completed("kg path 'neural collapse' federated\\ le", seed_store)[0] == "federated\\ learning"
    assert completed("kg neighbors ", seed_store)[0] == "neural\\ networks"


def test_only_what_a_command_takes_is_offered(seed_store):
    assert completed("kg similar knowl", seed_store) == []
    assert completed("kg similar 'LEAD: ", seed_store)
    assert completed("kg trends 'LEAD: ", seed_store) == []


def test_the_store_is_the_one_that_is_named(seed_store, tmp_path):
    assert completed(f"kg neighbors --store '{seed_store}' knowl", tmp_path)
    assert completed("kg neighbors knowl", tmp_path) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("kg show a", r"a\ \"b\"\ it\'s\ \$x:\ 蒸馏"),
        ('kg show "a', r"a \"b\" it's \$x: 蒸馏"),
        ("kg show 'a", r"a "
         r'"b" it'
         r"'\''s $x: 蒸馏"),
        (r"kg show a\ \"b\"\ it\'s\ \$x:\ ", r"\ 蒸馏"),
    ],
)  # fmt: skip
def test_a_word_is_quoted_as_the_line_needs_it(line, word):
    assert _for_bash('a "b" it\'s $x: 蒸馏', line) == word


def test_names_are_looked_up_by_their_beginning_with_no_wildcards(tmp_path):
    with Catalog.create(tmp_path) as catalog:
        graph = HandMade()
        labels = ("Source", "Paper", "Author", "Concept")
        with catalog.exchange() as draft:
            draft.put_graph([node for label in labels for node in graph.nodes(label)], [], [])
        assert catalog.graph.names_beginning("KNOWLEDGE") == [
            ("knowledge distillation", "Concept"),
            ("Knowledge Distillation Revisited", "Paper"),
        ]
        assert catalog.graph.names_beginning("加强") == [("加强学习", "Concept")]
        assert catalog.graph.names_beginning("%") == []
        assert catalog.graph.names_beginning("_") == []
        assert catalog.graph.names_beginning("", ("Author",)) == [
            ("Ada Lovelace", "Author"),
            ("王小明", "Author"),
            ("A. Lovelace", "Author"),
        ]


@pytest.fixture
def scripts(tmp_path):
    """A folder with a `kg` to run, and the script of every shell."""
    (tmp_path / "kg").write_text(f'#!/bin/sh\nexec "{KG[0]}" -c "{KG[2]}" "$@"\n', encoding="utf-8")
    (tmp_path / "kg").chmod(0o755)
    for shell, name in (("bash", "script"), ("zsh", "_kg"), ("fish", "kg.fish")):
        (tmp_path / name).write_text(kg("completion", shell), encoding="utf-8")
    return tmp_path


def shell(program: str, *args: str, scripts: Path, store: Path) -> list[str]:
    """What the shell prints."""
    if not shutil.which(program):
        pytest.skip(f"needs {program}")
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "KG_STORE": str(store), "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    done = subprocess.run([program, *args], env=env, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_bash_completes_a_name_with_a_space(seed_store, scripts):
    """The script itself, as bash calls it."""
    ask = (
        f'source "{scripts}/script"; complete -p kg; COMP_LINE="kg neighbors knowl"; COMP_POINT=${{#COMP_LINE}}; '
        'compopt() { :; }; _kg_completion kg; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    out = shell("bash", "--norc", "-c", ask, scripts=scripts, store=seed_store)
    assert out[:2] == ["complete -o nosort -F _kg_completion kg", "knowledge\\ distillation"]


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("kg neighbors knowl", "knowledge distillation\tConcept"),
        ("kg neighbors 知识蒸", "知识蒸馏\tConcept"),
        ("kg path 'neural collapse' federated\\ le", "federated learning\tConcept"),
        ("kg stats --format jsonl", "jsonl"),
    ],
)
def test_fish_completes_names_and_says_what_they_are(line, completed, seed_store, scripts):
    arguments = ["--no-config", "-c", "source $argv[1]/kg.fish; complete -C $argv[2]", str(scripts), line]
    assert shell("fish", *arguments, scripts=scripts, store=seed_store)[0] == completed


_TAB = r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; autoload -Uz compinit; fpath=('$1' \$fpath); compinit -D -u; print rea''dy"
zpty -r shell answer '*ready*'
zpty -w -n shell "$2"$'\t'
zpty -r shell answer "*$3*" && print found
"""


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("kg neighbors knowl", "knowledge\\\\ distillation "),
        ("kg neighbors 'neural coll", "'neural collapse' "),
        ("kg neighbors 知识蒸", "知识蒸馏 "),
        ("kg expo", "kg export "),
    ],
)
def test_zsh_completes_the_word_at_the_cursor(line, completed, seed_store, scripts):
    """The key pressed in an interactive zsh."""
    arguments = ["-f", "-c", _TAB, "zsh", str(scripts), line, completed]
    assert shell("zsh", *arguments, scripts=scripts, store=seed_store)[-1:] == ["found"]
