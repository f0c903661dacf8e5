"""A store folder: catalog.sqlite (the graph, exchanged as a whole) and cache.sqlite (what was read and worked out).

catalog.py   a catalog, opened to be read, or to be built and then exchanged for a new one: open this first
tables.py    the SQL tables of the graph and the encoding of values, made from kg.core.graph
write.py     a new catalog, filled node by node and column by column
read.py      the questions that a catalog answers about its graph
cache.py     what is kept between builds: records and analyses
files.py     how files of a store are made, named, checked and opened
loaded.py    the catalog that a server was made equal to, and what has changed since
lock.py      one build at a time
salvage.py   what can be used of damaged files

Takes nodes and edges (kg.core.graph; edges also as kg.core.tables.EdgeTable), corrections and records, and gives them
back in the order of their ids. All SQL is here. Raises StoreError, one clear line, for whatever is wrong with a file.

May import kg.text (names and Chinese characters) and kg.core.
"""
