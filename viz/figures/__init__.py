"""Pictures for papers and talks: strategic diagram, evolution and timeline of topics, as SVG, PNG or page.

The folder takes any GraphStore. A figure is a drawing (drawing.py) and, for every mark in it, the papers and sentences
that it stands for (evidence.py): these make the page, in which a mark opens what is behind it (page.py).

strategic.py   centrality and density of topics
evolution.py   topics of periods, and what they share; periods.py finds them
timeline.py    papers along the years, a lane a topic, with who cites whom
"""
