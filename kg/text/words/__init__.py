"""One word: its stem, lemma and word form, how common it is, whether it says anything; lists/ holds word lists.

Imports kg.text.language and kg.core.
"""
