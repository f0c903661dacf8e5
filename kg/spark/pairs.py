"""Comparing papers on executors, in blocks: each with all others, or with those that share rare terms.

The matrix is a file that each machine maps; a block of papers is a task.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from scipy import sparse

from kg.links.pool import Compared, pool_of, pool_of_candidates, rare, recall
from kg.links.similar import NEIGHBOURS
from kg.links.tfidf import Matrix
from kg.spark.session import address_of
from kg.spark.tables import in_order
from kg.spark.workers import Arrow, OfBatches, share, shared

if TYPE_CHECKING:
    from kg.spark.stages import Cluster

_ROWS = 512
"""Papers that are compared at once."""
_SAMPLED, _SAMPLES = 32, 32
"""So many papers that follow one another, so many times: by them recall is told."""
_POOL = "row long, nearest array<int>, score array<double>"
_TOLD = "compared.json"


# -- on executors ------------------------------------------------------------------------------------


def _compared(
    folder: str, across: tuple[float, float], size: int, pool: Callable[..., Matrix], *matrices: str
) -> OfBatches:
    """Numbers of blocks, of `size` papers each -> _POOL. folder: see `_share_matrix`. pool: of kg.links.pool; matrices:
    names of those that it takes."""

    def of(batches: Arrow) -> Arrow:
        vectors = shared(folder, "vectors") if Path(folder, "vectors.npy").is_file() else None
        papers = Compared(_matrix(folder, "terms"), vectors, np.asarray(shared(folder, "chinese")), across)
        others = [_matrix(folder, name) for name in matrices]
        for rows in _blocks(batches, size, len(papers.chinese)):
            yield _pool_rows(rows, pool(rows, papers, *others))

    return of


def _blocks(batches: Arrow, size: int, papers: int) -> Iterator[slice]:
    for batch in batches:
        for block in batch.column(0).to_pylist():
            yield slice(block * size, min((block + 1) * size, papers))


def _pool_rows(rows: slice, found: Matrix) -> pa.RecordBatch:
    found.sort_indices()
    bounds = found.indptr.astype(np.int32)
    lists = found.indices.astype(np.int32), found.data
    columns = [pa.ListArray.from_arrays(bounds, pa.array(values)) for values in lists]
    numbers = pa.array(np.arange(rows.start, rows.stop))
    return pa.RecordBatch.from_arrays([numbers, *columns], names=["row", "nearest", "score"])


def _share_matrix(folder: Path, name: str, matrix: Matrix) -> None:
    shape = np.array(matrix.shape)
    parts = {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr, "shape": shape}
    share(folder, **{f"{name}_{part}": array for part, array in parts.items()})


def _matrix(folder: str, name: str) -> Matrix:
    data, indices, indptr, shape = (shared(folder, f"{name}_{part}") for part in ("data", "indices", "indptr", "shape"))
    return sparse.csr_matrix((data, indices, indptr), shape=tuple(shape.tolist()), copy=False)


# -- on the driver -----------------------------------------------------------------------------------


def pooled(cluster: Cluster, folder: Path, papers: Compared, _threads: int) -> Matrix:
    """What kg.links.pool.pooled gives; beyond `cluster.exact` papers by candidates, and then notes in the folder of the
    checkpoint how many of the nearest were found, see `how_compared`."""
    terms, vectors, chinese, across = papers
    wanted = folder / "compared"
    _share_matrix(wanted, "terms", terms)
    _share_matrix(wanted, "transposed", terms.T.tocsr())
    share(wanted, chinese=chinese, **({} if vectors is None else {"vectors": vectors}))
    size = terms.shape[0]
    every = range(-(-size // _ROWS))
    if size <= cluster.exact:
        exactly = _compared(str(wanted), across, _ROWS, pool_of, "transposed")
        return _run(cluster, folder / "pool", exactly, every, size)[1]
    rarer = rare(terms)
    _share_matrix(wanted, "rare", rarer)
    _share_matrix(wanted, "rare_transposed", rarer.T.tocsr())
    by_candidates = _compared(str(wanted), across, _ROWS, pool_of_candidates, "rare", "rare_transposed")
    _, pool = _run(cluster, folder / "pool", by_candidates, every, size)
    blocks = -(-size // _SAMPLED)
    sample = range(0, blocks, -(-blocks // _SAMPLES))
    exactly = _compared(str(wanted), across, _SAMPLED, pool_of, "transposed")
    asked, exact = _run(cluster, folder / "sample", exactly, sample, size)
    told = {"sampled": len(asked), "recall": recall(exact, pool[asked], NEIGHBOURS)}
    (folder / _TOLD).write_text(json.dumps(told), encoding="utf-8")
    return pool


def how_compared(folder: Path) -> str:
    """What the user should know of the pairs in this checkpoint, "" where all is exact."""
    if not (folder / _TOLD).is_file():
        return ""
    told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    return (
        f"SIMILAR: papers were compared by rare terms; of the {NEIGHBOURS} nearest of {told['sampled']:,} papers "
        f"{told['recall']:.2%} were found"
    )


def _run(cluster: Cluster, folder: Path, work: OfBatches, blocks: range, papers: int) -> tuple[np.ndarray, Matrix]:
    """The numbers of the papers of these blocks, and their rows."""
    numbers = cluster.session.range(blocks.start, blocks.stop, blocks.step, len(blocks))
    numbers.mapInArrow(work, _POOL).write.parquet(address_of(folder))
    read = pa.concat_tables([file.read(["row", "nearest", "score"]) for file in in_order(folder, "row")])
    row, nearest, score = (column.combine_chunks() for column in read.columns)
    cells = score.flatten().to_numpy(), nearest.flatten().to_numpy(), np.asarray(nearest.offsets)
    return row.to_numpy(), sparse.csr_matrix(cells, shape=(len(row), papers))
