"""From bytes to papers: readers of every format, and which records are the same paper.

readers/        one file a format; RECORDS as they stand in the source
same_paper.py   which records are the same paper
merge.py        RECORDS -> PAPERS, one a paper, sorted by id
citations.py    RECORDS, PAPERS -> CITES
read.py         kg.read_papers, streaming

Imports kg.text and kg.core.
"""
