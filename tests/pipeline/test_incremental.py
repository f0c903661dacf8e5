"""Whatever was added, changed, removed and corrected: a store equals a build from scratch of the same state.

docs/safety.md: how to run more sequences.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from crash_fixture import MANY, exports
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from process_fixture import run
from seed_fixture import seed_papers, write_jsonl

from kg.core.corrections import Correction
from kg.core.engine import Engine
from kg.pipeline.build import build, correct
from kg.store.catalog import Catalog

NAMES = ("a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl")
PAPERS = [*seed_papers()[:14], *(p for p in seed_papers() if p.lang == "zh")][:22]
entries = st.lists(st.sampled_from(range(len(PAPERS))), min_size=1, max_size=6)


class Changing(RuleBasedStateMachine):
    """Files in a folder, corrections in a store."""

    @initialize(held=entries)
    def first(self, held: list[int]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = self.folder / "store"
        self.corrections: list[Correction] = []
        self.write("a.jsonl", held)
        self.build()

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.jsonl"))

    def write(self, name: str, held: list[int]) -> None:
        write_jsonl(self.folder / name, [PAPERS[n] for n in held])

    def build(self) -> None:
        build(self.files, self.store, fast=True)

    @rule(name=st.sampled_from(NAMES), held=entries)
    def add_or_change(self, name: str, held: list[int]) -> None:
        self.write(name, held)
        self.build()

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.files)).unlink()
        self.build()

    @rule(data=st.data(), action=st.sampled_from(["merge", "ignore", "split", "rename"]))
    def correct(self, data: st.DataObject, action: str) -> None:
        with Catalog.open(self.store) as catalog:
            concepts = list(catalog.nodes("Concept"))
        if len(concepts) < 2:
            return
        at = st.integers(0, len(concepts) - 1)
        one, other = (concepts[data.draw(at)].properties for _ in range(2))
        match action:
            case "merge":
                names = (str(one["name"]), str(other["name"]))
            case "split":
                names = (str(one["name"]), *map(str, one["aliases"][:1]))  # type: ignore[index]
            case "rename":
                names = (str(one["name"]), f"{one['name']} x")
            case _:
                names = (str(one["name"]),)
        if len(set(names)) < (1 if action == "ignore" else 2):
            return
        self.corrections.append(Correction(action, names))
        correct(self.store, lambda _: self.corrections)

    @precondition(lambda self: self.corrections)
    @rule()
    def take_back(self) -> None:
        self.corrections.pop()
        correct(self.store, lambda _: self.corrections)

    @invariant()
    def equals_a_build_from_scratch(self) -> None:
        if not hasattr(self, "store"):
            return
        other = self.folder / "scratch"
        build(self.files[::-1], other, fast=True, jobs=1)
        if self.corrections:
            correct(other, lambda _: self.corrections)
        assert exports(self.store) == exports(other)
        shutil.rmtree(other)


Changing.TestCase.settings = settings(
    max_examples=MANY or 3,
    stateful_step_count=10 if MANY else 4,
    deadline=None,
    derandomize=not MANY,
    suppress_health_check=list(HealthCheck),
)
TestChanging = pytest.mark.filterwarnings("ignore")(Changing.TestCase)


@pytest.mark.parametrize("fast", [True, False] if MANY else [True])
def test_neither_jobs_nor_batches_make_a_difference(tmp_path, fast):
    source = write_jsonl(tmp_path / "papers.jsonl", PAPERS[:16])
    build([source], tmp_path / "one", fast=fast, jobs=1)
    for size in (3, 5):
        build([source], tmp_path / f"{size}", fast=fast, engine=Engine(jobs=2, batch=size, worth=0))
        assert exports(tmp_path / f"{size}") == exports(tmp_path / "one")


def test_the_seed_of_hashes_makes_no_difference(builds, tmp_path):
    """Of sets, which Python orders by it; in processes of their own."""
    for seed in ("0", "1", "4711") if MANY else ("4711",):
        store, env = tmp_path / seed, {"PYTHONHASHSEED": seed}
        done = run("build", "a.jsonl", "b.jsonl", "--fast", "--store", store, cwd=builds.folder, env=env)
        assert done.returncode == 0, done.stderr
        assert exports(store) == builds.after
