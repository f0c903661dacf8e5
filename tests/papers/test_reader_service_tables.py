"""Tables of SpringerLink, OpenAlex, bibliometrix, Lens, Dimensions, IEEE, ASReview, and of Scopus in other languages."""

from __future__ import annotations

import pytest
from reader_fixture import read, write

SPRINGER = (
    "Item Title,Publication Title,Item DOI,Authors,Publication Year,URL,Content Type\n"
    '"Looms of the north","Annals of Looms","10.1000/loom.1","Wanda R. WeaverDora DyerJan van der EffIan McDee","2011",'
    '"http://link.springer.com/article/10.1000/loom.1","Article"\n'
)
OPENALEX = (
    "id,abstract,authorships.author.display_name,display_name,doi,publication_year,keywords.display_name,referenced_works\n"
    "https://openalex.org/W101,,Wanda Weaver|Dora Dyer,Looms of the north,https://doi.org/10.1000/loom.1,2011,Loom|Wool,\n"
    "https://openalex.org/W102,Dyes fade.,Dora Dyer,Dyes of the south,,2012,Dye,https://openalex.org/W101|https://openalex.org/W9\n"
)
BIBLIOMETRIX = (
    '"AU","TI","SO","DE","ID","AB","CR","PY","VL","BP","DI","UT","DB","SR"\n'
    '"WEAVER W;DYER DE","LOOMS OF THE NORTH","THREADS","LOOMS;WOOL","TEXTILE HISTORY","WE COUNT LOOMS.",'
    '"OLD P, 1990, OLDS, V1, P1, DOI 10.1000/OLD;NEW N, 1991, NEWS, V2, P3","2011","7","11","10.1000/LOOM.1","WOS:000001","ISI","WEAVER W, 2011"\n'
)
PUBMED = (
    '"PMID","Title","Authors","Citation","First Author","Journal/Book","Publication Year","DOI"\n'
    '"123","Looms of the north","Weaver W, van Eff DE, Dyer D Jr.","Threads. 2011 May;7(1):11.","Weaver W","Threads","2011","10.1000/l"\n'
)
EMBASE = 'Title,Author Names,Source,Abstract\nLooms,"Weaver W., Dyer D.",Threads (2011) 7:1 (11-19),We count.\n'
SAMPLES = {
    "embase": EMBASE,
    "pubmed-table": PUBMED,
    "springer": SPRINGER,
    "openalex-table": OPENALEX,
    "bibliometrix": BIBLIOMETRIX,
}


def test_springers_glued_authors_are_told_apart(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", SPRINGER))
    assert (record.title, record.doi, record.year) == ("Looms of the north", "10.1000/loom.1", 2011)
    assert record.authors == ("Wanda R. Weaver", "Dora Dyer", "Jan van der Eff", "Ian McDee")


def test_the_table_of_openalex_is_read_with_its_references(tmp_path):
    first, second = read(write(tmp_path / "a.csv", OPENALEX))
    assert (first.title, first.authors, first.keywords) == (
        "Looms of the north",
        ("Wanda Weaver", "Dora Dyer"),
        ("Loom", "Wool"),
    )
    assert first.identifiers == ("doi:10.1000/loom.1", "openalex:w101")
    assert (second.abstract, second.references) == ("Dyes fade.", ("openalex:w101", "openalex:w9"))


def test_the_table_of_pubmed_has_initials_last(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", PUBMED))
    assert record.authors == ("W Weaver", "DE van Eff", "D Dyer, Jr")
    assert (record.year, record.identifiers) == (2011, ("doi:10.1000/l", "pmid:123"))


def test_the_year_of_embase_stands_in_its_source(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", EMBASE))
    assert (record.authors, record.year) == (("W. Weaver", "D. Dyer"), 2011)


def test_the_table_of_bibliometrix_is_read_by_its_tags(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", BIBLIOMETRIX))
    assert (record.title, record.year, record.doi) == ("LOOMS OF THE NORTH", 2011, "10.1000/LOOM.1")
    assert (record.authors, record.keywords) == (("W Weaver", "DE Dyer"), ("LOOMS", "WOOL", "textile history"))
    assert record.references == (
        "doi:10.1000/old\tplace:old|1990|olds|1|1\ttext:OLD P, 1990, OLDS, V1, P1",
        "place:new|1991|news|2|3\ttext:NEW N, 1991, NEWS, V2, P3",
    )
    assert record.cited_as == ("place:weaver|2011|threads|7|11",)


@pytest.mark.parametrize(
    "header",
    [
        "Title,Author/s,Abstract,Publication Year,DOI,Keywords",  # The Lens
        "Title,Authors,Abstract,PubYear,DOI,MeSH terms",  # Dimensions
        "Document Title,Authors,Abstract,Publication Year,DOI,IEEE Terms",  # IEEE Xplore
        "title,authors,abstract,year,doi,keywords",  # ASReview
        "标题,作者全名,摘要,年份,DOI,作者关键字",  # Scopus
        "タイトル,著者,抄録,発行年,DOI,著者キーワード",
        "Название,Авторы,Аннотация,Год,DOI,Ключевые слова автора",
        "Título,Autores,Resumen,Año,DOI,Palabras clave",
        "Title-题名,Author-作者,Summary-摘要,PubTime-发表时间,DOI-DOI,Keyword-关键词",  # CNKI
    ],
)
def test_columns_of_services_are_found_in_their_languages(tmp_path, header):
    row = 'Looms of the north,"Weaver, Wanda; Dyer, Dora",We count.,2011-05-01,10.1000/l,looms; wool'
    (record,) = read(write(tmp_path / "a.csv", f"{header}\n{row}\n"))
    assert (record.title, record.abstract, record.year, record.doi) == (
        "Looms of the north",
        "We count.",
        2011,
        "10.1000/l",
    )
    assert (record.authors, record.keywords) == (("Wanda Weaver", "Dora Dyer"), ("looms", "wool"))


def test_authors_own_keywords_come_before_those_of_an_index(tmp_path):
    path = write(
        tmp_path / "a.csv", "Title,Index Keywords,Author Keywords\nA,machines; wool,looms\nB,machines; wool,\n"
    )
    assert [r.keywords for r in read(path)] == [("looms", "machines", "wool"), ("machines", "wool")]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Beesley A.N., Deering C.", ("A.N. Beesley", "C. Deering")),
        ("van Eff K.-M.; O'Dee L.", ("K.-M. van Eff", "L. O'Dee")),
        ("Bee A; Dee B.C", ("Bee A", "Dee B.C")),
    ],
)
def test_initials_behind_a_family_name_come_first(tmp_path, cell, names):
    (record,) = read(write(tmp_path / "a.csv", f'Title,Authors\nLooms,"{cell}"\n'))
    assert record.authors == names
