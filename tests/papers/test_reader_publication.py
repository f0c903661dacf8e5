"""Where a paper appeared, as every format says it: type, journal or proceedings, volume, issue, pages, numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.core.records import Record
from kg.papers.readers.fields.publication import publication
from kg.papers.readers.fields.types import type_of
from kg.papers.readers.read import find_sources, read_records

ISSN, ISBN = "0270-6474", "978-3-16-148410-0"
ARTICLE = {
    "kind": "article",
    "venue": "Journal of Looms",
    "venue_short": ("J. Looms",),
    "volume": "7",
    "issue": "2",
    "pages": "11-19",
    "issn": (ISSN,),
}
RIS = """TY  - JOUR
TI  - On looms
AB  - Looms weave.
T2  - Journal of Looms
J2  - J. Looms
VL  - 7
IS  - 2
SP  - 11
EP  - 19
SN  - 0270-6474
PB  - Weavers
ER  -
"""
WOS = """FN Clarivate
VR 1.0
PT J
AU Bee, A
TI On looms
SO Journal of Looms
AB Looms weave.
DT Article; Proceedings Paper
J9 J LOOMS
JI J. Looms
PU WEAVERS
SN 0270-6474
VL 7
IS 2
BP 11
EP 19
UT WOS:000123456700001
ER

EF
"""
MEDLINE = """
PMID- 17
TI  - On looms.
PG  - 11-9
AB  - Looms weave.
PT  - Journal Article
TA  - J. Looms
JT  - Journal of Looms
IS  - 0270-6474 (Print)
VI  - 7
IP  - 2
"""
BIBTEX = """@article{a,
  title = {On looms}, abstract = {Looms weave.}, journaltitle = {Journal of {L}ooms}, shortjournal = "J. Looms",
  volume = 7, number = {2}, pages = {11 -- 19}, issn = {0270-6474}, publisher = {Weavers \\& Sons}
}
"""
REFWORKS = """RT Journal Article
T1 On looms
AB Looms weave.
JF Journal of Looms
JO J. Looms
VO 7
IS 2
SP 11
OP 19
SN 0270-6474

"""
NOTEEXPRESS = """{Reference Type}: Journal Article
{Title}: On looms
{Abstract}: Looms weave.
{Journal}: 计算机学报
{Volume}: 7
{Issue}: 2
{Pages}: 11-19
{ISBN/ISSN}: 0270-6474
"""
ENDNOTE = """%0 Journal Article
%T On looms
%X Looms weave.
%J Journal of Looms
%V 7
%N 2
%P 11-19
%@ 0270-6474
"""
CNKI = """SrcDatabase-来源库: 期刊
Title-题名: 论织机
Source-文献来源: 计算机学报
Summary-摘要: 织机织布。
Roll-卷: 7
Period-期: 2
Page-页码: 11-19
"""
OVID = """<1>
Title
  On looms.
Source
  Journal of Looms. 7(2):11-9, 2011 May.
Abstract
  Looms weave.
ISSN Print
  0270-6474
Publication Type
  Journal Article.
"""
ENDNOTE_XML = """<xml><records><record><ref-type name="Journal Article">17</ref-type>
<titles><title>On looms</title><secondary-title>Journal of Looms</secondary-title></titles>
<periodical><full-title>Journal of Looms</full-title><abbr-1>J. Looms</abbr-1></periodical>
<pages>11-19</pages><volume>7</volume><number>2</number><isbn>0270-6474</isbn><abstract>Looms weave.</abstract>
</record></records></xml>"""
PUBMED = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>17</PMID><Article>
<Journal><ISSN>0270-6474</ISSN><JournalIssue><Volume>7</Volume><Issue>2</Issue></JournalIssue>
<Title>Journal of Looms</Title><ISOAbbreviation>J. Looms</ISOAbbreviation></Journal>
<ArticleTitle>On looms</ArticleTitle><Pagination><MedlinePgn>11-9</MedlinePgn></Pagination>
<Abstract><AbstractText>Looms weave.</AbstractText></Abstract>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J. Looms</MedlineTA></MedlineJournalInfo>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""
JATS = """<article><front><journal-meta><journal-id journal-id-type="nlm-ta">J. Looms</journal-id>
<journal-title-group><journal-title>Journal of Looms</journal-title></journal-title-group><issn>0270-6474</issn>
</journal-meta><article-meta><title-group><article-title>On looms</article-title></title-group>
<volume>7</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage><abstract><p>Looms weave.</p></abstract>
</article-meta></front></article>"""
DBLP = """<dblp><article key="journals/jl/Bee11"><author>Ann Bee</author><title>On looms.</title><pages>11-19</pages>
<year>2011</year><volume>7</volume><journal>J. Looms</journal><number>2</number></article></dblp>"""
MODS = """<modsCollection><mods ID="a"><titleInfo><title>On looms</title></titleInfo><genre>journal article</genre>
<abstract>Looms weave.</abstract><relatedItem type="host"><titleInfo><title>Journal of Looms</title></titleInfo>
<titleInfo type="abbreviated"><title>J. Looms</title></titleInfo><identifier type="issn">0270-6474</identifier>
<part><detail type="volume"><number>7</number></detail><detail type="issue"><number>2</number></detail>
<extent unit="pages"><start>11</start><end>19</end></extent></part></relatedItem></mods></modsCollection>"""
ZOTERO_RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
<bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType><dcterms:isPartOf><bib:Journal>
<prism:volume>7</prism:volume><prism:number>2</prism:number><dc:title>Journal of Looms</dc:title>
<dcterms:alternative>J. Looms</dcterms:alternative><dc:identifier>ISSN 0270-6474</dc:identifier></bib:Journal></dcterms:isPartOf>
<dc:title>On looms</dc:title><dcterms:abstract>Looms weave.</dcterms:abstract><bib:pages>11-19</bib:pages>
</bib:Article></rdf:RDF>"""
CSL = """[{"id": "a", "type": "article-journal", "title": "On looms", "abstract": "Looms weave.",
"container-title": "Journal of Looms", "container-title-short": "J. Looms", "volume": "7", "issue": "2", "page": "11-19",
"ISSN": "0270-6474", "issued": {"date-parts": [[2011]]}}]"""
CROSSREF = """{"message-type": "work-list", "message": {"items": [{"DOI": "10.1000/a", "type": "journal-article",
"title": ["On looms"], "abstract": "Looms weave.", "container-title": ["Journal of Looms"],
"short-container-title": ["J. Looms"], "volume": "7", "issue": "2", "page": "11-19", "ISSN": ["0270-6474"],
"is-referenced-by-count": 0}]}}"""
OPENALEX = """{"id": "https://openalex.org/W1", "title": "On looms", "abstract_inverted_index": {"Looms": [0]},
"type": "article", "primary_location": {"source": {"display_name": "Journal of Looms", "abbreviated_title": "J. Looms",
"issn": ["0270-6474"], "type": "journal"}}, "biblio": {"volume": "7", "issue": "2", "first_page": "11", "last_page": "19"}}"""
SEMANTIC_SCHOLAR = """{"paperId": "a1", "title": "On looms", "abstract": "Looms weave.", "publicationTypes": ["JournalArticle"],
"publicationVenue": {"name": "Journal of Looms", "type": "journal", "issn": "0270-6474"}, "venue": "J. Looms",
"journal": {"name": "J. Looms", "volume": "7", "pages": "11-19"}}"""
DATACITE = """{"data": {"attributes": {"doi": "10.1000/a", "titles": [{"title": "On looms"}], "creators": [],
"publicationYear": 2011, "descriptions": [{"description": "Looms weave.", "descriptionType": "Abstract"}],
"types": {"resourceTypeGeneral": "JournalArticle"}, "container": {"type": "Journal", "title": "Journal of Looms",
"volume": "7", "issue": "2", "firstPage": "11", "lastPage": "19", "identifier": "0270-6474", "identifierType": "ISSN"}}}}"""
SCOPUS = """Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Abstract,ISSN,Document Type,Abbreviated Source Title,EID
"Bee, A.",On looms,2011,Journal of Looms,7,2,,11,19,Looms weave.,02706474,Article,J. Looms,2-s2.0-1
"""
ZOTERO = """Key,Item Type,Title,Author,Abstract Note,Publication Title,ISSN,Pages,Issue,Volume,Journal Abbreviation
A,journalArticle,On looms,"Bee, Ann",Looms weave.,Journal of Looms,0270-6474,11-19,2,7,J. Looms
"""
PUBMED_TABLE = """PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year
17,On looms,Bee A,J. Looms. 2011 May;7(2):11-19. doi: 10.1000/a.,Bee A,J. Looms,2011
"""
EMBASE = """Title,Author Names,Source,Abstract
On looms,Bee A.,Journal of Looms (2011) 7:2 (11-19),Looms weave.
"""


def read(content: str, folder: Path) -> Record:
    (folder / "in").write_text(content, encoding="utf-8")
    (record,) = read_records(find_sources([folder / "in"])[0])
    return record


def told(record: Record, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in wanted}


@pytest.mark.parametrize(
    ("content", "but"),
    [
        (RIS, {"publisher": "Weavers"}),
        (WOS, {"venue_short": ("J. Looms", "J LOOMS"), "publisher": "WEAVERS"}),
        (MEDLINE, {}),
        (BIBTEX, {"publisher": "Weavers & Sons"}),
        (REFWORKS, {}),
        (NOTEEXPRESS, {"venue": "计算机学报", "venue_short": ()}),
        (ENDNOTE, {"venue_short": ()}),
        (CNKI, {"venue": "计算机学报", "venue_short": (), "issn": ()}),
        (OVID, {"venue_short": (), "kind": "article"}),
        (ENDNOTE_XML, {}),
        (PUBMED, {}),
        (JATS, {}),
        (DBLP, {"venue": "J. Looms", "venue_short": (), "issn": ()}),
        (MODS, {}),
        (ZOTERO_RDF, {}),
        (CSL, {}),
        (CROSSREF, {}),
        (OPENALEX, {}),
        (SEMANTIC_SCHOLAR, {"venue_short": (), "issue": ""}),
        (DATACITE, {"venue_short": ()}),
        (SCOPUS, {}),
        (ZOTERO, {}),
        (PUBMED_TABLE, {"kind": "", "venue": "J. Looms", "venue_short": (), "issn": ()}),
        (EMBASE, {"kind": "", "venue_short": (), "issn": ()}),
    ],
)
def test_every_format_says_where_a_paper_appeared(tmp_path, content, but):
    assert told(read(content, tmp_path), ARTICLE | but) == ARTICLE | but


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (
            RIS.replace("JOUR", "CONF").replace("T2  - ", "C3  - ").replace("0270-6474", ISBN),
            {"kind": "inproceedings", "venue": "Journal of Looms", "isbn": (ISBN,), "issn": ()},
        ),
        (WOS.replace("PT J", "PT B").replace("Proceedings Paper", "Book Chapter"), {"kind": "incollection"}),
        (WOS.replace("PT J", "PT C"), {"kind": "inproceedings"}),
        (
            "@inproceedings{a, title={On looms}, crossref={v}}\n@proceedings{v, title={Looms 2017}, year=2017, isbn={"
            + ISBN
            + "}}",
            {"kind": "inproceedings", "venue": "Looms 2017", "year": 2017, "isbn": (ISBN,)},
        ),
        ("@phdthesis{a, title={On looms}, school={Uni}}", {"kind": "phdthesis", "publisher": "Uni", "venue": ""}),
        ("@article{a, title={On looms}, journal=\\apj, eid={L7}}", {"venue": "Astrophysical Journal", "pages": "L7"}),
        (
            "@article{a, title={On looms}, journal={\\mnras}}",
            {"venue": "Monthly Notices of the Royal Astronomical Society"},
        ),
        (
            "@article{a, title={On looms}, journal={arXiv preprint arXiv:1706.03762}}",
            {"kind": "misc", "venue": "", "identifiers": ("arxiv:1706.03762",)},
        ),
        (
            "@article{a, title={On looms}, journal={CoRR}, volume={abs/1706.03762}}",
            {"kind": "misc", "venue": "", "volume": "", "identifiers": ("arxiv:1706.03762",)},
        ),
        (
            OPENALEX.replace('"type": "journal"', '"type": "repository"').replace("Journal of Looms", "arXiv"),
            {"venue": "", "venue_short": (), "issn": ()},
        ),
        (
            CROSSREF.replace("journal-article", "book-chapter").replace(
                '["Journal of Looms"]', '["Lecture Notes in Looms", "Loom Vision"]'
            ),
            {"kind": "incollection", "venue": "Loom Vision"},
        ),
    ],
)
def test_what_else_formats_say(tmp_path, content, wanted):
    record = next(iter(read_all(content, tmp_path)))
    assert told(record, wanted) == wanted


def read_all(content: str, folder: Path) -> list[Record]:
    (folder / "in").write_text(content, encoding="utf-8")
    return list(read_records(find_sources([folder / "in"])[0]))


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        ("11--19", "11-19"),
        ("11 – 19", "11-19"),
        ("pp. 11-19", "11-19"),
        ("1123-9", "1123-1129"),
        ("S123-9", "S123-S129"),
        ("e1000", "e1000"),
        (["11", "19"], "11-19"),
        (["11", "11"], "11"),
        (["11.0", "19.0"], "11-19"),
        ("p53", "p53"),
        (None, ""),
        ([None, {}], ""),
    ],
)
def test_pages(pages, wanted):
    assert publication({"pages": pages})["pages"] == wanted


def test_numbers_with_a_wrong_check_digit_are_none():
    given = publication({"issn": ["02706474 (Print)", "0270-6475", "1234"], "isbn": f"{ISBN} (pbk), 978-3-16-148410-1"})
    assert (given["issn"], given["isbn"]) == ((ISSN,), (ISBN,))


def test_labels_are_no_part_of_a_number():
    given = publication({"volume": "Vol. 12", "issue": "第3期"})
    assert (given["volume"], given["issue"]) == ("12", "3")
    assert publication({"volume": 12, "issue": "No. 3"})["issue"] == "3"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (["JOUR"], "article"),
        (["paper-conference"], "inproceedings"),
        (["Conference Paper"], "inproceedings"),
        (["博士"], "phdthesis"),
        (["Research Support", "Review"], "article"),
        (["posted-content"], "misc"),
        (["Painting", ""], ""),
    ],
)
def test_types_in_the_words_of_sources(said, wanted):
    assert type_of(said) == wanted


def test_a_table_of_anything_that_has_pages_is_no_table_of_papers(tmp_path):
    (tmp_path / "albums.csv").write_text("title,type,volume,publisher\nAbba,record,7,Polar\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Looms weave.", encoding="utf-8")
    assert [source.name.rpartition("/")[2] for source in find_sources([tmp_path])] == ["a.txt"]
