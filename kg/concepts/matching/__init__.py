"""Which terms of two lists name the same thing, English or Chinese.

match.py       kg.match_terms: translations, spellings and acronyms of two lists; open this first
score.py       English and Chinese terms -> rated pairs, all decided together
blocking.py    which pairs are worth a closer look: near in meaning, or explained by the dictionary
compare.py     what the dictionary says of every such pair, in batches
differences.py what rules a pair out, and what speaks for another name
features.py    four numbers that speak for a pair
plain.py       single words of the dictionary: senses, names and papers -> log-odds
blocks.py      scored pairs -> decisions, and which pairs one depends on
assignment.py  features -> score, lead over rivals, probability
weights.json   the fitted weights of assignment.py

Takes and gives lists and arrays; it knows no papers. kg.concepts.rules.translations uses it for phrases of a corpus.
May import kg.text and kg.core.
"""
