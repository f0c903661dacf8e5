"""All that concerns one paper: keyphrases, n-grams, acronyms, a title. Nothing here looks at another paper.

extract.py    kg.extract_keyphrases: the keyphrases of papers for people, without a graph
analysis.py   PAPERS -> KEYPHRASES, DEFINITIONS, EMBEDDINGS and titles, as the store keeps them
paper/        PAPERS -> NGRAMS; acronyms that a paper defines; a title where none is given
english/      an English paper as words, its candidates, their features
chinese/      the same of a Chinese paper
ranking/      what both share: features of occurrences, the fitted model, spellings, similarity to the paper

The way of a paper: words (Document) -> candidates (Candidate) -> features -> scores -> keyphrases (Keyphrase).
All tables are keyed by paper, and a paper's rows depend on it alone, so a batch can be worked on anywhere.

Imports kg.text and kg.core.
"""
