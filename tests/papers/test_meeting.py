"""Records that share no key with another are a paper each; the others can be looked at without them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.records import Record
from kg.papers.merge import merge_all
from kg.papers.same_paper import meeting_keys

TITLES = ("", "Discussion", "On the weaving of looms in cold climates", "Weaving of the looms in cold climates, on")
TEXTS = ("", "Abstract not available", "We weave looms.", "We weave looms in cold climates, and show that they hold.")
RECORDS = st.builds(
    Record,
    path=st.sampled_from(["a", "b"]),
    position=st.integers(0, 10**6),
    abstract=st.sampled_from([*TEXTS, *(f"Text {n} of many." for n in range(6))]),
    title=st.sampled_from([*TITLES, *(f"Title number {n}" for n in range(6))]),
    id=st.sampled_from(["", "", "one", "two"]),
    year=st.sampled_from([None, 2019, 2020]),
    authors=st.sampled_from([(), ("Ana Garcia",), ("Bo Li",)]),
    identifiers=st.sampled_from([(), (), ("doi:10.1/a",), ("pmid:1", "doi:10.1/a")]),
)


def keys(record: Record) -> set[str]:
    (paper,) = merge_all([record]).papers
    return {*meeting_keys(record), f"id {paper.id}"}


@settings(max_examples=300, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=12, unique_by=lambda record: (record.path, record.position)))
def test_those_that_meet_and_those_that_do_not_make_the_papers_of_all(records):
    records = [record for record in records if record.abstract or record.title]
    records.sort(key=lambda record: (record.path, record.position))
    times = Counter(key for record in records for key in keys(record))
    meets = [any(times[key] > 1 for key in keys(record)) for record in records]
    met = merge_all(record for record, several in zip(records, meets, strict=True) if several)
    alone = merge_all(record for record, several in zip(records, meets, strict=True) if not several)
    whole = merge_all(records)
    assert sorted([*met.papers, *alone.papers], key=lambda paper: paper.id) == whole.papers
    assert met.joins == whole.joins
    assert sorted([*met.groups, *alone.groups], key=repr) == sorted(whole.groups, key=repr)
