"""Why a concept has its names: how each came in, and where a text says so. Read from the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.core.graph import Node
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
    """One name of a concept. joined_to: the name through which it came in; score in [0, 1].

    papers: how many write it, in title or abstract. sentence: one in which it stands, with joined_to if there is
    such a one; marks: (start, end) characters of it; title, paper_id: where.
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
class Why:
    """A concept's names, the one to show first, then each after the one that brought it in."""

    id: str
    name: str
    papers: int
    spellings: tuple[Spelling, ...]
    corrections: tuple[Touching, ...]


def why(catalog: Catalog, concept: Names) -> Why:
    """Everything that makes up a concept of this catalog."""
    corrected = catalog.corrections()
    tree = _Tree(catalog.merges(concept.id))
    names = {fold(name): name for name in reversed((concept.name, *concept.others))}
    rows = _explained(concept.name, names.values(), tree)
    uses = _uses(catalog, concept.id, rows)
    written = {folded: use.spelling for folded, use in uses.items()}
    rows = _explained(concept.name, (written | names).values(), tree)
    spellings = tuple(_with_use(row, uses.get(fold(row.spelling), _Use())) for row in rows)
    keys = {phrase_key(row.spelling) for row in rows}
    touching = tuple(
        Touching(number, str(correction), *outcome)
        for number, (correction, outcome) in enumerate(corrected, start=1)
        if not keys.isdisjoint(map(phrase_key, correction.names))
    )
    return Why(concept.id, concept.name, concept.papers, spellings, touching)


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

    def ways(self, root: str) -> dict[str, tuple[str, str, float]]:
        """key -> (the key before it, reason, score), from the root on."""
        found, rest = {root: ("", NAME, 1.0)}, [root]
        while rest:
            at = rest.pop(0)
            for key, reason, score in self.near[at]:
                if key not in found:
                    found[key] = (at, reason, score)
                    rest.append(key)
        return found


def _explained(root: str, names: Iterable[str], tree: _Tree) -> list[Spelling]:
    """A row for each name, in the order in which they came in."""
    tree.spelled[phrase_key(root)] = root
    ways = tree.ways(phrase_key(root))
    order = {key: position for position, key in enumerate(ways)}

    def place(name: str) -> tuple:
        key = phrase_key(name)
        return (order.get(key, len(order)), key, fold(name) != fold(tree.spelled.get(key, name)), name)

    rows: list[Spelling] = []
    for name in sorted(names, key=place):
        key = phrase_key(name)
        head = tree.spelled.setdefault(key, name)
        if fold(name) != fold(head):
            rows.append(Spelling(name, SAME_CHARACTERS if HAN.search(name) else INFLECTION, 1.0, head))
        else:
            before, reason, score = ways.get(key, ("", "", 0.0))
            rows.append(Spelling(head, reason, score, tree.spelled.get(before, "")))
    return rows


@dataclass(slots=True)
class _Use:
    """How a text writes a name: in how many papers, and the best sentence that has it (of the best paper)."""

    spelling: str = ""
    papers: int = 0
    best: int = -1
    sentence: str = ""
    marks: tuple[int, ...] = ()
    title: str = ""
    paper_id: str = ""


def _uses(catalog: Catalog, concept: str, rows: Sequence[Spelling]) -> dict[str, _Use]:
    """Folded form -> its use, for every form in which the papers of a concept write it."""
    keys = {phrase_key(row.spelling) for row in rows}
    partner = {fold(row.spelling): fold(row.joined_to) for row in rows}
    vocabulary = Vocabulary(keys)
    uses: dict[str, _Use] = defaultdict(_Use)
    for paper in catalog.graph.papers_of(concept):
        abstract, seen = str(paper.properties.get("abstract", "")), set()
        for sentence, worth in [
            *((abstract[a:b], 1) for a, b in sentences(abstract, doubtful_ends=True)),
            (paper.name, 0),
        ]:
            places: dict[str, tuple[int, int]] = {}
            for match in vocabulary.find(sentence):
                form = sentence[match.start : match.end]
                if match.key in keys:
                    places.setdefault(fold(form), (match.start, match.end))
            for name, place in places.items():
                _note(uses[name], sentence, place, paper, worth + 2 * (partner.get(name) in places))
            seen |= places.keys()
        for name in seen:
            uses[name].papers += 1
    return uses


def _note(use: _Use, sentence: str, place: tuple[int, int], paper: Node, worth: int) -> None:
    """Keeps the first sentence of the greatest worth."""
    use.spelling = use.spelling or " ".join(sentence[slice(*place)].split())
    if worth > use.best:
        use.best, use.sentence, use.marks, use.title, use.paper_id = worth, sentence, place, paper.name, paper.id


def _with_use(row: Spelling, use: _Use) -> Spelling:
    return replace(
        row, papers=use.papers, sentence=use.sentence, marks=use.marks, title=use.title, paper_id=use.paper_id
    )
