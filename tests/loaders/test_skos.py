"""SKOS and thesauri written: valid, with names as hostile as any."""

from __future__ import annotations

import csv

import rdflib
from graph_fixture import EDGES, NODES, HandMade
from rdflib.namespace import RDF, SKOS

from kg.core.graph import Edge, Node
from kg.loaders.files.skos import CONCEPT, Why, skos
from kg.loaders.files.thesaurus import reasons, thesaurus

NASTY = 'say "no"\\ \n\t\x1b[31m \u202eback 蒸馏 𝔸🙂 @en ^^<x>'
PLAIN = "a\\u0041'''\"\"\" <b>"


def hostile() -> HandMade:
    names = {"name": NASTY, "name_en": "", "name_zh": "", "aliases": (PLAIN, "@prefix x: <y> ."), "papers": 1}
    node = Node("Concept", "x> . <y蒸", {"id": "x> . <y蒸", **names})
    said = {"reason": "vocabulary", "paper": "", "sentence": NASTY, "vocabulary": 'a"\n.ttl'}
    up = Edge("BROADER", node.key, ("Concept", "0007"), said)
    both = Edge("RELATED", ("Concept", "0007"), node.key, {"weight": 0.5, "papers": 1})
    return HandMade([*NODES, node], [*EDGES, up, both])


def parsed() -> rdflib.Graph:
    text = "".join(skos(hostile(), {"0007": [Why(PLAIN, "acronym", NASTY)]}))
    return rdflib.Graph().parse(data=text, format="turtle")


def test_hostile_names_come_back_as_they_went_in():
    graph = parsed()
    concept = rdflib.URIRef(f"{CONCEPT}x%3E%20.%20%3Cy%E8%92%B8")
    labels = {str(o) for p in (SKOS.prefLabel, SKOS.altLabel) for o in graph.objects(concept, p)}
    assert labels == {NASTY, PLAIN, "@prefix x: <y> ."}
    (note,) = graph.objects(concept, SKOS.note)
    assert NASTY in str(note)
    assert "vocabulary" in str(note)
    assert f"{PLAIN}: acronym, joined to {NASTY}" in map(str, graph.objects(predicate=SKOS.note))


def test_the_skos_is_valid():
    """The integrity conditions of https://www.w3.org/TR/skos-reference/: S13, S14, S27, and what each concept has."""
    graph = parsed()
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == sum(node.label == "Concept" for node in hostile().nodes("Concept"))
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    for concept in concepts:
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        assert preferred
        assert len({label.language for label in preferred}) == len(preferred)
        assert not set(preferred) & set(graph.objects(concept, SKOS.altLabel))
        assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]
        assert len(list(graph.objects(concept, SKOS.scopeNote))) == 1
        over = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert over <= concepts
        assert not over & {*graph.objects(concept, SKOS.related), *graph.subjects(SKOS.related, concept)}


def test_a_thesaurus_has_a_line_a_name_and_its_reason_beside_it():
    lines = list(csv.reader("".join(thesaurus(hostile())).splitlines(), delimiter="\t"))
    assert lines[0] == ["label", "replace by"]
    assert [" ".join(PLAIN.split()), " ".join(NASTY.split())] in lines
    assert all(len(line) == 2 for line in lines)
    why = {"x> . <y蒸": [Why(PLAIN, "acronym", "other")]}
    beside = list(csv.reader("".join(reasons(hostile(), why)).splitlines(), delimiter="\t"))
    assert [line[:2] for line in beside] == lines
    assert next(line for line in beside if line[0] == PLAIN)[2:] == ["acronym", "other"]
