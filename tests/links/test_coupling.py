"""Bibliographic coupling: papers that cite the same works are near."""

from __future__ import annotations

import numpy as np
import pytest
from relation_fixture import analysis, coupled, paper, similar

from kg.links.coupling import BY_REFERENCES

PAPERS = [paper(f"p{n:02}", f"word{n} alone{n}") for n in range(40)]
NINE = [f"work {n}" for n in range(9)]


def product(references: dict[str, list[str]], one: int, other: int) -> float:
    matrix = coupled(PAPERS, references).matrix
    return float((matrix[one] @ matrix[other].T).toarray()[0, 0])


def test_the_product_of_two_papers_grows_with_what_both_cite():
    products = [product({"p00": NINE, "p01": [*NINE[:n], *"abcdefghi"[n:]]}, 0, 1) for n in range(0, 10, 3)]
    assert products[0] == 0
    assert products == sorted(set(products))
    assert products[-1] <= BY_REFERENCES


def test_a_work_that_everybody_cites_says_little():
    rare = product({"p00": NINE, "p01": NINE[:1]}, 0, 1)
    common = product({f"p{n:02}": NINE if not n else NINE[:1] for n in range(30)}, 0, 1)
    assert 0 <= common < rare / 10


def test_who_cites_a_paper_is_near_to_it():
    cites_it = product({"p00": ["p01", *NINE]}, 0, 1)
    assert cites_it > product({"p00": NINE, "p01": [NINE[0], *"abcdefghi"]}, 0, 1)


def test_a_single_reference_is_not_all_that_a_paper_cites():
    assert product({"p00": NINE[:1], "p01": NINE[:1]}, 0, 1) < BY_REFERENCES / 4


def test_papers_without_references_have_nothing_in_common():
    assert coupled(PAPERS, {}).matrix.nnz == 0
    assert coupled([], {}).matrix.shape[0] == 0


def test_the_rarest_works_that_both_cite_are_the_reason_and_the_papers_themselves_are_none():
    cited = {"p00": ["p01", "p02", *NINE], "p01": ["p02", *NINE], **{f"p{n}": NINE[:8] for n in range(10, 20)}}
    (reason,) = coupled(PAPERS, cited).both_cite(np.array([0]), np.array([1]))
    assert len(reason) == 3
    assert set(reason) >= {"p02", "work 8"}
    assert "p01" not in reason


def test_papers_without_a_common_word_are_similar_by_what_they_cite():
    cited = {"p00": NINE, "p01": NINE}
    edges = similar(PAPERS, [analysis()] * len(PAPERS), (), (), references=cited)
    (edge,) = edges
    assert (edge.start[1], edge.end[1]) == ("p00", "p01")
    assert len(edge.properties["both_cite"]) == 3
    assert edge.properties["shared"] == ()


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_references_does_not_matter(order: int):
    cited = {"p00": NINE[::order], "p01": NINE[:5][::order]}
    matrix = coupled(PAPERS, cited).matrix
    assert matrix[0].indices.tolist() == sorted(matrix[0].indices.tolist())
    assert (matrix != coupled(PAPERS, {"p00": NINE, "p01": NINE[:5]}).matrix).nnz == 0
