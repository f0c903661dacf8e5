"""Strings: words and tokens, phrase keys, sentences, tags, vectors, names; nothing here knows a paper.

masking.py, tokens.py         noise blanked out, words, tokens of one text and of many
phrases.py, phrase_hashes.py  keys under which spellings meet, and phrases found in many texts by their hashes
sentences.py, language.py     where sentences end; Chinese characters, and which language a text is in
tagging.py, boundaries.py     parts of speech; where words and noun phrases may end
embedding.py                  unit vectors of texts
names.py                      the form in which names of nodes are compared
words/                        one English word: stem, lemma, frequency, stop lists
zh_en/                        Chinese and English: dictionary, units of terms, alignment, sounds

Takes and gives strings and arrays. Imports kg.core.
"""
