"""From bytes to papers: readers of every format, and which records are the same paper.

read.py         kg.read_papers: streaming, without a graph
readers/        files -> RECORDS, an entry of a source each, as it stands there; one file a format
same_paper.py   RECORDS -> groups of them: which are the same paper
merge.py        RECORDS -> PAPERS, sorted by id: what a paper takes from which of its records
corrections.py  what people say about which records are one paper
duplicates.py   why records were joined, and what speaks against it; which source has a paper first
citations.py    RECORDS -> CITES, between the papers that they are merged into
people/         RECORDS -> authors: which names are one person
venues/         RECORDS -> journals and conferences: which titles are one venue

A record is known by its path and position, a paper by its id. Neither the order of the files nor that of the records
makes a difference to PAPERS. Nothing is guessed about a paper that its records do not say, but its language: titles
are derived in kg.keyphrases.

Imports kg.text and kg.core.
"""
