"""Relationships: tables in, edge tables out.

cooccurrence.py  MENTIONS -> RELATED
hierarchy.py     CONCEPTS, MENTIONS -> BROADER
terms.py, tfidf.py  n-grams, concepts -> what papers are compared by, and how much it says
similar.py       terms, embeddings -> SIMILAR
reasons.py       what two papers share, the most telling first
nodes.py         the nodes of papers, concepts, authors and sources, CONTAINS and WROTE

Imports kg.concepts, kg.keyphrases, kg.text and kg.core.
"""
