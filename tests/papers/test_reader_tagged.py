"""RIS, Web of Science, MEDLINE, and what CNKI writes for NoteExpress, RefWorks and EndNote."""

from __future__ import annotations

import pytest
from reader_fixture import failure, left_out, read, write

RIS = """\
TY  - JOUR
ID  - Bee2019
AU  - Bee, Ann
AU  - Dee, Chris, Jr.
AU  - 张, 三
T1  - On {Graphs} &
      trees
AB  - Abstract: We study <i>graphs</i>.
Second line &lt; third.
KW  - graphs
KW  - trees
PY  - 2019/05/01/
N1  - 图神经网络的研究
DO  - https://doi.org/10.1000/ABC
UR  - https://example.org/1
ER  -

TY  - CPAPER
A1  - Solo, A.
TI  - Second
N2  - Text two. © 2018 The Authors
Y1  - 2018///
N1  - doi: 10.1000/def
ER  -
TY  - BOOK
TI  - Third
ER  -"""

WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Bee, A
   Dee, C
AF Bee, Ann
   Dee, Chris
TI On graphs: a title that is
   broken in two
SO JOURNAL OF GRAPHS
LA English
DE graphs; random
   trees
ID DEEP NETWORKS
AB We study graphs
   in two lines. (C) 2009 Elsevier B.V. All rights reserved.
CR Lee J, 1999, J X, V1, P2, DOI 10.1000/REF.1
   Anonymous, 2001, NO DOI HERE
   Poe E, 2003, J Y, V3, P4, DOI [10.1000/ref.2, 10.1000/other]
NR 3
PY 2009
VL 4
DI 10.1000/own
PM 123
UT WOS:000265500
ER

PT S
AU Solo, A
TI Second
PY 2010
UT WOS:000265501
ER

EF"""

MEDLINE = """\

PMID- 31452104
OWN - NLM
DP  - 2019 Aug 26
TI  - Graph methods in medicine: a title
      that goes on.
LID - 10.1000/s1 [doi]
LID - 7 [pii]
AB  - BACKGROUND: We study graphs in
      medicine. METHODS: Counting. CI - 95%.
CI  - Copyright (c) 2019.
FAU - Bee, Ann M
AU  - Bee AM
FAU - Dee, Chris Jr
AU  - Dee C Jr
CN  - The Group
LA  - eng
OT  - graph
OT  - *medicine
MH  - Algorithms/methods

PMID- 31452105
TI  - [A translated title].
MH  - *Neural Networks, Computer/trends
AU  - Li S
"""

NOTEEXPRESS = """\
{Reference Type}: Journal Article
{Title}: 知识图谱研究综述
{Author}: 张三;李四,王五
{Author Address}: 某大学
{Journal}: 软件学报
{Year}: 2021
{Issue}: 05
{Pages}: 1-20
{Keywords}: 知识图谱;;实体链接
{Abstract}: 【摘要】本文综述知识图谱的研究进展,
并讨论其应用。
{DOI}: 10.13328/j.cnki.jos.001
{URL}: https://kns.cnki.net/1
{Database Provider}: CNKI

{Reference Type}: Thesis
{Title}: 第二篇
{Author}: 赵六
{Abstract}: 内容二。
{Year}: 2019
"""

REFWORKS = """\
RT Journal Article
SR 1
A1 张三;李四;
AD 某大学;
T1 知识图谱研究综述
JF 软件学报
YR 2021
IS 05
K1 知识图谱;实体链接
AB 本文综述知识图谱的研究进展。
AI 并不是标签。
LA 中文;
DS CNKI

RT Dissertation/Thesis
SR 3
A1 Bee, Ann
T1 Second
AB Text two.
YR 2019
"""

ENDNOTE = """\
%0 Journal Article
%A 张三
%A 李四
%+ 某大学
%T 知识图谱研究综述
%J 软件学报
%D 2021
%N 05
%K 知识图谱;实体链接
%X 本文综述知识图谱的研究进展。
%P 1-20
%R 10.13328/j.cnki.jos.001
%W CNKI

%0 Thesis
%A Bee, Ann
%T Second
%X Text two.
%D 2019
"""

ALL = {"ris": RIS, "wos": WOS, "medline": MEDLINE, "noteexpress": NOTEEXPRESS, "refworks": REFWORKS, "endnote": ENDNOTE}


def test_ris_is_read(tmp_path):
    first, second, third = read(write(tmp_path / "a.ris", RIS))
    assert first.authors == ("Ann Bee", "Chris Dee, Jr.", "张三")
    assert (first.title, first.abstract) == ("On {Graphs} & trees", "We study graphs.\nSecond line < third.")
    assert (first.id, first.year, first.line) == ("Bee2019", 2019, 1)
    assert (first.doi, first.url, first.keywords) == ("10.1000/ABC", "https://example.org/1", ("graphs", "trees"))
    assert (second.title, second.abstract, second.year) == ("Second", "Text two.", 2018)
    assert second.identifiers == ("doi:10.1000/def",)
    assert third.title == "Third"


def test_web_of_science_is_read_with_the_references_that_can_be_known(tmp_path):
    first, second = read(write(tmp_path / "savedrecs.txt", WOS))
    assert first.authors == ("Ann Bee", "Chris Dee")
    assert first.title == "On graphs: a title that is broken in two"
    assert first.abstract == "We study graphs in two lines."
    assert (first.id, first.year, first.lang) == ("WOS:000265500", 2009, "English")
    assert first.keywords == ("graphs", "random trees", "deep networks")
    assert set(first.identifiers) == {"doi:10.1000/own", "wos:000265500", "pmid:123"}
    assert first.references == (
        "doi:10.1000/ref.1\tplace:lee|1999|jx|1|2\ttext:Lee J, 1999, J X, V1, P2",
        "doi:10.1000/ref.2\tplace:poe|2003|jy|3|4\ttext:Poe E, 2003, J Y, V3, P4",
    )
    assert (second.title, second.authors, second.references) == ("Second", ("A Solo",), ())


def test_pubmed_text_is_read(tmp_path):
    first, second = read(write(tmp_path / "pubmed.txt", MEDLINE))
    assert first.title == "Graph methods in medicine: a title that goes on."
    assert first.abstract == "BACKGROUND: We study graphs in medicine. METHODS: Counting. CI - 95%."
    assert first.authors == ("Ann M Bee", "Chris Dee, Jr", "The Group")
    assert (first.id, first.year, first.keywords) == ("pmid:31452104", 2019, ("graph", "medicine", "Algorithms"))
    assert first.identifiers == ("doi:10.1000/s1", "pmid:31452104")
    assert first.url == "https://pubmed.ncbi.nlm.nih.gov/31452104/"
    assert (second.title, second.keywords) == ("A translated title", ("Neural Networks, Computer",))


@pytest.mark.parametrize("text", [RIS, WOS, "TY  - JOUR\nTI  - One\nER  -\n", "PT J\nTI One\nER\n"])
def test_an_entry_that_is_cut_off_is_an_error(tmp_path, text):
    path = write(tmp_path / "a.txt", text[: text.rindex("\nER") - 2])
    whole = read(write(tmp_path / "b.txt", text))
    assert failure(path).line == whole[-1].line
    assert [r.title for r in read(path, skip_errors=True)] == [r.title for r in whole[:-1]]


def test_entries_that_are_never_closed_are_read_all_the_same(tmp_path):
    path = write(tmp_path / "a.ris", "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n")
    assert [r.title for r in read(path)] == ["One", "Two"]


@pytest.mark.parametrize("name", ["noteexpress", "refworks", "endnote"])
def test_cnki_exports_are_read(tmp_path, name):
    first, second = read(write(tmp_path / "CNKI.txt", ALL[name]))
    assert (first.title, first.year, first.keywords) == ("知识图谱研究综述", 2021, ("知识图谱", "实体链接"))
    assert first.authors[:2] == ("张三", "李四")
    assert first.abstract.startswith("本文综述知识图谱的研究进展")
    assert second.year == 2019


def test_what_looks_like_a_tag_in_an_abstract_is_text(tmp_path):
    assert read(write(tmp_path / "a.txt", REFWORKS))[0].abstract.endswith("AI 并不是标签。")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_and_windows_line_ends_change_nothing(tmp_path, name, encoding):
    expected = read(write(tmp_path / "a.txt", ALL[name]))
    found = read(write(tmp_path / "b.txt", ALL[name].replace("\n", "\r\n").encode(encoding)))
    assert [(r.title, r.abstract, r.authors, r.line) for r in found] == [
        (r.title, r.abstract, r.authors, r.line) for r in expected
    ]


@pytest.mark.parametrize("name", ALL)
def test_an_entry_without_title_and_abstract_is_told_and_left_out(tmp_path, name):
    empty = {
        "ris": "TY  - JOUR\nPY  - 2000\nER  -\n",
        "wos": "PT J\nPY 2000\nER\n",
        "medline": "PMID- 1\nDP  - 2000\n\n",
        "noteexpress": "{Reference Type}: Journal Article\n{Year}: 2000\n\n",
        "refworks": "RT Journal Article\nYR 2000\n\n",
        "endnote": "%0 Journal Article\n%D 2000\n\n",
    }[name]
    path = write(tmp_path / "a.txt", empty + ALL[name].removeprefix("FN Clarivate Analytics Web of Science\nVR 1.0\n"))
    records, errors = left_out(path)
    assert [error.line for error in errors] == [1]
    assert len(records) == len(read(write(tmp_path / "b.txt", ALL[name])))


@pytest.mark.parametrize("name", ALL)
def test_five_megabytes_in_one_line_and_nul_bytes_are_read(tmp_path, name):
    text = ALL[name].replace("Text two.", "word " * 1_000_000).replace("Second", "Sec\0ond").replace("第二", "第\0二")
    path = write(tmp_path / "a.txt", text)
    assert [r.title for r in read(path)] == [r.title for r in read(write(tmp_path / "b.txt", ALL[name]))]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("ris", "ris"), ("wos", "ciw"), ("medline", "nbib"), ("noteexpress", "net"), ("endnote", "enw")],
)
def test_a_file_named_after_a_format_without_an_entry_of_it_is_an_error(tmp_path, name, suffix):
    assert name in str(failure(write(tmp_path / f"a.{suffix}", "Nothing of the kind.\n")))


def test_a_doi_that_zotero_notes_from_an_endnote_library_is_read(tmp_path):
    note = "no corresponding Zotero field:<br/>isbn: 1234<br/>electronic-resource-num: 10.1000/loom(2).x<br/>section: 7"
    path = write(tmp_path / "a.ris", f"TY  - JOUR\nTI  - Looms\nN1  - See 10.1000/other too\nN1  - {note}\nER  - \n")
    assert [r.doi for r in read(path)] == ["10.1000/loom(2).x"]
