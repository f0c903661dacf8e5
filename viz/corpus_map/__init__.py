"""A map of all papers of a corpus: a point each, topics as regions, concepts as landmarks, in one offline page.

The folder takes any GraphStore, and gives the text of a page.

papers.py      what the map says of papers, in columns
positions.py   where they lie
landmarks.py   the names on the map: topics of two levels and concepts
page.py        all of that as HTML; its scripts are in viz/assets/map
"""
