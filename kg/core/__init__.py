"""What every room speaks: records, tables, the graph and its protocol, errors, progress, the engine.

tables.py        every table of a build with its columns and its order: open this first
records.py       papers as they are read, merged and analysed; concepts
columns.py       how columns are joined, grouped and packed; a column of lists
graph.py         the schema of the graph: labels, relationship types, properties, strengths
graph_store.py   what every graph can do, and what it answers with
corrections.py   what people correct about concepts and papers
union_find.py    disjoint sets
engine.py        one function over many batches, on several cores
fingerprint.py   which code made this
errors.py, messages.py, progress.py   how the library speaks to people

Takes and gives nothing itself. It may import nothing of kg.
"""
