"""Clusters of phrases: every merge is of two keys of one cluster, and the merges connect it, whatever is done."""

from __future__ import annotations

import pickle
import random

import pytest

from kg.concepts.clusters import Clusters, Merge


def merge(kept: str, merged: str, reason: str = "spelling") -> Merge:
    return Merge(kept, merged, reason, 1.0)


def clusters(*merges: str, keys: str = "abcdef") -> Clusters:
    """ "ab" merges b into the cluster of a."""
    found = Clusters(keys)
    found.apply(merge(*pair) for pair in merges)
    return found


def as_sets(found: Clusters) -> set[str]:
    return {"".join(sorted(keys)) for keys in found.members().values()}


def test_the_head_of_what_is_kept_heads_both():
    found = clusters("ab", "cd", "bd")
    assert [found.of(key) for key in "abcdef"] == list("aaaaef")
    assert as_sets(found) == {"abcd", "e", "f"}


def test_a_merge_of_what_is_one_already_is_not_noted():
    assert clusters("ab", "ba", "bc", "ac").merges == [merge("a", "b"), merge("b", "c")]


def test_what_is_allowed_is_asked_when_the_turn_of_a_merge_comes():
    found = Clusters("abc")
    found.apply([merge("a", "b"), merge("c", "b")], lambda each: found.of(each.merged) == each.merged)
    assert as_sets(found) == {"ab", "c"}


def test_a_key_that_is_added_is_a_cluster_of_its_own():
    found = clusters("ab")
    found.add("z")
    found.add("b")
    assert as_sets(found) == {"ab", "c", "d", "e", "f", "z"}
    assert list(found.inside("z")) == ["z"]
    with pytest.raises(KeyError):
        found.of("y")


def test_clusters_are_numbered_by_their_heads():
    heads, number = clusters("ca", "bd", keys="abcd").numbered()
    assert heads == ["b", "c"]
    assert number == {"a": 1, "b": 0, "c": 1, "d": 0}


def test_a_split_forgets_merges_across_and_connects_what_it_leaves():
    found = clusters("ab", "bc", "ad")
    found.split(["a", "c", "d"], ["b"], "correction")
    assert as_sets(found) == {"acd", "b", "e", "f"}
    assert found.merges == [merge("a", "d"), merge("a", "c", "correction")]


def test_each_part_of_a_split_is_headed_by_its_first_key():
    found = clusters("ab", "ac", "ad")
    found.split(["c", "a"], ["d", "b"], "correction")
    assert [found.of(key) for key in "abcd"] == ["c", "d", "c", "d"]
    assert list(found.inside("a")) == ["c", "a"]


def test_what_joined_later_stands_behind():
    found = clusters("ba")
    assert list(found.inside("a")) == ["a", "b"]
    found.join(merge("d", "c"))
    found.join(merge("a", "d"))
    assert list(found.inside("c")) == ["a", "b", "d", "c"]


def test_what_is_removed_leaves_no_merge_behind():
    found = clusters("ab", "cd")
    found.remove(["a", "b"])
    assert as_sets(found) == {"cd", "e", "f"}
    assert found.merges == [merge("c", "d")]
    with pytest.raises(KeyError):
        found.of("a")


@pytest.mark.parametrize("seed", range(30))
def test_clusters_stay_sound_whatever_is_done(seed):
    chance = random.Random(seed)
    found = Clusters(map(str, range(20)))
    for _ in range(40):
        keys = sorted(found.numbered()[1])
        members = list(found.inside(chance.choice(keys)))
        action = chance.random()
        if action < 0.6:
            found.join(merge(*chance.sample(keys, 2)))
        elif action < 0.9 and len(members) > 1:
            chance.shuffle(members)
            at = chance.randrange(1, len(members))
            found.split(members[:at], members[at:], "correction")
        elif action >= 0.9 and len(keys) > len(members) + 1:
            found.remove(members)
    sound(found)
    sound(pickle.loads(pickle.dumps(found)))


def sound(found: Clusters) -> None:
    heads, number = found.numbered()
    members = found.members()
    assert heads == sorted(members)
    assert sorted(number) == sorted(key for keys in members.values() for key in keys)
    assert all(found.of(key) == head == heads[number[key]] for head, keys in members.items() for key in keys)
    by_merges = Clusters(number)
    by_merges.apply(found.merges)
    assert as_sets(by_merges) == as_sets(found)
