"""What people ask of a graph, over any GraphStore: find, look around, show, count.

ask.py       the questions under the names of the commands, for notebooks (kg.neighbors, kg.search, ...)
find/        the node that a name means; nodes by name, text or translation
around/      what lies near, and the way from one node to another
show/        all about one node, with its evidence
counts/      numbers, trends
corrections.py   from what people type to a correction of concepts that are there

Imports kg.loaders (open_graph), kg.concepts, kg.papers, kg.store, kg.text and kg.core.
"""
