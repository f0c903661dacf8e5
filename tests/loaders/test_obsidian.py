"""A vault for Obsidian: YAML read by a YAML parser, links that lead to notes, names that hold, words of people kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from graph_fixture import DATA_FREE, EDGES, HOSTILE, NODES, HandMade
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cli
from kg.core.errors import KgError
from kg.core.graph import Edge, Node
from kg.loaders.files.obsidian.names import note_names, safe_name
from kg.loaders.files.obsidian.text import front_matter, link, markdown
from kg.loaders.files.obsidian.vault import MARKER, write_vault

LINK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]|]*))?\]\]")
NAMES = (
    "../../etc/passwd",
    "..",
    "CON",
    "nul.txt",
    "a]] %%x%% [[Papers/b|c",
    MARKER,
    f"line\n{MARKER}\nline",
    '---\nkey: "value"\n---',
    "<% tp.system.prompt() %> `= dv.pages()` $x$ #tag ^block ![[b]] <script>alert(1)</script> key:: value",
    HOSTILE,
    "長" * 300,
    "dots...",
    "Bert",
    "BERT",
    "ｂｅｒｔ",
    "e\u0301",
    "\u00e9",
)


def hostile() -> HandMade:
    """The graph made by hand, and papers and concepts whose names and texts are hostile."""
    nodes, edges = list(NODES), list(EDGES)
    for n, name in enumerate(NAMES):
        own = {"title": name, "abstract": name, "url": f"javascript:{name}" if n % 2 else f"https://a.org/%% {name}"}
        nodes.append(Node("Paper", f"{n}/{name}", {"id": f"{n}/{name}", **own, "authors": (name,), "venue": name}))
        concept = {"id": f"{n}/{name}", "name": name, "name_en": name, "name_zh": "", "aliases": NAMES, "papers": 1}
        nodes.append(Node("Concept", f"{n}/{name}", concept))
        mention = {"score": 0.5, "count": 1, "spans": (0, len(name)), "in_title": True}
        edges.append(Edge("MENTIONS", ("Paper", f"{n}/{name}"), ("Concept", f"{n}/{name}"), mention))
    return HandMade(nodes, edges)


def front(text: str) -> dict[str, Any]:
    assert text.startswith("---\n")
    return yaml.safe_load(text[4:].partition("\n---\n")[0])


def notes(vault: Path) -> dict[str, str]:
    return {str(path.relative_to(vault).with_suffix("")): path.read_text() for path in vault.rglob("*.md")}


def test_every_node_has_a_note_and_every_link_leads_to_one(tmp_path):
    graph = hostile()
    write_vault(graph, tmp_path / "vault")
    found = notes(tmp_path / "vault")
    counts = graph.counts()
    assert len(found) == counts["Paper"] + counts["Concept"] + counts["Topic"]
    assert {path.parent.name for path in (tmp_path / "vault").rglob("*.md")} == {"Papers", "Concepts", "Topics"}
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    keys = {":".join(node.key) for label in ("Paper", "Concept", "Topic") for node in graph.nodes(label)}
    assert len({front(text)["papermesh"] for text in found.values()}) == len(keys)
    for text in found.values():
        body = text.partition("\n---\n")[2]
        assert all(target in found for target, _ in LINK.findall(body))
        assert body.count("[[") == len(LINK.findall(body))
        assert text.count("%%") == 2
        assert text.endswith(f"\n{MARKER}\n")
        unescaped = re.sub(r"\\.", "", LINK.sub("", re.sub(r"\[web\]\(<[^<>\s]*>\)", "", body)))
        assert not re.search(r"[`$\[\]|^<]|::|!\[", unescaped)
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)


def test_front_matter_is_yaml_with_aliases_and_tags(tmp_path):
    write_vault(HandMade(), tmp_path / "vault")
    paper = front((tmp_path / "vault/Papers/Knowledge Distillation Revisited.md").read_text())
    assert paper["papermesh"] == "Paper:0007"
    assert paper["authors"] == ["王小明", "Ada Lovelace"]
    assert (paper["year"], paper["doi"]) == (2020, "10.1000/a{b}")
    assert paper["tags"] == ["paper", "topic/knowledge-distillation-kd"]
    concept = front((tmp_path / "vault/Concepts/knowledge distillation.md").read_text())
    assert concept["aliases"] == ["知识蒸馏", "KD"]
    assert concept["papers"] == 3


def test_sentences_are_quotes_with_their_source(tmp_path):
    write_vault(HandMade(), tmp_path / "vault")
    concept = (tmp_path / "vault/Concepts/data-free knowledge distillation.md").read_text()
    sentence = markdown(DATA_FREE.partition(".")[0] + ".")
    source = "[[Papers/Distillation Without Data|Distillation Without Data]]"
    assert f"- [[Concepts/knowledge distillation|knowledge distillation]]\n  > {sentence} — {source}" in concept
    assert f"- {source}\n  > Data-free knowledge distillation needs no data" in concept


def test_unchanged_notes_are_not_written_again(tmp_path):
    first = write_vault(hostile(), tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    second = write_vault(hostile(), tmp_path)
    assert (second.written, second.unchanged, second.removed) == (0, first.written, 0)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")} == times


def test_what_people_wrote_below_the_marker_stays_when_a_note_changes_its_text_or_its_name(tmp_path):
    write_vault(HandMade(), tmp_path)
    path = tmp_path / "Papers/Knowledge Distillation Revisited.md"
    mine = b"\r\nMy words \xff and %% a comment %%\n"
    path.write_bytes(path.read_bytes().replace(b"Revisited", b"(edited above)") + mine)
    assert write_vault(HandMade(), tmp_path).written == 1
    assert path.read_bytes().endswith(f"{MARKER}\n".encode() + mine)
    assert b"edited above" not in path.read_bytes()
    nodes = [
        Node("Paper", node.id, {**node.properties, "title": "New Title"}) if node.key == ("Paper", "0007") else node
        for node in NODES
    ]
    done = write_vault(HandMade(nodes), tmp_path)
    assert (tmp_path / "Papers/New Title.md").read_bytes().endswith(mine)
    assert not path.exists()
    assert (done.removed, done.kept) == (1, ())


def test_words_follow_their_nodes_when_two_notes_exchange_names(tmp_path):
    pair = [Node("Topic", name, {"id": name, "name": name, "level": 1, "papers": 1}) for name in "ab"]
    write_vault(HandMade(pair, []), tmp_path)
    for name in "ab":
        with (tmp_path / f"Topics/{name}.md").open("a") as file:
            file.write(f"mine about {name}\n")
    other = [Node("Topic", node.id, {**node.properties, "name": {"a": "b", "b": "a"}[node.id]}) for node in pair]
    write_vault(HandMade(other, []), tmp_path)
    assert (tmp_path / "Topics/b.md").read_text().endswith("mine about a\n")
    assert (tmp_path / "Topics/a.md").read_text().endswith("mine about b\n")


def test_a_new_node_of_the_same_name_takes_over_what_people_wrote(tmp_path):
    write_vault(HandMade([Node("Topic", "t1-x", {"id": "t1-x", "name": "x"})], []), tmp_path)
    with (tmp_path / "Topics/x.md").open("a") as file:
        file.write("mine\n")
    write_vault(HandMade([Node("Topic", "t1-y", {"id": "t1-y", "name": "x"})], []), tmp_path)
    text = (tmp_path / "Topics/x.md").read_text()
    assert "Topic:t1-y" in text
    assert text.endswith("mine\n")


def test_notes_of_nodes_that_are_gone_are_removed_unless_people_wrote_in_them(tmp_path):
    write_vault(HandMade(), tmp_path)
    with (tmp_path / "Concepts/federated learning.md").open("a") as file:
        file.write("mine")
    (tmp_path / "Concepts/my own note.md").write_text("no note of papermesh")
    done = write_vault(HandMade([node for node in NODES if node.label != "Concept"], []), tmp_path)
    assert done.kept == (tmp_path / "Concepts/federated learning.md",)
    left = sorted(path.name for path in (tmp_path / "Concepts").iterdir())
    assert left == ["federated learning.md", "my own note.md"]


def test_a_file_that_is_no_note_of_papermesh_is_never_replaced(tmp_path, seed_store):
    (tmp_path / "Concepts").mkdir()
    own = tmp_path / "Concepts/neural collapse.md"
    own.write_text("mine")
    result = CliRunner().invoke(cli, ["export", "obsidian", str(tmp_path), "--store", str(seed_store)])
    assert result.exit_code == 1
    assert "is no note of papermesh" in result.output
    assert [path.name for path in tmp_path.rglob("*.md")] == ["neural collapse.md"]
    assert own.read_text() == "mine"
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match="cannot write"):
        write_vault(HandMade(), tmp_path / "file")


def test_the_command_says_what_it_wrote(tmp_path, seed_store):
    arguments = ["export", "obsidian", str(tmp_path / "vault"), "--store", str(seed_store)]
    first = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    second = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert " 0 unchanged, 0 removed" in first.output
    assert "0 notes written" in second.output


RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}


@given(st.one_of(st.text(), st.sampled_from([*NAMES, "COM1", "lpt¹.x", "con .txt", " . ", "a/b\\c", "x" * 400])))
def test_names_of_files_hold_on_every_system(name):
    safe = safe_name(name)
    assert safe
    assert len(safe.encode()) <= 121
    assert not re.search(r'[\[\]#^|\\/:*?"<>%\x00-\x1f\x7f]', safe)
    assert safe == safe.strip(" .")
    assert safe.partition(".")[0].strip().casefold() not in RESERVED


def test_names_that_differ_by_case_or_composition_only_are_told_apart_in_any_order():
    nodes = [Node("Concept", str(n), {"id": str(n), "name": name}) for n, name in enumerate(NAMES)]
    names = note_names(nodes)
    assert len({name.casefold() for name in names.values()}) == len(NAMES)
    assert names == note_names(reversed(nodes))


def seen(told: str | list[str]) -> list[str]:
    return [re.sub(r"\W", "", each) for each in ([told] if isinstance(told, str) else told)]


@given(st.dictionaries(st.sampled_from("abc"), st.one_of(st.text(min_size=1), st.lists(st.text(), min_size=1))))
def test_front_matter_is_read_as_written_but_for_line_ends_and_what_is_unseen(properties):
    text = front_matter(properties)
    read = yaml.safe_load(text.removeprefix("---\n").removesuffix("---\n")) or {}
    assert set(read) == set(properties)
    for name, told in properties.items():
        assert isinstance(read[name], type(told))
        assert seen(read[name]) == seen(told)
    assert "%%" not in text


@given(st.text())
def test_a_link_is_one_link_whatever_it_is_called(text):
    assert LINK.fullmatch(link("Papers/x", text))
