"""The site of these pages: sphinx-build docs site. It asks for nothing when it is built, and its pages for nothing."""

project = "papermesh"
html_title = "papermesh"
language = "en"
extensions = ["myst_parser"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["page.css"]
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 3  # links to headings work as on GitHub, and are checked
nitpicky = True
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure"]  # Pygments knows less Cypher than Neo4j
