"""ORCIDs, numbers and names in both scripts are read where a source gives them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_fixture import read, write

from kg.papers.readers.fields.author_facts import email, facts, orcid, pairs_of
from kg.papers.readers.fields.people import authors

ORCID = "0000-0002-1825-0097"
NAMED = f"Ann Weaver\torcid:{ORCID}"


@pytest.mark.parametrize(
    "text",
    [
        ORCID,
        f"https://orcid.org/{ORCID}",
        "0000000218250097",
        f"ORCID: {ORCID} ",
        "http://orcid.org/0000-0002-1825-0097/",
    ],
)
def test_an_orcid_is_read_in_any_form(text):
    assert orcid(text) == f"orcid:{ORCID}"


@pytest.mark.parametrize(
    "text", ["0000-0002-1825-0098", "0000", "0000-0000-0000-0000", "10000-0002-1825-00971", None, 7, ""]
)
def test_what_has_a_wrong_check_digit_is_none(text):
    assert orcid(text) == ""


JATS = f"""<article><front><article-meta><title-group><article-title>Looms</article-title></title-group>
<contrib-group><contrib contrib-type="author"><contrib-id contrib-id-type="orcid">https://orcid.org/{ORCID}</contrib-id>
<name><surname>Weaver</surname><given-names>Ann</given-names></name><email>Ann@example.org</email></contrib></contrib-group>
</article-meta></front></article>"""
PUBMED = f"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Looms</ArticleTitle>
<AuthorList><Author><LastName>Weaver</LastName><ForeName>Ann</ForeName><Identifier Source="ORCID">{ORCID}</Identifier></Author>
</AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
MEDLINE = f"PMID- 1\nTI  - Looms\nFAU - Weaver, Ann\nAUID- ORCID: {ORCID}\nAU  - Weaver A\n"
WOS = f"FN Clarivate\nVR 1.0\nPT J\nAU Weaver, A\nAF Weaver, Ann\nTI Looms\nOI Weaver,\n   Ann/{ORCID}; Dyer, D/0000-0000-0000-0001\nUT WOS:1\nER\n\nEF\n"
BIBTEX = f"@article{{a, title={{Looms}}, author={{Weaver, Ann and Dyer, Dora}}, ORCID-Numbers={{{{Weaver, Ann/{ORCID}\n}}}}}}"
OPENALEX = {
    "id": "https://openalex.org/W1",
    "title": "Looms",
    "authorships": [
        {
            "author": {
                "id": "https://openalex.org/A5",
                "display_name": "Ann Weaver",
                "orcid": f"https://orcid.org/{ORCID}",
            }
        }
    ],
}
CROSSREF = {
    "message-type": "work",
    "DOI": "10.1/a",
    "title": ["Looms"],
    "author": [{"given": "Ann", "family": "Weaver", "ORCID": ORCID}],
}
DATACITE = {
    "creators": [
        {
            "name": "Weaver, Ann",
            "nameIdentifiers": [{"nameIdentifier": "https://isni.org/1"}, {"nameIdentifier": ORCID}],
        }
    ],
    "titles": [{"title": "Looms"}],
    "publicationYear": 2001,
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.nxml", JATS),
        ("a.xml", PUBMED),
        ("a.nbib", MEDLINE),
        ("a.txt", WOS),
        ("a.bib", BIBTEX),
        ("a.json", json.dumps(OPENALEX)),
        ("b.json", json.dumps(CROSSREF)),
        ("c.json", json.dumps(DATACITE)),
    ],
)
def test_an_orcid_is_read_from_each_format_that_has_it(tmp_path, name, content):
    (record,) = read(write(tmp_path / name, content))
    assert [known.rpartition("\t")[2] for known in record.people if "orcid:" in known] == [f"orcid:{ORCID}"]
    assert "Ann" in next(known for known in record.people if "orcid:" in known)
    assert record.authors[0] == "Ann Weaver"


def test_other_numbers_and_addresses_are_kept_with_the_name(tmp_path):
    (record,) = read(write(tmp_path / "a.nxml", JATS))
    assert "Ann Weaver\temail:ann@example.org" in record.people
    (record,) = read(write(tmp_path / "a.json", json.dumps(OPENALEX)))
    assert "Ann Weaver\topenalex:a5" in record.people
    assert facts([{"name": "Ann Weaver", "authorId": "17"}]) == ("Ann Weaver\ts2:17",)


def test_the_full_names_of_scopus_carry_numbers(tmp_path):
    table = 'Authors,Author full names,Title,Abstract\n"Weaver A.N.; Dyer D.","Weaver, Ann N. (57200000001); Dyer, Dora (57200000002)",Looms,Wool.\n'
    (record,) = read(write(tmp_path / "a.csv", table))
    assert record.authors == ("Ann N. Weaver", "Dora Dyer")
    assert record.people == ("Ann N. Weaver\tscopus:57200000001", "Dora Dyer\tscopus:57200000002")


@pytest.mark.parametrize(
    "value",
    [
        ["张晓明 (Zhang Xiaoming)", "李丹"],
        "张晓明(Zhang Xiaoming)、李丹(Li Dan)",
        "张晓明（Zhang Xiaoming）；李丹",
        ["张晓明 Zhang Xiaoming", "李丹"],
    ],
)
def test_a_name_in_both_scripts_keeps_the_first_and_knows_the_other(value):
    assert authors(value) == ("张晓明", "李丹")
    assert "张晓明\tname:Zhang Xiaoming" in facts(value)


def test_the_chinese_name_may_stand_behind():
    assert authors(["Xiaoming Zhang (张晓明)"]) == ("Xiaoming Zhang",)
    assert facts(["Xiaoming Zhang (张晓明)"]) == ("Xiaoming Zhang\tname:张晓明",)


@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.one_of(st.text(max_size=50), st.dictionaries(st.text(max_size=8), st.text(max_size=20)))),
    )
)
def test_any_value_gives_facts_of_one_name_each(value):
    assert all(known.count("\t") == 1 for known in facts(value, value))
    assert isinstance(pairs_of(value) if isinstance(value, str) else [], list)
    assert email("a@" * 1000) == ""
