"""What topics are called: telling concepts that many of their papers mention, no two with a word in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from relation_fixture import concept
from scipy import sparse

from kg.core.tables import Ancestors
from kg.links.topics.names import Naming
from kg.links.topics.words import apart

NONE = np.zeros(0, np.int32)


def naming(papers: int, *topics: Mapping[str, int], elsewhere: Mapping[str, int] | None = None) -> Naming:
    """Topics of so many papers each. topics: concept -> papers of the topic that mention it, all with one score;
    elsewhere: -> papers of no topic that do."""
    names = sorted({name for topic in topics for name in topic})
    counts = np.array([[topic.get(name, 0) for name in names] for topic in topics], np.int64)
    beyond = np.array([(elsewhere or {}).get(name, 0) for name in names])
    return Naming(
        [concept(name, papers=int(n)) for name, n in zip(names, counts.sum(0) + beyond, strict=True)],
        Ancestors(NONE, NONE),
        sparse.csr_matrix(counts),
        counts.sum(0) + beyond,
        sparse.csr_matrix(counts),
        np.full(len(topics), papers),
        np.zeros(len(topics), bool),
    )


def called(made: Naming, whole: Sequence[Sequence[int]] = ()) -> list[str]:
    return [made.name(n, chosen) for n, chosen in enumerate(made.leading(whole))]


def test_a_phrase_of_few_papers_does_not_stand_beside_what_many_are_about():
    assert called(naming(30, {"text mining": 24, "data-driven research": 3})) == ["text mining"]
    assert called(naming(30, {"text mining": 24, "folksonomy": 12})) == ["text mining, folksonomy"]


def test_a_word_of_the_whole_field_does_not_stand_beside_what_the_topic_is_about():
    said = {"folksonomy": 20, "neural networks": 25}
    assert called(naming(30, said, elsewhere={"neural networks": 300})) == ["folksonomy"]
    assert called(naming(30, said, elsewhere={"neural networks": 20})) == ["folksonomy, neural networks"]


def test_no_topic_is_called_by_a_phrase_that_two_of_twenty_papers_share():
    assert called(naming(22, {"statistical laws": 2, "edit distance": 9}, elsewhere={"edit distance": 60})) == [
        "edit distance"
    ]


def test_parts_do_not_go_on_with_what_the_whole_or_another_part_is_called_by():
    made = naming(40, {"Bose glass": 30, "Mott insulator": 25, "disorder": 20}, {"supersolid": 28, "disorder": 20})
    assert called(made) == ["Bose glass, Mott insulator", "supersolid, disorder"]
    whole = [n for n, each in enumerate(made.concepts) if each.name == "Mott insulator"]
    assert called(made, [whole, whole]) == ["Bose glass, disorder", "supersolid"]


def test_names_have_no_word_in_common_with_or_without_a_hyphen():
    names = ["non-negative factors", "nonnegative rank", "Factor analysis", "spam", "spammers", "随机矩阵", "矩阵分解"]
    assert apart(names, 9) == ["non-negative factors", "spam", "随机矩阵"]
    assert apart(names, 2) == ["non-negative factors", "spam"]
