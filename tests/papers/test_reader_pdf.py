"""PDF: title and abstract of papers that are laid out as papers."""

from __future__ import annotations

import sys

import pytest
from reader_fixture import failure, read, skipped, write

from kg.core.errors import MissingExtra

ABSTRACT = [
    "We study knowledge graphs that are built from the abstracts of many papers, and show that",
    "links between papers are better when con-",
    "cepts are shared in both languages. The experiments cover four corpora and three languages.",
]
PAPER = [
    (9, "Proceedings of the Ninth Workshop on Graphs, 2020"),
    (18, "On the Construction of Graphs"),
    (18, "from Many Papers"),
    (11, "Ann Bee and Chris Dee"),
    (12, "Abstract"),
    *((10, line) for line in ABSTRACT),
    (12, "1 Introduction"),
    (10, "Graphs are everywhere. Abstract thoughts are not."),
]


def pdf(lines: list[tuple[int, str]], margin: str = "") -> bytes:
    """A PDF of one page, written by hand: (size, text) a line, and a text that runs up the margin."""
    y, drawn = 780, []
    for size, text in lines:
        y -= size + 6
        shown = (
            f"/F1 {size} Tf 72 {y} Td ({text})"
            if text.isascii()
            else f"/F2 {size} Tf 72 {y} Td <{text.encode('utf-16-be').hex()}>"
        )
        drawn.append(f"BT {shown} Tj ET")
    if margin:
        drawn.append(f"BT /F1 20 Tf 0 1 -1 0 30 500 Tm ({margin}) Tj ET")
    page = "\n".join(drawn)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R "
        "/F2 6 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [7 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 8 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return body.encode("latin-1")


def test_title_and_abstract_of_a_paper_are_found(tmp_path):
    (record,) = read(write(tmp_path / "a.pdf", pdf(PAPER, margin="arXiv:2001.01234v2 [cs.DB] 3 Jan 2020")))
    assert record.title == "On the Construction of Graphs from Many Papers"
    assert record.abstract == " ".join(ABSTRACT).replace("con- cepts", "concepts")
    assert (record.identifiers, record.year) == (("arxiv:2001.01234",), 2020)


def test_an_abstract_that_runs_in_with_its_heading_and_ends_at_the_keywords_is_found(tmp_path):
    lines = [
        (18, "A Title of Some Length"),
        (10, "Abstract. " + ABSTRACT[0]),
        *((10, line) for line in ABSTRACT[1:]),
        (10, "Keywords: graphs, papers"),
    ]
    (record,) = read(write(tmp_path / "a.pdf", pdf(lines)))
    assert record.abstract.startswith("We study knowledge graphs")
    assert record.abstract.endswith("three languages.")


@pytest.mark.parametrize("heading", ["摘要：", "摘 要 ", "【摘要】", "[摘要]", "〔摘 要〕："])
@pytest.mark.parametrize(
    "end", ["关键词：图像分割", "关 键 词：图像分割", "【关键词】图像分割", "1 引言", "中图分类号：TP391"]
)
def test_a_chinese_abstract_is_found_without_spaces_where_lines_end(tmp_path, heading, end):
    lines = ["本文综述了基于深度学习的图像分割方法,并指出未来的研究方向,", "图像分割是计算机视觉中的重", "要任务。"]
    pages = [(16, "图像分割"), (16, "方法综述"), (10, "张三 李四"), (10, heading + lines[0])]
    pages += [(10, line) for line in [*lines[1:], end, "图像分割是一项任务。"]]
    (record,) = read(write(tmp_path / "a.pdf", pdf(pages)))
    assert (record.title, record.abstract) == ("图像分割方法综述", "".join(lines))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pdf([(12, "A letter"), (10, "Dear reader, there is nothing here.")]), "no abstract was found"),
        (pdf([]), "holds no text"),
        (pdf(PAPER)[:300], "damaged PDF"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>", "damaged PDF"),
    ],
)
def test_what_cannot_be_found_is_said(tmp_path, content, message):
    path = write(tmp_path / "a.pdf", content)
    assert message in str(failure(path))
    assert skipped(path)[0] == []


def test_in_a_folder_pdfs_are_read_when_asked_for(tmp_path):
    write(tmp_path / "a.pdf", pdf(PAPER))
    write(tmp_path / "b.bib", "@misc{k, title={One}}")
    assert [r.title for r in read(tmp_path)] == ["One"]
    from kg.papers.readers.read import find_sources

    assert [source.suffix for source in find_sources([tmp_path], form="pdf")] == [".pdf"]


def test_a_pdf_is_no_text_for_other_formats(tmp_path):
    assert "not a text file" in str(failure(write(tmp_path / "a.pdf", pdf(PAPER)), form="text"))


def test_without_the_extra_the_message_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtra, match=r"papermesh\[pdf\]"):
        read(write(tmp_path / "a.pdf", pdf(PAPER)))
