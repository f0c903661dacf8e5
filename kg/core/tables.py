"""The tables of a build: every column with its type and unit, every key and order; the map of how a paper becomes a
graph.

    made of single papers
    Texts              what is read of a paper                                           by paper
    Keyphrases         its best phrases                                                  by paper, rank
    ProperNames        the names in it, and which of them it gives itself                by paper
    ExtraPhrases       other phrases, which may name a keyphrase of another paper        by paper
    Definitions        the acronyms that it defines                                      by paper
    NGrams             its n-grams of up to three words                                  by paper, ngram
    HashedKeyphrases   Keyphrases, hashes in place of texts                              by paper
    HashedDefinitions  Definitions, hashes in place of texts                             by paper
    Meanings           which cluster an acronym means in a paper                         by paper, short
    Keywords           the clusters of the author's keywords                             by paper, cluster

    made of all papers
    ClusterOccurrences where clusters of phrases stand                                   by cluster, paper
    Nested             how often a cluster stands inside a longer one                    by cluster, outer
    Ancestors          everything broader than a concept                                 by concept, broader
    Mentions           how much a paper is about a concept                               by paper, concept
    Terms              what papers are compared by                                       by paper, term
    EdgeTable          relationships of one kind, as kg.core.graph lists them            by start, end

Beside them stand lists of records: papers (list[Paper]) and concepts (list[Concept]), both sorted by id, phrases by key
and merges in the order of merging (Phrase and Merge of kg.concepts.clusters). A column `paper` or `concept` holds
positions in these lists, from 0. `cluster` numbers the clusters of phrases from 0 (kg.concepts.resolved), and `text` is
a position in Analysed.texts (kg.concepts.phrase_table). In text a table is written in capitals: KEYPHRASES.

A column is a NumPy array of one value a row, `Lists` of several values a row, or a list of texts. A batch is a table
that holds all rows of some papers; it carries the numbers of these papers. Scores are whole ten-thousandths (SCALE), so
that their sums do not depend on the order of summation. `to_arrow` hands a table on without copying its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import numpy as np

from kg.core.columns import Lists, Table
from kg.core.graph import FLOAT, RELATIONSHIPS, SCALE, Edge
from kg.core.records import Paper, given_title

if TYPE_CHECKING:
    from typing import Self

Bool: TypeAlias = Annotated[np.ndarray, np.bool_]
I16: TypeAlias = Annotated[np.ndarray, np.int16]
I32: TypeAlias = Annotated[np.ndarray, np.int32]
U64: TypeAlias = Annotated[np.ndarray, np.uint64]


# -- of one paper ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Texts(Table):
    """What is read of a paper."""

    KEY = ("paper",)

    paper: I32
    title: list[str]  # the given one, "" where it was derived
    abstract: list[str]
    chinese: Bool  # otherwise the paper is handled as English

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> Self:
        """The table of all papers, in this order."""
        titles, abstracts = list(map(given_title, papers)), [paper.abstract for paper in papers]
        chinese = np.array([paper.lang == "zh" for paper in papers], bool)
        return cls(np.arange(len(papers), dtype=np.int32), titles, abstracts, chinese)


@dataclass(frozen=True, slots=True, eq=False)
class Keyphrases(Table):
    """The best phrases of a paper."""

    KEY = ("paper", "rank")

    paper: I32
    rank: I16  # from 0, the best
    place: I16  # the same among those that stand inside no longer keyphrase of the paper; -1 for one that does
    text: I32  # position in the texts
    score: I16  # ten-thousandths
    count: I32  # occurrences in title and abstract
    from_author: Bool  # whether it stands among the author's keywords


@dataclass(frozen=True, slots=True, eq=False)
class ProperNames(Table):
    """Names in a paper: single words with a capital or digit inside, and those that it gives itself.

    Rows may repeat.
    """

    KEY = ("paper",)

    paper: I32
    text: I32  # position in the texts
    coined: Bool  # whether the paper gives the name: an acronym, what it stands for, "Name" of a title "Name: ..."


@dataclass(frozen=True, slots=True, eq=False)
class ExtraPhrases(Table):
    """Phrases of a paper that may be another name of a keyphrase. Only in corpora with Chinese papers."""

    KEY = ("paper",)

    paper: I32
    text: list[str]  # the phrase itself


@dataclass(frozen=True, slots=True, eq=False)
class Definitions(Table):
    """Acronyms that a paper defines."""

    KEY = ("paper",)

    paper: I32
    short: I32  # position of the acronym in the texts
    long: I32  # position in the texts of what it stands for


@dataclass(frozen=True, slots=True, eq=False)
class NGrams(Table):
    """Every sequence of up to three words of a paper without a stop word in it."""

    KEY = ("paper", "ngram")

    paper: I32
    ngram: U64  # hash of its stems
    count: I16  # occurrences, at most 32767
    first: I16  # position of its first word, counted from the beginning of the title, at most 32767


@dataclass(frozen=True, slots=True, eq=False)
class HashedKeyphrases(Table):
    """Keyphrases without their texts."""

    KEY = ("paper",)

    paper: I32
    term: U64  # hash of the phrase's stems
    score: I16  # ten-thousandths


@dataclass(frozen=True, slots=True, eq=False)
class HashedDefinitions(Table):
    """Definitions without their texts."""

    KEY = ("paper",)

    paper: I32
    short: U64  # hash of the stems of the acronym
    long: U64  # hash of the stems of what it stands for


@dataclass(frozen=True, slots=True, eq=False)
class Meanings(Table):
    """What an acronym stands for in a paper, whatever it means elsewhere.

    cluster: -1 for none. defined: whether the paper defines it; otherwise it is about the same as the papers that do.
    """

    KEY = ("paper", "short")

    paper: I32
    short: U64  # hash of the acronym
    cluster: I32
    defined: Bool


@dataclass(frozen=True, slots=True, eq=False)
class Keywords(Table):
    """The clusters of the author's keywords."""

    KEY = ("paper", "cluster")

    paper: I32
    cluster: I32


# -- of all papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class ClusterOccurrences(Table):
    """Where clusters of phrases stand."""

    KEY = ("cluster", "paper")

    paper: I32
    cluster: I32
    count: I32  # occurrences in title and abstract, 0 for a keyword that stands in neither
    in_title: Bool
    ended: I32  # number of the spans that stand as a whole noun phrase does, or as the end of one
    spans: Lists  # int32: start, end, start, end, ... in characters of the abstract, without overlaps


@dataclass(frozen=True, slots=True, eq=False)
class Standing(Table):
    """How a cluster stands in the sentences of the corpus: numbers of its spans. See kg.text.boundaries."""

    KEY = ("cluster",)

    cluster: I32
    begun: I32  # before which a noun phrase begins
    cut: I32  # that a hyphen or the dot of an initial joins to the word before
    verb: I32  # that begin where a verb is to come
    number: I32  # right behind a number
    within: I32  # right behind "in"
    closed: I32  # after which a noun phrase may be complete
    object: I32  # after which the object of a verb begins


@dataclass(frozen=True, slots=True, eq=False)
class Nested(Table):
    """How often a cluster stands inside the name of another one, which is longer."""

    KEY = ("cluster", "outer")

    cluster: I32
    outer: I32  # the longer cluster
    count: I32  # occurrences


@dataclass(frozen=True, slots=True, eq=False)
class Ancestors(Table):
    """Everything broader than a concept, over any number of steps."""

    KEY = ("concept", "broader")

    concept: I32
    broader: I32  # a broader concept


@dataclass(frozen=True, slots=True, eq=False)
class Mentions(Table):
    """That a paper mentions a concept."""

    KEY = ("paper", "concept")

    paper: I32
    concept: I32
    score: I16  # ten-thousandths: how much the paper is about the concept
    count: I32  # as in ClusterOccurrences
    in_title: Bool
    spans: Lists  # as in ClusterOccurrences


@dataclass(frozen=True, slots=True, eq=False)
class Terms(Table):
    """What papers are compared by.

    Terms are n-grams, but all spellings of a concept are one term, and a narrower concept counts as its broader ones,
    too.
    """

    KEY = ("paper", "term")

    paper: I32
    term: U64  # hash of an n-gram, or of the id of a concept
    count: I16  # as in NGrams; 1 for what is only a broader concept
    first: I16  # as in NGrams
    score: I16  # ten-thousandths: of the keyphrase that it is, 0 for none


# -- relationships ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class EdgeTable:
    """Relationships of one type, by start and end. There are millions, and as Edge objects they take ten times the
    memory.

    Iterates over Edge.
    """

    type: str  # as in kg.core.graph.RELATIONSHIPS
    starts: Sequence[str]  # ids of the nodes that relationships may start from
    ends: Sequence[str]  # ids of the nodes that they may lead to
    start: np.ndarray  # positions in starts, of any type of integers
    end: np.ndarray  # positions in ends
    columns: Mapping[str, np.ndarray | Lists]  # property -> values; scores (FLOAT) are ten-thousandths, texts objects

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Edge]:
        label, other, _ = RELATIONSHIPS[self.type]
        for start, end, *values in zip(*self.ids(), *self.values(), strict=True):
            yield Edge(self.type, (label, start), (other, end), dict(zip(self.columns, values, strict=True)))

    def ids(self) -> tuple[list[str], list[str]]:
        """The ids of the nodes where the relationships start, and of those where they end; one each a row."""
        start: list[int] = self.start.tolist()
        end: list[int] = self.end.tolist()
        return [self.starts[n] for n in start], [self.ends[n] for n in end]

    def values(self) -> Iterator[Iterable[Any]]:
        """The columns as values of properties: scores as floats, lists as tuples."""
        properties = RELATIONSHIPS[self.type][2]
        for name, column in self.columns.items():
            if isinstance(column, Lists):
                yield column
            else:
                yield (column / SCALE if properties[name] == FLOAT else column).tolist()
