"""kg.extract_keyphrases: the keyphrases of papers, streamed, without building a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.core.records import Keyphrase, Paper
from kg.keyphrases.paper.title import derive_title
from kg.keyphrases.ranking.rank import STYLES, rank


def extract_keyphrases(
    papers: Iterable[Paper], *, top_n: int = 10, style: str = "author", fast: bool = False
) -> Iterator[tuple[Paper, tuple[Keyphrase, ...]]]:
    """Each paper, its title filled in, with its keyphrases, best first; streaming, in input order.

    style: "author" (few short phrases that recur between papers) or "indexer" (many exact ones). fast: without
    embeddings. Raises ValueError for another style.

    >>> import kg
    >>> for paper, phrases in kg.extract_keyphrases(kg.read_papers("seeds/003_c1be279ad4371610.txt"), top_n=3):
    ...     print(paper.title, [phrase.text for phrase in phrases], sep="\\n")
    ...     break
    Discrete gradient dynamics approach to explain implicit regularization
    ['implicit regularization', 'neural networks', 'regularization']
    """
    if style not in STYLES:
        raise ValueError(f"style must be one of {', '.join(STYLES)}, not {style!r}")
    for paper in papers:
        found = rank(paper, top_n=top_n, style=style, fast=fast)
        yield titled(paper, found), found


def titled(paper: Paper, keyphrases: Iterable[Keyphrase]) -> Paper:
    """The paper, with a derived title where none was given."""
    if paper.title_given and paper.title:
        return paper
    return replace(paper, title=derive_title(paper, [k.text for k in keyphrases]), title_given=False)
