"""What analyses found, in columns: the same as in the analyses."""

from __future__ import annotations

import numpy as np
from relation_fixture import analysis
from seed_fixture import seed_papers

from kg.concepts.phrase_table import uses_of
from kg.keyphrases.analysis import analyse
from kg.text.phrases import phrase_key


def test_columns_hold_what_the_analyses_hold():
    papers = [*seed_papers()[:6], *seed_papers()[-6:]]
    analyses = [analyse(paper, fast=True) for paper in papers]
    uses = uses_of(iter(analyses))
    assert len(uses) == len(analyses)
    assert uses.titles == [a.title for a in analyses]
    assert uses.defined == [tuple((d.short, d.long) for d in a.definitions) for a in analyses]
    assert uses.candidates == [a.candidates for a in analyses]
    for lists, texts in (
        (uses.keyphrases, [[k.text for k in a.keyphrases] for a in analyses]),
        (uses.coined, [a.coined for a in analyses]),
        (uses.names, [list(a.names) for a in analyses]),
    ):
        assert [[uses.texts[n] for n in row] for row in lists] == texts
    ranked = [k for a in analyses for k in a.keyphrases]
    columns = zip(uses.score.tolist(), uses.count.tolist(), uses.from_author.tolist(), strict=True)
    assert list(columns) == [(k.score, k.count, k.from_author) for k in ranked]
    assert [uses.keys[n] for n in uses.key] == list(map(phrase_key, uses.texts))
    assert uses.keys == sorted(set(uses.keys))


def test_there_are_embeddings_where_every_paper_has_one():
    vector = np.ones(4, np.float32) / 2
    both = uses_of([analysis(vector), analysis(-vector)]).embeddings
    assert both is not None
    assert both.tolist() == [vector.tolist(), (-vector).tolist()]
    for analyses in ([], [analysis()], [analysis(vector), analysis()]):
        assert uses_of(analyses).embeddings is None
