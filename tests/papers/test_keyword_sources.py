"""Which vocabulary a keyword came from: the authors' own first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.records import Paper, Record, own_keywords
from kg.papers.merge import merge_records
from kg.papers.readers.read import find_sources, read_records

WOS = """PT J
AU Bee, A
TI On looms
DE looms; warps
ID WEAVING MACHINES; Looms
ER
"""
MEDLINE = """
PMID- 17
TI  - On looms.
OT  - looms
MH  - *Weaving/methods
MH  - Looms
"""
SCOPUS = """@article{a, title={On looms}, author_keywords={looms; warps}, keywords={weaving; Looms}}"""
BIBTEX = """@article{a, title={On looms}, keywords={looms, warps}}"""
TABLE = """Title,Abstract,Author Keywords,Index Keywords,MeSH Terms
On looms,Looms weave.,looms; warps,weaving; looms,Textiles
"""
OVID = """<1>
Title
  On looms.
Abstract
  Looms weave.
Author Keywords
  looms; warps
EMTREE Heading
  weaving
"""


def read(content: str, folder: Path) -> list[tuple[str, str]]:
    (folder / "in").write_text(content, encoding="utf-8")
    (record,) = read_records(find_sources([folder / "in"])[0])
    return list(zip(record.keywords, record.keyword_sources, strict=True))


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (WOS, ["looms:author", "warps:author", "weaving machines:KeyWords Plus"]),
        (MEDLINE, ["looms:author", "Weaving:MeSH"]),
        (SCOPUS, ["looms:author", "warps:author", "weaving:index"]),
        (BIBTEX, ["looms:keywords", "warps:keywords"]),
        (TABLE, ["looms:author", "warps:author", "Textiles:MeSH", "weaving:index"]),
        (OVID, ["looms:author", "warps:author", "weaving:Emtree"]),
    ],
)
def test_a_keyword_says_where_it_is_from(tmp_path, content, wanted):
    assert [f"{word}:{source}" for word, source in read(content, tmp_path)] == wanted


def test_the_authors_own_come_first_whichever_record_has_them():
    medline = Record("a", 0, "Looms weave.", keywords=("Weaving", "Looms"), keyword_sources=("MeSH", "MeSH"))
    other = Record("b", 0, "Looms weave.", keywords=("looms",), keyword_sources=("author",))
    ((paper,), _) = merge_records([medline, other])
    assert (paper.keywords, paper.keyword_sources) == (("looms", "Weaving"), ("author", "MeSH"))
    assert own_keywords(paper) == ("looms",)


def test_without_authors_own_the_first_vocabulary_counts():
    def own(*pairs: tuple[str, str]) -> tuple[str, ...]:
        words, sources = zip(*pairs, strict=True)
        return own_keywords(Paper("p", "T", "", "en", keywords=words, keyword_sources=sources))

    assert own(("Weaving", "MeSH"), ("Looms", "index")) == ("Weaving",)
    assert own(("looms", "author"), ("warps", "keywords"), ("Weaving", "MeSH")) == ("looms", "warps")
    assert own_keywords(Paper("p", "T", "", "en")) == ()
