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

from kg.core.corrections import NAMES as ON_CONCEPTS
from kg.core.corrections import PAPER_NAMES, Correction
from kg.core.engine import Engine
from kg.papers.corrections import name_of
from kg.papers.readers.read import find_sources, read_records
from kg.pipeline.build import build, correct
from kg.store.catalog import Catalog

NAMES = ("a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl")
PAPERS = [*seed_papers()[:14], *(p for p in seed_papers() if p.lang == "zh")][:22]
ACTIONS = (*ON_CONCEPTS, *PAPER_NAMES)
entries = st.lists(st.sampled_from(range(len(PAPERS))), min_size=1, max_size=6)


class Changing(RuleBasedStateMachine):
    """Files in a folder, corrections in a store. Up to 22 papers: the steps of kg.core.steps are crossed at 6, 12 and
    23."""

    fast = True

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
        build(self.files, self.store, fast=self.fast)

    @rule(name=st.sampled_from(NAMES), held=entries)
    def add_or_change(self, name: str, held: list[int]) -> None:
        self.write(name, held)
        self.build()

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.files)).unlink()
        self.build()

    @rule(data=st.data(), actions=st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3))
    def correct(self, data: st.DataObject, actions: list[str]) -> None:
        """One or several in one go."""
        drawn = [made for action in actions if (made := self.correction(data, action))]
        if drawn:
            self.corrections += drawn
            correct(self.store, lambda _: self.corrections)

    def correction(self, data: st.DataObject, action: str) -> Correction | None:
        """A correction of concepts or papers of the graph; None where it has too few names for one."""
        if action in PAPER_NAMES:
            records = sorted({name_of(record) for file in find_sources(self.files) for record in read_records(file)})
            drawn = tuple(dict.fromkeys(data.draw(st.sampled_from(records)) for _ in range(2)))
            return Correction(action, drawn) if len(drawn) == 2 else None
        with Catalog.open(self.store) as catalog:
            concepts = list(catalog.nodes("Concept"))
        if not concepts:
            return None
        one, other = (data.draw(st.sampled_from(concepts)).properties for _ in range(2))
        names = {
            "merge": (str(one["name"]), str(other["name"])),
            "broader": (str(one["name"]), str(other["name"])),
            "split": (str(one["name"]), *map(str, one["aliases"][:1])),  # type: ignore[index]
            "rename": (str(one["name"]), f"{one['name']} x"),
            "ignore": (str(one["name"]),),
        }[action]
        return Correction(action, names) if len(set(names)) == (1 if action == "ignore" else 2) else None

    @rule()
    def build_anew(self) -> None:
        """From nothing that was worked out before."""
        build(self.files, self.store, fast=self.fast, anew=True)

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
        build(self.files[::-1], other, fast=self.fast, jobs=1)
        if self.corrections:
            correct(other, lambda _: self.corrections)
        assert exports(self.store) == exports(other)
        shutil.rmtree(other)


class ChangingWithEmbeddings(Changing):
    fast = False


def sequences(few: int, steps: int) -> settings:
    """As many as wanted, of ten steps; else a few short ones, always the same."""
    return settings(
        max_examples=MANY or few,
        stateful_step_count=10 if MANY else steps,
        deadline=None,
        derandomize=not MANY,
        suppress_health_check=list(HealthCheck),
    )


Changing.TestCase.settings = sequences(few=4, steps=5)
ChangingWithEmbeddings.TestCase.settings = sequences(few=1, steps=3)
TestChanging = pytest.mark.filterwarnings("ignore")(Changing.TestCase)
TestChangingWithEmbeddings = pytest.mark.filterwarnings("ignore")(ChangingWithEmbeddings.TestCase)


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
