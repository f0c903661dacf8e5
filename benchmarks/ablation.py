"""What each step of linking brings: from equal keyphrases to SIMILAR, one step after the other.

    uv run python -m benchmarks.ablation

On kdd: how well the twenty nearest of each paper share an author's keyphrase (as in benchmarks.links). On the seeds:
how many concepts stand in two papers or more, which is what the steps on concepts are for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from benchmarks.data import labelled
from benchmarks.links import rank
from benchmarks.table import machine, markdown, stderr
from kg.concepts.phrase_table import analysed
from kg.concepts.resolve import Concepts, find_concepts
from kg.core.engine import ALONE
from kg.core.graph import SCALE
from kg.core.records import Paper
from kg.core.tables import EdgeTable, Terms, Texts
from kg.core.vectors import in_cosines
from kg.keyphrases.analysis import KEYPHRASES, SHORTLIST, Analysis, analyse
from kg.keyphrases.paper.ngrams import ngrams
from kg.keyphrases.ranking.rank import rank as rank_keyphrases
from kg.links.hierarchy import ancestors, broader
from kg.links.pool import Compared
from kg.links.similar import DIFFUSION, nearest, unmatched
from kg.links.terms import hashed, terms
from kg.links.tfidf import Matrix, by_concept, tfidf
from kg.papers.read import read_papers
from kg.text.phrase_hashes import phrase_hash

SEEDS = Path(__file__).parents[1] / "seeds"
_CHARACTERS_A_WORD = 6


class Step(NamedTuple):
    """A row of the table: what papers are compared by, and how many concepts stand in two papers (None: as before)."""

    name: str
    terms: Matrix
    shared: int | None
    embeddings: bool = False
    diffusion: float = 0.0


def steps(papers: Sequence[Paper], analyses: Sequence[Analysis]) -> Iterator[Step]:
    """Each adds one thing to the one before."""
    ranked = [
        rank_keyphrases(paper, top_n=SHORTLIST, fast=a.embedding is None, embedding=a.embedding)[:KEYPHRASES]
        for paper, a in zip(papers, analyses, strict=True)
    ]
    rows = [{k.text: (k.count, _first(k.in_title, k.spans)) for k in found} for found in ranked]
    papers_of = Counter(text for row in rows for text in row)
    scores = [{k.text: k.score for k in found} for found in ranked]
    yield Step(
        "keyphrases of each paper, equal strings",
        tfidf(papers, [_terms(rows, scores)]),
        sum(n > 1 for n in papers_of.values()),
    )
    undefined, _, _ = analysed(replace(analysis, definitions=()) for analysis in analyses)
    in_papers, _, embeddings = analysed(analyses)
    tagged = find_concepts(papers, undefined, merging=False)
    yield Step("+ two passes", _mentioned(papers, tagged), _in_several(tagged))
    defined = find_concepts(papers, in_papers, merging=False)
    yield Step("+ acronyms", _mentioned(papers, defined), _in_several(defined))
    found = find_concepts(papers, in_papers, embeddings=embeddings)
    yield Step("+ merging", _mentioned(papers, found), _in_several(found))
    texts, known = Texts.of(papers), hashed(in_papers)
    said = list(ngrams(texts, ALONE))
    flat = ancestors(EdgeTable("BROADER", [], [], np.zeros(0, int), np.zeros(0, int), {}))
    words = tfidf(papers, terms(said, known, found.concepts, flat))
    yield Step("+ all phrases, not only concepts", words, None)
    above = ancestors(broader(papers, found.concepts, found.mentions))
    full = tfidf(papers, terms(said, known, found.concepts, above))
    yield Step("+ hierarchy", full, None)
    both = sparse.hstack([full, by_concept(papers, found.concepts, found.mentions)], format="csr")
    yield Step("+ what papers are about", both, None)
    yield Step("+ embeddings", both, None, embeddings=True)
    yield Step("+ diffusion", both, None, embeddings=True, diffusion=DIFFUSION)


def _first(in_title: bool, spans: Sequence[int]) -> int:
    """About which word is the first that names it."""
    return 0 if in_title or not spans else spans[0] // _CHARACTERS_A_WORD


def _mentioned(papers: Sequence[Paper], found: Concepts) -> Matrix:
    """Papers by the concepts that they mention."""
    mentions = found.mentions
    hashes = np.array([phrase_hash(concept.id) for concept in found.concepts], np.uint64)
    first = [_first(*row) for row in zip(mentions.in_title.tolist(), mentions.spans, strict=True)]
    columns = (hashes[mentions.concept], np.maximum(mentions.count, 1), np.array(first, int), mentions.score)
    return tfidf(papers, [Terms(mentions.paper, *columns).sorted()])


def _terms(rows: Sequence[Mapping[str, tuple[int, int]]], scores: Sequence[Mapping[str, float]]) -> Terms:
    """TERMS. rows: for each paper its terms, with count and first word; scores: of each as a keyphrase, in [0, 1]."""
    found = [
        (paper, phrase_hash(term), *at, round(scores[paper].get(term, 0.0) * SCALE))
        for paper, row in enumerate(rows)
        for term, at in row.items()
    ]
    paper, term, count, first, score = zip(*found, strict=True)
    return Terms(*map(np.array, (paper, np.array(term, np.uint64), count, first, score))).sorted()


def _in_several(found: Concepts) -> int:
    return sum(concept.papers > 1 for concept in found.concepts)


def ablation(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    row: Callable[[Step, list[tuple[str, str, float]]], list[str]],
) -> list[list[str]]:
    vectors = in_cosines(np.stack([analysis.embedding for analysis in analyses if analysis.embedding is not None]))
    chinese = np.array([paper.lang == "zh" for paper in papers], bool)
    table = []
    for step in steps(papers, analyses):
        across = unmatched(step.terms, vectors, chinese) if step.embeddings else (0.0, 0.0)
        compared = Compared(step.terms, vectors if step.embeddings else None, chinese, across)
        found = nearest(compared, diffusion=step.diffusion)
        pairs = zip(*(column.tolist() for column in found), strict=True)
        table.append([step.name, *row(step, [(papers[i].id, papers[j].id, score / SCALE) for i, j, score in pairs])])
    return table


def main() -> None:
    data = labelled("kdd", "en")
    keys = {paper.id: gold for paper, gold in data}
    corpora = {"kdd": [paper for paper, _ in data], "seeds": list(read_papers(SEEDS))}
    tables = {}
    with threadpool_limits(1):
        for name, papers in corpora.items():
            stderr().print(f"{name}: {len(papers)} abstracts")
            papers.sort(key=lambda paper: paper.id)
            analyses = [analyse(paper) for paper in papers]
            figures = (lambda _, pairs: [f"{f:.1f}" for f in rank(pairs, keys)]) if name == "kdd" else _concepts
            tables[name] = ablation(papers, analyses, figures)
    joined = [[*kdd, seeds[1]] for kdd, seeds in zip(tables["kdd"], tables["seeds"], strict=True)]
    print(f"{machine()}\n")
    print(markdown(["step", "P@1", "P@5", "AP x 1000", "seeds: shared concepts"], joined))


def _concepts(step: Step, _: object) -> list[str]:
    return ["" if step.shared is None else str(step.shared)]


if __name__ == "__main__":
    main()
