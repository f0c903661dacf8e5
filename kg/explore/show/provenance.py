"""Where the names of a concept come from: how each came in, and a sentence that has it. Read from the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.core.corrections import NAMES
from kg.core.graph import Node, names
from kg.core.graph_store import Names
from kg.store.catalog import Catalog
from kg.text.language import HAN
from kg.text.names import fold
from kg.text.phrases import Vocabulary, phrase_key
from kg.text.sentences import sentences

NAME, INFLECTION, SAME_CHARACTERS = "name", "inflection", "same characters"
UNARGUED = (NAME, INFLECTION, SAME_CHARACTERS)
"""Reasons that need no sentence to be believed."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name of a concept.

    reason, score: why it is one, and how surely, in [0, 1]; joined_to: the name through which it came in. papers: how
    many write it, in title or abstract. sentence: one in which it stands, with joined_to if there is such a one, of the
    paper `title`, `paper_id`; marks: (start, end) characters of the sentence.
    """

    spelling: str
    reason: str
    score: float
    joined_to: str
    papers: int = 0
    sentence: str = ""
    marks: tuple[int, ...] = ()
    title: str = ""
    paper_id: str = ""


@dataclass(frozen=True, slots=True)
class Touching:
    """A correction on the concept, as `kg concepts list` numbers it."""

    number: int
    correction: str
    applies: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The names of a concept: the one to show first, then each after the one that brought it in."""

    id: str
    name: str
    papers: int
    spellings: tuple[Spelling, ...]
    corrections: tuple[Touching, ...]


def provenance(catalog: Catalog, concept: Names) -> Provenance:
    """Where the names of a concept of this catalog come from, and the corrections that concern it."""
    corrected = catalog.corrections()
    tree = _Tree(catalog.merges(concept.id))
    names = {fold(name): name for name in reversed((concept.name, *concept.others))}
    rows = _explained(concept.name, names.values(), tree)
    attested = _attestations(catalog, concept.id, rows)
    written = {folded: each.spelling for folded, each in attested.items()}
    rows = _explained(concept.name, (written | names).values(), tree)
    spellings = tuple(_with_attestation(row, attested.get(fold(row.spelling), _Attestation())) for row in rows)
    keys = {phrase_key(row.spelling) for row in rows}
    touching = tuple(
        Touching(number, str(correction), *outcome)
        for number, (correction, outcome) in enumerate(corrected, start=1)
        if correction.action in NAMES and not keys.isdisjoint(map(phrase_key, correction.names))
    )
    return Provenance(concept.id, concept.name, concept.papers, spellings, touching)


def reasons(catalog: Catalog) -> Iterator[tuple[str, list[Spelling]]]:
    """Every concept with how its names came in, without the sentences; by id."""
    merges: dict[str, list[tuple[str, str, str, str, float]]] = defaultdict(list)
    for row in catalog.merges():
        merges[row[0]].append(row)
    for node in catalog.nodes("Concept"):
        name, *others = names(node.properties)
        yield node.id, _explained(name, {fold(each): each for each in (*others, name)}.values(), _Tree(merges[node.id]))


class _Tree:
    """The merges of a concept as a tree of phrase keys."""

    def __init__(self, merges: Iterable[tuple[str, str, str, str, float]]) -> None:
        self.near: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
        self.spelled: dict[str, str] = {}
        for _, kept, merged, reason, score in merges:
            a, b = phrase_key(kept), phrase_key(merged)
            self.spelled |= {a: kept, b: merged}
            self.near[a].append((b, reason, score))
            self.near[b].append((a, reason, score))

    def from_root(self, root: str) -> dict[str, tuple[str, str, float]]:
        """Key -> (the key before it, reason, score), the root first, then level by level."""
        found, queue = {root: ("", NAME, 1.0)}, [root]
        for at in queue:
            for key, reason, score in self.near[at]:
                if key not in found:
                    found[key] = (at, reason, score)
                    queue.append(key)
        return found


def _explained(root: str, names: Iterable[str], tree: _Tree) -> list[Spelling]:
    """A row for each name, in the order in which they came in."""
    tree.spelled[phrase_key(root)] = root
    merged = tree.from_root(phrase_key(root))
    positions = {key: position for position, key in enumerate(merged)}

    def order(name: str) -> tuple[int, str, bool, str]:
        key = phrase_key(name)
        return (positions.get(key, len(positions)), key, fold(name) != fold(tree.spelled.get(key, name)), name)

    rows: list[Spelling] = []
    for name in sorted(names, key=order):
        key = phrase_key(name)
        head = tree.spelled.setdefault(key, name)
        if fold(name) != fold(head):
            rows.append(Spelling(name, SAME_CHARACTERS if HAN.search(name) else INFLECTION, 1.0, head))
        else:
            before, reason, score = merged.get(key, ("", "", 0.0))
            rows.append(Spelling(head, reason, score, tree.spelled.get(before, "")))
    return rows


@dataclass(slots=True)
class _Attestation:
    """How texts write a name: in how many papers, and the sentence of the greatest worth (of the best paper)."""

    spelling: str = ""
    papers: int = 0
    worth: int = -1
    sentence: str = ""
    marks: tuple[int, ...] = ()
    title: str = ""
    paper_id: str = ""


def _attestations(catalog: Catalog, concept: str, rows: Sequence[Spelling]) -> dict[str, _Attestation]:
    """Folded form -> where it stands, for every form in which the papers of a concept write its names."""
    keys = {phrase_key(row.spelling) for row in rows}
    partner = {fold(row.spelling): fold(row.joined_to) for row in rows}
    vocabulary = Vocabulary(keys)
    found: dict[str, _Attestation] = defaultdict(_Attestation)
    for paper in catalog.graph.papers_of(concept):
        abstract, seen = str(paper.properties.get("abstract", "")), set()
        shown = [abstract[start:end] for start, end in sentences(abstract, doubtful_ends=True)]
        for sentence, worth in [*((each, 1) for each in shown), (paper.name, 0)]:
            spans: dict[str, tuple[int, int]] = {}
            for match in vocabulary.find(sentence):
                form = sentence[match.start : match.end]
                if match.key in keys:
                    spans.setdefault(fold(form), (match.start, match.end))
            for name, span in spans.items():
                _keep_best(found[name], sentence, span, paper, worth + 2 * (partner.get(name) in spans))
            seen |= spans.keys()
        for name in seen:
            found[name].papers += 1
    return found


def _keep_best(known: _Attestation, sentence: str, span: tuple[int, int], paper: Node, worth: int) -> None:
    """Keep the first sentence of the greatest worth."""
    known.spelling = known.spelling or " ".join(sentence[slice(*span)].split())
    if worth > known.worth:
        known.worth, known.sentence, known.marks = worth, sentence, span
        known.title, known.paper_id = paper.name, paper.id


def _with_attestation(row: Spelling, found: _Attestation) -> Spelling:
    return replace(
        row,
        papers=found.papers,
        sentence=found.sentence,
        marks=found.marks,
        title=found.title,
        paper_id=found.paper_id,
    )
