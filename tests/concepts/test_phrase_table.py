"""What analyses found, in tables: the same as in the analyses."""

from __future__ import annotations

import numpy as np
from relation_fixture import analysis
from seed_fixture import seed_papers

from kg.concepts.phrase_table import analysed
from kg.keyphrases.analysis import analyse
from kg.text.phrases import phrase_key


def test_tables_hold_what_the_analyses_hold():
    papers = [*seed_papers()[:6], *seed_papers()[-6:]]
    analyses = [analyse(paper, fast=True) for paper in papers]
    found, titles, _ = analysed(iter(analyses))
    assert found.papers == len(analyses)
    assert titles == [a.title for a in analyses]
    assert found.defined() == [[(d.short, d.long) for d in a.definitions] for a in analyses]
    extra = zip(found.extra_phrases.paper.tolist(), found.extra_phrases.text, strict=True)
    assert list(extra) == [(n, text) for n, a in enumerate(analyses) for text in a.extra_phrases]
    keyphrases, texts = found.keyphrases, found.texts
    for n, one in enumerate(analyses):
        own = keyphrases.take(keyphrases.paper == n)
        assert own.rank.tolist() == list(range(len(own)))
        assert [texts[t] for t in own.text] == list(one.keyphrases.texts)
        columns = (own.place, own.score, own.count, own.from_author)
        assert [column.tolist() for column in columns] == [list(column) for column in one.keyphrases[1:]]
        names = found.proper_names.take(found.proper_names.paper == n)
        assert [texts[t] for t in names.text[names.coined]] == one.coined
        assert [texts[t] for t in names.text[~names.coined]] == list(one.names)
    assert [found.keys[n] for n in found.key] == list(map(phrase_key, texts))
    assert found.keys == sorted(set(found.keys))


def test_there_are_embeddings_where_every_paper_has_one():
    vector = np.ones(4, np.float32) / 2
    _, _, both = analysed([analysis(vector), analysis(-vector)])
    assert both is not None
    assert both.tolist() == [vector.tolist(), (-vector).tolist()]
    for analyses in ([], [analysis()], [analysis(vector), analysis()]):
        assert analysed(analyses)[2] is None
