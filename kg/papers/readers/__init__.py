"""Readers of papers: files in, RECORDS out. A new format is one file in formats/ and one line in read.FORMATS.

read.py    which format a file has, and its records
formats/   one file a format, each with a FORMAT: how it is recognised, how it is read
streams/   bytes: encodings, archives, JSON and XML piece by piece
fields/    values: names of fields, people, identifiers, LaTeX, markup
"""
