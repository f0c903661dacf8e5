"""kg build: the graph is a function of what the sources hold, however it came about."""

from __future__ import annotations

from pathlib import Path

import pytest
from seed_fixture import SEEDS, dump, paper, rewrite, seed_papers, write_jsonl

from kg.core.engine import Engine
from kg.core.errors import InputError, StoreError
from kg.core.progress import Progress
from kg.pipeline.build import BuildReport, build
from kg.store.catalog import Catalog

TESTS = Path(__file__).parents[1]


# -- again --------------------------------------------------------------------------------------


def test_a_second_build_changes_nothing(corpus):
    store = corpus.new_store()
    first = build([corpus.a, corpus.b], store, fast=True)
    before, content = dump(store), (store / "catalog.sqlite").read_bytes()
    with Catalog.open(store) as catalog:
        generation = catalog.generation
    second = build([corpus.a, corpus.b], store, fast=True)
    assert (first.changed, first.sources_read, first.sources_unchanged) == (True, 2, 0)
    assert (second.changed, second.sources_read, second.sources_unchanged) == (False, 0, 2)
    assert counts(second) == counts(first)
    assert dump(store) == before
    assert (store / "catalog.sqlite").read_bytes() == content
    with Catalog.open(store) as catalog:
        assert catalog.generation == generation


def counts(report: BuildReport) -> tuple[int, int, int]:
    return report.papers, report.concepts, report.mentions


def test_the_report_counts_what_the_graph_holds(seed_store):
    report = build([SEEDS], seed_store)  # nothing is new: the store is not written to
    assert not report.changed
    assert report.sources_unchanged == 5
    with Catalog.open(seed_store) as catalog:
        held = (len(list(catalog.nodes("Paper"))), len(list(catalog.nodes("Concept"))))
        assert counts(report) == (*held, len(list(catalog.edges("MENTIONS"))))
    assert held[0] == 46


# -- incremental equals full --------------------------------------------------------------------


@pytest.mark.parametrize("fast", [True, False])
def test_adding_a_file_equals_building_both(tiny, fast):
    store = tiny.new_store()
    build([tiny.a], store, fast=fast)
    report = build([tiny.a, tiny.b], store, fast=fast)
    assert (report.sources_read, report.sources_unchanged, report.changed) == (1, 1, True)
    assert dump(store) == tiny.scratch(tiny.a, tiny.b, fast=fast)


def test_adding_files_one_by_one_equals_building_all(corpus):
    store = corpus.new_store()
    for sources in ([corpus.c], [corpus.c, corpus.a], [corpus.a, corpus.b, corpus.c]):
        build(sources, store, fast=True)
    assert dump(store) == corpus.scratch(corpus.a, corpus.b, corpus.c)


def test_only_new_papers_are_analysed(corpus):
    store = corpus.new_store()
    assert analysed([corpus.a, corpus.b], store) == 10
    assert analysed([corpus.a, corpus.b, corpus.c], store) == 5
    assert analysed([corpus.a, corpus.c], store) == 0
    assert analysed([corpus.a, corpus.b], store) == 5  # what is gone is forgotten


class Watcher(Progress):
    """Notes every stage and how far it came; stops at a chosen place."""

    def __init__(self, stop: tuple[str, int] | None = None) -> None:
        self.totals: dict[str, int] = {}
        self.done: dict[str, int] = {}
        self.current = ""
        self.stop = stop

    def stage(self, name: str, total: int = 0) -> None:
        self.current = name
        self.totals[name] = total
        self.done[name] = 0
        self._check()

    def advance(self, n: int = 1) -> None:
        self.done[self.current] += n
        self._check()

    def _check(self) -> None:
        if (self.current, self.done[self.current]) == self.stop:
            raise KeyboardInterrupt


def analysed(sources: list[Path], store: Path) -> int:
    watcher = Watcher()
    build(sources, store, fast=True, progress=watcher)
    assert watcher.done["analysing"] == watcher.totals["analysing"]
    return watcher.totals["analysing"]


@pytest.mark.parametrize("fast", [True, False])
def test_removing_a_file_equals_building_without_it(tiny, fast):
    store = tiny.new_store()
    build([tiny.a, tiny.b], store, fast=fast)
    report = build([tiny.b], store, fast=fast)
    assert (report.sources_removed, report.sources_read, report.changed) == (1, 0, True)
    assert dump(store) == tiny.scratch(tiny.b, fast=fast)


@pytest.mark.parametrize("fast", [True, False])
def test_changing_a_file_equals_building_it_as_it_is(tiny, fast):
    store = tiny.new_store()
    build([tiny.a, tiny.b], store, fast=fast)
    before = dump(store)
    write_jsonl(tiny.a, [paper("Human speech can be"), paper("无数据知识蒸馏")])
    report = build([tiny.a, tiny.b], store, fast=fast)
    assert (report.sources_read, report.sources_unchanged, report.sources_removed) == (1, 1, 0)
    assert dump(store) != before
    assert dump(store) == tiny.scratch(tiny.a, tiny.b, fast=fast)


def test_back_and_forth_gives_the_first_graph_again(corpus):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    first = dump(store)
    build([corpus.a, corpus.b], store, fast=True)
    build([corpus.a], store, fast=True)
    assert dump(store) == first


def test_a_file_that_appears_in_or_leaves_a_folder_is_noticed(corpus):
    folder = corpus.folder / "papers"
    folder.mkdir()
    one = write_jsonl(folder / "one.jsonl", seed_papers()[:3])
    store = corpus.new_store()
    build([folder], store, fast=True)
    write_jsonl(folder / "two.jsonl", seed_papers()[3:6])
    assert build([folder], store, fast=True).papers == 6
    one.unlink()
    report = build([folder], store, fast=True)
    assert (report.papers, report.sources_removed) == (3, 1)
    assert dump(store) == corpus.scratch(folder)


def test_the_order_of_the_sources_makes_no_difference(corpus):
    expected = corpus.scratch(corpus.a, corpus.b, corpus.c)
    assert corpus.scratch(corpus.c, corpus.a, corpus.b) == expected
    store = corpus.new_store()
    build([corpus.a, corpus.b, corpus.c], store, fast=True)
    assert not build([corpus.b, corpus.c, corpus.a], store, fast=True).changed


def test_the_same_file_named_twice_is_one_source(corpus):
    assert corpus.scratch(corpus.a, corpus.a) == corpus.scratch(corpus.a)


# -- settings -----------------------------------------------------------------------------------


def test_a_switch_between_fast_and_default_is_noticed(tiny):
    store = tiny.new_store()
    fast = tiny.scratch(tiny.a, tiny.b, fast=True)
    default = tiny.scratch(tiny.a, tiny.b, fast=False)
    assert fast != default
    build([tiny.a, tiny.b], store, fast=True)
    assert build([tiny.a, tiny.b], store, fast=False).changed
    assert dump(store) == default
    assert build([tiny.a, tiny.b], store, fast=True).changed
    assert dump(store) == fast


def test_another_number_of_keyphrases_is_noticed(corpus):
    store = corpus.new_store()
    many = build([corpus.a], store, fast=True)
    few = build([corpus.a], store, fast=True, top_n=3)
    assert few.changed
    assert few.concepts < many.concepts
    assert few.sources_read == 0
    assert dump(store) == corpus.scratch(corpus.a, top_n=3)


# -- killed and failed --------------------------------------------------------------------------


STOPS = [("reading", 1), ("analysing", 5), ("finding concepts", 3), ("linking", 1), ("linking", 6), ("writing", 0)]


@pytest.mark.parametrize("stop", STOPS)
def test_a_build_that_is_stopped_leaves_the_old_graph_and_ends_equal(corpus, stop):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    before = dump(store)
    with pytest.raises(KeyboardInterrupt):
        build([corpus.a, corpus.b], store, fast=True, progress=Watcher(stop))
    assert dump(store) == before
    build([corpus.a, corpus.b], store, fast=True)
    assert dump(store) == corpus.scratch(corpus.a, corpus.b)


def test_after_a_stop_the_old_sources_give_the_old_graph(corpus):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    before = dump(store)
    with pytest.raises(KeyboardInterrupt):
        build([corpus.a, corpus.b], store, fast=True, progress=Watcher(("writing", 0)))
    build([corpus.a], store, fast=True)
    assert dump(store) == before


def test_a_first_build_that_is_stopped_is_unfinished_and_resumes(corpus):
    store = corpus.new_store()
    with pytest.raises(KeyboardInterrupt):
        build([corpus.a, corpus.b], store, fast=True, engine=Engine(batch=2), progress=Watcher(("analysing", 6)))
    with pytest.raises(StoreError, match="did not finish"):
        Catalog.open(store)
    assert analysed([corpus.a, corpus.b], store) == 4  # three batches of two are kept
    assert dump(store) == corpus.scratch(corpus.a, corpus.b)


def test_bad_json_in_line_seven_names_it_and_leaves_the_store_untouched(corpus):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    before, content = dump(store), (store / "catalog.sqlite").read_bytes()
    bad = write_jsonl(corpus.folder / "bad.jsonl", [*seed_papers()[10:16], '{"abstract": "cut off', seed_papers()[16]])
    with pytest.raises(InputError) as caught:
        build([corpus.b, bad], store, fast=True)
    assert caught.value.line == 7
    assert "bad.jsonl:7: " in str(caught.value)
    assert dump(store) == before
    assert (store / "catalog.sqlite").read_bytes() == content
    assert not build([corpus.a], store, fast=True).changed


def test_what_says_nothing_ends_no_build_and_is_told(corpus):
    told: list[str] = []

    class Listener(Progress):
        def message(self, text: str) -> None:
            told.append(text)

    folder = corpus.folder / "many"
    folder.mkdir()
    write_jsonl(folder / "some.jsonl", [*seed_papers()[:3], '{"title": null, "year": 2011}', seed_papers()[3]])
    (folder / "empty.txt").write_text("\n", encoding="utf-8")
    report = build([folder], corpus.new_store(), fast=True, progress=Listener())
    assert (report.papers, report.entries, report.skipped) == (4, 4, 2)
    assert [line.startswith("skipped: ") for line in told] == [True, True]


def test_bad_entries_are_skipped_and_counted_every_time_when_told(corpus):
    bad = write_jsonl(corpus.folder / "bad.jsonl", [*seed_papers()[:3], "{broken", seed_papers()[3]])
    store = corpus.new_store()
    first = build([bad], store, fast=True, skip_errors=True)
    assert (first.papers, first.entries, first.skipped) == (4, 4, 1)
    again = build([bad], store, fast=True, skip_errors=True)
    assert (again.papers, again.skipped, again.changed) == (4, 1, False)
    with pytest.raises(InputError):
        build([bad], store, fast=True)
    write_jsonl(bad, seed_papers()[:4])
    mended = build([bad], store, fast=True)
    assert (mended.papers, mended.skipped) == (4, 0)
    assert dump(store) == corpus.scratch(bad)


def test_a_missing_source_leaves_the_store_untouched(corpus):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    before = dump(store)
    with pytest.raises(InputError, match=r"nowhere\.jsonl"):
        build([corpus.a, corpus.folder / "nowhere.jsonl"], store, fast=True)
    assert dump(store) == before


def test_a_missing_source_makes_no_store(corpus):
    store = corpus.new_store()
    with pytest.raises(InputError):
        build([corpus.folder / "nowhere.jsonl"], store, fast=True)
    assert not store.exists()


# -- one build at a time -------------------------------------------------------------------------


def test_a_second_build_into_a_store_is_refused_while_one_is_at_work(corpus):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    before = dump(store)
    with Catalog.create(store), pytest.raises(StoreError, match="another kg build is at work"):
        build([corpus.b], store, fast=True)
    assert dump(store) == before
    build([corpus.b], store, fast=True)
    assert dump(store) == corpus.scratch(corpus.b)


def test_a_first_build_that_fails_keeps_a_folder_that_it_did_not_make(corpus):
    store = corpus.new_store()
    store.mkdir()
    with pytest.raises(InputError):
        build([write_jsonl(corpus.folder / "bad.jsonl", ["{"])], store, fast=True)
    assert list(store.iterdir()) == []


def test_what_other_code_made_is_made_again(corpus):
    store = corpus.new_store()
    build([corpus.a], store, fast=True)
    rewrite(store, settings="of another papermesh")
    assert build([corpus.a], store, fast=True).changed
    assert not build([corpus.a], store, fast=True).changed


def test_a_store_in_its_first_build_says_so(corpus):
    store = corpus.new_store()
    with Catalog.create(store), pytest.raises(StoreError, match="a build is at work"):
        Catalog.open(store)
    with pytest.raises(StoreError, match="did not finish"):
        Catalog.open(store)


@pytest.mark.parametrize("skip_errors", [False, True])
def test_sources_without_any_paper_leave_the_store_as_it_was(tmp_path, skip_errors):
    paper = write_jsonl(tmp_path / "one.jsonl", list(seed_papers()[:1]))
    build(paper, tmp_path / "store", fast=True)
    before = dump(tmp_path / "store")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.bib").write_text("" if not skip_errors else "@article{broken", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.bib: nothing could be read as a paper; the store is left as it was"):
        build(folder, tmp_path / "store", fast=True, skip_errors=skip_errors)
    assert dump(tmp_path / "store") == before
    with pytest.raises(InputError):
        build(folder, tmp_path / "new", fast=True, skip_errors=skip_errors)
    assert not (tmp_path / "new").exists()
