"""Vocabularies that experts made, as terms with names and what is broader.

    terms.py   what every format gives
    skos.py    SKOS in Turtle, RDF/XML, JSON-LD (rdflib)
    lists.py   VOSviewer's thesaurus, lists of synonyms (bibliometrix), tables
    read.py    which format a file has

What they say of a graph: kg.explore.vocabulary.
"""
