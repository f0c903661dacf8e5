"""Pages of a neighborhood or of a whole corpus: one offline HTML file, the same page served, and a frame in a notebook.

The room takes nodes and edges of any GraphStore, and gives the text of a page.

scene.py       which nodes and relationships a page holds; corpus.py, of how much that is a part
topics.py      groups of nodes that belong together, and their names
strengths.py   how strongly a relationship joins in a page, and how much its line weighs
layout.py      the positions of the nodes
network.py     all of that as pyvis puts it; pyvis_shim.py is what of pyvis is used
page.py        a scene as HTML with everything in it; bundle.py makes one script of the page's scripts
server.py      kg serve; refusal.py says why an address shows nothing
notebook.py    kg.view

assets/ holds the page's scripts and styles. Each folder there may import from those before it: data/ (the graph, the
state of the page, what is seen), picture/ (what is drawn where), panels/ (what stands beside it), page/ (template,
style, and main.js, which wires everything together).

It may import kg.explore, kg.loaders (to write files), kg.text and kg.core.
"""
