"""Corrections on concepts: they change the graph as they say, outlast every build, and are never lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from correction_fixture import (
    CHINESE,
    DROPOUT,
    GRAPHS,
    HOSPITALS,
    MERGE,
    NETWORKS,
    PAPERS,
    PHONES,
    SPLIT,
    SWARMS,
    add,
    concept,
    corrected,
    from_scratch,
    mentioning,
    names,
    rebuild,
    take_back,
    write,
)
from seed_fixture import SEEDS, dump, seed_papers

from kg.concepts import resolve
from kg.core.corrections import APPLIES
from kg.pipeline.build import build
from kg.store.catalog import Catalog

# -- merge --------------------------------------------------------------------------------------


def test_a_merge_brings_all_names_and_papers_together(store):
    assert len(mentioning(store, "federated learning")) == 3
    assert add(store, MERGE) == ()
    merged = concept(store, "federated learning")
    assert merged
    assert {"collaborative learning", "FL", "联邦学习"} <= names(merged)
    assert merged.properties["name"] == "federated learning"
    assert len(mentioning(store, "collaborative learning")) == 5


def test_the_first_name_stays_though_the_other_is_more_frequent(store):
    add(store, 'merge "federated averaging" "collaborative learning" "federated learning"')
    merged = concept(store, "federated averaging")
    assert merged
    assert merged.properties["name"] == "federated averaging"
    assert merged.properties["name_zh"] == "联邦学习"


def test_a_merge_takes_effect_at_once_and_names_its_reason(store):
    add(store, MERGE)
    merged = concept(store, "federated learning")
    assert merged
    with Catalog.open(store) as catalog:
        assert (merged.id, "federated learning", "collaborative learning", "correction", 1.0) in catalog.merges()


def test_what_merely_stands_in_a_text_enters_the_vocabulary(store):
    before = mentioning(store, "federated learning")
    add(store, 'merge "federated learning" "slow networks" "stays there"')
    found = concept(store, "stays there")
    assert found
    assert found.properties["name"] == "federated learning"
    assert mentioning(store, "federated learning") == before
    add(store, 'merge "swarm intelligence" "others"')
    assert mentioning(store, "others") == sorted([GRAPHS["abstract"][:12], SWARMS["abstract"][:12]])


def test_an_acronym_of_two_letters_that_a_merge_names_counts_in_every_paper(store):
    other = {
        "abstract": "In practice, FL, as it is called, is hard. We show that dropout helps.",
        "keywords": ["dropout"],
    }
    rebuild([*PAPERS, other])
    assert other["abstract"][:12] not in mentioning(store, "federated learning")
    add(store, 'merge "federated learning" "FL"')
    assert other["abstract"][:12] in mentioning(store, "federated learning")


def test_concepts_of_two_languages_become_one(store):
    add(store, 'merge "通信效率" "federated averaging"')
    merged = concept(store, "通信效率")
    assert merged
    assert (merged.properties["name_en"], merged.properties["name_zh"]) == ("federated averaging", "通信效率")


def test_a_merge_survives_a_rebuild_from_scratch_of_the_same_sources(store):
    add(store, MERGE)
    after = dump(store)
    rebuild([PHONES])
    rebuild()
    assert dump(store) == after == from_scratch(MERGE)
    assert corrected(store) == [(MERGE, APPLIES)]


def test_a_merge_holds_for_papers_that_come_later(store):
    build([write(PAPERS[:3])], store, fast=True)
    add(store, MERGE)
    rebuild()
    assert len(mentioning(store, "collaborative learning")) == 5
    assert dump(store) == from_scratch(MERGE)


# -- split --------------------------------------------------------------------------------------


def test_split_beats_every_later_merge(store):
    translation, acronym = 'split "federated learning" "联邦学习"', 'split "federated learning" "FL"'
    add(store, translation, acronym)
    for _ in range(2):
        assert [concept(store, n).properties["name"] for n in ("联邦学习", "FL")] == ["联邦学习", "FL"]  # type: ignore[union-attr]
        assert mentioning(store, "联邦学习") == [CHINESE["abstract"][:12]]
        assert mentioning(store, "FL") == [NETWORKS["abstract"][:12]]
        rebuild([*PAPERS, HOSPITALS | {"abstract": "Federated learning (FL) again."}])
        rebuild()


def test_split_takes_derivations_apart(store):
    both = [GRAPHS["abstract"][:12]]
    add(store, 'split "convolution network" "convolutional network"')
    assert mentioning(store, "convolution network") == sorted([*both, SWARMS["abstract"][:12]])
    assert mentioning(store, "convolutional network") == sorted([*both, DROPOUT["abstract"][:12]])
    found = concept(store, "convolutional network")
    assert found
    assert names(found) == {"convolutional network"}
    add(store, 'merge "convolution network" "convolutional network"')
    assert len(mentioning(store, "convolutional network")) == 3


def test_a_plural_cannot_be_split_from_its_singular(store):
    before = dump(store)
    (complaint,) = add(store, 'split "convolution network" "convolution networks"')
    assert "in number" in complaint
    assert dump(store) == before


def test_several_names_leave_as_one_concept(store):
    add(store, MERGE, 'split "federated learning" "collaborative learning" "联邦学习"')
    left = concept(store, "collaborative learning")
    assert left
    assert "联邦学习" in names(left)
    assert len(mentioning(store, "collaborative learning")) == 3
    assert len(mentioning(store, "federated learning")) == 2


def test_what_came_with_one_that_leaves_stays_and_every_merge_joins_names_of_its_concept(store):
    add(store, 'merge "collaborative learning" "dropout"', 'merge "dropout" "swarm intelligence"', MERGE)
    add(store, 'split "federated learning" "collaborative learning"')
    assert len(mentioning(store, "collaborative learning")) == 2
    stayed = concept(store, "federated learning")
    assert stayed
    assert {"dropout", "swarm intelligence"} <= names(stayed)
    with Catalog.open(store) as catalog:
        concepts = {node.id: names(node) for node in catalog.nodes("Concept")}
        for id_, kept, merged, _, _ in catalog.merges():
            assert {kept, merged} <= concepts[id_]
        assert len(list(catalog.merges(stayed.id))) == len({"FL", "联邦学习", "dropout", "swarm intelligence"})


# -- rename, ignore -----------------------------------------------------------------------------


def test_a_new_name_is_shown_and_looked_for_and_the_old_one_stays_an_alias(store):
    add(store, 'rename "federated learning" "Decentralized Training"')
    renamed = concept(store, "federated learning")
    assert renamed
    assert renamed.properties["name"] == renamed.properties["name_en"] == "Decentralized Training"
    assert renamed.properties["name_zh"] == "联邦学习"
    assert GRAPHS["abstract"][:12] in mentioning(store, "Decentralized Training")


def test_a_name_is_chosen_in_its_language(store):
    add(store, 'rename "federated learning" "联合学习"')
    renamed = concept(store, "联邦学习")
    assert renamed
    assert renamed.properties["name"] == "federated learning"
    assert renamed.properties["name_zh"] == "联合学习"


def test_a_name_may_differ_in_case_alone_or_be_an_acronym(store):
    add(store, 'rename "federated learning" "Federated Learning"')
    assert concept(store, "Federated Learning").properties["name"] == "Federated Learning"  # type: ignore[union-attr]
    add(store, 'rename "federated learning" "FL"')
    assert concept(store, "FL").properties["name"] == "FL"  # type: ignore[union-attr]


@pytest.mark.parametrize(("line", "name"), [('merge "GPU" "通信效率"', "GPU"), ('merge "通信效率" "GPU"', "通信效率")])
def test_an_acronym_is_the_name_where_it_is_what_stays(store, line, name):
    rebuild([*PAPERS, {"abstract": "A GPU is fast.", "keywords": ["GPU"]}])
    add(store, line)
    assert concept(store, "GPU").properties["name"] == name  # type: ignore[union-attr]


def test_what_is_ignored_is_no_concept_under_any_name(store):
    add(store, 'ignore "federated learning"')
    rebuild([*PAPERS, PHONES | {"abstract": "Once more federated learning, FL and 联邦学习."}])
    for name in ("federated learning", "FL", "联邦学习"):
        assert concept(store, name) is None
    with Catalog.open(store) as catalog:
        assert all(merged != "联邦学习" for *_, merged, _, _ in catalog.merges())


def test_what_stands_within_an_ignored_phrase_is_still_found(store):
    add(store, 'merge "dropout" "model"', 'ignore "shared model"')
    assert PHONES["abstract"][:12] in mentioning(store, "model")
    assert concept(store, "shared model") is None


def test_of_an_ignored_concept_a_later_merge_takes_only_what_it_names(store):
    add(store, 'ignore "federated learning"', 'merge "dropout" "FL"')
    merged = concept(store, "FL")
    assert merged
    assert names(merged) == {"dropout", "FL"}
    assert concept(store, "federated learning") is concept(store, "联邦学习") is None


# -- one after another --------------------------------------------------------------------------


def test_the_later_of_two_that_contradict_wins(store):
    before = concept(store, "collaborative learning")
    add(store, MERGE, SPLIT)
    assert concept(store, "collaborative learning") == before
    add(store, MERGE)
    assert len(mentioning(store, "collaborative learning")) == 5
    add(store, 'ignore "dropout"', 'merge "federated learning" "dropout"')
    assert len(mentioning(store, "dropout")) == 6
    add(store, 'ignore "federated learning"')
    assert concept(store, "dropout") is None


def test_one_by_one_or_all_at_once_gives_the_same_graph(store):
    convolution = 'split "convolution network" "convolutional network"'
    lines = [MERGE, convolution, 'rename "FL" "Fed Learning"', 'ignore "dropout"', SPLIT]
    for line in lines:
        add(store, line)
    assert dump(store) == from_scratch(*lines)


def test_undo_restores_the_graph_byte_for_byte(store):
    before = dump(store)
    add(store, MERGE)
    merged = dump(store)
    add(store, 'split "convolution network" "convolutional network"')
    add(store, 'rename "federated learning" "X learning"')
    take_back(store)
    take_back(store, 2)
    assert dump(store) == merged
    take_back(store, 1)
    assert dump(store) == before


def test_corrections_are_made_with_the_options_of_the_last_build(store):
    build(["papers.jsonl"], store, fast=True, top_n=2)
    few = dump(store)
    add(store, MERGE)
    assert dump(store) != few
    take_back(store)
    assert dump(store) == few
    assert not build(["papers.jsonl"], store, fast=True, top_n=2).changed


def test_corrections_read_no_source_again(store):
    Path("papers.jsonl").unlink()
    add(store, MERGE)
    assert len(mentioning(store, "collaborative learning")) == 5


def test_corrections_on_the_seeds_join_and_part_both_languages(seed_store, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(seed_store, store)
    before = dump(store)
    parted = 'split "knowledge distillation" "知识蒸馏"'
    assert add(store, parted) == ()
    assert concept(store, "知识蒸馏") != concept(store, "knowledge distillation")
    assert not build([SEEDS], store).changed
    take_back(store)
    assert dump(store) == before


# -- what a correction does not ask again -------------------------------------------------------


def test_a_correction_asks_no_rule_again_and_new_papers_do(store, monkeypatch):
    asked = []
    merge = resolve.merge_phrases
    monkeypatch.setattr(resolve, "merge_phrases", lambda *known: asked.append(known) or merge(*known))
    add(store, MERGE, SPLIT)
    take_back(store)
    assert not asked
    build([write([*PAPERS, *seed_papers()[:1]])], store, fast=True)
    assert len(asked) == 1
