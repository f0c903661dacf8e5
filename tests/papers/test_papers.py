"""What is found twice is one paper."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from reader_fixture import papers_of

from kg.core.records import Record
from kg.papers.read import read_papers
from kg.papers.readers.read import find_sources, read_records

SEEDS = Path(__file__).parents[2] / "seeds"


def record(abstract: str = "", path: str = "a", position: int = 0, **fields) -> Record:
    return Record(path=path, position=position, abstract=abstract, **fields)


def seed_records() -> list[Record]:
    return [r for source in find_sources([SEEDS]) for r in read_records(source)]


def test_the_fifty_seed_entries_are_forty_six_papers():
    merged = papers_of(seed_records())
    assert len(merged) == 46
    assert sum(len(records) for _, records in merged) == 50
    assert sorted({len(records) for _, records in merged}) == [1, 2]
    assert {paper.lang for paper, _ in merged} == {"en", "zh"}
    assert all(paper.title == "" and not paper.title_given for paper, _ in merged)


def test_the_order_of_the_input_makes_no_difference():
    records = seed_records()
    records += [
        record("Same words.", id="x"),
        record("Other words.", path="b", id="x"),
        record("same WORDS", "c"),
    ]
    expected = papers_of(records)
    for seed in range(3):
        random.Random(seed).shuffle(records)
        assert papers_of(records) == expected
    assert [paper.id for paper, _ in expected] == sorted(paper.id for paper, _ in expected)


def test_abstracts_that_differ_in_case_spacing_and_punctuation_are_the_same():
    same = [
        "Ａ “quoted” text,\nin two lines.",
        'A "quoted" text in two lines',
        "a  quoted TEXT: in-two lines!",
    ]
    merged = papers_of([record(text, position=n) for n, text in enumerate(same)])
    assert [paper.abstract for paper, _ in merged] == [same[0]]


def test_fields_are_the_first_given_in_the_order_of_sources():
    records = [
        record("Text.", "b", 0, title="Second", year=2001, url="u", authors=("B",)),
        record("Text.", "a", 5, title="First", doi="d"),
        record("Text.", "a", 1, keywords=("k",)),
    ]
    ((paper, sources),) = papers_of(records)
    assert (paper.title, paper.year, paper.url, paper.doi) == ("First", 2001, "u", "d")
    assert (paper.authors, paper.keywords, paper.title_given) == (("B",), ("k",), True)
    assert [(r.path, r.position) for r in sources] == [("a", 1), ("a", 5), ("b", 0)]


def test_the_smallest_given_id_wins_and_without_one_it_is_a_hash_of_the_abstract():
    ((paper, _),) = papers_of([record("Text.", id="b"), record("Text.", "b"), record("text", "c", id="a")])
    assert paper.id == "a"
    ((first, _),) = papers_of([record("Some text.")])
    ((second, _),) = papers_of([record("some  TEXT", "elsewhere", 9)])
    assert first.id == second.id
    assert len(first.id) == 13
    assert first.id.startswith("p")


def test_one_id_for_different_abstracts_is_made_unique_for_all_of_them():
    merged = papers_of([record("One.", id="x"), record("Two.", id="x"), record("Three.", id="y")])
    ids = {paper.abstract: paper.id for paper, _ in merged}
    assert ids["Three."] == "y"
    assert ids["One."] != ids["Two."]
    assert all(ids[a].startswith("x~") and len(ids[a]) == 8 for a in ("One.", "Two."))


def test_ids_stay_unique_when_thousands_share_one():
    merged = papers_of(record(f"Text {n}.", position=n, id="0") for n in range(20_000))
    assert len({paper.id for paper, _ in merged}) == 20_000


def test_without_abstract_a_paper_is_known_by_its_title():
    merged = papers_of([record(title="On Graphs"), record(path="b", title="on graphs."), record(title="Trees")])
    assert sorted(paper.title for paper, _ in merged) == ["On Graphs", "Trees"]


def test_papers_that_share_only_a_stock_sentence_stay_apart():
    text = "This paper has been withdrawn by the author."
    merged = papers_of([record(text, id="1", title="A"), record(text, id="2", title="B")])
    assert [paper.title for paper, _ in merged] == ["A", "B"]


def test_abstracts_of_symbols_only_are_not_lost():
    assert len(papers_of([record("???"), record("!!!")])) == 2


def test_read_papers_streams_in_order_and_drops_what_came_before():
    papers = list(read_papers(SEEDS))
    assert len(papers) == 46
    assert papers[0].abstract.startswith("It has been observed in practice that applying pruning")
    assert {paper.id for paper in papers} == {paper.id for paper, _ in papers_of(seed_records())}


def test_read_papers_skips_bad_entries_when_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "abstract": "One."}) + "\nbroken\n", encoding="utf-8")
    assert [paper.id for paper in read_papers(path, skip_errors=True)] == ["1"]
    with pytest.raises(Exception, match="invalid JSON"):
        list(read_papers(path))
