"""Which stages of a build run on executors, and how. All others of kg.pipeline.stages run on the driver, as they are.

What an executor makes is a Parquet table of a checkpoint; what the driver sees of it stays in files (kg.spark.mapped).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from kg.concepts.phrase_table import Analysed
from kg.concepts.resolve import looked_for
from kg.concepts.resolved import Resolved
from kg.concepts.tag import Tagged
from kg.core.engine import Engine
from kg.core.errors import KgError
from kg.core.records import Concept
from kg.core.tables import Ancestors, Texts
from kg.keyphrases.analysis import Analysis, Packed, unpack
from kg.links.similar import near
from kg.links.terms import Hashed, synonyms
from kg.links.tfidf import FEWEST, Matrix, TermCounts, Weights, factors, matrix_of, most_papers
from kg.papers.merge import merge_all
from kg.spark import checkpoints, pairs, workers
from kg.spark.mapped import SCHEMA, Papers, record_of
from kg.spark.session import address_of, exactly
from kg.spark.tables import PACKED, Batches, in_order, rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PER_PARTITION = 20_000
"""Papers of a partition, unless a number of partitions is asked for: what is lost with a task."""


@dataclass
class Cluster:
    """Where stages run. partitions: of tables of papers, 0 for what suits. exact: the papers up to which all are
    compared with all. tell: shows a line to the user. papers: the checkpoint that holds them, once there is one."""

    session: SparkSession
    fast: bool
    partitions: int
    exact: int
    tell: Callable[[str], None]
    papers: Path = Path()

    def divided(self, size: int) -> int:
        """The number of partitions for so many papers."""
        return self.partitions or max(2 * self.session.sparkContext.defaultParallelism, -(-size // _PER_PARTITION))

    def shuffle_for(self, size: int) -> None:
        """Let shuffles give as many partitions as tables of so many papers have."""
        self.session.conf.set("spark.sql.shuffle.partitions", self.divided(size))

    def read(self, folder: Path) -> DataFrame:
        return self.session.read.parquet(exactly(address_of(folder)))

    def of_papers(self, *columns: str) -> DataFrame:
        """`number`, the position of a paper among all, and these columns; a partition a file, in this order."""
        from pyspark.sql import functions as F

        starts = json.loads((self.papers / "starts.json").read_text(encoding="utf-8"))
        part = F.shiftright("place", 33).cast("int")
        within = F.col("place").bitwiseAND((1 << 33) - 1)
        number = F.element_at(F.array(*map(F.lit, starts)), part + 1).cast("long") + within
        return self.read(self.papers / "papers").select(number.alias("number"), *columns)


class OnExecutors(NamedTuple):
    """A stage on executors. make(cluster, folder, *tables) fills the folder of a checkpoint; load(cluster, folder)
    gives the tables. Without make there is no checkpoint: load(cluster, *tables) stands for the stage. options: of the
    build, on which it depends only here."""

    load: Callable[..., tuple[Any, ...]]
    make: Callable[..., None] | None = None
    options: tuple[str, ...] = ()


# -- records to papers -----------------------------------------------------------------------------


def _make_papers(cluster: Cluster, folder: Path, records: Path) -> None:
    from pyspark.sql import functions as F

    found = cluster.read(records).where("record is not null")
    size = found.count()
    cluster.shuffle_for(size)
    keys = found.select("number", F.explode("keys").alias("key"))
    common = keys.groupBy("key").agg(F.count("*").alias("times")).where("times > 1").select("key")
    meeting = folder / "meeting"
    keys.join(common, "key").select("number").distinct().write.parquet(address_of(meeting))
    several = cluster.read(meeting)
    met = found.join(several, "number").select("number", "record").toArrow().sort_by("number")
    merged = merge_all(map(record_of, met.column("record").to_pylist()))
    checkpoints.put(folder, (merged.joins, merged.outcomes))
    _write(folder / "merged", workers.paper_rows(merged.papers, merged.groups))
    alone = found.join(several, "number", "left_anti").select("record").mapInArrow(workers.alone, workers.PAPERS)
    every = alone.unionByName(cluster.read(folder / "merged"))
    ordered = every.repartitionByRange(cluster.divided(size), "id").sortWithinPartitions("id")
    ordered.withColumn("place", F.monotonically_increasing_id()).write.parquet(address_of(folder / "papers"))
    _map_papers(folder)


def _write(folder: Path, batch: pa.RecordBatch) -> None:
    import pyarrow.parquet as pq

    folder.mkdir()
    pq.write_table(pa.Table.from_batches([batch]), folder / "part.parquet")


def _map_papers(folder: Path) -> None:
    """Copy the papers to a file that can be mapped, and note with which paper each partition begins."""
    starts: dict[int, int] = {}
    size, last = 0, ""
    with pa.ipc.new_file(str(folder / "papers.arrow"), SCHEMA) as writer:
        for file in in_order(folder / "papers", "place"):
            for batch in file.iter_batches(1000, columns=["place", "id", *SCHEMA.names]):
                part = batch.column("place")[0].as_py() >> 33
                starts.setdefault(part, size)
                for id_ in batch.column("id").to_pylist():
                    if id_ <= last:
                        raise KgError(f"two papers have the id {id_}: give one of them another in its source")
                    last = id_
                size += batch.num_rows
                writer.write_batch(batch.select(SCHEMA.names).cast(SCHEMA))
    if not size:
        raise KgError("the sources hold no paper")
    every = [starts.get(part, 0) for part in range(max(starts) + 1)]
    (folder / "starts.json").write_text(json.dumps(every), encoding="utf-8")


def _load_papers(cluster: Cluster, folder: Path) -> tuple[Any, ...]:
    cluster.papers = folder
    papers = Papers(folder / "papers.arrow")
    cluster.shuffle_for(len(papers))
    return (papers, papers.groups, *checkpoints.get(folder))


# -- what concerns one paper -----------------------------------------------------------------------


def _make_analyses(cluster: Cluster, folder: Path, _papers: Papers) -> None:
    made = cluster.of_papers("paper").mapInArrow(workers.analyse(cluster.fast), workers.ANALYSES)
    made.write.parquet(address_of(folder / "analyses"))


@dataclass(frozen=True)
class Analyses:
    """The analyses of all papers, in their order, read whenever they are gone through."""

    folder: Path

    def __iter__(self) -> Iterator[Analysis]:
        for _, row in rows(self.folder, [*Packed._fields], "number"):
            yield unpack(Packed(**row))


def _load_analyses(cluster: Cluster, folder: Path) -> tuple[Any, ...]:
    return (Analyses(folder / "analyses"),)


_TEXTS = ("title", "abstract", "chinese")


def _load_texts(cluster: Cluster, papers: Papers) -> tuple[Texts]:
    return (papers.texts(),)


def _make_ngrams(cluster: Cluster, folder: Path, _texts: Texts) -> None:
    cluster.of_papers(*_TEXTS).mapInArrow(workers.ngrams, PACKED).write.parquet(address_of(folder / "ngrams"))


def _load_ngrams(cluster: Cluster, folder: Path) -> tuple[Path]:
    return (folder / "ngrams",)


def _load_collected(cluster: Cluster, ngrams: Path) -> tuple[Path]:
    return (ngrams,)


def _make_tagged(cluster: Cluster, folder: Path, texts: Texts, found: Analysed, resolved: Resolved) -> None:
    wanted = folder / "looked_for"
    workers.share_looked_for(wanted, *looked_for(texts, found, resolved))
    tagged = cluster.of_papers(*_TEXTS).mapInArrow(workers.tagged(str(wanted)), PACKED)
    tagged.write.parquet(address_of(folder / "tagged"))


def _load_tagged(cluster: Cluster, folder: Path) -> tuple[Batches[Tagged]]:
    return (Batches(folder / "tagged", Tagged),)


def _make_terms(
    cluster: Cluster, folder: Path, ngrams: Path, known: Hashed, concepts: Sequence[Concept], ancestors: Ancestors
) -> None:
    alike = folder / "alike"
    workers.share_synonyms(alike, known, synonyms(concepts, ancestors))
    cluster.read(ngrams).mapInArrow(workers.terms(str(alike)), PACKED).write.parquet(address_of(folder / "terms"))


def _load_terms(cluster: Cluster, folder: Path) -> tuple[Path]:
    return (folder / "terms",)


def _make_weights(cluster: Cluster, folder: Path, papers: Papers, terms: Path) -> None:
    from pyspark.sql import functions as F

    found = cluster.read(terms)
    sums = [F.sum(name).alias(name) for name in TermCounts.names()[1:]]
    summed = found.mapInArrow(workers.counts, workers.COUNTS).groupBy("term").agg(*sums)
    compared = summed.where(F.col("df").between(FEWEST, most_papers(len(papers)))).toArrow()
    term, *others = (column.to_numpy() for column in compared.columns)
    known = factors(TermCounts(term.view(np.uint64), *others).sorted(), len(papers))
    workers.share(folder / "known", papers=np.array(len(papers)), **known._asdict())
    made = found.mapInArrow(workers.weights(str(folder / "known")), PACKED)
    made.write.parquet(address_of(folder / "weights"))


def _load_weights(cluster: Cluster, folder: Path) -> tuple[Matrix]:
    known = workers.known_factors(folder / "known")
    papers = int(np.load(folder / "known" / "papers.npy"))
    return (matrix_of(papers, known, list(Batches(folder / "weights", Weights))),)


# -- pairs of papers -------------------------------------------------------------------------------


def _make_near(cluster: Cluster, folder: Path, papers: Papers, matrix: Matrix, *tables: Any) -> None:
    compare = partial(pairs.pooled, cluster, folder)
    checkpoints.put(folder, near(papers, matrix, *tables, engine=Engine(), pooled=compare))


def _load_near(cluster: Cluster, folder: Path) -> tuple[Any, ...]:
    if told := pairs.how_compared(folder):
        cluster.tell(told)
    return checkpoints.get(folder)


ON_EXECUTORS = {
    "merge_all": OnExecutors(_load_papers, _make_papers),
    "analyse_batch": OnExecutors(_load_analyses, _make_analyses),
    "of": OnExecutors(_load_texts),
    "ngrams": OnExecutors(_load_ngrams, _make_ngrams),
    "collected": OnExecutors(_load_collected),
    "tagged": OnExecutors(_load_tagged, _make_tagged),
    "terms": OnExecutors(_load_terms, _make_terms),
    "tfidf": OnExecutors(_load_weights, _make_weights),
    "near": OnExecutors(_load_near, _make_near, ("exact",)),
}
"""Name of a stage -> how it runs here."""

KEPT = frozenset("cites people venues choose broader topics".split())
"""Stages on the driver that leave checkpoints, because they take long or much follows from them; what the others give
is made again."""
