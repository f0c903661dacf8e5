"""Exports: what other programs make of them, with text that tries to break each format."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from graph_fixture import EDGES, NODES, HandMade

import kg
from kg.cli import cli
from kg.cli.export import places_of
from kg.core.errors import KgError
from kg.core.graph import NODES as LABELS
from kg.core.graph import RELATIONSHIPS, Edge, Node
from kg.core.graph_store import GraphSource
from kg.loaders.files.bibtex import bibtex, tex
from kg.loaders.files.csv import write_csv
from kg.loaders.files.gexf import gexf
from kg.loaders.files.graphml import graphml
from kg.loaders.files.node_link import node_link
from kg.loaders.files.write import write_file
from kg.loaders.networkx import to_networkx
from kg.papers.readers.fields.latex import from_latex
from kg.store.catalog import Catalog

FORMATS = {"graphml": graphml, "gexf": gexf, "json": node_link, "bibtex": bibtex}
NASTY = (
    "\x00\x01\x1b[31m \ud83d <b>&amp;</b> ]]> -- ``x'' } unbalanced { 100% of \\input{/etc/passwd} $x_1^2$ ~#_ \ufffe "
    "tab\there\r\nline\u2028 蒸馏 𝔸🙂"
)


AUTHORS = {"题目": ("Barnes and Noble, Inc.",)}


@pytest.fixture(params=["seeds", "hostile"])
def graph(request: pytest.FixtureRequest) -> GraphSource:
    return request.getfixturevalue("catalog") if request.param == "seeds" else hostile()


def hostile() -> HandMade:
    """The graph made by hand, with texts that every format must escape."""
    nodes = [
        *NODES,
        _paper("n asty, {id} 100%\x07", NASTY, NASTY, url="https://doi.org/10.1/{x}%20\\ 蒸"),
        _paper("n-asty-id-100", "=cmd|' /C calc'!A0", "+1", url="javascript:alert(1)"),
        _paper("题目", "-2+3", "@SUM(A1)", url="https://arxiv.org/abs/2301.00001"),
        Node("Author", "and", {"id": "and", "name": "Barnes and Noble, Inc."}),
    ]
    return HandMade(nodes, [*EDGES, Edge("WROTE", ("Author", "and"), ("Paper", "题目"), {"position": 0})])


def _paper(number: str, title: str, abstract: str, url: str) -> Node:
    own = {
        "id": number,
        "title": title,
        "abstract": abstract,
        "lang": "zh",
        "url": url,
        "authors": AUTHORS.get(number, ()),
    }
    return Node("Paper", number, own)


def text(pieces: Iterator[str]) -> bytes:
    return "".join(pieces).encode("utf-8", "replace")


def totals(graph: GraphSource) -> tuple[int, int]:
    counts = graph.counts()
    return sum(counts.get(label, 0) for label in LABELS), sum(counts.get(kind, 0) for kind in RELATIONSHIPS)


def xml_safe(value: object) -> object:
    return (
        re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", value)
        if isinstance(value, str)
        else value
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(graph, form):
    assert text(FORMATS[form](graph)) == text(FORMATS[form](graph))


@pytest.mark.parametrize("form", FORMATS)
def test_exports_are_made_piece_by_piece(graph, form):
    assert max(map(len, FORMATS[form](graph))) < 20_000


def test_networkx_reads_graphml_with_every_property(graph):
    read = nx.read_graphml(io.BytesIO(text(graphml(graph))), force_multigraph=True)
    whole = to_networkx(graph)
    assert (len(read), read.size()) == totals(graph)
    for (label, own), properties in whole.nodes(data=True):
        found = read.nodes[xml_safe(f"{label}:{own}")]
        assert found["type"] == label
        for name, value in properties.items():
            if name != "label":
                given = json.loads(found[name]) if isinstance(value, tuple) else found[name]
                assert given == (list(value) if isinstance(value, tuple) else xml_safe(value))
    scores = {(s, t): d["score"] for s, t, d in read.edges(data=True) if d["type"] == "MENTIONS"}
    for start, end, kind, properties in whole.edges(keys=True, data=True):
        if kind == "MENTIONS":
            assert scores[":".join(start), ":".join(end)] == properties["score"]


def test_networkx_reads_gexf(graph):
    read = nx.read_gexf(io.BytesIO(text(gexf(graph))))
    assert (len(read), read.size()) == totals(graph)
    for (label, own), properties in to_networkx(graph).nodes(data=True):
        found = read.nodes[xml_safe(f"{label}:{own}")]
        assert (found["type"], found["papermesh_id"]) == (label, xml_safe(own))
        assert "papers" not in properties or found["papers"] == properties["papers"]


def test_gexf_keeps_the_rules_of_gephi(graph):
    """Of gexf.net/1.2draft: declared and typed attributes, unique ids, ends that exist, positive weights."""
    space = "{http://www.gexf.net/1.2draft}"
    root = ET.fromstring(text(gexf(graph)))
    (drawn,) = root.findall(f"{space}graph")
    assert (root.get("version"), drawn.get("mode"), drawn.get("defaultedgetype")) == ("1.2", "static", "directed")
    declared = {
        each.get("class"): {a.get("id"): a.get("type") for a in each} for each in drawn.iter(f"{space}attributes")
    }
    titles = [a.get("title") for a in drawn.iter(f"{space}attribute")]
    assert not {"id", "label", "source", "target", "weight", "interval"} & {t.lower() for t in titles if t}
    kinds = {"string": str, "long": int, "double": float, "boolean": lambda v: {"true": True, "false": False}[v]}
    ids = [node.get("id") for node in drawn.iter(f"{space}node")]
    assert len(ids) == len(set(ids))
    assert all(node.get("label") for node in drawn.iter(f"{space}node"))
    edges = list(drawn.iter(f"{space}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= set(ids)
        assert float(edge.get("weight", "1")) > 0
    for name in ("node", "edge"):
        for value in (v for item in drawn.iter(f"{space}{name}") for v in item.iter(f"{space}attvalue")):
            kinds[declared[name][value.get("for")]](value.get("value"))


def test_gephi_finds_colours_of_topics_sizes_of_papers_and_positions_in_both_formats():
    graph = HandMade()
    places = {"0007": (0, 0), "1e5": (65_535, 0), "cs/9809121": (65_535, 65_535), "true": (0, 65_535)}
    drawn = nx.read_gexf(io.BytesIO(text(gexf(graph, places))))
    same = nx.read_graphml(io.BytesIO(text(graphml(graph, places))), force_multigraph=True)
    looks = {}
    for node, found in drawn.nodes(data=True):
        viz = found["viz"]
        looks[node] = tuple(viz["color"][c] for c in "rgb"), viz["size"], viz["position"]["x"], viz["position"]["y"]
        other = same.nodes[node]
        assert looks[node] == (tuple(other[c] for c in "rgb"), other["size"], other["x"], other["y"])
        assert viz["size"] > 0
    assert len({place for _, _, *place in map(tuple, looks.values()) for place in [tuple(place)]}) == len(looks)
    colour = {node: look[0] for node, look in looks.items()}
    assert colour["Paper:0007"] == colour["Topic:t1-distillation"] == colour["Concept:0007"] == colour["Author:a1"]
    assert colour["Topic:t2-data-free-kd"] == colour["Topic:t1-distillation"] != colour["Topic:t1-强化学习"]
    assert colour["Paper:true"] not in {colour["Topic:t1-distillation"], colour["Topic:t1-强化学习"]}
    size = {node: look[1] for node, look in looks.items()}
    assert size["Concept:0007"] > size["Concept:rl"] > size["Concept:data-free-kd"] == size["Paper:0007"]
    assert looks["Paper:0007"][2:] == (-200, 200)
    assert looks["Paper:true"][2:] == (-200, -200)
    x, y = looks["Concept:data-free-kd"][2:]
    assert abs(x - 200) + abs(y - 200) < 100  # beside its paper


def test_json_is_the_graph_of_the_python_api_without_loss(graph):
    read = nx.node_link_graph(json.loads(text(node_link(graph))), name="key", key="type", edges="edges")
    whole = to_networkx(graph)
    assert nx.utils.graphs_equal(_with_lists(whole), read)


def _with_lists(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    made = nx.MultiDiGraph()
    lists = lambda d: {k: list(v) if isinstance(v, tuple) else v for k, v in d.items()}  # noqa: E731
    made.add_nodes_from((n, lists(d)) for n, d in graph.nodes(data=True))
    for start, end, kind, properties in graph.edges(keys=True, data=True):
        made.add_edge(start, end, key=kind, **lists(properties))
    return made


def test_csv_tables_hold_everything_and_run_nothing(graph, tmp_path):
    write_csv(graph, tmp_path / "out")
    texts = {path.stem: path.read_bytes().decode("utf-8-sig") for path in (tmp_path / "out").iterdir()}
    tables = {name: list(csv.DictReader(io.StringIO(each, newline=""))) for name, each in texts.items()}
    assert {name: len(rows) for name, rows in tables.items()} == {
        name: graph.counts().get(name, 0) for name in (*LABELS, *RELATIONSHIPS)
    }
    for label in LABELS:
        for node, row in zip(graph.nodes(label), tables[label], strict=True):
            for name, value in node.properties.items():
                if isinstance(value, tuple):
                    assert json.loads(row[name]) == list(value)
                elif isinstance(value, str):
                    assert row[name].removeprefix("'") == value.encode("utf-8", "replace").decode().removeprefix("'")
                else:
                    assert row[name] == repr(value)
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]
    assert not [cell for cell in cells if cell.startswith("-") and not re.fullmatch(r"-[\d.e-]+", cell)]


def test_ids_that_are_formulas_have_an_apostrophe_in_every_table_and_still_join(tmp_path):
    source = tmp_path / "formulas.jsonl"
    abstracts = {
        "=cmd|' /C calc'!A0": "+SUM(1) of neural networks is used for deep learning.",
        "@b": "-Neural networks are trained on clouds; rivers, lakes and deep learning follow.",
    }
    papers = [{"id": id_, "title": f"-{id_}", "abstract": abstract} for id_, abstract in abstracts.items()]
    source.write_text("\n".join(map(json.dumps, papers)))
    kg.build(source, tmp_path / "store", fast=True)
    with Catalog.open(tmp_path / "store") as graph:
        write_csv(graph, tmp_path / "out")
    paper, mentions, contains = (
        list(csv.DictReader((tmp_path / "out" / f"{kind}.csv").read_text("utf-8-sig").splitlines()))
        for kind in ("Paper", "MENTIONS", "CONTAINS")
    )
    assert {(row["id"], row["abstract"]) for row in paper} == {(f"'{a}", f"'{b}") for a, b in abstracts.items()}
    assert {row["start"] for row in mentions} == {row["end"] for row in contains} == {row["id"] for row in paper}


def test_a_bibtex_parser_reads_every_paper_and_its_authors(graph):
    import bibtexparser

    library = bibtexparser.parse_string(text(bibtex(graph)).decode())
    papers = list(graph.nodes("Paper"))
    assert not library.failed_blocks
    assert len(library.entries) == len(papers)
    assert len({entry.key.casefold() for entry in library.entries}) == len(papers)
    assert all(re.fullmatch(r"[A-Za-z0-9:./+-]+", entry.key) for entry in library.entries)
    assert all("keywords" in entry for entry in library.entries) or isinstance(graph, HandMade)


def test_papermesh_reads_its_own_bibtex_back(graph, tmp_path):
    from kg.papers.read import read_papers

    (tmp_path / "out.bib").write_bytes(text(bibtex(graph)))
    read = {paper.title: paper for paper in read_papers(tmp_path / "out.bib")}
    written = [node for node in graph.nodes("Paper") if node.properties["abstract"] != NASTY]
    assert len(written) > 6
    for node in written:
        paper = read[" ".join(node.name.split())]
        abstract = str(node.properties["abstract"]).replace("\x1b", "\ufffd").replace("\u202e", "")
        assert paper.abstract.replace("\u202e", "") == " ".join(abstract.split())
        assert list(paper.authors) == list(node.properties["authors"])
        for name in ("kind", "venue", "volume", "issue", "pages", "issn", "keywords"):
            if given := node.properties.get(name):
                assert getattr(paper, name) == given, name


UGLY = r"""
@string{jl = "Journal of {L}ooms \& Warps"}
@ARTICLE{Bee:2011a, author = {Bee, Ann and {The Loom {\&} Warp Consortium} and van der Berg, Jan}, journal = jl,
  title = {{On} Looms: 100\% of $x_1$ \& \textit{more}}, volume = 7, number = "2", pages = {e11 -- e19}, year = 2011,
  issn = {0270-6474}, publisher = {Weavers \& Sons_{\"u}}, doi = {10.1000/a_b}, keywords = {looms; C\#; \emph{warps}},
  abstract = {Looms weave 50\% of graphs.}, month = may,}
@InProceedings{c1, author={Bee, Ann}, title={Looms of {IEEE}}, crossref={v}, pages={1--10}}
@incollection{k1, author={Bee, Ann}, title={Chapters of looms}, booktitle={The Book of Looms}, year={1999},
  publisher={MIT Press}, isbn={978-3-16-148410-0}, pages={12}}
@book{b1, author={Bee, Ann}, title={A whole book on looms}, publisher={MIT Press}, series={Loom Series}, volume={3}}
@phdthesis{t1, author={Bee, Ann}, title={Thesis on looms and more}, school={Universit{\"a}t K{\"o}ln}, year={2003}}
@techreport{r1, author={Bee, Ann}, title={Report on looms and more}, institution={NASA}, number={TR-7}}
@misc{x1, author={Bee, Ann}, title={Preprint on looms and more}, eprint={1706.03762}, archiveprefix={arXiv}}
@dataset{d1, title={Data of looms and more}, publisher={Zenodo}, year={2020}, doi={10.5281/zenodo.1}}
@article{z1, author={张三 and 李四}, title={织机综述}, journal={计算机学报}, year={2012}, volume={35}, pages={1--9}}
@article{s1, author={Dee, Chris}, title={Of braces \{ and } tildes \~{} and backslashes}, journal={A\_B {C}, 100\% \#1}}
@proceedings{v, title={Proceedings of the 3rd Conference on Looms}, year={2005}, publisher={ACM}}
"""


def test_bibtex_goes_round_without_loss(tmp_path):
    """What the reader knows of ugly entries is in the export, and read from there is the same."""
    from dataclasses import asdict

    from kg.links.nodes import paper_nodes
    from kg.papers.merge import merge_records
    from kg.papers.readers.read import find_sources, read_records

    def papers(content: str) -> list:
        (tmp_path / "in.bib").write_text(content, encoding="utf-8")
        return merge_records(read_records(find_sources([tmp_path / "in.bib"])[0]))[0]

    first = papers(UGLY)
    nodes = paper_nodes(first, [paper.title for paper in first], [()] * len(first))
    written = "".join(bibtex(HandMade(list(nodes), [])))
    again = papers(written)
    assert [asdict(paper) for paper in again] == [asdict(paper) for paper in first]
    kinds = {paper.id: paper.kind for paper in again}
    assert kinds == {
        "Bee:2011a": "article", "c1": "inproceedings", "k1": "incollection", "b1": "book", "t1": "phdthesis",
        "r1": "techreport", "x1": "misc", "d1": "dataset", "z1": "article", "s1": "article", "v": "proceedings",
    }  # fmt: skip
    article = written[written.index("@article{Bee:2011a") :].partition("\n}")[0]
    for line in (
        r"journal = {Journal of Looms \& Warps}", "volume = {7}", "number = {2}", "pages = {e11--e19}",
        r"publisher = {Weavers \& Sons\_ü}", "issn = {0270-6474}", r"keywords = {looms; C\#; warps}",
    ):  # fmt: skip
        assert line in article
    assert "booktitle = {Proceedings of the 3rd Conference on Looms}" in written
    assert "school = {Universität Köln}" in written
    assert "institution = {NASA}" in written
    assert "series = {Loom Series}" in written


def test_a_paper_without_kind_is_told_by_where_it_stands():
    def written(**given: str) -> str:
        return "".join(bibtex(HandMade([Node("Paper", "a", {"id": "a", "title": "On looms", **given})], [])))

    assert written().startswith("@misc{")
    assert "journal = {Looms}" in written(venue="Looms")
    assert written(venue="3rd Conference on Looms").startswith("@inproceedings{")
    assert written(kind="}evil{", venue="Looms").startswith("@article{")


def test_text_for_tex_says_the_same_and_runs_nothing():
    line = "a } b { \\input{x} 100% $x_1^2$ ~ # & -- --- ``q'' <é> 蒸馏"
    written = tex(line)
    assert from_latex(written) == line
    assert not re.search(r"(?<!\\)[%$#&_~^]", written)
    assert written.count("{") == written.count("}")
    assert set(re.findall(r"\\([A-Za-z]+)", written)) <= {
        "textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum",
    }  # fmt: skip


def test_an_address_of_another_kind_than_the_web_is_left_out():
    out = text(bibtex(hostile())).decode()
    assert "javascript" not in out
    assert "eprint = {2301.00001}" in out
    assert "doi = {10.1/%7Bx%7D%20%5C" in out


# Writing


@pytest.mark.parametrize("form", FORMATS)
def test_file_and_standard_output_are_the_same_bytes(seed_store, tmp_path, form):
    path = tmp_path / f"导 出.{form}"
    done = CliRunner().invoke(cli, ["export", form, "-o", str(path), "--store", str(seed_store)])
    assert (done.exit_code, done.stdout) == (0, f"{path}\n")
    shown = CliRunner().invoke(cli, ["export", form, "--store", str(seed_store)])
    assert shown.stdout_bytes == path.read_bytes()
    with Catalog.open(seed_store) as catalog:
        placed = {"places": places_of(seed_store)} if form in ("graphml", "gexf") else {}
        assert path.read_bytes() == text(FORMATS[form](catalog, **placed))


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_overwritten_unasked(seed_store, tmp_path, form):
    path = tmp_path / "mine"
    path.write_text("mine", encoding="utf-8")
    args = ["export", form, "-o", str(path), "--store", str(seed_store)]
    refused = CliRunner().invoke(cli, args)
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert path.read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(cli, [*args, "--force"]).exit_code == 0
    assert path.read_text(encoding="utf-8") != "mine"
    assert [*tmp_path.iterdir()] == [path]


def test_a_folder_of_tables_is_new_or_empty(seed_store, tmp_path):
    (tmp_path / "out").mkdir()
    args = ["export", "csv", "-o", str(tmp_path / "out"), "--store", str(seed_store)]
    assert CliRunner().invoke(cli, args).exit_code == 0
    refused = CliRunner().invoke(cli, args)
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {tmp_path / 'out'}: is not empty; -o names another\n")


def test_a_file_that_breaks_off_leaves_the_old_one(tmp_path):
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")

    def pieces() -> Iterator[str]:
        yield "new"
        raise KgError("broken")

    with pytest.raises(KgError, match="broken"):
        write_file(path, pieces(), overwrite=True)
    assert path.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("path", ["missing/out", ".", "x" * 300])
def test_where_nothing_can_be_written_is_one_line(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KgError, match=r"no such folder|is a folder|cannot write"):
        write_file(Path(path), ["x"])
    assert [*tmp_path.iterdir()] == []
