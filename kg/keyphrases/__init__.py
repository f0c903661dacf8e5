"""All that concerns one paper: keyphrases, n-grams, acronyms, a title. Nothing here looks at another paper.

analysis.py   PAPERS -> KEYPHRASES, DEFINITIONS, titles, embeddings, as the store keeps them
extract.py    kg.extract_keyphrases: the same for people, without a graph
english/, chinese/   candidates of a text and their features
ranking/      the model over the features of both, and what both have in common
paper/        n-grams, acronyms, derived titles

A batch carries its papers, so it can be worked on anywhere. Imports kg.text and kg.core.
"""
