"""A store folder: catalog.sqlite (the graph, exchanged as a whole) and cache.sqlite (what was read and worked out).

catalog.py, write.py, read.py, tables.py   the graph in SQL, the only SQL there is
cache.py      what is kept between builds
files.py      how files of a store are made, named and opened
lock.py       one build at a time
salvage.py    what can be used of damaged files

Takes nodes and edge tables, gives them back. Imports kg.text and kg.core.
"""
