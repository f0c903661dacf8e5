"""What repositories hand out over OAI-PMH, and Dublin Core by itself."""

from __future__ import annotations

import pytest
from reader_fixture import failure, read, write

DUBLIN_CORE = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Looms of the &lt;i&gt;north&lt;/i&gt;</dc:title><dc:creator>Weaver, Wanda</dc:creator><dc:creator>Dora Dyer</dc:creator>
<dc:subject>looms; wool</dc:subject><dc:subject>weaving</dc:subject>
<dc:description>Comment: 12 pages</dc:description><dc:description>We count the looms of the north.</dc:description>
<dc:date>2013-02-01T10:00:00Z</dc:date><dc:date>2011</dc:date><dc:language>eng</dc:language>
<dc:identifier>http://hdl.handle.net/10.5/17</dc:identifier><dc:identifier>https://doi.org/10.1000/Loom.1</dc:identifier></oai_dc:dc>"""
ARXIV = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2105.01234</id><created>2021-05-04</created><updated>2022-01-01</updated>
<authors><author><keyname>van Loom</keyname><forenames>Lea</forenames></author><author><keyname>Eff</keyname><forenames>Ed</forenames>
<suffix>Jr</suffix></author></authors><title>Threads</title><doi>10.1000/thread</doi><abstract> On threads. </abstract></arXiv>"""
ARXIV_RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>cs/9901001</id><version version="v1"><date>Mon, 4 Jan 1999 00:00:00 GMT</date>
</version><title>Wool</title><authors>Ann Bee, Chris Dee and Eve Eff</authors><abstract>On wool.</abstract></arXivRaw>"""
MODS = "<mods:mods><mods:titleInfo><mods:title>Dyes</mods:title></mods:titleInfo></mods:mods>"
DELETED = '<record><header status="deleted"><identifier>oai:x:9</identifier></header></record>'


def answer(*payloads: str) -> str:
    records = "".join(
        f"<record><header><identifier>oai:x:{n}</identifier></header><metadata>\n{payload}</metadata></record>\n"
        for n, payload in enumerate(payloads)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>\n'
        f"{records}{DELETED}<resumptionToken>x</resumptionToken></ListRecords></OAI-PMH>"
    )


OAI = answer(DUBLIN_CORE, ARXIV, ARXIV_RAW, MODS)


def test_every_kind_of_metadata_in_an_answer_is_read(tmp_path):
    first, second, third, fourth = read(write(tmp_path / "a.xml", OAI))
    assert (first.title, first.authors) == ("Looms of the north", ("Wanda Weaver", "Dora Dyer"))
    assert (first.abstract, first.year, first.lang) == ("We count the looms of the north.", 2011, "eng")
    assert (first.keywords, first.doi) == (("looms", "wool", "weaving"), "10.1000/Loom.1")
    assert first.url == "http://hdl.handle.net/10.5/17"
    assert (second.title, second.authors, second.year) == ("Threads", ("Lea van Loom", "Ed Eff, Jr"), 2021)
    assert second.abstract == "On threads."
    assert set(second.identifiers) == {"arxiv:2105.01234", "doi:10.1000/thread"}
    assert (third.authors, third.year) == (("Ann Bee", "Chris Dee", "Eve Eff"), 1999)
    assert third.identifiers == ("arxiv:cs/9901001",)
    assert fourth.title == "Dyes"
    assert [r.line for r in (first, second)] == [4, 11]


@pytest.mark.parametrize("record", [DUBLIN_CORE, ARXIV])
def test_a_record_by_itself_is_read(tmp_path, record):
    assert len(read(write(tmp_path / "a.xml", f'<?xml version="1.0"?>\n{record}'))) == 1


def test_an_error_of_a_repository_is_no_paper(tmp_path):
    error = '<OAI-PMH><request/><error code="noRecordsMatch">No match.</error></OAI-PMH>'
    assert "the repository answered with an error: No match." in str(failure(write(tmp_path / "a.xml", error)))
