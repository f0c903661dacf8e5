"""Which papers follow from each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from relation_fixture import Mention, columns, concept, paper

from kg.core.records import Paper
from kg.links.cited import only_cited
from kg.links.people import group_of


def by(*authors: str, title: str = "", abstract: str = "") -> Paper:
    return replace(paper(f"{title} {authors}", abstract), title=title, authors=authors)


def together(*papers: Paper) -> bool:
    return len(set(group_of(papers).tolist())) == 1


@pytest.mark.parametrize("name", ["P. H. Chavanis", "P.-H. Chavanis", "Chavanis, Pierre-Henri", "Pierre Chavanis"])
def test_initials_stand_for_the_first_name(name):
    assert together(by("Pierre-Henri Chavanis"), by(name))


def test_initials_stand_for_no_one_where_two_could_be_meant():
    assert len(set(group_of([by("Jian Wang"), by("Jun Wang"), by("J. Wang")]).tolist())) == 3
    assert not together(by("Clément Sire"), by("Claire Sirius"))
    assert not together(by("王伟"), by("王芳"))
    assert not together(by(), by())


def test_a_paper_belongs_to_its_author_with_the_most_papers():
    papers = [by("Ada Love"), by("Bo Li", "Ada Love"), by("Ada Love"), by("Bo Li", "Cy Young")]
    assert group_of(papers).tolist() == [0, 0, 0, 1]
    assert group_of(papers[::-1]).tolist() == [0, 1, 1, 1]


def test_what_discusses_a_paper_belongs_to_it():
    title = "Bayesian Checking of the Second Levels of Hierarchical Models"
    assert together(
        by("Ada", title=title),
        by("Bo", title=f"Comment: {title}"),
        by("Cy", title=f'Discussion of "{title}" by A. Ada'),
        by("Di", title=f"Comment on ``{title}''"),
        by("Ed", title="Rejoinder", abstract=f"Rejoinder of “{title}” by A. Ada [arXiv:1]."),
        by("Flo", title=f"Reply to {title.removesuffix('s')}"),
    )


def test_a_title_that_only_begins_like_a_discussion_says_nothing():
    assert not together(by("Ada", title="Rejoinder"), by("Bo", title="Rejoinder"))
    titles = ("Response of a Hodgkin-Huxley neuron to a high-frequency input", "a Hodgkin-Huxley neuron to a high")
    assert not together(by("Ada", title=titles[0]), by("Bo", title=titles[1]))


def cited(text: str, name: str) -> bool:
    at = text.index(name)
    rows = columns([paper("a", text)], [concept(name)], [Mention("a", name, spans=(at, at + len(name)))])
    return only_cited([paper("a", text)], rows).tolist() == [True]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the estimator of Bickel and Levina (2008b), which", "Bickel"),
        ("the estimator of Bickel and Levina (2008b), which", "Levina"),
        (r"as in [Phys. Rev. E {\bf 75}, 041905 (2007)].", "Phys"),
        ("by Hall et al. [Phys. Rev. Lett, 88 (2002)]", "Hall"),
    ],
)
def test_a_name_in_a_reference_is_told(text, name):
    assert cited(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Lorenz system was found by Lorenz (1963)", "Lorenz"),
        ("a Hubbard model, solved in one dimension (1968)", "Hubbard"),
        ("of turbulence (1941)", "turbulence"),
    ],
)
def test_a_name_elsewhere_is_none(text, name):
    assert not cited(text, name)
