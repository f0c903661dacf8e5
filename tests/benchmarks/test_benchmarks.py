"""The figures that the benchmarks print, on input small enough to work out by hand."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # benchmarks/ is not installed

from relation_fixture import compared_by, coupled
from seed_fixture import seed_papers

from benchmarks import external, similarity, thesaurus
from benchmarks.ablation import Step, ablation
from benchmarks.acronyms import schwartz_hearst
from benchmarks.data import f1, normalizer
from benchmarks.fit_weights import retitled
from benchmarks.keyphrases import chinese_ngrams
from benchmarks.links import nearest, rank
from benchmarks.readers import FORMATS
from benchmarks.table import markdown
from kg.concepts.phrase_table import analysed
from kg.concepts.resolve import find_concepts
from kg.core.engine import ALONE
from kg.core.records import Paper
from kg.keyphrases.analysis import analyse
from kg.links.hierarchy import ancestors, broader
from kg.links.similar import near, similar
from kg.papers.readers.read import find_sources, read_records

# a and b share x, c and d share y; e shares nothing
KEYS = {"a": {"x"}, "b": {"x", "z"}, "c": {"y"}, "d": {"y"}, "e": {"w"}}


def test_f1_counts_over_all_papers_and_cuts_each_list():
    predicted = [["p", "q", "r"], ["s"]]
    gold = [{"p", "r"}, {"t", "s"}]
    # at 1: 2 hits, 2 given, 4 wanted; at 3: 3 hits, 4 given, 4 wanted
    assert f1(predicted, gold, (1, 3)) == pytest.approx([66.67, 75.0])


def test_f1_of_nothing_found_is_zero():
    assert f1([[], []], [{"p"}, {"q"}], (5,)) == [0.0]


def test_chinese_phrases_are_compared_without_spaces_and_case():
    assert normalizer("zh")("Q 学习 算法") == "q学习算法"


def test_chinese_ngrams_leave_out_single_characters_and_marks():
    grams = chinese_ngrams("神经网络的训练,模型")
    assert "神经网络" in grams
    assert "的" not in grams
    assert "," not in grams
    assert "训练模型" in grams


def test_a_title_that_runs_into_the_text_ends_where_a_sentence_begins():
    paper = Paper(
        "p1", "", "Stable feature selection in groups Many methods exist. They fail.", "en", title_given=False
    )
    found = retitled(paper)
    assert (found.title, found.abstract) == ("Stable feature selection in groups", "Many methods exist. They fail.")
    assert found.title_given
    assert retitled(found) == Paper("p1", "", found.abstract, "en", title_given=False)


def test_all_pairs_found_first_give_full_marks():
    figures = rank([("a", "b", 0.9), ("c", "d", 0.8), ("a", "e", 0.1)], KEYS)
    assert figures == pytest.approx((100, 100, 1000))


def test_a_wrong_pair_in_front_costs_precision():
    # places: a-c wrong, a-b right at 2; c-d is never listed. First neighbours: a -> c, b -> a, c -> a, d -> none
    figures = rank([("a", "c", 0.9), ("b", "a", 0.5)], KEYS)
    assert figures == pytest.approx((25, 50, 1000 * (1 / 2) / 2))


def test_a_pair_given_in_both_directions_counts_once():
    once = [("a", "c", 0.9), ("a", "b", 0.5)]
    assert rank([*once, ("c", "a", 0.9), ("b", "a", 0.5)], KEYS) == rank(once, KEYS)


def test_precision_at_five_divides_by_the_partners_there_are():
    keys = {name: {"x"} for name in "abc"} | {name: {name} for name in "defg"}
    pairs = [("a", other, 1 - i / 10) for i, other in enumerate("bdefgc")]
    # a finds b among its first five but not c: 1 of 2; b finds a, c finds a: 1 of 2 each
    assert rank(pairs, keys).p5 == pytest.approx(50)


def test_nearest_leaves_the_paper_itself_out():
    cosines = np.array([[1.0, 0.2, 0.7], [0.2, 1.0, 0.1], [0.7, 0.1, 1.0]])
    pairs = nearest(cosines, ["a", "b", "c"])
    assert pairs[:2] == [("a", "c", 0.7), ("a", "b", 0.2)]
    assert all(x != y for x, y, _ in pairs)


def test_a_table_is_aligned_markdown():
    table = markdown(["system", "P@1"], [["ours", "39.3"], ["TF-IDF", "8.0"]])
    assert table.splitlines() == [
        "| system |  P@1 |",
        "|--------|-----:|",
        "| ours   | 39.3 |",
        "| TF-IDF |  8.0 |",
    ]


def test_the_ablation_goes_from_equal_strings_to_the_links_of_a_build():
    papers = sorted(seed_papers()[:12], key=lambda paper: paper.id)
    analyses = [analyse(paper) for paper in papers]
    found: list[list[tuple[str, str, float]]] = []
    shared: list[int | None] = []

    def note(step: Step, pairs: list[tuple[str, str, float]]) -> list[str]:
        found.append(pairs)
        shared.append(step.shared)
        return [str(len(pairs))]

    table = ablation(papers, analyses, note)
    assert len({row[0] for row in table}) == len(table) == len(found) == 9
    assert [n is None for n in shared] == [False] * 4 + [True] * 5
    in_papers, _, embeddings = analysed(analyses)
    concepts = find_concepts(papers, in_papers, embeddings=embeddings)
    hierarchy = broader(papers, concepts.concepts, concepts.mentions)
    matrix = compared_by(papers, in_papers, concepts.concepts, hierarchy)
    above = ancestors(hierarchy)
    cited = coupled(papers, {})
    pairs, _ = near(papers, matrix, cited, embeddings, concepts.concepts, concepts.mentions, ALONE)
    edges = list(chain.from_iterable(similar(papers, pairs, cited, concepts.concepts, concepts.mentions, above)))
    assert sorted(found[-1]) == [(edge.start[1], edge.end[1], edge.properties["score"]) for edge in edges]


def test_every_file_that_the_readers_are_timed_on_is_read_whole(tmp_path):
    for name, (entry, end) in FORMATS.items():
        path = tmp_path / "papers.dat"
        path.write_text("".join(map(entry, range(3))) + end, encoding="utf-8")
        records = list(read_records(*find_sources([path])))
        assert len(records) == 3, name
        assert all(record.title.startswith(f"On graphs, number {n}") for n, record in enumerate(records)), name
        assert all(len(record.authors) == 3 and len(record.abstract) > 1000 for record in records), name


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Use of polymerase chain reaction (PCR) here.", [("PCR", "polymerase chain reaction")]),
        ("A heat-shock transcription factor (HSF) is.", [("HSF", "heat-shock transcription factor")]),
        ("Nothing fits (XQ). It rains (often).", []),
    ],
)
def test_schwartz_and_hearst_take_the_shortest_words_that_hold_the_letters(text, pairs):
    assert schwartz_hearst("", text) == pairs


def test_average_precision_and_gain_of_a_pool_with_what_is_not_ranked_last():
    grades = {"a": 3, "b": 0, "c": 2, "d": 0, "e": 0, "f": 1}
    # order: b, a, then c to f, not ranked; relevant at 2 and 3; of the best two 0 and 3, ideally 3 and 2
    precision, gain = similarity.figures(["b", "x", "a"], grades)
    assert precision == pytest.approx(100 * (1 / 2 + 2 / 3) / 2)
    assert gain == pytest.approx(100 * (3 / np.log2(3)) / (3 + 2 / np.log2(3)))


def test_a_graph_is_held_against_a_thesaurus():
    truth = thesaurus.Subjects({"gas": [("gas",)], "bose": [("bose", "gas"), ("boson",)], "ice": [("ice",)]})
    truth.up["bose"] = {"gas"}
    frequency = thesaurus.Counter({each: 9 for names in truth.names.values() for each in names})
    graph = thesaurus.Subjects({"1": [("gas",)], "2": [("bose", "gas")], "3": [("boson",)]})
    graph.up["2"] = {"1"}
    graph.up["1"] = {"3"}
    assert thesaurus.figures(truth, graph, frequency) == [75.0, 0.0, 0.0, 100.0, 50.0]


def test_a_judge_without_its_data_says_where_they_are_to_be_had_and_the_others_go_on(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("benchmarks.data.FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["external", "--only", "acronyms", "terms"])
    external.main()
    printed = capsys.readouterr().out
    assert "skipped: acronyms/med_dev.jsonl" in printed
    assert "Artificial-Intelligence-Terminology-Database" in printed
