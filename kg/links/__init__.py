"""Relationships: tables in, edge tables out.

cooccurrence.py  papers, concepts, Mentions -> RELATED; open this first
side_by_side.py  which concepts are parts of one longer name
people.py        which papers follow from each other; cited.py: names that stand in references only
word_forms.py    which names are forms or pieces of each other
hierarchy.py     papers, concepts, Mentions -> BROADER, Ancestors
head_nouns.py    broader by the head noun of a name; usage.py: how names stand in the abstracts
said.py          broader by what papers define, or list as examples
terms.py         NGrams, Keyphrases, Definitions, concepts, Ancestors -> Terms: what papers are compared by
tfidf.py         Terms -> a sparse matrix of papers and terms
pool.py          every paper with the papers nearest to it
similar.py       that matrix, embeddings, Mentions -> SIMILAR
reasons.py       Mentions, Ancestors -> the concepts that two papers share
topics/          what is near, concepts, Mentions -> Topic nodes, IN_TOPIC, PART_OF
nodes.py         papers, records, concepts -> nodes, and CONTAINS, WROTE, PUBLISHED_IN, MENTIONS

Every edge table is a kg.core.tables.EdgeTable, large ones in batches. CITES comes from kg.papers.citations. May import
kg.concepts, kg.keyphrases, kg.text and kg.core.
"""
