"""Tables: what every stage of a build gives has the columns, types and order that kg.core.tables declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from seed_fixture import seed_papers
from stage_fixture import records, tables_of_a_build

from kg.core.columns import Lists, Table, cumcount, distinct, expand, first_of_group, lookup, pack, to_arrow, unpack
from kg.core.tables import EdgeTable, Keyphrases, Mentions, NGrams, Texts

EVERY = {table.__name__: table for table in Table.__subclasses__()}


def inside(value: Any) -> Iterator[Table]:
    """The tables in what a stage gives, in its records and lists, too."""
    if isinstance(value, Table):
        yield value
    fields = getattr(value, "__dataclass_fields__", None)
    if fields and not isinstance(value, Table):
        value = [getattr(value, name) for name in fields]
    if isinstance(value, (list, tuple)):
        for each in value[:50]:
            yield from inside(each)


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    return [table for made in tables_of_a_build(records()).values() for table in inside(made)]


def test_a_build_makes_tables_of_every_kind(tables):
    batch = {"Meanings", "Keywords", "TermCounts", "Weights"}  # go to workers or between them, and are not kept
    assert {type(table).__name__ for table in tables} >= EVERY.keys() - batch


def test_columns_have_the_declared_types_and_one_length(tables):
    for table in tables:
        for name, hint in get_type_hints(type(table), include_extras=True).items():
            if name == "KEY":
                continue
            column = getattr(table, name)
            assert len(column) == len(table), (type(table).__name__, name)
            if get_origin(hint) is Annotated:
                assert column.dtype == np.dtype(get_args(hint)[1]), (type(table).__name__, name)
            else:
                assert isinstance(column, get_origin(hint) or hint), (type(table).__name__, name)


def test_rows_stand_in_the_order_of_their_key(tables):
    for table in tables:
        rows = list(zip(*(getattr(table, name).tolist() for name in table.KEY), strict=True))
        assert rows == sorted(rows), type(table).__name__


def test_batches_in_any_order_make_the_same_table():
    texts = Texts.of(seed_papers())
    batches = list(texts.batches(5))
    assert [len(batch) for batch in batches[:-1]] == [5] * (len(batches) - 1)
    again = Texts.concat(batches[::-1]).sorted()
    assert (again.paper.tolist(), again.title, again.abstract) == (texts.paper.tolist(), texts.title, texts.abstract)


def test_the_rows_of_some_papers_are_found_by_their_numbers():
    column = np.array([2, 2, 5, 7], np.int32)
    table = NGrams(column, np.arange(4, dtype=np.uint64), *[np.ones(4, np.int16)] * 2)
    assert table.of_papers(np.array([5, 6, 7])).paper.tolist() == [5, 7]
    assert len(table.of_papers(np.array([3, 4]))) == len(table.of_papers(np.array([], int))) == 0


def test_relationships_give_scores_with_four_decimals():
    columns = {"weight": np.array([1, 10_000], np.int16), "papers": np.array([2, 3])}
    table = EdgeTable("RELATED", ["a", "b"], ["a", "b"], np.array([0, 0]), np.array([1, 1]), columns)
    assert [edge.properties["weight"] for edge in table] == [0.0001, 1.0]


def test_numbers_go_to_arrow_without_being_copied():
    pytest.importorskip("pyarrow", reason="needs pyarrow (group ci)")
    spans = Lists(np.arange(6, dtype=np.int32), np.array([0, 2, 6]))
    score = np.array([1, 2], np.int16)
    number = np.array([3, 4], np.int32)
    mentions = Mentions(number, number, score, number, np.array([True, False]), spans)
    arrow = mentions.to_arrow()
    assert arrow.column_names == Mentions.names()
    assert arrow["spans"].to_pylist() == [[0, 1], [2, 3, 4, 5]]
    assert arrow["in_title"].to_pylist() == [True, False]
    assert arrow["score"].chunk(0).buffers()[1].address == score.ctypes.data
    assert arrow["spans"].chunk(0).values.buffers()[1].address == spans.values.ctypes.data
    assert to_arrow({"text": ["a", "图"]})["text"].to_pylist() == ["a", "图"]


def test_lists_are_taken_and_joined_like_any_column():
    lists = Lists(np.array([1, 2, 3, 4]), np.array([0, 1, 1, 4]))
    assert list(lists) == [(1,), (), (2, 3, 4)]
    assert list(lists[np.array([2, 0])]) == [(2, 3, 4), (1,)]
    assert list(lists[np.array([True, False, True])]) == [(1,), (2, 3, 4)]
    assert list(Lists.concat([lists, lists[1:]])) == [(1,), (), (2, 3, 4), (), (2, 3, 4)]


def test_joins_and_groups_by_hand():
    assert lookup(np.array([3, 9, 1]), np.array([1, 3, 5])).tolist() == [1, -1, 0]
    assert lookup(np.array([3]), np.array([], int)).tolist() == [-1]
    assert [column.tolist() for column in expand(np.array([0, 2, 2, 3]), np.array([2, 0]))] == [[0, 1, 1], [2, 0, 1]]
    assert first_of_group(np.array([1, 1, 2]), np.array([4, 5, 5])).tolist() == [True, True, True]
    assert first_of_group(np.array([], int)).tolist() == []
    assert cumcount(np.array([2, 2, 5])).tolist() == [0, 1, 0]
    assert cumcount(np.array([], int)).tolist() == []
    assert distinct(np.array([5, -2, 5, 2])).tolist() == [-2, 2, 5]
    assert distinct(np.array([], np.int64)).tolist() == []
    assert [column.tolist() for column in unpack(pack(np.array([1, 70_000]), np.array([5, 2**31])))] == [
        [1, 70_000],
        [5, 2**31],
    ]


def test_columns_are_named_by_their_table():
    assert Keyphrases.names() == ["paper", "rank", "place", "text", "score", "count", "from_author"]
