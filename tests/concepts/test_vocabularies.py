"""Vocabularies: the same terms from every format; what is broken or hostile is one line."""

from __future__ import annotations

import pytest

from kg.concepts.vocabularies.read import vocabulary
from kg.concepts.vocabularies.terms import Term, Terms
from kg.core.errors import InputError

TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:a> skos:prefLabel "Looms"@en, "织机"@zh-Hans, "Webstuhl"@de ; skos:altLabel "weaving frames"@en-GB .
<urn:b> a skos:Concept ; skos:prefLabel "Hand looms (small)"@en ; skos:broader <urn:a> ; skos:related <urn:c> .
<urn:c> a skos:Concept ; skos:prefLabel "Shuttles" . <urn:a> skos:narrower <urn:c> .
"""
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="urn:a"><skos:prefLabel xml:lang="en">Looms</skos:prefLabel></skos:Concept>
<skos:Concept rdf:about="urn:b"><skos:prefLabel xml:lang="en">Hand looms</skos:prefLabel>
<skos:broader rdf:resource="urn:a"/></skos:Concept>
</rdf:RDF>
"""
JSON = """{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"}, "@graph": [
{"@id": "urn:a", "@type": "skos:Concept", "skos:prefLabel": {"@value": "Looms", "@language": "en"}},
{"@id": "urn:b", "@type": "skos:Concept", "skos:prefLabel": "Hand looms", "skos:broader": {"@id": "urn:a"}}]}
"""
TWO = {"urn:a": Term(("Looms",)), "urn:b": Term(("Hand looms",), ("urn:a",))}


def read(text: str, path: str) -> Terms:
    found = vocabulary(text.encode(), path)
    assert found
    return found


def test_skos_has_names_in_the_languages_of_texts_and_what_is_broader_either_way():
    found = read(TURTLE, "words.ttl")
    assert found.terms == {
        "urn:a": Term(("Looms", "织机", "weaving frames")),
        "urn:b": Term(("Hand looms",), ("urn:a",)),
        "urn:c": Term(("Shuttles",), ("urn:a",)),
    }
    assert found.related == 1


@pytest.mark.parametrize(("text", "path"), [(XML, "x.rdf"), (JSON, "x.jsonld"), (XML, "-"), (JSON, "x.txt")])
def test_every_form_of_skos_says_the_same(text, path):
    assert read(text, path).terms == TWO


def test_a_thesaurus_groups_labels_by_what_replaces_them():
    found = read("label\treplace by\nweaving frames\tloom\nlooms\tloom\nresults\t\n", "thesaurus.txt")
    assert found == Terms({"loom": Term(("loom", "weaving frames", "looms"))}, ("results",))


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_list_of_synonyms_has_a_term_a_line(separator):
    text = f"# mine\nloom{separator}weaving frame\n\nshuttle{separator}weft carrier\n"
    names = [term.names for term in read(text, "synonyms.txt").terms.values()]
    assert names == [("loom", "weaving frame"), ("shuttle", "weft carrier")]


def test_a_table_names_what_is_broader_with_or_without_a_row():
    found = read("name,synonyms,broader\nhand loom,small loom|table loom,Loom; Tool\nLoom,,\n", "words.csv")
    hand, loom, tool = found.terms.values()
    assert (hand.names, loom.names, tool.names) == (("hand loom", "small loom", "table loom"), ("Loom",), ("Tool",))
    assert [found.terms[key].names for key in hand.broader] == [("Loom",), ("Tool",)]


@pytest.mark.parametrize("text", ['ignore "a, b"', '# a comment, here\n\nmerge "a" "b"', "", "nonsense"])
def test_corrections_are_no_vocabulary(text):
    assert vocabulary(text.encode(), "corrections.txt") is None


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (TURTLE + "<urn:d> skos:prefLabel .\n", "x.ttl", "x.ttl:5: no turtle"),
        (XML.replace("</skos:Concept>", ""), "x.rdf", "x.rdf:"),
        (XML.replace("<rdf:RDF", '<!DOCTYPE r [<!ENTITY e "boom">]><rdf:RDF', 1), "x.rdf", "entities of its own"),
        (XML.replace("<rdf:RDF", '<!DOCTYPE r [<!ENTITY e SYSTEM "/etc/passwd">]><rdf:RDF', 1), "x.rdf", "x.rdf:2: "),
        (
            JSON.replace('{"skos":', '["http://127.0.0.1:9/c", {"skos":').replace('core#"}', 'core#"}]'),
            "x.json",
            "else",
        ),
        (JSON.replace("]}", ""), "x.json", "x.json:4: invalid JSON"),
        ("[" * 100_000, "x.json", "x.json: nested too deeply"),
        ("label\treplace by\n\tloom\n", "t.txt", "t.txt:2: a line without a label"),
        ("name,broader\n,loom\n", "t.csv", "t.csv:2: a row without a name"),
    ],
)
def test_what_is_broken_or_hostile_is_one_line(text, path, said):
    with pytest.raises(InputError) as caught:
        vocabulary(text.encode(), path)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_wrong_byte_is_named_by_its_line():
    with pytest.raises(InputError, match=r"x\.ttl:2: not UTF-8"):
        vocabulary(b"# fine\n\xff", "x.ttl")
