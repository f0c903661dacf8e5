"""What runs in the partitions: each function makes, of its settings, a function of Arrow batches for mapInArrow.

The work is done by the functions of the local stages. Batches of papers follow one another in the order of their
numbers, as the files that they come from do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from kg.concepts.spans import Gazetteer
from kg.concepts.tag import Batch, tag
from kg.core.columns import Table
from kg.core.engine import batched
from kg.core.errors import InputError
from kg.core.records import Paper, given_title
from kg.core.tables import HashedDefinitions, HashedKeyphrases, Keywords, Meanings, NGrams, Terms, Texts
from kg.keyphrases.analysis import analyse_batch, analysis_key
from kg.keyphrases.paper.ngrams import find_ngrams
from kg.links.terms import Hashed, Synonyms, find_terms
from kg.links.tfidf import Factors, TermCounts, counted, weighed
from kg.papers.merge import merge_all
from kg.papers.readers.read import Seen, SourceFile, digest, read_records
from kg.papers.same_paper import meeting_keys
from kg.spark.mapped import paper_of, record_of, to_json
from kg.spark.tables import packed, unpacked
from kg.text.phrase_hashes import Phrases

Arrow: TypeAlias = Iterator[pa.RecordBatch]
OfBatches: TypeAlias = Callable[[Arrow], Arrow]

AT_ONCE = 1000

RECORDS = "number long, record string, keys array<long>, file int, account string"
"""A row a record, keyed by number: the file's place among all, then the position in it (32 bits). keys: hashes of
kg.papers.same_paper.meeting_keys and of the id that the record would have alone. file: its place. And at last a row for
the file, or each part of it: what became of its entries, as JSON."""
PAPERS = "id string, title string, abstract string, chinese boolean, paper string, records string"
ANALYSES = "number long, key string, content binary, extra_phrases binary, embedding binary"
COUNTS = "term long, df long, front long, keyness long"
"""kg.links.tfidf.TermCounts; Spark has no unsigned numbers, so a term is the signed one of the same bits."""


# -- files of numbers that all workers of a machine share ----------------------------------------


def share(folder: Path, **arrays: Any) -> None:
    """Write arrays for `shared`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


@lru_cache(maxsize=64)
def shared(folder: str, name: str) -> np.ndarray:
    """An array that was shared, mapped: a machine holds it once, however many workers look at it.

    It looks as if it could be written, for sparse_dot_topn takes no other.
    """
    return np.load(Path(folder, f"{name}.npy"), mmap_mode="c")


def _table(kind: type[Any], folder: str, prefix: str) -> Any:
    return kind(*(shared(folder, f"{prefix}_{name}") for name in kind.names()))


def columns_of(prefix: str, table: Table) -> dict[str, Any]:
    """The columns of a table of numbers, under the names that `_table` looks for."""
    return {f"{prefix}_{name}": column for name, column in table.columns().items()}


# -- records ---------------------------------------------------------------------------------------


def read(listed: str, form: str, mapping: dict[str, str], separator: str | None, skip_errors: bool) -> OfBatches:
    """Numbers of files -> RECORDS. An error is told in the account: tasks that fail are run again, for nothing.

    listed: a file with (place among all, path, name, member, is_found) of these files, as JSON. Others: as of
    read_records.
    """

    def of(batches: Arrow) -> Arrow:
        files = json.loads(Path(listed).read_text(encoding="utf-8"))
        for batch in batches:
            for file in batch.column(0).to_pylist():
                number, path, *source = files[file]
                yield from _read(number, SourceFile(Path(path), *source))

    def _read(file: int, source: SourceFile) -> Arrow:
        left_out: list[InputError] = []
        seen, count, error = Seen(), 0, None
        settings: dict[str, Any] = {"form": form, "mapping": mapping, "separator": separator, "seen": seen}
        try:
            content = digest(source)
            records = read_records(source, **settings, skip_errors=skip_errors, on_skip=left_out.append)
            for some in batched(records, AT_ONCE):
                yield record_rows(file, some)
                count += len(some)
        except InputError as found:
            content, error = "", found
        told = [(each.reason, each.path, each.line) for each in left_out]
        failed = error and (error.reason, error.path, error.line)
        account = {"name": source.name, "form": seen.form, "entries": seen.entries, "read": count, "digest": content}
        yield account_row(file, _LAST, **account, left_out=told, error=failed)

    return of


_LAST = (1 << 32) - 1
_RECORDS = pa.schema(
    [
        ("number", pa.int64()),
        ("record", pa.string()),
        ("keys", pa.list_(pa.int64())),
        ("file", pa.int32()),
        ("account", pa.string()),
    ]
)


def account_row(file: int, position: int, **account: Any) -> pa.RecordBatch:
    """What became of the entries before this position."""
    row = [file << 32 | position], [None], [None], [file], [json.dumps(account)]
    return pa.RecordBatch.from_arrays(_arrays(*row), schema=_RECORDS)


def record_rows(file: int, records: Sequence[Any]) -> pa.RecordBatch:
    """Records of a file, without the account."""
    numbers = [file << 32 | record.position for record in records]
    keys = [[_hash(key) for key in _keys(record)] for record in records]
    nothing = [None] * len(records)
    columns = numbers, list(map(to_json, records)), keys, [file] * len(records), nothing
    return pa.RecordBatch.from_arrays(_arrays(*columns), schema=_RECORDS)


def _arrays(*columns: list[Any]) -> list[Any]:
    return [pa.array(column, field.type) for column, field in zip(columns, _RECORDS, strict=True)]


def _keys(record: Any) -> set[str]:
    """All under which the record may meet another. Two records with one id are told apart by what they say."""
    (paper,) = merge_all([record]).papers
    return {*meeting_keys(record), f"id {paper.id}"}


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def alone(batches: Arrow) -> Arrow:
    """Records that meet no other -> PAPERS."""
    for batch in batches:
        merged = merge_all(map(record_of, batch.column("record").to_pylist()))
        yield paper_rows(merged.papers, merged.groups)


def paper_rows(papers: Sequence[Paper], groups: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Papers with their records as PAPERS."""
    columns = {
        "id": [paper.id for paper in papers],
        "title": list(map(given_title, papers)),
        "abstract": [paper.abstract for paper in papers],
        "chinese": pa.array([paper.lang == "zh" for paper in papers], pa.bool_()),
        "paper": list(map(to_json, papers)),
        "records": [f"[{','.join(map(to_json, group))}]" for group in groups],
    }
    arrays = [column if isinstance(column, pa.Array) else pa.array(column, pa.string()) for column in columns.values()]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))


# -- papers ----------------------------------------------------------------------------------------


def analyse(fast: bool) -> OfBatches:
    """(number, paper) -> ANALYSES."""

    def of(batches: Arrow) -> Arrow:
        for batch in batches:
            papers = list(map(paper_of, batch.column("paper").to_pylist()))
            keyed = [(analysis_key(paper, fast), paper) for paper in papers]
            keys, analyses = zip(*analyse_batch(keyed, fast), strict=True)
            content = [pa.array(column, pa.binary()) for column in zip(*analyses, strict=True)]
            columns = [batch.column("number"), pa.array(keys), *content]
            yield pa.RecordBatch.from_arrays(columns, names=["number", "key", "content", "extra_phrases", "embedding"])

    return of


def _texts(batch: pa.RecordBatch) -> Texts:
    title, abstract = (batch.column(name).to_pylist() for name in ("title", "abstract"))
    chinese = batch.column("chinese").to_numpy(zero_copy_only=False)
    return Texts(batch.column("number").to_numpy().astype(np.int32), title, abstract, chinese.astype(bool))


def ngrams(batches: Arrow) -> Arrow:
    """(number, title, abstract, chinese) -> batches of NGrams."""
    for texts in map(_texts, batches):
        yield packed(int(texts.paper[0]), find_ngrams(texts))


def tagged(folder: str) -> OfBatches:
    """(number, title, abstract, chinese) -> batches of Tagged. folder: shared, see `share_looked_for`."""

    def of(batches: Arrow) -> Arrow:
        phrases = Phrases(shared(folder, "hashes"), shared(folder, "beginnings"))
        gazetteer = Gazetteer(phrases, shared(folder, "cluster"), shared(folder, "trust"))
        meanings, keywords = _table(Meanings, folder, "meanings"), _table(Keywords, folder, "keywords")
        for texts in map(_texts, batches):
            own = Batch(texts, meanings.of_papers(texts.paper), keywords.of_papers(texts.paper))
            yield packed(int(texts.paper[0]), tag(own, gazetteer))

    return of


def share_looked_for(folder: Path, gazetteer: Gazetteer, meanings: Meanings, keywords: Keywords) -> None:
    """Write what `tagged` looks for."""
    hashes, beginnings = gazetteer.phrases
    share(folder, hashes=hashes, beginnings=beginnings, cluster=gazetteer.cluster, trust=gazetteer.trust)
    share(folder, **columns_of("meanings", meanings), **columns_of("keywords", keywords))


def terms(folder: str) -> OfBatches:
    """Batches of NGrams -> batches of Terms. folder: shared, see `share_synonyms`."""

    def of(batches: Arrow) -> Arrow:
        keyphrases = _table(HashedKeyphrases, folder, "keyphrases")
        definitions = _table(HashedDefinitions, folder, "definitions")
        synonyms = Synonyms(*(shared(folder, name) for name in Synonyms._fields))
        for batch in batches:
            for first, content in zip(batch.column("first").to_pylist(), batch.column("batch"), strict=True):
                found = unpacked(NGrams, content.as_buffer())
                own = Hashed(keyphrases.of_papers(found.paper), definitions.of_papers(found.paper))
                yield packed(first, find_terms(found, own, synonyms))

    return of


def counts(batches: Arrow) -> Arrow:
    """Batches of Terms -> COUNTS, of each batch."""
    for batch in batches:
        for content in batch.column("batch"):
            table = counted(unpacked(Terms, content.as_buffer())).columns()
            columns = [pa.array(table.pop("term").view(np.int64)), *map(pa.array, table.values())]
            yield pa.RecordBatch.from_arrays(columns, names=TermCounts.names())


def weights(folder: str) -> OfBatches:
    """Batches of Terms -> batches of Weights. folder: shared, with Factors."""

    def of(batches: Arrow) -> Arrow:
        known = known_factors(folder)
        for batch in batches:
            for first, content in zip(batch.column("first").to_pylist(), batch.column("batch"), strict=True):
                yield packed(first, weighed(unpacked(Terms, content.as_buffer()), known))

    return of


def known_factors(folder: str | Path) -> Factors:
    """The factors that were shared."""
    return Factors(*(shared(str(folder), name) for name in Factors._fields))


def share_synonyms(folder: Path, hashed: Hashed, synonyms: Synonyms) -> None:
    """Write what `terms` looks for."""
    share(folder, **synonyms._asdict())
    share(folder, **columns_of("keyphrases", hashed.keyphrases), **columns_of("definitions", hashed.definitions))
