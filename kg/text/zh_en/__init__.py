"""Chinese and English terms side by side: what a dictionary and the sound say of their parts.

Imports kg.text.words and kg.text.language.
"""
