"""Which names in which papers are one author: name, initials and company."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.records import Author, Paper, Record
from kg.papers.people.authors import people
from kg.papers.people.names import can_be_one, parsed

ORCID, OTHER = "orcid:0000-0002-1825-0097", "orcid:0000-0001-5109-3700"


def by(*papers: tuple[str, ...], known: dict[int, tuple[str, ...]] | None = None) -> list[Author]:
    """The authors of papers with these names; known: what the record of a paper says of its people."""
    listed = [Paper(f"p{n}", f"T{n}", "", "en", authors=names) for n, names in enumerate(papers)]
    facts = known or {}
    records = [[Record("a", n, "", authors=names, people=facts.get(n, ()))] for n, names in enumerate(papers)]
    return people(listed, records)


def found(*papers: tuple[str, ...], known: dict[int, tuple[str, ...]] | None = None) -> list[tuple[str, list[int]]]:
    """(name, papers) of each author, sorted."""
    return sorted((author.name, [paper for paper, _ in author.wrote]) for author in by(*papers, known=known))


def one(*names: str, company: str = "") -> bool:
    """Whether names in a paper each are one author."""
    papers = [(name, *[company] * bool(company)) for name in names]
    return len(by(*papers)) == 1 + bool(company)


@pytest.mark.parametrize(
    "name", ["Weaver A.N.", "A. N. Weaver", "AN Weaver", "Weaver AN", "Weaver, Ann N.", "ANN N. WEAVER"]
)
def test_a_name_in_another_form_is_the_same_author(name):
    assert one("Ann N. Weaver", name)
    assert one(name, "A.N. Weaver")


def test_the_fullest_name_is_shown_and_the_others_are_aliases():
    (author,) = by(("A.N. Weaver",), ("Ann N. Weaver",), ("A.N. Weaver",))
    assert (author.name, author.aliases) == ("Ann N. Weaver", ("A.N. Weaver",))
    assert author.wrote == ((0, 0), (1, 0), (2, 0))


def test_a_single_initial_needs_company():
    assert not one("Ann Weaver", "A. Weaver")
    assert one("Ann Weaver", "A. Weaver", company="Dora Dyer")
    assert one("A. Weaver", "A. Weaver"), "the same name of few people"


@pytest.mark.parametrize(
    ("a", "b"), [("A.N. Weaver", "A.M. Weaver"), ("Ann Weaver", "Ada Weaver"), ("Ann Weaver", "Ann Dyer")]
)
def test_names_that_contradict_each_other_are_two_whatever_the_company(a, b):
    assert not one(a, b, company="Dora Potter")


def test_initials_in_company_of_two_who_could_be_meant_are_neither():
    papers = found(("Ann Weaver", "Dora Dyer"), ("Ada Weaver", "Dora Dyer"), ("A. Weaver", "Dora Dyer"))
    assert [name for name, _ in papers] == ["A. Weaver", "Ada Weaver", "Ann Weaver", "Dora Dyer"]


@pytest.mark.parametrize("name", ["Y. Zhang", "Zhang, Y.", "张伟", "Wei Zhang", "J. Smith"])
def test_a_name_of_many_people_is_two_unless_company_agrees(name):
    assert not one(name, name)
    assert one(name, name, company="Dora Dyer")
    assert not one(name, name, company="J. Kim"), "a name of many people is no company"
    assert len(by((name, "J. Kim", "S. Lee"), (name, "J. Kim", "S. Lee"))) == 3


def test_two_of_one_name_have_ids_of_their_own_that_stay():
    first, again = by(("张伟",), ("张伟",)), by(("张伟",), ("张伟",), ("Ann Weaver",))
    assert len({author.id for author in first}) == 2
    assert {author.id for author in first} < {author.id for author in again}


def test_initials_are_frequent_where_the_corpus_shows_several_whom_they_mean():
    assert len(by(("A. Weaver",), ("A. Weaver",), ("Ann Weaver",), ("Ada Weaver",))) == 4


@pytest.mark.parametrize("name", ["张晓明", "Xiaoming Zhang", "Jian-Guo Li", "Dora Dyer"])
def test_a_full_name_of_few_people_is_one_author(name):
    assert one(name, name)


def test_hyphens_and_accents_of_given_names_make_no_difference():
    assert one("Jianguo Li", "Jian-Guo Li")
    assert one("Pierre-Henri Müller", "Pierre Henri Muller")
    assert one("Jan A. van der Berg", "J.A. van der Berg")


def test_an_orcid_joins_and_another_one_parts():
    papers = ("Y. Zhang",), ("Yan Zhang",)
    assert len(by(*papers)) == 2
    (author,) = by(*papers, known={0: (f"Y. Zhang\t{ORCID}",), 1: (f"Zhang, Yan\t{ORCID}",)})
    assert (author.name, author.orcid) == ("Yan Zhang", ORCID.removeprefix("orcid:"))
    with_company = ("A. Weaver", "Dora Dyer"), ("Ann Weaver", "Dora Dyer")
    parted = by(*with_company, known={0: (f"A. Weaver\t{ORCID}",), 1: (f"Ann Weaver\t{OTHER}",)})
    assert len(parted) == 3


def test_an_orcid_joins_no_names_that_contradict_each_other():
    assert (
        len(by(("Ann Weaver",), ("Dora Dyer",), known={0: (f"Ann Weaver\t{ORCID}",), 1: (f"Dora Dyer\t{ORCID}",)})) == 2
    )


def test_what_is_known_of_a_name_that_two_authors_share_is_known_of_neither():
    (first, second) = by(("A. Weaver", "Ann Weaver"), known={0: (f"Weaver A N\t{ORCID}",)})
    assert (first.orcid, second.orcid) == ("", "")


def test_two_authors_of_one_paper_are_two():
    assert len(by(("A. Weaver", "Ann Weaver", "Dora Dyer"), ("Ann Weaver", "Dora Dyer"))) == 3


def test_a_name_in_both_scripts_is_one_author_where_a_source_gives_both():
    (author,) = by(("张晓明",), ("Xiaoming Zhang",), known={0: ("张晓明\tname:Xiaoming Zhang",)})
    assert author.wrote == ((0, 0), (1, 0))
    assert {author.name, *author.aliases} == {"张晓明", "Xiaoming Zhang"}
    assert not one("张晓明", "Xiaoming Zhang")


def test_records_of_one_paper_in_two_scripts_name_the_same_people():
    names, chinese = ("Xiaoming Zhang", "Dan Li"), ("张晓明", "李丹")
    paper = Paper("p", "T", "", "zh", authors=names)
    group = [Record("a", 0, "", authors=names), Record("b", 0, "", authors=chinese)]
    authors = people([paper], [group])
    assert sorted((author.name, author.aliases) for author in authors) == [
        ("Dan Li", ("李丹",)),
        ("Xiaoming Zhang", ("张晓明",)),
    ]
    others = [Record("a", 0, "", authors=names), Record("b", 0, "", authors=chinese[::-1])]
    assert all(not author.aliases for author in people([paper], [others])), "in another order"


def test_the_numbers_of_dblp_tell_people_apart():
    assert not one("Wei Wang 0001", "Wei Wang 0002", company="Dora Dyer")
    assert one("Wei Wang 0001", "Wei Wang 0001")


NAMES = [
    "Y. Zhang",
    "Yan Zhang",
    "Yu Zhang",
    "张伟",
    "张晓明",
    "A. Weaver",
    "Ann Weaver",
    "A.N. Weaver",
    "Dora Dyer",
    "J. Kim",
    "WHO",
    "é\x00,",
]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True), max_size=8), st.randoms())
def test_the_order_of_records_makes_no_difference_and_no_paper_has_an_author_twice(papers, shuffled: random.Random):
    listed = [Paper(f"p{n}", f"T{n}", "", "en", authors=tuple(names)) for n, names in enumerate(papers)]
    groups = [[Record("a", 0, "", authors=p.authors), Record("b", 0, "", authors=p.authors[:1])] for p in listed]
    made = people(listed, groups)
    for group in groups:
        shuffled.shuffle(group)
    assert people(listed, groups) == made
    assert len({author.id for author in made}) == len(made)
    places = [place for author in made for place in author.wrote]
    assert sorted(places) == [(n, at) for n, names in enumerate(papers) for at in range(len(names))]


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_name_and_agreeing_goes_both_ways(a, b):
    assert can_be_one(parsed(a), parsed(b)) == can_be_one(parsed(b), parsed(a))
    assert len(by((a, b), (b,))) >= 1
