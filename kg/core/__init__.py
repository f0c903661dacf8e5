"""What every room speaks: records, tables, the graph and its protocol, errors, progress, the engine.

records.py       a paper as read, merged and analysed
tables.py        every table of a build, with its columns; columns.py: how they are joined and grouped
graph.py         labels, relationship types, properties, strengths: the schema of the graph
graph_store.py   what every graph can do, and what it answers with
corrections.py   what people correct about concepts
union_find.py    disjoint sets
engine.py        the same function over many batches, on several cores
fingerprint.py   which code made this

It imports nothing of kg.
"""
