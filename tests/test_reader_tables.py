"""CSV and TSV with headers of others."""

from __future__ import annotations

import pytest
from reader_fixture import failure, read, skipped, write

ARXIV_TSV = (
    "\tabstract\tacm_class\tarxiv_id\tauthor_text\tcategories\tcomments\tcreated\tdoi\ttitle\tupdated\n"
    '17\tWe sort numbers.\tH.2\tcs/9809004\tJim Gray, Ann Bee\tcs.DB\t"Two\n  lines"\t1998-09-01\t\tSorting\t2003-01-01\n'
    "18\tWe join tables.\t\t704.0001\tC. Dee\tcs.DB\t\t2007-04-02\t10.1000/J\tJoins\t\n"
    "19\tWe count.\t\t1912.1350100000002\tC. Dee\tcs.DB\t\t2019-12-02\t\tCounting\t\n"
)


def test_an_arxiv_table_is_read_with_numbers_mended_that_were_ids(tmp_path):
    first, second, third = read(write(tmp_path / "cs.tsv", ARXIV_TSV))
    assert (first.title, first.abstract, first.id, first.year) == ("Sorting", "We sort numbers.", "cs/9809004", 1998)
    assert (first.authors, first.line, first.url) == (("Jim Gray", "Ann Bee"), 2, "https://arxiv.org/abs/cs/9809004")
    assert (second.id, second.line, second.doi) == ("0704.0001", 4, "10.1000/J")
    assert second.identifiers == ("arxiv:0704.0001", "doi:10.1000/j")
    assert third.identifiers == ("arxiv:1912.13501",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "header",
    [
        ("Title", "Abstract", "Year"),
        ("ARTICLE TITLE", "Summary", "Publication Year"),
        ("Document Title", "abstract_text", "Date"),
        ("题名", "摘要", "年份"),
        ("篇名", "中文摘要", "发表时间"),
        ("论文标题", "摘要（中文）", "出版年"),
    ],
)
def test_columns_are_found_under_common_names_in_both_languages(tmp_path, delimiter, header):
    rows = [
        header,
        ('"On, graphs; | and tabs"', '"We study ""graphs"".\nTwo lines."', "2020-05-01"),
        ("Trees", "B", "1999"),
    ]
    path = write(tmp_path / "a.csv", "\n".join(delimiter.join(row) for row in rows))
    first, second = read(path)
    assert (first.title, first.abstract, first.year) == (
        "On, graphs; | and tabs",
        'We study "graphs".\nTwo lines.',
        2020,
    )
    assert (second.title, second.year, second.line) == ("Trees", 1999, 4)


def test_a_scopus_table_keeps_its_abstracts_without_the_publisher(tmp_path):
    table = (
        '\ufeff"Authors","Author full names","Title","Year","Source title","DOI","Link","Abstract","Author Keywords","EID"\r\n'
        '"Bee A.; Dee C.","Bee, Ann (1); Dee, Chris (2)","On Graphs","2019","Journal of X","10.1000/1","https://x.org/1",'
        '"We study graphs. © 2019 Elsevier B.V. All rights reserved.","graphs; trees","2-s2.0-1"\r\n'
    )
    (record,) = read(write(tmp_path / "scopus.csv", table))
    assert record.abstract == "We study graphs."
    assert record.keywords == ("graphs", "trees")
    assert (record.authors, record.year, record.doi, record.url) == (
        ("Bee A.", "Dee C."),
        2019,
        "10.1000/1",
        "https://x.org/1",
    )


def test_unknown_columns_are_listed_and_can_be_mapped(tmp_path):
    path = write(tmp_path / "a.csv", "Nr,Heading,Body\n1,On Graphs,We study graphs.\n")
    error = failure(path)
    assert "columns are: Nr, Heading, Body" in str(error)
    assert "--map abstract=COLUMN" in str(error)
    (record,) = read(path, mapping={"abstract": "Body", "title": "Heading", "id": "Nr"})
    assert (record.id, record.title, record.abstract) == ("1", "On Graphs", "We study graphs.")
    assert "no column 'Text'" in str(failure(path, mapping={"abstract": "Text"}))


def test_a_map_wins_over_a_guess(tmp_path):
    path = write(tmp_path / "a.csv", "Title,Abstract,Resumen\nT,English.,Español.\n")
    assert read(path, mapping={"abstract": "Resumen"})[0].abstract == "Español."


def test_rows_that_are_too_short_or_empty_lose_nothing_else(tmp_path):
    path = write(
        tmp_path / "a.csv", "title,year,abstract\nShort\n\n,,\nFull,2001,Text.\nLong,2002,Text 2.,extra,extra\n"
    )
    assert [(r.title, r.abstract, r.line) for r in read(path)] == [
        ("Short", "", 2),
        ("Full", "Text.", 5),
        ("Long", "Text 2.", 6),
    ]


def test_a_row_without_title_and_abstract_can_be_skipped(tmp_path):
    path = write(tmp_path / "a.csv", "id,title,abstract\n1,,\n2,T,A.\n")
    assert failure(path).line == 2
    assert skipped(path)[0] == ["A."]


def test_a_quote_that_is_never_closed_is_an_error_at_its_line(tmp_path):
    path = write(tmp_path / "a.csv", 'title,abstract\nA,fine\nB,"never closed\n' + "C,lost\n" * 6000)
    assert failure(path).line == 3
    assert skipped(path)[0] == ["fine"]


def test_a_five_megabyte_cell_is_read(tmp_path):
    path = write(tmp_path / "a.csv", f"title,abstract\nA,{'word ' * 1_000_000}\nB,b\n")
    first, second = read(path)
    assert len(first.abstract) == 5_000_000 - 1
    assert second.abstract == "b"


def test_nul_bytes_and_stray_bytes_cost_at_most_their_row(tmp_path):
    content = ("title,abstract\nA," + "知识蒸馏是一种模型压缩的方法" * 10 + "\n").encode()
    content += b"B,nul\x00s are dropped\nC,bad \xff\xfe byte \xe4\nD,\xe7\x9f\xa5\n"
    abstracts, errors = skipped(write(tmp_path / "a.csv", content))
    assert abstracts[1] == "nuls are dropped"
    assert abstracts[-1] == "知"
    assert len(abstracts) + len(errors) == 4


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_chinese_table_is_read_in_the_encodings_of_excel(tmp_path, encoding):
    text = "题名\t作者\t摘要\t关键词\r\n知识图谱综述\t张三;李四\t本文研究知识图谱的构建方法,并在公开数据上进行实验。\t知识图谱;实体\r\n"
    (record,) = read(write(tmp_path / "a.csv", text.encode(encoding)))
    assert (record.title, record.authors, record.keywords) == ("知识图谱综述", ("张三", "李四"), ("知识图谱", "实体"))


def test_a_table_of_other_things_in_a_folder_is_passed_over(tmp_path):
    write(tmp_path / "results.csv", "epoch,loss\n1,0.5\n")
    write(tmp_path / "papers.csv", "title,abstract\nA,One.\n")
    assert [r.abstract for r in read(tmp_path)] == ["One."]
