"""What is no paper is refused by name: exports of unknown kinds, web pages, errors of services. CNKI's own export."""

from __future__ import annotations

import pytest
from reader_fixture import failure, left_out, read, write

CNKI_CUSTOM = """\
SrcDatabase-来源库: 期刊
Title-题名: 织机的历史研究
Author-作者: 王一;李二;
Organ-单位: 某大学;
Source-文献来源: 纺织学报
Keyword-关键词: 织机;;历史
Summary-摘要: 本文研究织机的历史。
PubTime-发表时间: 2011-03-15
Year-年: 2011
DOI-DOI: 10.1000/j.cnki.loom

Title-题名: 染料研究
Author-作者: 赵三;
Summary-摘要: 染料来自植物。
PubTime-发表时间: 2012-05-01
"""
ARXIV_ERROR = """\
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#bad_id</id>
<title>Error</title><summary>bad id</summary><author><name>arXiv api core</name></author></entry></feed>"""


def test_cnkis_own_export_is_read_in_its_labels(tmp_path):
    first, second = read(write(tmp_path / "export.txt", CNKI_CUSTOM))
    assert (first.title, first.abstract, first.authors) == ("织机的历史研究", "本文研究织机的历史。", ("王一", "李二"))
    assert (first.keywords, first.year, first.doi) == (("织机", "历史"), 2011, "10.1000/j.cnki.loom")
    assert (second.title, second.authors, second.year, second.line) == ("染料研究", ("赵三",), 2012, 12)


def test_cnkis_own_export_without_blank_lines_and_with_other_labels_is_read(tmp_path):
    entry = "DataType: 1\nTitle-题名: 织机{n}\nAuthor-作者: 王{n};\nPubTime-出版时间: 201{n}-01-18\nSrcDatabase-来源库: 期刊\n"
    text = "".join(f"{entry.replace('{n}', str(n))}Link-链接: https://example.org/{n}\n" for n in range(1, 4))
    assert [(r.title, r.authors, r.year, r.url) for r in read(write(tmp_path / "a.txt", text))] == [
        (f"织机{n}", (f"王{n}",), 2010 + n, f"https://example.org/{n}") for n in range(1, 4)
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "TITL Looms {n}\nAU   Weaver\nPY   2011\nSO   Threads\n",
        "TI: Looms {n}\nAU: Weaver\nPY: 2011\n",
        "T1 Looms {n}\nA1 Weaver\nY1 2011\n",
        "#* Looms {n}\n#@ Weaver\n#t 2011\n#T Title\n#A Weaver\n",
        "--TI-- Looms {n}\n--AU-- Weaver\n--YP-- 2011\n",
        "<Title> Looms {n}\n<Author> Weaver\n<Year> 2011\n",
        "Title: Looms {n}\nAuthors: Weaver\nPublication year: 2011\n",
        "【题名】织机{n}\n【作者】王一\n【年】2011\n",
    ],
)
def test_an_export_of_an_unknown_kind_is_refused_by_name(tmp_path, entry):
    path = write(tmp_path / "a.txt", "\n".join(entry.replace("{n}", str(n)) for n in range(3)))
    assert "export of an unknown kind" in str(failure(path))
    assert len(read(path, form="text")) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<!DOCTYPE html>\n<html><body>Looms</body></html>", "web page"),
        ('<?xml version="1.0"?>\n<looms><loom/></looms>', "XML of an unknown kind"),
        ("Resource not found.", "answer of a web service"),
        ("29768149\n31452104\n", "no words"),
        ("429 Too Many Requests", "answer of a web service"),
        ("1. Threads. 2011.\n\nLooms.\n\nPMID: 1\n\n\n2. Threads. 2012.\n\nDyes.\n\nPMID: 2\n", "PubMed"),
    ],
)
def test_what_is_no_text_of_a_paper_is_refused(tmp_path, text, why):
    assert why in str(failure(write(tmp_path / "a.txt", text)))


@pytest.mark.parametrize(
    "text",
    [
        "Looms of the north\n\nBACKGROUND: Looms are old. METHODS: We count.\nRESULTS: Many.\nCONCLUSIONS: So be it.\n",
        "Title: Looms\nAuthors: W. Weaver\nAbstract: Looms are counted.\n",
        "<i>Looms</i> are counted.\n",
        "RT is short for real time.\nWe study looms in it.\nIn the north there are many.\n",
        "Not found so far were looms in caves. We look for them in the north and count what is left of them.\nMany.\n",
        "Q: What is a loom?\nA: A frame.\nQ: And a thread?\nA: A line.\n",
    ],
)
def test_a_text_with_labels_is_a_text(tmp_path, text):
    assert len(read(write(tmp_path / "a.txt", text))) == 1


def test_a_text_whose_papers_the_user_divides_is_never_refused(tmp_path):
    path = write(tmp_path / "a.txt", "TI Looms\nAU Weaver\nPY 2011\n\nTI Dyes\nAU Dyer\nPY 2012\n")
    assert len(read(path, separator="")) == 2


def test_a_list_of_references_is_refused(tmp_path):
    lines = "Weaver W, and Dyer D (2011) Looms. Threads 7(4): 11–19.\nEff, E. F. Dyes. Threads, 2012.\n3. Gee, A., 2001. Wool. Sheep.\n"
    assert "list of references" in str(failure(write(tmp_path / "a.txt", lines)))


def test_an_error_of_arxiv_is_no_paper(tmp_path):
    error = failure(write(tmp_path / "a.xml", ARXIV_ERROR))
    assert "arXiv answered with an error: bad id" in str(error)
    assert error.line == 1


@pytest.mark.parametrize(
    "answer",
    [
        '{"error": "Paper not found"}',
        '{"message": "Too Many Requests", "code": "429"}',
        '{"type": "about:blank", "title": "Not Found", "status": 404}',
        '{"status": "failed", "message-type": "validation-failure", "message": [{"type": "x", "message": "bad filter"}]}',
    ],
)
def test_an_error_of_a_web_service_is_no_paper(tmp_path, answer):
    assert "a web service answered with an error: " in str(failure(write(tmp_path / "a.json", answer)))


def test_a_paper_about_errors_is_one(tmp_path):
    records, errors = left_out(
        write(tmp_path / "a.jsonl", '{"title": "Error", "abstract": "We err.", "status": "404"}\n')
    )
    assert ([r.title for r in records], errors) == (["Error"], [])
