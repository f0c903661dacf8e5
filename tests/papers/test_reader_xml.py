"""XML: arXiv's Atom feeds, PubMed, DBLP."""

from __future__ import annotations

import pytest
from reader_fixture import failure, left_out, read, skipped, write

ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=all:graph</title>
  <id>http://arxiv.org/api/x</id>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">2</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2301.01234v2</id>
    <updated>2023-05-01T00:00:00Z</updated>
    <published>2022-12-31T00:00:00Z</published>
    <title>On graphs with
  $\\ell_1$ norms &amp; more</title>
    <summary>  We bound a &lt; b in Erd\\H{o}s graphs.
</summary>
    <author><name>Ann Bee</name><arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">X</arxiv:affiliation></author>
    <author><name>Chris Dee</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/x</arxiv:doi>
    <category term="cs.DB"/>
  </entry>
  <entry><id>http://arxiv.org/abs/cs/9901001v1</id><title>Second</title><summary>Two.</summary></entry>
</feed>
"""
PUBMED = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_240101.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">31452104</PMID>
    <Article PubModel="Print">
      <Journal><JournalIssue><PubDate><MedlineDate>2019 Jan-Feb</MedlineDate></PubDate></JournalIssue></Journal>
      <ArticleTitle>Effects of CO<sub>2</sub> &amp; graphs.</ArticleTitle>
      <ELocationID EIdType="pii" ValidYN="Y">7</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/S1</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">We study <i>graphs</i>.</AbstractText>
        <AbstractText Label="METHODS">With <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi><mml:annotation>\\mathbf x</mml:annotation></mml:math>.</AbstractText>
        <CopyrightInformation>Copyright 2019.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>Bee</LastName><ForeName>Ann M</ForeName><Initials>AM</Initials><Suffix>Jr</Suffix></Author>
        <Author ValidYN="Y"><CollectiveName>The Group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language>
    </Article>
    <MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">Algorithms</DescriptorName></MeshHeading></MeshHeadingList>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">graph</Keyword></KeywordList>
  </MedlineCitation>
  <PubmedData>
    <ArticleIdList><ArticleId IdType="pubmed">31452104</ArticleId><ArticleId IdType="doi">10.1000/S1</ArticleId></ArticleIdList>
    <ReferenceList><Reference><Citation>Dee 1999</Citation><ArticleIdList><ArticleId IdType="pubmed">17</ArticleId></ArticleIdList></Reference>
    <Reference><Citation>Eff</Citation><ArticleIdList><ArticleId IdType="doi">10.1000/REF</ArticleId></ArticleIdList></Reference>
    <Reference><Citation>No id</Citation></Reference></ReferenceList>
  </PubmedData>
</PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>2</PMID><Article><ArticleTitle>Second</ArticleTitle></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""
DBLP = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblp>
<www mdate="2020-01-01" key="homepages/b/AnnBee"><author>Ann Bee</author><title>Home Page</title></www>
<article mdate="2020-01-01" key="journals/corr/abs-2301-01234" publtype="informal">
<author orcid="0000">J&uuml;rgen M&uuml;ller</author><author>Wei Wang 0001</author>
<title>On H<sub>2</sub>O &amp; graphs.</title>
<year>2023</year><volume>abs/2301.01234</volume><journal>CoRR</journal>
<ee type="oa">https://doi.org/10.48550/arXiv.2301.01234</ee>
</article>
<proceedings key="conf/x/2020"><editor>Ed Itor</editor><title>Proceedings of X</title></proceedings>
<inproceedings key="conf/x/Bee20"><author>Ann Bee</author><title>Second one?</title><year>2020</year>
<ee>https://doi.org/10.1000/XY</ee><crossref>conf/x/2020</crossref></inproceedings>
</dblp>
"""
ALL = {"arxiv": ATOM, "pubmed": PUBMED, "dblp": DBLP}


def test_an_arxiv_feed_is_read(tmp_path):
    first, second = read(write(tmp_path / "query.xml", ATOM))
    assert (first.id, first.url) == ("2301.01234v2", "http://arxiv.org/abs/2301.01234v2")
    assert (first.title, first.abstract) == ("On graphs with $\\ell_1$ norms & more", "We bound a < b in Erdős graphs.")
    assert (first.authors, first.year, first.line) == (("Ann Bee", "Chris Dee"), 2022, 6)
    assert set(first.identifiers) == {"arxiv:2301.01234", "doi:10.1000/x"}
    assert (second.id, second.year, second.identifiers) == ("cs/9901001v1", 1999, ("arxiv:cs/9901001",))


def test_pubmed_is_read_with_its_references(tmp_path):
    first, second = read(write(tmp_path / "a.xml", PUBMED))
    assert (first.title, first.year) == ("Effects of CO2 & graphs.", 2019)
    assert first.abstract == "BACKGROUND: We study graphs.\nMETHODS: With x."
    assert (first.authors, first.keywords) == (("Ann M Bee, Jr", "The Group"), ("graph", "Algorithms"))
    assert (first.id, set(first.identifiers)) == ("pmid:31452104", {"pmid:31452104", "doi:10.1000/s1"})
    assert first.references == ("pmid:17", "doi:10.1000/ref")
    assert (second.title, second.id) == ("Second", "pmid:2")


def test_dblp_is_read_without_pages_of_persons_and_volumes(tmp_path):
    first, second = read(write(tmp_path / "dblp.xml", DBLP))
    assert (first.title, first.authors) == ("On H2O & graphs", ("Jürgen Müller", "Wei Wang 0001"))
    assert (first.id, first.year) == ("dblp:journals/corr/abs-2301-01234", 2023)
    assert set(first.identifiers) == {"arxiv:2301.01234", "dblp:journals/corr/abs-2301-01234"}
    assert (second.title, second.doi, second.line) == ("Second one?", "10.1000/XY", 12)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_windows_line_ends_change_nothing(tmp_path, name, encoding):
    found = read(write(tmp_path / "a.xml", ALL[name].replace("\n", "\r\n").encode(encoding)))
    expected = read(write(tmp_path / "b.xml", ALL[name]))
    assert [(r.title, r.authors, r.line) for r in found] == [(r.title, r.authors, r.line) for r in expected]


@pytest.mark.parametrize("name", ALL)
def test_a_feed_that_breaks_off_gives_what_came_before_and_one_error(tmp_path, name):
    whole = ALL[name]
    at = whole.rindex("<title>Second") if name != "pubmed" else whole.rindex("<ArticleTitle>Second")
    path = write(tmp_path / "a.xml", whole[: at + 10])
    records = read(path, skip_errors=True)
    assert [r.title for r in records] == [read(write(tmp_path / "b.xml", whole))[0].title]
    assert failure(path).line >= whole[:at].count("\n")
    assert len(skipped(path)[1]) == 1


def test_an_entry_without_title_and_abstract_costs_itself_only(tmp_path):
    path = write(tmp_path / "a.xml", DBLP.replace("<title>Second one?</title>", ""))
    records, errors = left_out(path)
    assert ([error.line for error in errors], len(records)) == ([12], 1)


BOMB = """<?xml version="1.0"?><!DOCTYPE dblp [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<dblp><article key="a"><title>&b;</title></article></dblp>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE dblp [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<dblp><article key="a"><title>&x;</title></article></dblp>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_entities_of_a_documents_own_are_refused(tmp_path, content):
    assert "defines entities" in str(failure(write(tmp_path / "a.xml", content)))


def test_a_deeply_nested_document_is_one_error(tmp_path):
    content = '<dblp><article key="a"><title>' + "<i>" * 100_000
    assert "nested too deeply" in str(failure(write(tmp_path / "a.xml", content)))


def test_five_megabytes_in_one_line_are_read(tmp_path):
    content = ATOM.replace("Two.", "word " * 1_000_000).replace("\n", " ")
    assert len(read(write(tmp_path / "a.xml", content))[1].abstract) == 4_999_999


def test_comments_and_declarations_in_front_are_passed(tmp_path):
    prolog = "<?xml version='1.0'?>\n<!-- <feed> -->\n<?xml-stylesheet href='x'?>\n"
    document = prolog + DBLP[DBLP.index("<!DOCTYPE") :]
    assert len(read(write(tmp_path / "a.xml", document))) == 2


@pytest.mark.parametrize(
    "start", ["<?xml " + "[" * 60_000, "<!-- [x] -->\n" * 5000 + "<foo>", "<!DOCTYPE x " + "[" * 60_000, "<!" * 30_000]
)
def test_a_long_prolog_does_not_hang(tmp_path, start):
    assert "no reader" in str(failure(write(tmp_path / "a.xml", start)))


@pytest.mark.parametrize(
    "content", ["<html><body>Not found</body></html>", "<rss><channel/></rss>", "<?xml version='1.0'?>"]
)
def test_other_xml_is_no_paper(tmp_path, content):
    assert "no reader" in str(failure(write(tmp_path / "a.xml", content)))


@pytest.mark.parametrize("content", ["<feed></feed>", "<dblp></dblp>", "<PubmedArticleSet></PubmedArticleSet>"])
def test_a_document_without_entries_is_an_error(tmp_path, content):
    assert "no entry" in str(failure(write(tmp_path / "a.xml", content)))
