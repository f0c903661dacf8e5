"""The tables of a build: every column with its type and unit, every key and order; the map of how a paper becomes a
graph.

    PAPERS         list[Paper]: a paper's place there is `paper` in every other table     by id
    TEXTS          what is read of a paper                                                by paper
    KEYPHRASES     the best phrases of a paper                                            by paper, rank
    NAMES          what a paper gives a name                                              by paper
    DEFINITIONS    the acronyms that a paper defines                                      by paper
    EXTRA_PHRASES  other phrases of a paper                                               by paper
    NGRAMS         all that a paper says                                                  by paper, ngram
    HASHED         keyphrases and definitions without their texts                         by paper
    MEANINGS       what an acronym stands for in a paper                                  by paper, short
    KEYWORDS       the author's keywords                                                  by paper, cluster
    OCCURRENCES    where clusters of phrases stand                                        by cluster, paper
    NESTED         clusters inside longer ones                                            by cluster, outer
    MERGES         which phrases are one concept, and why                                 in the order of merging
    CONCEPTS       list[Concept]: a concept's place there is `concept` in every table     by id
    ANCESTORS      everything broader than a concept                                      by concept, broader
    MENTIONS       how much a paper is about a concept                                    by paper, concept
    TERMS          what papers are compared by                                            by paper, term
    edge tables    BROADER, RELATED, SIMILAR, CITES, CONTAINS, WROTE, MENTIONS            by start, end

A column is a NumPy array of one value a row, `Lists` of several values a row, or a list of texts. A batch is a table of
some papers, whichever: it carries their numbers. Scores are whole ten-thousandths, so that no order of summation shows.
`to_arrow` hands a table on without copying its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias

import numpy as np

from kg.core.columns import Lists, chunks, to_arrow
from kg.core.graph import FLOAT, RELATIONSHIPS, SCALE, Edge
from kg.core.records import Paper, given_title

if TYPE_CHECKING:
    from typing import Self

Bool: TypeAlias = Annotated[np.ndarray, np.bool_]
I16: TypeAlias = Annotated[np.ndarray, np.int16]
I32: TypeAlias = Annotated[np.ndarray, np.int32]
U64: TypeAlias = Annotated[np.ndarray, np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of one length. KEY: the columns that name a row and by which rows are sorted."""

    KEY: ClassVar[tuple[str, ...]] = ()

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    @classmethod
    def names(cls) -> list[str]:
        """Of the columns."""
        return [field.name for field in fields(cls)]

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.names()}

    def take(self, rows: np.ndarray | slice) -> Self:
        """Some rows, by number, as a mask or as a slice, in this order."""
        return type(self)(*(_taken(column, rows) for column in self.columns().values()))

    def sorted(self) -> Self:
        """The rows in the order of KEY."""
        return self.take(np.lexsort([getattr(self, name) for name in reversed(self.KEY)]))

    @classmethod
    def concat(cls, tables: Sequence[Self]) -> Self:
        """One table under the other. Raises ValueError for no table at all."""
        return cls(*(_joined([getattr(table, name) for table in tables]) for name in cls.names()))

    def of_papers(self, papers: np.ndarray) -> Self:
        """The rows of some papers, of a table that is sorted by `paper`. papers: numbers that follow one another."""
        first, last = (papers[0], papers[-1] + 1) if len(papers) else (0, 0)
        return self.take(slice(*np.searchsorted(self.columns()["paper"], [first, last]).tolist()))

    def batches(self, size: int) -> Iterator[Self]:
        """So many rows at once."""
        return (self.take(rows) for rows in chunks(len(self), size))

    def to_arrow(self) -> Any:
        """A pyarrow.Table; numbers are not copied. Raises MissingExtra without pyarrow."""
        return to_arrow(self.columns())


def _taken(column: Any, rows: np.ndarray | slice) -> Any:
    if not isinstance(column, list) or isinstance(rows, slice):
        return column[rows]
    return [column[row] for row in np.arange(len(column))[rows].tolist()]


def _joined(columns: Sequence[Any]) -> Any:
    if isinstance(columns[0], Lists):
        return Lists.concat(columns)
    return list(chain.from_iterable(columns)) if isinstance(columns[0], list) else np.concatenate(columns)


# -- of one paper ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Texts(Table):
    """What is read of a paper. title: the given one, "" where it was derived. chinese: else handled as English."""

    KEY = ("paper",)

    paper: I32
    title: list[str]
    abstract: list[str]
    chinese: Bool

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> Self:
        """Of all papers."""
        titles, abstracts = list(map(given_title, papers)), [paper.abstract for paper in papers]
        chinese = np.array([paper.lang == "zh" for paper in papers], bool)
        return cls(np.arange(len(papers), dtype=np.int32), titles, abstracts, chinese)


@dataclass(frozen=True, slots=True, eq=False)
class Keyphrases(Table):
    """The best phrases of a paper. rank: from 0, the best. text: a number into texts. score: in ten-thousandths. count:
    occurrences in title and abstract. from_author: it stands among the author's keywords."""

    KEY = ("paper", "rank")

    paper: I32
    rank: I16
    text: I32
    score: I16
    count: I32
    from_author: Bool


@dataclass(frozen=True, slots=True, eq=False)
class ProperNames(Table):
    """Names that a paper uses, one word with a capital or digit inside; coined: those that it gives itself, acronyms,
    and what these stand for. text: a number into texts. Several rows may be equal."""

    KEY = ("paper",)

    paper: I32
    text: I32
    coined: Bool


@dataclass(frozen=True, slots=True, eq=False)
class ExtraPhrases(Table):
    """Phrases of a paper that may be another name of a keyphrase. Only in corpora with Chinese papers."""

    KEY = ("paper",)

    paper: I32
    text: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class Definitions(Table):
    """Acronyms that a paper defines. short, long: numbers into texts."""

    KEY = ("paper",)

    paper: I32
    short: I32
    long: I32


@dataclass(frozen=True, slots=True, eq=False)
class NGrams(Table):
    """Every run of up to three words of a paper without a stop word in it. ngram: a hash of its stems. count:
    occurrences. first: its first word, counted from the beginning of the title. Both are cut at 32767."""

    KEY = ("paper", "ngram")

    paper: I32
    ngram: U64
    count: I16
    first: I16


@dataclass(frozen=True, slots=True, eq=False)
class HashedKeyphrases(Table):
    """Keyphrases without their texts. term: hash of the phrase's stems. score: in ten-thousandths."""

    KEY = ("paper",)

    paper: I32
    term: U64
    score: I16


@dataclass(frozen=True, slots=True, eq=False)
class HashedDefinitions(Table):
    """Definitions without their texts: short, long are hashes of stems."""

    KEY = ("paper",)

    paper: I32
    short: U64
    long: U64


@dataclass(frozen=True, slots=True, eq=False)
class Meanings(Table):
    """What an acronym stands for in a paper that defines it, whatever it means elsewhere. short: hash of the
    acronym."""

    KEY = ("paper", "short")

    paper: I32
    short: U64
    cluster: I32


@dataclass(frozen=True, slots=True, eq=False)
class Keywords(Table):
    """The clusters of the author's keywords."""

    KEY = ("paper", "cluster")

    paper: I32
    cluster: I32


# -- of all papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class ClusterOccurrences(Table):
    """Where clusters of phrases stand. count: occurrences in title and abstract, 0 for a keyword that stands in
    neither. closed: after how many of the spans a noun phrase may be complete. spans: start, end, start, end, ...
    characters of the abstract, without overlaps."""

    KEY = ("cluster", "paper")

    paper: I32
    cluster: I32
    count: I32
    in_title: Bool
    closed: I32
    spans: Lists


@dataclass(frozen=True, slots=True, eq=False)
class Nested(Table):
    """How often a cluster stands inside the name of another one, which is longer."""

    KEY = ("cluster", "outer")

    cluster: I32
    outer: I32
    count: I32


@dataclass(frozen=True, slots=True, eq=False)
class Ancestors(Table):
    """Everything broader than a concept, over any number of steps."""

    KEY = ("concept", "broader")

    concept: I32
    broader: I32


@dataclass(frozen=True, slots=True, eq=False)
class Mentions(Table):
    """That a paper mentions a concept. score: how much it is about it, in ten-thousandths. The rest as in
    ClusterOccurrences."""

    KEY = ("paper", "concept")

    paper: I32
    concept: I32
    score: I16
    count: I32
    in_title: Bool
    spans: Lists


@dataclass(frozen=True, slots=True, eq=False)
class Terms(Table):
    """What papers are compared by: n-grams, the spellings of one concept as one term, narrower concepts as broader
    ones, too. count, first: as in NGrams. score: of the keyphrase that it is, in ten-thousandths, 0 for none."""

    KEY = ("paper", "term")

    paper: I32
    term: U64
    count: I16
    first: I16
    score: I16


# -- relationships ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class EdgeTable:
    """Relationships of one type, by start and end. There are millions, and an Edge each takes ten times the memory.

    start, end: places of their nodes in starts and ends, which are ids. columns: property -> values, as in
    kg.core.graph; scores (FLOAT) in ten-thousandths. Iterates over Edge.
    """

    type: str
    starts: Sequence[str]
    ends: Sequence[str]
    start: np.ndarray
    end: np.ndarray
    columns: Mapping[str, np.ndarray | Lists]

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Edge]:
        label, other, _ = RELATIONSHIPS[self.type]
        for start, end, *values in zip(*self.ids(), *self.values(), strict=True):
            yield Edge(self.type, (label, start), (other, end), dict(zip(self.columns, values, strict=True)))

    def ids(self) -> tuple[list[str], list[str]]:
        """The ids of the nodes where they start, and where they end."""
        start: list[int] = self.start.tolist()
        end: list[int] = self.end.tolist()
        return [self.starts[n] for n in start], [self.ends[n] for n in end]

    def values(self) -> Iterator[Iterable[Any]]:
        """The columns as the values of properties."""
        properties = RELATIONSHIPS[self.type][2]
        for name, column in self.columns.items():
            if isinstance(column, Lists):
                yield column
            else:
                yield (column / SCALE if properties[name] == FLOAT else column).tolist()
