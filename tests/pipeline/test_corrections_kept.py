"""Corrections that no longer apply, and corrections that were interrupted: nothing is lost, nothing is half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from correction_fixture import (
    DROPOUT,
    MERGE,
    NETWORKS,
    PHONES,
    add,
    concept,
    corrected,
    rebuild,
    write,
)
from seed_fixture import dump

from kg.core.corrections import Correction
from kg.core.errors import KgError, StoreError
from kg.core.progress import Progress
from kg.pipeline.build import build, correct
from kg.store.catalog import Catalog

# -- what no longer applies ---------------------------------------------------------------------


class Heard(Progress):
    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)


def test_a_correction_that_no_longer_applies_is_reported_and_kept(store):
    add(store, 'rename "dropout" "dropping out"', MERGE)
    before = dump(store)
    heard = Heard()
    fewer = write([PHONES, NETWORKS, DROPOUT])
    report = build([fewer], store, fast=True, progress=heard)
    expected = f'correction 2 does not apply: {MERGE}: no paper names "collaborative learning"'
    assert report.unapplied == (expected,) == tuple(heard.messages)
    assert build([fewer], store, fast=True).unapplied == (expected,)
    assert corrected(store)[1] == (MERGE, ("no", 'no paper names "collaborative learning"'))
    assert rebuild().unapplied == ()
    assert dump(store) == before


def test_a_merge_of_three_applies_in_part_without_the_third(store):
    line = 'merge "collaborative learning" "federated learning" "dropout"'
    add(store, line)
    report = rebuild([PHONES, NETWORKS, DROPOUT])
    assert report.unapplied == (f'correction 1 applies only in part: {line}: no paper names "collaborative learning"',)
    assert concept(store, "dropout") == concept(store, "federated learning")


@pytest.mark.parametrize(
    "line", ['split "dropout" "nothing of it"', 'ignore "nothing of it"', 'rename "nothing of it" "something"']
)
def test_a_name_that_no_paper_has_is_reported_and_changes_nothing(store, line):
    before = dump(store)
    (complaint,) = add(store, line)
    assert complaint == f'correction 1 does not apply: {line}: no paper names "nothing of it"'
    assert dump(store) == before


# -- all or nothing -----------------------------------------------------------------------------

KILLED = """
import os, sys
from pathlib import Path
from kg.core.corrections import Correction
from kg.pipeline.build import correct
from kg.core.progress import Progress

class Killed(Progress):
    def stage(self, name, total=0):
        if name == sys.argv[2]:
            os._exit(9)

correct(Path(sys.argv[1]), lambda _: [Correction("ignore", ("dropout",))], progress=Killed())
"""


@pytest.mark.parametrize("stage", ["linking", "writing"])
def test_a_killed_command_leaves_neither_correction_nor_change(store, stage):
    before = dump(store)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(store), stage], env=environment, check=False)
    assert killed.returncode == 9
    assert (dump(store), corrected(store)) == (before, [])


def test_a_correction_is_refused_while_a_build_is_at_work(store):
    with Catalog.create(store), pytest.raises(StoreError, match="another kg build is at work"):
        add(store, MERGE)
    assert corrected(store) == []


def test_a_correction_without_a_store_makes_none(tmp_path):
    with pytest.raises(StoreError, match="no store here"):
        add(tmp_path / "nowhere", MERGE)
    assert not (tmp_path / "nowhere").exists()


def test_what_cannot_be_corrected_leaves_the_store_as_it_was(store):
    def refuse(_: Catalog) -> list[Correction]:
        raise KgError("no")

    before = (store / "catalog.sqlite").read_bytes()
    with pytest.raises(KgError, match="no"):
        correct(store, refuse)
    assert (store / "catalog.sqlite").read_bytes() == before
