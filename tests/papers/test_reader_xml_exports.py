"""XML of reference managers and libraries: EndNote, Zotero's RDF, JATS, MODS."""

from __future__ import annotations

import pytest
from reader_fixture import failure, read, write

ENDNOTE_XML = """\
<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="Mine.enl">Mine.enl</database>
<source-app name="EndNote" version="20.0">EndNote</source-app><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal" font="default">Weaver, Wanda</style></author>
<author><style face="normal">Dyer, D. E.</style></author></authors><secondary-authors><author>Editor, Ed</author></secondary-authors></contributors>
<titles><title><style face="italic">Looms</style><style face="normal"> of the north</style></title><secondary-title>Threads</secondary-title></titles>
<keywords><keyword><style>looms</style></keyword><keyword>wool&#xD;dye</keyword></keywords><dates><year><style>2011</style></year></dates>
<accession-num>12345</accession-num><abstract><style>We count looms.</style></abstract><remote-database-name>PubMed</remote-database-name>
<urls><related-urls><url><style>https://example.org/looms</style></url></related-urls></urls>
<electronic-resource-num><style>10.1000/loom.1</style></electronic-resource-num></record>
<record><titles><title>Dyes of the south</title></titles><dates><pub-dates><date>May 2012</date></pub-dates></dates><label>dye12</label></record></records></xml>
"""
JATS = """\
<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en"><front>
<journal-meta><journal-id journal-id-type="iso-abbrev">Threads Looms</journal-id><journal-title-group><journal-title>Threads</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmc">PMC77</article-id><article-id pub-id-type="pmid">123</article-id><article-id pub-id-type="doi">10.1000/loom.1</article-id>
<title-group><article-title>Looms of <italic>the</italic> north</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Weaver</surname><given-names>Wanda</given-names></name></contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib><contrib contrib-type="author"><collab>The Weavers</collab></contrib></contrib-group>
<pub-date pub-type="epub"><year>2011</year></pub-date><volume>7</volume><fpage>11</fpage>
<abstract abstract-type="graphical"><p>A picture.</p></abstract>
<abstract><sec><title>Background</title><p>Looms are <bold>old</bold>.</p></sec><sec><title>Methods:</title><p>We count.</p></sec></abstract>
<kwd-group kwd-group-type="author"><kwd>looms</kwd><kwd>wool</kwd></kwd-group></article-meta></front>
<body><p>Long text.</p></body>
<back><ref-list><ref id="B1"><element-citation><article-title>On wool</article-title><year>1999</year><pub-id pub-id-type="doi">10.1000/WOOL</pub-id><pub-id pub-id-type="pmid">9</pub-id></element-citation></ref>
<ref id="B2"><mixed-citation>Dyer D. <article-title>On dyes and their makers</article-title>. <year>1998</year></mixed-citation></ref></ref-list></back>
</article>
"""
MODS = """\
<?xml version="1.0"?><modsCollection xmlns="http://www.loc.gov/mods/v3"><mods ID="weaver2011">
<titleInfo><nonSort>The</nonSort><title>looms of the north</title><subTitle>a count</subTitle></titleInfo><titleInfo type="abbreviated"><title>Looms</title></titleInfo>
<name type="personal"><namePart type="given">Wanda</namePart><namePart type="family">Weaver</namePart><role><roleTerm type="text">author</roleTerm></role></name>
<name><namePart>Dyer, Dora</namePart></name><name><namePart>Editor, Ed</namePart><role><roleTerm>editor</roleTerm></role></name>
<abstract>We count looms.</abstract><subject><topic>looms</topic><topic>wool</topic></subject><originInfo><dateIssued>2011-05</dateIssued></originInfo>
<identifier type="doi">10.1000/loom.1</identifier><location><url>https://example.org/looms</url></location><language><languageTerm>eng</languageTerm></language></mods>
<mods><titleInfo><title>Dyes of the south</title></titleInfo><relatedItem type="host"><titleInfo><title>Threads</title></titleInfo><part><date>2012</date></part></relatedItem></mods></modsCollection>
"""
ZOTERO_RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<bib:Article rdf:about="#item_12"><z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf><bib:Journal><dc:title>Threads</dc:title><dc:identifier>DOI 10.1000/loom.1</dc:identifier><dc:identifier>ISSN 1234-5678</dc:identifier></bib:Journal></dcterms:isPartOf>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Weaver</foaf:surname><foaf:givenName>Wanda</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<dcterms:isReferencedBy rdf:resource="#item_13"/><dc:subject>looms</dc:subject><dc:subject><z:AutomaticTag><rdf:value>wool</rdf:value></z:AutomaticTag></dc:subject>
<dc:title>Looms of the north</dc:title><dcterms:abstract>We count looms.</dcterms:abstract><dc:date>2011-05</dc:date><z:language>en</z:language>
<dc:identifier><dcterms:URI><rdf:value>https://example.org/looms</rdf:value></dcterms:URI></dc:identifier></bib:Article>
<bib:Memo rdf:about="#item_13"><rdf:value>a note</rdf:value></bib:Memo>
<z:Attachment rdf:about="#item_14"><z:itemType>attachment</z:itemType><dc:title>Full Text PDF</dc:title></z:Attachment>
<bib:Book rdf:about="urn:isbn:1"><dc:title>A book that holds a chapter</dc:title></bib:Book>
<rdf:Description rdf:about="https://example.org/dyes"><z:itemType>conferencePaper</z:itemType><dc:title>Dyes of the south</dc:title></rdf:Description>
</rdf:RDF>
"""
ALL = {"endnote-xml": ENDNOTE_XML, "jats": JATS, "mods": MODS, "zotero-rdf": ZOTERO_RDF}


def test_endnotes_xml_is_read_through_its_styles(tmp_path):
    first, second = read(write(tmp_path / "a.xml", ENDNOTE_XML))
    assert (first.title, first.abstract, first.authors) == (
        "Looms of the north",
        "We count looms.",
        ("Wanda Weaver", "D. E. Dyer"),
    )
    assert (first.year, first.keywords, first.url) == (2011, ("looms", "wool", "dye"), "https://example.org/looms")
    assert first.identifiers == ("doi:10.1000/loom.1", "pmid:12345")
    assert (second.id, second.title, second.year) == ("dye12", "Dyes of the south", 2012)


@pytest.mark.parametrize("name", ["a.nxml", "a.xml", "a.txt"])
def test_an_article_of_pubmed_central_is_read_with_its_references(tmp_path, name):
    (record,) = read(write(tmp_path / name, JATS))
    assert (record.id, record.title, record.year) == ("PMC77", "Looms of the north", 2011)
    assert record.abstract == "Background: Looms are old.\nMethods: We count."
    assert (record.authors, record.keywords) == (("Wanda Weaver", "The Weavers"), ("looms", "wool"))
    assert record.identifiers == ("doi:10.1000/loom.1", "pmid:123")
    assert record.references == ("pmid:9\tdoi:10.1000/wool\ttitle:On wool|1999", "title:On dyes and their makers|1998")
    assert record.cited_as == ("place:weaver|2011|threadslooms|7|11",)


def test_several_articles_of_pubmed_central_in_one_file_are_read(tmp_path):
    article = JATS[JATS.index("<article ") :]
    text = f"<pmc-articleset>{article}{article.replace('PMC77', 'PMC78').replace('<title-group>', '<x>').replace('</title-group>', '</x>')}</pmc-articleset>"
    first, second = read(write(tmp_path / "a.xml", text))
    assert (first.id, second.id, second.title) == ("PMC77", "PMC78", "")


def test_mods_is_read_without_titles_of_other_kinds_and_editors(tmp_path):
    first, second = read(write(tmp_path / "a.xml", MODS))
    assert (first.id, first.title, first.year) == ("weaver2011", "The looms of the north: a count", 2011)
    assert (first.authors, first.keywords, first.doi) == (
        ("Wanda Weaver", "Dora Dyer"),
        ("looms", "wool"),
        "10.1000/loom.1",
    )
    assert (second.title, second.year) == ("Dyes of the south", 2012)


def test_zoteros_rdf_is_read_without_notes_attachments_and_volumes(tmp_path):
    first, second = read(write(tmp_path / "a.rdf", ZOTERO_RDF))
    assert (first.id, first.title, first.abstract) == ("item_12", "Looms of the north", "We count looms.")
    assert (first.authors, first.year, first.keywords) == (("Wanda Weaver",), 2011, ("looms", "wool"))
    assert (first.doi, first.url, first.position) == ("10.1000/loom.1", "https://example.org/looms", 0)
    assert (second.title, second.position) == ("Dyes of the south", 1)


@pytest.mark.parametrize("name", ALL)
def test_entities_of_a_documents_own_are_refused_in_every_format(tmp_path, name):
    body = ALL[name].partition("?>")[2] if ALL[name].startswith("<?xml") else ALL[name]
    body = body.partition('.dtd">')[2] if "<!DOCTYPE" in body else body
    text = f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">]>\n{body}'
    assert "defines entities" in str(failure(write(tmp_path / "a.xml", text)))
