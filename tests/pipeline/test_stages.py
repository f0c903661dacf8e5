"""Every stage gives in a fresh process, through pickles, what it gives here: no globals, no store handle."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from seed_fixture import seed_papers

from kg.concepts import tag as mentions
from kg.concepts.clusters import Groups
from kg.concepts.phrase_table import uses_of
from kg.concepts.resolve import choose, find_concepts, find_places, group_phrases
from kg.keyphrases.analysis import Packed, analyse_batch, unpack
from kg.keyphrases.paper import ngrams as runs
from kg.links import similar as linking
from kg.links import terms
from kg.links.cooccurrence import related
from kg.links.hierarchy import ancestors, broader
from kg.links.tfidf import weigh
from kg.papers.merge import merge_records
from kg.papers.readers.read import find_sources, read_records

SEEDS = Path(__file__).parents[2] / "seeds"
ALONE = Path(__file__).with_name("stage_alone.py")


def records() -> list:
    return [record for file in find_sources([SEEDS]) for record in read_records(file)]


def listed(function: Callable, *arguments: Any) -> list:
    """What a stage yields, one by one."""
    return list(function(*arguments))


@pytest.fixture(scope="module")
def stages() -> dict[str, tuple[Callable, tuple]]:
    """Name -> the function of a stage, and what the stages before it give to it, for a corpus in two languages."""
    papers = sorted([*seed_papers()[:6], *seed_papers()[-8:]], key=lambda paper: paper.id)
    analyses = [unpack(packed) for packed in analyse_batch(papers, True)]
    tagged: list[tuple] = []
    with pytest.MonkeyPatch.context() as watch:
        watch.setattr(mentions, "map_batches", _seen(tagged))
        watch.setattr(runs, "map_batches", _seen(tagged))
        uses = uses_of(analyses)
        found = find_concepts(papers, uses, jobs=1)
        found_runs = list(runs.runs_of(papers, jobs=1))
    grouped = group_phrases(papers, uses)
    hierarchy = broader(found.concepts, found.mentions)
    words = list(terms.said(found_runs, uses))
    meanings = terms.meanings(found.concepts, ancestors(hierarchy))
    all_terms = [terms.find_terms(batch, meanings) for batch in words]
    matrix = weigh(all_terms, len(papers))
    return {
        "merge_records": (merge_records, (records(),)),
        "analyse_batch, fast": (analyse_batch, (papers, True)),
        "analyse_batch": (analyse_batch, (papers[:1], False)),
        "unpack": (unpack, (Packed(*analyse_batch(papers[:1], True)[0]),)),
        **{function.__name__: (function, arguments) for function, *arguments in tagged},
        "uses_of": (uses_of, (analyses,)),
        "group_phrases": (group_phrases, (papers, uses)),
        "choose": (choose, (papers, uses, grouped, list(find_places(papers, uses, grouped)))),
        "find_concepts": (find_concepts, (papers, uses)),
        "said": (listed, (terms.said, found_runs, uses)),
        "find_terms": (terms.find_terms, (words[0], meanings)),
        "broader": (broader, (found.concepts, found.mentions)),
        "related": (listed, (related, found.concepts, found.mentions, len(papers))),
        "weigh": (weigh, (all_terms, len(papers))),
        "nearest": (linking.nearest, (matrix, None, [p.lang == "zh" for p in papers])),
        "similar": (listed, (linking.similar, papers, matrix, None, found.concepts, found.mentions, hierarchy)),
    }


def _seen(calls: list[tuple]) -> Callable:
    def note(function: Callable, items: Any, *context: Any, size: int, cost: float, jobs: int = 0):
        batch = list(items)
        calls.append((function, batch, *context))
        yield function(batch, *context)

    return note


def plain(value: object) -> object:
    """A value that can be compared by ==: arrays as lists of bytes, records by their fields."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if sparse.issparse(value):
        return [plain(part) for part in (value.indptr, value.indices, value.data)]  # type: ignore[attr-defined]
    if is_dataclass(value):
        return type(value).__name__, [(f.name, plain(getattr(value, f.name))) for f in fields(value)]
    if isinstance(value, (Mapping, Counter)):
        return [(plain(k), plain(v)) for k, v in sorted(value.items())]
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, value))
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Groups):
        return plain(vars(value))
    return value


@pytest.mark.slow
def test_stages_give_the_same_in_a_fresh_process(stages):
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(SEEDS.parent), str(ALONE.parent), str(ALONE.parents[1] / "fixtures")]),
        "PYTHONHASHSEED": "8",
    }
    given = pickle.dumps(list(stages.values()))
    done = subprocess.run([sys.executable, ALONE], input=given, env=env, capture_output=True, check=True)
    assert {"tag", "find_runs"} <= stages.keys()
    for (name, (function, arguments)), there in zip(stages.items(), pickle.loads(done.stdout), strict=True):
        assert plain(there) == plain(function(*arguments)), name
