"""Every stage gives in a fresh process, through pickles, what it gives here: no globals, no store handle."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from stage_fixture import EVERY_STAGE, OPTIONS, SEEDS, records

from kg.core.engine import Engine
from kg.keyphrases.analysis import analyse_batch, unpack

FIXTURES = Path(__file__).parents[1] / "fixtures"
ALONE_HERE = Path(__file__).with_name("stage_alone.py")


class Batches(Engine):
    """Notes every batch that a stage hands to workers."""

    seen: list[tuple[Callable, tuple]] = []  # noqa: RUF012

    def map(self, function: Callable, batches: Any, *context: Any, seconds: float) -> Iterator[Any]:
        for batch in batches:
            self.seen.append((function, (batch, *context)))
            yield function(batch, *context)


def listed(function: Callable, *arguments: Any, **options: Any) -> Any:
    """What the function gives, with iterators as lists, also where it gives several tables."""
    made = function(*arguments, **options)
    if isinstance(made, Iterator):
        return list(made)
    if type(made) is tuple:
        return tuple(list(each) if isinstance(each, Iterator) else each for each in made)
    return made


@pytest.fixture(scope="module")
def stages() -> dict[str, tuple[Callable, tuple, dict]]:
    """Name -> the function of a stage or of a batch, what the stages before it give to it, and options."""
    calls: dict[str, tuple[Callable, tuple, dict]] = {}
    tables: dict[str, Any] = {"records": records()}
    for stage in EVERY_STAGE:
        taken, wanted = [tables[name] for name in stage.takes], {name: OPTIONS[name] for name in stage.options}
        if stage.kept:
            batch = [(paper.id, paper) for paper in taken[0]]
            calls[stage.name] = (stage.load(), (batch, True), {})
            calls[f"{stage.name}, not fast"] = (stage.load(), (batch[:1], False), {})
            made: Any = [unpack(packed) for _, packed in analyse_batch(batch, True)]
        else:
            calls[stage.name] = (stage.load(), tuple(taken), wanted)
            noted = wanted | ({"engine": Batches(jobs=1, batch=4)} if "engine" in wanted else {})
            made = listed(stage.load(), *taken, **noted)
        tables |= zip(stage.gives, made if len(stage.gives) > 1 else (made,), strict=True)
    for n, (function, arguments) in enumerate(Batches.seen):
        calls[f"{function.__name__} {n}"] = (function, arguments, {})
    return calls


def plain(value: object) -> object:
    """A value that can be compared by ==: arrays as lists of bytes, records by their fields."""
    if isinstance(value, np.ndarray) and value.dtype.hasobject:
        return value.shape, plain(value.tolist())
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
    if type(value).__module__.startswith("kg.") and hasattr(value, "__dict__"):
        return plain(vars(value))
    return value


@pytest.mark.slow
def test_stages_give_the_same_in_a_fresh_process(stages):
    path = os.pathsep.join(map(str, (SEEDS.parent, ALONE_HERE.parent, FIXTURES)))
    env = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "8"}
    given = pickle.dumps(
        [(listed, (function, *arguments), options) for function, arguments, options in stages.values()]
    )
    done = subprocess.run([sys.executable, ALONE_HERE], input=given, env=env, capture_output=True, check=True)
    assert {"tag 0", "find_ngrams 0"} & {name.replace(name[-1], "0") for name in stages}
    for (name, call), there in zip(stages.items(), pickle.loads(done.stdout), strict=True):
        function, arguments, options = call
        assert plain(there) == plain(listed(function, *arguments, **options)), name


def test_every_table_that_a_stage_takes_comes_from_one_before_it():
    known = {"records"}
    for stage in EVERY_STAGE:
        assert set(stage.takes) <= known, stage.name
        assert known.isdisjoint(stage.gives), f"{stage.name} gives a table that is there already"
        known.update(stage.gives)
    taken = {name for stage in EVERY_STAGE for name in stage.takes}
    assert {name for name in known - taken if name.islower()} == {
        *("merges", "outcomes", "authors", "venues", "vectors", "duplicates", "first", "paper_outcomes", "topics")
    }


def test_a_stage_is_a_function_of_its_tables_alone_and_names_its_options():
    for stage in EVERY_STAGE:
        code = stage.load()
        assert set(stage.options) <= {"fast", "top_n", "corrections", "paper_corrections", "engine"}, stage.name
        assert callable(code), stage.name
