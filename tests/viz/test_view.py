"""The page of a neighborhood: what is in it, and that text from outside stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from view_fixture import (
    ATTACKS,
    alone,
    hostile_scene,
    large_scene,
    seed_scene,
)

from kg.core.errors import KgError
from kg.core.graph import Edge, Node
from kg.viz.layout import stress_layout
from kg.viz.network import build_network, columns, short_label
from kg.viz.page import render_page, write_page


class Page(HTMLParser):
    """Tags with attributes, and the text of scripts and styles, as a browser would find them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.title = ""
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")
        elif tag == "style":
            self.styles.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data
        elif self._open == "style":
            self.styles[-1] += data
        elif self._open == "title":
            self.title += data

    @property
    def data(self) -> dict:
        return json.loads(self.scripts[0])

    @property
    def policy(self) -> str:
        found = [a["content"] for _, a in self.tags if a.get("http-equiv") == "Content-Security-Policy"]
        return found[0] or ""


def _node(label: str, name: str, **properties: object) -> Node:
    return Node(label, name, {"id": name, "name": name, **properties})  # type: ignore[dict-item]


def test_same_neighborhood_gives_the_same_bytes_in_another_process():
    program = (
        "import hashlib\nfrom kg.viz.page import render_page\nfrom view_fixture import seed_scene\n"
        "print(hashlib.sha256(render_page(seed_scene(), 't').encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[1] / "fixtures",
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    here = hashlib.sha256(render_page(seed_scene(), "t").encode()).hexdigest()
    assert runs == {here}


def test_a_page_needs_neither_scipy_nor_ipython_and_pyvis_still_finds_the_latter():
    program = (
        "import sys\nfrom kg.viz.page import render_page\nfrom view_fixture import seed_scene\n"
        "render_page(seed_scene(), 't')\nassert not {'scipy', 'IPython'} & set(sys.modules)\n"
        "from pyvis.network import IFrame\nimport IPython.display\n"
        "assert isinstance(IFrame('page.html', 1, 1), IPython.display.IFrame)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[1] / "fixtures", check=True)


def test_page_names_no_address_to_load_from():
    page = Page(render_page(seed_scene(), "seeds"))
    for tag, attributes in page.tags:
        assert "src" not in attributes, tag
        assert attributes.get("href") in (None, "data:,"), tag
    assert "@import" not in page.styles[0]
    assert "url(" not in page.styles[0]


def test_policy_allows_exactly_the_scripts_and_the_style_of_the_page():
    page = Page(render_page(seed_scene(), "seeds"))
    allowed = set(re.findall(r"'(sha256-[^']+)'", page.policy))
    inline = [*page.scripts[1:], *page.styles]
    digests = {"sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in inline}
    assert allowed == digests
    assert len(allowed) == 2
    assert page.policy.startswith("default-src 'none';")
    assert "unsafe" not in page.policy


def test_page_holds_abstracts_and_evidence_unchanged():
    seen = seed_scene()
    data = Page(render_page(seen, "seeds")).data
    by_key = {node["id"]: node["properties"] for node in data["nodes"]}
    papers = [node for node in seen.nodes if node.label == "Paper"]
    assert len(papers) == 28
    for paper in papers:
        assert by_key[f"Paper:{paper.id}"]["abstract"] == paper.properties["abstract"]
    mentions = [edge for edge in seen.edges if edge.type == "MENTIONS"]
    types = data["types"]
    spans = [p["spans"] for kind, _, _, p, _ in data["relations"] if types[kind] == "MENTIONS"]
    assert spans == [list(edge.properties["spans"]) for edge in mentions]  # type: ignore[arg-type]


def test_text_from_outside_cannot_end_the_data_or_start_a_tag():
    hostile = hostile_scene()
    harmless = Page(render_page(seed_scene(), "t"))
    for attack in ATTACKS:
        page = Page(render_page(hostile, attack))
        assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
        assert len(page.scripts) == 2
        assert page.scripts[1:] == harmless.scripts[1:]
    raw = Page(render_page(hostile, "t")).scripts[0]
    assert not set("<>&\u2028\u2029") & set(raw)


def test_hostile_text_arrives_as_it_is():
    data = Page(render_page(hostile_scene(), "t")).data
    names = {node["name"] for node in data["nodes"] if node["group"] == "Concept"}
    assert names == {text.replace("\ud800", "\ufffd") for text in ATTACKS}


def test_template_markers_in_titles_are_not_filled():
    page = Page(render_page(seed_scene(), "{{data}} and {{program}}"))
    assert page.title == "{{data}} and {{program}}"


def test_pyvis_gets_no_tooltips_and_no_html():
    network = build_network(hostile_scene())
    assert network.nodes
    for item in [*network.nodes, *network.edges]:
        assert "title" not in item
    assert all(columns(str(node["label"])) <= 60 for node in network.nodes)


def test_every_shown_node_has_its_position():
    network = build_network(seed_scene())
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in network.nodes)


def test_kinds_differ_in_shape():
    nodes = tuple(_node(label, label.lower()) for label in ("Paper", "Concept", "Author", "Source"))
    network = build_network(alone(None, nodes, ()))
    assert len({node["shape"] for node in network.nodes}) == 4


def test_concepts_grow_with_their_papers_and_lines_with_their_strength():
    a, b, c = _node("Concept", "a", papers=40), _node("Concept", "b", papers=10), _node("Paper", "p")
    edges = (
        Edge("MENTIONS", c.key, a.key, {"score": 0.9}),
        Edge("MENTIONS", c.key, b.key, {"score": 0.2}),
    )
    network = build_network(alone(None, (a, b, c), edges))
    assert network.nodes[0]["size"] > network.nodes[1]["size"]  # type: ignore[operator]
    assert network.edges[0]["width"] > network.edges[1]["width"]  # type: ignore[operator]


def test_relations_of_one_pair_become_one_line_that_names_them_all():
    a, b = _node("Concept", "a"), _node("Concept", "b")
    edges = (
        Edge("RELATED", a.key, b.key, {"weight": 0.5}),
        Edge("BROADER", b.key, a.key),
        Edge("BROADER", b.key, ("Concept", "not here")),
    )
    network = build_network(alone(None, (a, b), edges))
    assert [edge["relations"] for edge in network.edges] == [[0, 1]]


@pytest.mark.parametrize("make", [seed_scene, large_scene, hostile_scene])
def test_nodes_do_not_overlap(make):
    nodes = build_network(make()).nodes
    for i, a in enumerate(nodes):
        for b in nodes[:i]:
            distance = ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5
            assert distance > a["size"] + b["size"], (a["id"], b["id"])


@pytest.mark.parametrize("make", [seed_scene, large_scene])
def test_picture_is_about_as_wide_as_a_screen(make):
    nodes = build_network(make()).nodes
    width, height = (max(n[k] for n in nodes) - min(n[k] for n in nodes) for k in ("x", "y"))
    assert 1.1 < width / height < 2.6


def test_joined_nodes_stand_nearer_than_others():
    seen = seed_scene()
    network = build_network(seen)
    at = {node["id"]: (node["x"], node["y"]) for node in network.nodes}

    def mean(pairs):
        gaps = [((at[a][0] - at[b][0]) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5 for a, b in pairs]
        return sum(gaps) / len(gaps)

    joined = [(edge["from"], edge["to"]) for edge in network.edges]
    assert mean(joined) < 0.5 * mean([(a, b) for a in at for b in at if a < b])


def test_layout_takes_more_nodes_than_its_core():
    edges = [(i, i // 2, 1.0) for i in range(1, 1000)]
    positions = stress_layout(edges, [(20.0, 20.0)] * 1000)
    assert len(set(positions)) == 1000


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_neighborhoods_make_a_page(count):
    nodes = tuple(_node("Concept", str(i)) for i in range(count))
    page = Page(render_page(alone(nodes[0].key if nodes else None, nodes, ()), "tiny"))
    assert len(page.data["nodes"]) == count


def test_labels_are_cut_at_words_and_show_no_control_characters():
    assert short_label("a\u202eb\u200b\nc\x00") == "a b c"
    assert short_label("one two three four", 12) == "one two…"
    assert short_label("知识蒸馏与联邦学习", 9) == "知识蒸馏…"
    assert columns(short_label("W" * 300)) == 60


def test_page_is_utf8_whatever_the_locale(tmp_path):
    program = (
        "import sys\nfrom pathlib import Path\nfrom kg.viz.page import write_page\n"
        "from view_fixture import seed_scene\n"
        "write_page(seed_scene(), Path(sys.argv[1]), '\\u77e5\\u8bc6\\u84b8\\u998f')"
    )
    target = tmp_path / "页.html" if sys.platform != "win32" else tmp_path / "page.html"
    subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8=0",
            "-c",
            program,
            os.fsencode(target) if os.name != "nt" else str(target),
        ],
        cwd=Path(__file__).parents[1] / "fixtures",
        env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        check=True,
    )
    assert target.read_bytes().decode("utf-8") == render_page(seed_scene(), "知识蒸馏")


def test_page_is_written_whole_or_not_at_all(tmp_path):
    target = tmp_path / "page.html"
    write_page(seed_scene(), target, "first")
    before = target.read_bytes()
    with pytest.raises(KgError, match="no such folder"):
        write_page(seed_scene(), tmp_path / "missing" / "page.html", "t")
    (tmp_path / "folder").mkdir()
    with pytest.raises(KgError, match="is a folder"):
        write_page(seed_scene(), tmp_path / "folder", "t")
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "page.html"]
