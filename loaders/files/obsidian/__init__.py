"""The graph as an Obsidian vault: a Markdown note a paper, concept and topic.

names.py   which file each note is, safe on every system
text.py    text from outside as Markdown and YAML that runs nothing
notes.py   what the notes say
vault.py   the folder: what has changed is written, what people wrote below the marker stays; open this first
"""
