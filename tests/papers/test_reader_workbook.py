"""Excel: .xlsx, the older .xls, and HTML tables that are called .xls."""

from __future__ import annotations

import base64
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from reader_fixture import failure, left_out, read, write

HEADER = ["Title", "Authors", "Year", "Abstract", "Author Keywords", "DOI"]
ROWS = [
    HEADER,
    [
        "Looms of the north",
        "Weaver, Wanda; Dyer, Dora",
        2011,
        "We count\nlooms & wool.",
        "looms; wool",
        "10.1000/loom.1",
    ],
    ["Dyes of the south", "Dyer, Dora", 2012.0, None, "", "NA"],
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLD_XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O-K}B7=FL~bNyL&*EG;TKZHz8Y?m&P=xS_={iu~<MNs4Jgp1>h&CVuvD9bzsL8qdN;H8Vzr61~0r#b{i9fBaxI(7;QI;h+Gy*oRs=D~%Ml6i)C=Y8Jq`{sLQzTcU*^TCCghgFNP"
        "25sPkm2@F^a$*e6!Yl~@rl-@w&0f8DrfvLJDD+}Odff2L_ohI!p=j?#aKHoCOSAx=@jL@#(4(m`-$WcB4H6R?TG2ANi;+^OBvoZ(V`R6Hy-zuxlWnKS4YIA6cY&RT`AARWKC>5}bktH>"
        "DTw<%rZOKX5{3$REqd{ln=F&p4IO$yQvS_^YF7!&0=8S1tjfBiEI>In;4J(|bAa#Jk@|w$@y(4h!1&MA@q%^Yw;V2jNl2fg4n7S*c;y0`WRucGIj+mG<Py}dAclgODYq{*q$FaJk<e7$"
        "KQSg_+jpdlVNFj4vmWnEDGKkAM&+arW4e)uDKhU*7>ew-@*I{Y#x*^j#3{RDC~4?Y%vf{xQ?jHx0iwO#WdH;HynaAUTu8}$u=fP-jy7ONJcJ2@G78n3_+Sf<P6#JjnG=-MxMU@0x`YLe"
        "XxeC!Yv;K!EOS-Ujp1SdMFd;;xTYz7QJlxLlxlDaH<#kD3^j*Cq0k-?Xb$63p@{t<6X7E9#%LM~teVDrG`vgD#=%d1kOp}G7pkRu-`*V^>WiGE$RsUYnFVgAXcI`oRZ#*9mr{xYz+C(q"
        "$=^-(8r^jV`Bh}gacJVTuCKy$I;SYlbxN(ndiE0DM|S1-_2^H3J@%w}`b(q%{kg8iOXYJPA~R5nb;hy0IHsV9HL*Ll1)fH-S7uIzpU77JHZgh~0aJV0T*dvc3`OJy$!3^%JIrDZ^Ic__"
        "6PeRuE@Uo?xskao=0WDMSOKyEi+PcGO+{=SMT`^`n)w+iDzcbRRBSP!sKjDIk<Vg6k!ZEc4#9*XwI-V;6#1>3LXmhoZH_W{L`~eDv)w5I8#Zj%uwlc7jV%afZf>2lu>;!5d1&jF`LDB#"
        "=ZgKCWXs|>Xm}X-VR{f$yy`HKSO3`#ZkD|l+hCdO|3ZO5tX+o@7$O}bdG}xZ_+h!vv*Ch)KR1N(t$!sSoqxIhUy?l?-2"
    )
)
"""Two rows as Web of Science exports them."""
CNKI_XLS = """\
<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table border="1">
<tr><td>SrcDatabase-来源库</td><td>Title-题名</td><td>Author-作者</td><td>Keyword-关键词</td><td>Summary-摘要</td><td>PubTime-发表时间</td></tr>
<tr><td>期刊</td><td>织机的历史研究</td><td>王一;李二;</td><td>织机;;历史</td><td>本文研究&nbsp;<b>织机</b>的历史。</td><td>2011-03-15</td></tr>
<tr><td>硕士</td><td>染料研究<td>赵三;<td></td><td>染料来自植物。</td><td>2012-05-01</td></tr></table></body></html>
"""


def cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def xlsx(*sheets: list[list[object]], part: str = "") -> bytes:
    """A workbook, written by hand. part: text at the beginning of its sheets."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{kinds}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Type="{LINKED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKED}"><sheets>'
        + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
        + "".join(f'<Relationship Id="r{n}" Type="{LINKED}/worksheet" Target="worksheets/s{n}.xml"/>' for n in numbers)
        + "</Relationships>",
    }
    for n, rows in zip(numbers, sheets, strict=True):
        told = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/s{n}.xml"] = f'{part}<worksheet xmlns="{MAIN}"><sheetData>{told}</sheetData></worksheet>'
    with zipfile.ZipFile(buffer := BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.xlsx", "a.dat", "a"])
def test_a_workbook_is_read_as_a_table_whatever_its_name(tmp_path, name):
    first, second = read(write(tmp_path / name, xlsx(ROWS)))
    assert (first.title, first.abstract, first.year) == ("Looms of the north", "We count\nlooms & wool.", 2011)
    assert (first.authors, first.keywords, first.doi) == (
        ("Wanda Weaver", "Dora Dyer"),
        ("looms", "wool"),
        "10.1000/loom.1",
    )
    assert (second.authors, second.year, second.doi, second.line) == (("Dora Dyer",), 2012, "", 3)


def test_every_sheet_with_a_known_header_is_read(tmp_path):
    other = [["Sheet of sums"], ["Kind", "Number"], ["looms", 7]]
    second = [["Exported today"], [], HEADER, ["Threads", "Eff, Ed", 2013, "Text.", "", ""]]
    records = read(write(tmp_path / "a.xlsx", xlsx(other, ROWS, second, [HEADER])))
    assert [(r.title, r.position) for r in records] == [
        ("Looms of the north", 0),
        ("Dyes of the south", 1),
        ("Threads", 2),
    ]


def test_the_tables_of_services_are_known_in_workbooks_too(tmp_path):
    rows = [["Item Title", "Item DOI", "Authors"], ["Looms", "10.1000/l", "Wanda WeaverDora Dyer"]]
    assert read(write(tmp_path / "a.xlsx", xlsx(rows)))[0].authors == ("Wanda Weaver", "Dora Dyer")


def test_columns_of_a_workbook_can_be_mapped(tmp_path):
    path = write(tmp_path / "a.xlsx", xlsx([["Nr", "Heading", "Body"], [1, "Looms", "We count."]]))
    assert "the columns are: Nr, Heading, Body" in str(failure(path))
    (record,) = read(path, mapping={"title": "Heading", "abstract": "Body", "id": "Nr"})
    assert (record.id, record.title, record.abstract) == ("1", "Looms", "We count.")


def test_the_older_excel_of_web_of_science_is_read(tmp_path):
    (record,) = read(write(tmp_path / "savedrecs.xls", OLD_XLS))
    assert (record.title, record.abstract, record.year) == ("Looms of the north", "We count looms.", 2011)
    assert (record.authors, record.keywords) == (("Wanda Weaver", "Dora Dyer"), ("looms", "wool"))
    assert (record.id, record.doi) == ("WOS:000000001", "10.1000/loom.1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_an_html_table_that_is_called_xls_is_read(tmp_path, encoding):
    first, second = read(write(tmp_path / "CNKI.xls", CNKI_XLS.encode(encoding)))
    assert (first.title, first.authors, first.keywords, first.year) == (
        "织机的历史研究",
        ("王一", "李二"),
        ("织机", "历史"),
        2011,
    )
    assert first.abstract == "本文研究\xa0织机的历史。"
    assert (second.title, second.authors, second.abstract, second.line) == ("染料研究", ("赵三",), "染料来自植物。", 4)


def test_workbooks_of_a_folder_and_an_archive_are_read_and_other_documents_passed_over(tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    write(folder / "papers.xlsx", xlsx(ROWS))
    write(folder / "sums.xlsx", xlsx([["Kind", "Number"], ["looms", 7]]))
    write(folder / "letter.docx", xlsx(ROWS))
    write(folder / "letter.doc", OLD_XLS)
    write(folder / "~$papers.xlsx", b"\x05Wanda")
    write(folder / "CNKI.xls", CNKI_XLS)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("old.xls", OLD_XLS)
    records, errors = left_out(folder)
    assert sorted({r.path.rpartition("/")[2] for r in records}) == ["CNKI.xls", "old.xls", "papers.xlsx"]
    assert [error.path.rpartition("/")[2] for error in errors] == ["sums.xlsx"]


def test_a_workbook_that_is_damaged_locked_or_none_is_an_error(tmp_path):
    whole = xlsx(ROWS)
    assert "damaged" in str(failure(write(tmp_path / "a.xlsx", whole[: len(whole) // 2])))
    broken = whole.replace(b"PK\x01\x02", b"PK\x01\x03", 1)
    assert "damaged" in str(failure(write(tmp_path / "b.xlsx", broken)))
    assert "damaged" in str(failure(write(tmp_path / "c.xls", OLD_XLS[:3000])))
    with zipfile.ZipFile(tmp_path / "d.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert "no Excel file" in str(failure(tmp_path / "d.docx"))


def test_entities_of_a_workbooks_own_are_refused(tmp_path):
    path = write(tmp_path / "a.xlsx", xlsx(ROWS, part='<!DOCTYPE x [<!ENTITY a "ha">]>'))
    assert "defines entities" in str(failure(path))


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.papers.readers.formats.workbook._BIGGEST_UNPACKED", 10_000)
    rows = [HEADER, ["looms " * 10_000]]
    assert "unpacks to more than" in str(failure(write(tmp_path / "a.xlsx", xlsx(rows))))


def test_a_workbook_that_is_a_decompression_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.papers.readers.streams.packing._HARMLESS", 8 << 20)
    path = write(tmp_path / "a.xlsx", xlsx(ROWS, part="a" * (12 << 20)))
    assert str(failure(path)).endswith("a.xlsx: it unpacks to more than 500 times its size")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "pad", range((1 << 20) - 12, 1 << 20, 3)
)  # the declaration lies across pieces that are looked at
def test_entities_are_refused_wherever_they_are_declared(tmp_path, encoding, pad):
    declared = "<!DOCTYPE x [<!ELEMENT y ANY>" + "<!---->" * 9 + "]>"
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", (" " * (pad // (1 if encoding == "utf-8" else 2)) + declared).encode(encoding)
        )
    assert "defines entities" in str(failure(tmp_path / "a.xlsx"))
