"""Topics: groups of papers that are like each other, in two levels, and what they are called.

found.py        the stage: papers, near pairs, concepts, Mentions -> Topic nodes, IN_TOPIC, PART_OF; open this first
communities.py  a graph of weighted pairs -> groups (Leiden)
levels.py       the groups of the papers, and the groups within these
membership.py   how much a paper and a concept belong to a topic
names.py        the concepts that a topic is called by
words.py       when two names have a word in common
callon.py       centrality and density
"""
