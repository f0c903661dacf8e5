"""Why a concept has its names: how each came in, and where a text says so. Read from the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.catalog import Catalog
from kg.keys import Keys
from kg.loaders.answers import Names
from kg.loaders.evidence import sentences
from kg.loaders.names import fold
from kg.records import Node
from kg.text import HAN
from kg.vocabulary import Vocabulary

NAME, SAME_STEM, SAME_CHARACTERS = "name", "same stem", "same characters"
UNARGUED = (NAME, SAME_STEM, SAME_CHARACTERS)
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
    """A decision on the concept, as `kg concepts list` numbers it."""

    number: int
    decision: str
    applies: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Why:
    """A concept's names, the one to show first, then each after the one that brought it in."""

    id: str
    name: str
    papers: int
    spellings: tuple[Spelling, ...]
    decisions: tuple[Touching, ...]


def why(catalog: Catalog, concept: Names) -> Why:
    """Everything that makes up a concept of this catalog."""
    decided = catalog.decisions()
    key_of = Keys(decision for decision, _ in decided)
    tree = _Tree(catalog.merges(concept.id), key_of)
    names = {fold(name): name for name in reversed((concept.name, *concept.others))}
    rows = _explained(concept.name, names.values(), tree, key_of)
    uses = _uses(catalog, concept.id, rows, key_of)
    written = {folded: use.spelling for folded, use in uses.items()}
    rows = _explained(concept.name, (written | names).values(), tree, key_of)
    spellings = tuple(_with_use(row, uses.get(fold(row.spelling), _Use())) for row in rows)
    keys = {key_of(row.spelling) for row in rows}
    touching = tuple(
        Touching(number, str(decision), *outcome)
        for number, (decision, outcome) in enumerate(decided, start=1)
        if not keys.isdisjoint(map(key_of, decision.names))
    )
    return Why(concept.id, concept.name, concept.papers, spellings, touching)


class _Tree:
    """The merges of a concept as a tree of phrase keys."""

    def __init__(self, merges: Iterable[tuple[str, str, str, str, float]], key_of: Keys) -> None:
        self.near: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
        self.spelled: dict[str, str] = {}
        for _, kept, merged, reason, score in merges:
            a, b = key_of(kept), key_of(merged)
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


def _explained(root: str, names: Iterable[str], tree: _Tree, key_of: Keys) -> list[Spelling]:
    """A row for each name, in the order in which they came in."""
    tree.spelled[key_of(root)] = root
    ways = tree.ways(key_of(root))
    order = {key: position for position, key in enumerate(ways)}

    def place(name: str) -> tuple:
        key = key_of(name)
        return (order.get(key, len(order)), key, fold(name) != fold(tree.spelled.get(key, name)), name)

    rows: list[Spelling] = []
    for name in sorted(names, key=place):
        key = key_of(name)
        head = tree.spelled.setdefault(key, name)
        if fold(name) != fold(head):
            rows.append(Spelling(name, SAME_CHARACTERS if HAN.search(name) else SAME_STEM, 1.0, head))
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


def _uses(catalog: Catalog, concept: str, rows: Sequence[Spelling], key_of: Keys) -> dict[str, _Use]:
    """Folded form -> its use, for every form in which the papers of a concept write it."""
    keys = {key_of(row.spelling) for row in rows}
    partner = {fold(row.spelling): fold(row.joined_to) for row in rows}
    vocabulary = Vocabulary(Keys.stems(keys))
    uses: dict[str, _Use] = defaultdict(_Use)
    for paper in catalog.papers_of(concept):
        abstract, seen = str(paper.properties.get("abstract", "")), set()
        for sentence, worth in [*((abstract[a:b], 1) for a, b in sentences(abstract)), (paper.name, 0)]:
            places: dict[str, tuple[int, int]] = {}
            for match in vocabulary.find(sentence):
                form = sentence[match.start : match.end]
                if key_of.found(match.key, form) in keys:
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
