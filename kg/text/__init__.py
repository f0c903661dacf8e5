"""Strings: words and tokens, phrase keys, sentences, tags, vectors, names. Nothing here knows a paper.

masking.py             LaTeX, addresses and formulas blanked out, offsets kept
tokens.py              words and tokens, of one text and of many
phrases.py             keys under which the spellings of a phrase meet, and phrases found in a text by them
phrase_hashes.py       the same for many texts at once, phrases as rolling hashes
sentences.py           where sentences end
language.py            Chinese characters; which language a text is in
tagging.py             parts of speech
boundaries.py          where words and noun phrases may end
embedding.py           unit vectors of texts
phrase_encoder.py      the same for many short texts, what they share computed once
names.py               the form in which names of nodes are compared
words/                 one word: stem, lemma and word form, frequency, stop lists
zh_en/                 Chinese and English: dictionary, units of terms, alignment, sounds

It takes strings, and gives strings, spans of characters [start, end) and arrays; it has no tables.
Imports kg.core.
"""
