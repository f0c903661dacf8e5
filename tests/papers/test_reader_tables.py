"""CSV and TSV with headers of others."""

from __future__ import annotations

import pytest
from reader_fixture import failure, left_out, read, skipped, write

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
        ("Ann Bee", "Chris Dee"),
        2019,
        "10.1000/1",
        "https://x.org/1",
    )


def test_a_comma_within_a_name_splits_it_nowhere_when_other_rows_show_semicolons(tmp_path):
    rows = [
        '"Bee, Ann"',
        '"Bee, Ann; Dee, Chris"',
        '"Eff, E., Gee, G."',
        "Hoe I.; Jay K.",
        "Kay L.",
        '"Ann Bee, C. Dee and E. Eff"',
        '"Ann Bee and C. Dee"',
    ]
    path = write(tmp_path / "a.csv", "Title,Authors\n" + "\n".join(f"T{n},{row}" for n, row in enumerate(rows)))
    assert [r.authors for r in read(path)] == [
        ("Ann Bee",),
        ("Ann Bee", "Chris Dee"),
        ("E. Eff", "G. Gee"),
        ("I. Hoe", "K. Jay"),
        ("L. Kay",),
        ("Ann Bee", "C. Dee", "E. Eff"),
        ("Ann Bee", "C. Dee"),
    ]
    assert read(write(tmp_path / "b.csv", 'Title,Authors\nT,"Jim Gray, Ann Bee"\n'))[0].authors == (
        "Jim Gray",
        "Ann Bee",
    )


def test_a_heading_alone_in_a_cell_is_whole_when_other_rows_show_semicolons(tmp_path):
    rows = 'Title,Keywords\nA,"Tomography, X-Ray Computed"\nB,Wool; Looms\nC,"looms, wool"\n'
    assert [r.keywords for r in read(write(tmp_path / "a.csv", rows))] == [
        ("Tomography, X-Ray Computed",),
        ("Wool", "Looms"),
        ("looms", "wool"),
    ]


def test_what_scopus_writes_where_there_is_nothing_is_nothing(tmp_path):
    path = write(
        tmp_path / "a.csv", "Authors,Title,Abstract\n[No author name available],Soups,[No abstract available]\n"
    )
    (record,) = read(path)
    assert (record.authors, record.abstract, record.title) == ((), "", "Soups")


@pytest.mark.parametrize(
    "cell",
    ["['C. Balázs', \"D. O'Dee\"]", '["C. Balázs", "D. O\'Dee"]', "[['Balázs', 'C.', ''], [\"O'Dee\", 'D.', '']]"],
)
def test_a_cell_that_shows_a_list_is_that_list(tmp_path, cell):
    quoted = cell.replace('"', '""')
    path = write(
        tmp_path / "a.csv", f"title,authors,keywords\nT,\"{quoted}\",\"['graphs, dense', 'trees [rooted]']\"\n"
    )
    (record,) = read(path)
    assert (record.authors, record.keywords) == (("C. Balázs", "D. O'Dee"), ("graphs, dense", "trees [rooted]"))


def test_in_a_table_of_arxiv_the_id_itself_is_mended(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", "id,title,categories\n704.1,T,hep-ph\n"))
    assert (record.id, record.identifiers, record.year) == ("0704.1000", ("arxiv:0704.1000",), 2007)
    (other,) = read(write(tmp_path / "b.csv", "id,title,categories\n1201.0,T,x\n"))
    assert (other.id, other.identifiers) == ("1201.0", ())


def test_a_line_about_the_table_before_its_header_is_passed_over(tmp_path):
    path = write(tmp_path / "a.csv", '"About the data: exported, today."\n\nRank,Title,Abstract\n1,T,Text.\n')
    assert [(r.title, r.abstract, r.line) for r in read(path)] == [("T", "Text.", 4)]


def test_traditional_chinese_columns_are_found(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", "標題,作者,摘要,關鍵詞,出版年\n圖譜,王明,本文綜述。,圖譜;綜述,2015\n"))
    assert (record.title, record.authors, record.keywords, record.year) == ("圖譜", ("王明",), ("圖譜", "綜述"), 2015)


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


def test_a_row_without_title_and_abstract_is_told_and_left_out(tmp_path):
    records, errors = left_out(write(tmp_path / "a.csv", "id,title,abstract\n1,,\n2,T,A.\n"))
    assert ([r.abstract for r in records], [e.line for e in errors]) == (["A."], [2])


def test_a_quote_that_is_never_closed_is_an_error_at_its_line(tmp_path):
    path = write(tmp_path / "a.csv", 'title,abstract\nA,fine\nB,"never closed\n' + "C,lost\n" * 6000)
    assert failure(path).line == 3
    assert skipped(path)[0] == ["fine"]


def test_a_row_that_is_cut_off_within_quotes_is_an_error(tmp_path):
    path = write(tmp_path / "a.csv", 'title,abstract\nA,fine\nB,"an abstract that\nends in the mid')
    assert failure(path).line == 3
    abstracts, errors = skipped(path)
    assert (abstracts, [e.line for e in errors]) == (["fine"], [3])


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


WOS_TABLE = (
    "\ufeffPT\tAU\tAF\tTI\tSO\tDE\tAB\tCR\tPY\tDI\tUT\n"
    'J\tBee, A; Dee, C\tBee, Ann; Dee, Chris\t"Smart" graphs\tJ. OF X\tgraphs; trees\t"We study graphs. (C) 2009 Elsevier B.V.'
    "\tLee J, 1999, DOI 10.1000/REF.1; Noone, 1950, BOOK\t2009\t10.1000/own\tWOS:0002655\t\n"
    "J\tSolo, A\t\tSecond\tJ. OF X\t\tText.\t\t2010\t\tWOS:0002656\t\n"
)


@pytest.mark.parametrize("name", ["savedrecs.txt", "savedrecs.tsv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_table_of_web_of_science_is_read_by_its_tags(tmp_path, name, encoding):
    text = WOS_TABLE if encoding == "utf-8" else WOS_TABLE.removeprefix("\ufeff")
    first, second = read(write(tmp_path / name, text.encode(encoding)))
    assert (first.title, first.abstract, first.year) == ('"Smart" graphs', '"We study graphs.', 2009)
    assert (first.authors, first.keywords) == (("Ann Bee", "Chris Dee"), ("graphs", "trees"))
    assert (first.id, first.doi, first.references) == (
        "WOS:0002655",
        "10.1000/own",
        ("doi:10.1000/ref.1", "text:Noone, 1950, BOOK"),
    )
    assert (second.title, second.authors, second.line) == ("Second", ("A Solo",), 3)


@pytest.mark.parametrize(("title", "abstract", "authors"), [("TI", "AB", "AU"), ("title", "abstract", "first_authors")])
def test_columns_that_are_called_as_tags_of_ris_are_known(tmp_path, title, abstract, authors):
    rows = f'{title},{authors},{abstract}\nLooms,"Weaver, Wanda; Dyer, Dora",We weave.\n'
    (record,) = read(write(tmp_path / "a.csv", rows))
    assert (record.title, record.abstract, record.authors) == ("Looms", "We weave.", ("Wanda Weaver", "Dora Dyer"))
