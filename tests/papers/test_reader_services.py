"""JSON of web services and reference managers: OpenAlex, Semantic Scholar, Crossref, CSL JSON; Zotero's CSV."""

from __future__ import annotations

import json

import pytest
from reader_fixture import failure, read, skipped, write

OPENALEX = {
    "id": "https://openalex.org/W2741809807",
    "doi": "https://doi.org/10.7717/PeerJ.4375",
    "title": "The state of <i>OA</i>",
    "display_name": "The state of OA",
    "publication_year": 2018,
    "publication_date": "2018-02-13",
    "ids": {"openalex": "https://openalex.org/W2741809807", "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894"},
    "language": "en",
    "primary_location": {"landing_page_url": "https://doi.org/10.7717/peerj.4375"},
    "locations": [{"landing_page_url": "http://arxiv.org/abs/1802.01234v2"}, {"landing_page_url": None}],
    "authorships": [
        {"author_position": "first", "author": {"id": "A1", "display_name": "Heather Piwowar"}},
        {"author_position": "last", "author": None, "raw_author_name": "Jason Priem"},
    ],
    "keywords": [{"id": "k", "display_name": "Open access", "score": 0.9}],
    "referenced_works": ["https://openalex.org/W1", "https://openalex.org/W2"],
    "abstract_inverted_index": {"Despite": [0], "growth,": [1], "the": [2, 5], "state": [3], "of": [4], "art": [6]},
}
S2 = {
    "paperId": "649def34f8be52c8b66281af98ae884c09aef38b",
    "corpusId": 3658586,
    "externalIds": {
        "DOI": "10.18653/V1/N18-3011",
        "ArXiv": "1805.02262",
        "PubMed": "99",
        "CorpusId": 3658586,
        "DBLP": "x/y",
    },
    "url": "https://www.semanticscholar.org/paper/649def",
    "title": "Construction of the Literature Graph",
    "abstract": None,
    "year": 2018,
    "authors": [{"authorId": "1", "name": "Waleed Ammar"}, {"authorId": None, "name": "Dirk Groeneveld"}],
    "references": [
        {"paperId": "aaa", "title": "Cited", "externalIds": {"DOI": "10.1/z"}},
        {"paperId": None, "externalIds": {"DOI": "10.1/Q"}},
        {"paperId": None, "title": "unknown"},
    ],
}
CROSSREF = {
    "DOI": "10.1000/ABC",
    "type": "journal-article",
    "title": ["On graphs"],
    "subtitle": ["A survey"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We study <jats:italic>graphs</jats:italic> &amp; trees.</jats:p>",
    "author": [{"given": "Jürgen", "family": "Müller", "sequence": "first"}, {"name": "The Group"}],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2019, 5]]},
    "URL": "http://dx.doi.org/10.1000/abc",
    "is-referenced-by-count": 3,
    "reference-count": 2,
    "reference": [
        {"key": "r1", "DOI": "10.1000/REF1", "doi-asserted-by": "crossref"},
        {"key": "r2", "unstructured": "Bee 1999"},
    ],
    "subject": ["Graphs"],
    "language": "en",
}
CSL = [
    {
        "id": "bee2019",
        "type": "article-journal",
        "title": "On graphs",
        "abstract": "We study graphs.",
        "author": [
            {"family": "Bee", "given": "Ann"},
            {"literal": "The Group"},
            {"family": "张", "given": "三"},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        ],
        "issued": {"date-parts": [["2019", 5, 1]]},
        "DOI": "10.1000/x",
        "URL": "https://example.org",
        "keyword": "graphs, trees",
        "language": "en-US",
    },
    {"id": 2, "type": "book", "title": "Second", "issued": {"raw": "May 2020"}, "PMID": "77"},
]
ZOTERO = (
    '\ufeff"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","ISSN","DOI","Url","Abstract Note",'
    '"Date","Date Added","Manual Tags","Automatic Tags","Editor"\r\n'
    '"ABCD1234","journalArticle","2019","Bee, Ann; Dee, Chris","On graphs, and ""trees""","J. of Graphs","","","10.1000/x","https://e.org",'
    '"We study graphs.\nIn two lines.","2019-05","2021-01-01 10:00:00","graphs; trees","",""\r\n'
    '"EFGH5678","bookSection","2020","张, 三","第二","","","","","","内容","2020","2021-01-01","","",""\r\n'
)


def test_an_openalex_abstract_is_put_together_from_its_index(tmp_path):
    (record,) = read(write(tmp_path / "works.jsonl", json.dumps(OPENALEX)))
    assert record.abstract == "Despite growth, the state of the art"
    assert (record.id, record.title, record.year) == ("W2741809807", "The state of OA", 2018)
    assert record.authors == ("Heather Piwowar", "Jason Priem")
    assert (record.doi, record.url) == ("10.7717/PeerJ.4375", "https://doi.org/10.7717/PeerJ.4375")
    assert set(record.identifiers) == {
        "doi:10.7717/peerj.4375",
        "openalex:w2741809807",
        "arxiv:1802.01234",
        "pmid:29456894",
    }
    assert record.references == ("openalex:w1", "openalex:w2")
    assert record.keywords == ("Open access",)


@pytest.mark.parametrize("index", [{"a": [10**18, -5], "b": [2]}, {"a": "x"}, {"a": [None, 1.5, [0]], "b": [0]}, [], 7])
def test_a_strange_inverted_index_does_not_hurt(tmp_path, index):
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps(OPENALEX | {"abstract_inverted_index": index})))
    assert record.title == "The state of OA"


def test_an_openalex_answer_is_read(tmp_path):
    answer = {
        "meta": {"count": 2, "page": 1},
        "results": [OPENALEX, OPENALEX | {"id": "https://openalex.org/W5"}],
        "group_by": [],
    }
    for indent in (None, 2):
        records = read(write(tmp_path / "a.json", json.dumps(answer, indent=indent)))
        assert [r.id for r in records] == ["W2741809807", "W5"]
        assert all(r.abstract for r in records)


def test_semantic_scholar_is_read_with_its_identifiers_and_references(tmp_path):
    (record,) = read(write(tmp_path / "a.json", json.dumps({"total": 1, "offset": 0, "data": [S2]})))
    assert (record.title, record.abstract, record.year) == ("Construction of the Literature Graph", "", 2018)
    assert set(record.identifiers) == {
        "s2:649def34f8be52c8b66281af98ae884c09aef38b",
        "corpusid:3658586",
        "doi:10.18653/v1/n18-3011",
        "arxiv:1805.02262",
        "dblp:x/y",
        "pmid:99",
    }
    assert record.references == ("s2:aaa\tdoi:10.1/z", "doi:10.1/q")


def test_semantic_scholar_datasets_and_lists_of_references_are_read(tmp_path):
    lines = [
        {
            "corpusid": 5,
            "externalids": {"DOI": "10.1/a", "ArXiv": None},
            "title": "A",
            "authors": [{"name": "B"}],
            "year": 2001,
        },
        {
            "id": "abc",
            "title": "Old",
            "paperAbstract": "Text.",
            "authors": [{"name": "C"}],
            "outCitations": ["d", "e"],
            "doi": "",
        },
    ]
    first, second = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert set(first.identifiers) == {"corpusid:5", "doi:10.1/a"}
    assert (second.abstract, second.identifiers, second.references) == ("Text.", ("s2:abc",), ("s2:d", "s2:e"))
    (cited,) = read(write(tmp_path / "b.json", json.dumps({"offset": 0, "data": [{"citedPaper": S2}]})))
    assert cited.title == S2["title"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda item: {"status": "ok", "message-type": "work", "message": item},
        lambda item: {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [item]}},
        lambda item: {"items": [item]},
        lambda item: item,
    ],
)
def test_crossref_is_read_with_the_references_that_have_a_doi(tmp_path, wrap):
    (record,) = read(write(tmp_path / "a.json", json.dumps(wrap(CROSSREF))))
    assert (record.title, record.abstract) == ("On graphs: A survey", "We study graphs & trees.")
    assert record.authors == ("Jürgen Müller", "The Group")
    assert (record.year, record.doi, record.keywords) == (2019, "10.1000/ABC", ("Graphs",))
    assert record.references == ("doi:10.1000/ref1",)


def test_csl_json_is_read(tmp_path):
    first, second = read(write(tmp_path / "a.json", json.dumps(CSL, indent=1)))
    assert first.authors == ("Ann Bee", "The Group", "张三", "Jan van der Berg")
    assert (first.id, first.title, first.abstract, first.year) == ("bee2019", "On graphs", "We study graphs.", 2019)
    assert (first.keywords, first.url) == (("graphs", "trees"), "https://example.org")
    assert (second.id, second.year, second.identifiers) == ("2", 2020, ("pmid:77",))


def test_zotero_tables_keep_one_author_with_a_comma_in_one_piece(tmp_path):
    first, second = read(write(tmp_path / "My Library.csv", ZOTERO))
    assert (first.id, first.title) == ("ABCD1234", 'On graphs, and "trees"')
    assert (first.authors, first.keywords) == (("Ann Bee", "Chris Dee"), ("graphs", "trees"))
    assert (first.year, first.doi, first.abstract) == (2019, "10.1000/x", "We study graphs.\nIn two lines.")
    assert (second.authors, second.line) == (("张三",), 4)


@pytest.mark.parametrize("entry", [OPENALEX, S2, CROSSREF, CSL[0]], ids=["openalex", "s2", "crossref", "csl"])
@pytest.mark.parametrize(
    "bad", [None, 7, "text", [], {}, [None, 7, "x", [[]], {"a": {}}], {"a": 1}, [[["x"]]]], ids=str
)
def test_fields_of_any_type_are_read_or_left_out(tmp_path, entry, bad):
    """Every field in turn holds what it should not; the others stay."""
    variants = [entry | {name: bad} for name in entry if name != "title"] + [
        entry | {"title": bad, "display_name": "Title"}
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, [entry, *variants])))
    records = read(path, skip_errors=True)
    assert len(records) >= len(variants)
    assert all(isinstance(author, str) for r in records for author in r.authors)


def test_a_truncated_download_gives_what_is_whole(tmp_path):
    answer = json.dumps({"meta": {}, "results": [OPENALEX | {"id": f"https://openalex.org/W{n}"} for n in range(300)]})
    path = write(tmp_path / "a.json", answer[: len(answer) // 2])
    abstracts, errors = skipped(path)
    assert 140 < len(abstracts) <= 150
    assert [str(error) for error in errors] == [str(failure(path))]
    assert "ends in the middle" in str(errors[0])


def test_a_name_keeps_all_its_parts(tmp_path):
    people = [
        {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    ]
    (record,) = read(write(tmp_path / "a.json", json.dumps([CSL[0] | {"author": people}])))
    assert record.authors == ("Alexander von Humboldt", "Martin Luther King, Jr.")
    (record,) = read(write(tmp_path / "b.json", json.dumps(CROSSREF | {"author": people})))
    assert record.authors[1] == "Martin Luther King, Jr."
