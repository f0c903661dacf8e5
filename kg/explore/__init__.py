"""What people ask of a graph, over any GraphStore: find a node, look around it, show all about it, count.

ask.py          the questions under the names of the commands, for notebooks (kg.neighbors, kg.search, ...)
find/           the node that a name means (resolve); nodes by name, text, variant or translation (search)
around/         what lies near a node, the strongest path to another, and why two are joined
show/           all about one node: cards, the sentences that name a concept, where its names come from
counts/         what a graph holds, and concepts by year
paper_corrections.py   the same for which records are one paper
corrections.py  from what people type to a correction of concepts that are there

Takes an open graph (kg.core.graph_store.GraphStore) and gives small frozen records, whose fields are the rows that the
commands print. Nothing here knows which back end answers: the same graph gives the same rows in the same order on each.
Two parts read the catalog itself, because only that keeps merges and corrections: show/provenance.py, corrections.py.
Only ask.py opens a graph.

May import kg.loaders (open_graph alone), kg.concepts, kg.papers, kg.store, kg.text and kg.core. The dictionary,
which is slow to import, is imported where it is needed.
"""
