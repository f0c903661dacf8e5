"""Pages: a neighborhood, drawn. One offline HTML file, the same page served, and the frame in a notebook.

scene.py      which nodes and relationships a page holds
topics.py, layout.py   communities, and where everything stands
network.py    the scene as pyvis sees it; pyvis_shim.py is what of pyvis is used
page.py       scene -> HTML with everything in it; assets/ holds its style and program
server.py     kg serve
notebook.py   kg.view

Takes nodes and edges of any GraphStore. Imports kg.explore, kg.loaders (to write files), kg.text and kg.core.
"""
