"""From what people type to a correction on concepts that are there: names completed, impossible ones refused.

What is kept are spellings, exactly as the graph or a text has them: they lead to the same concept in later builds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.concepts.correction_file import checked
from kg.core.corrections import NAMES, PAPER_NAMES, Correction, quoted
from kg.core.errors import KgError, NodeNotFound
from kg.core.graph_store import Names
from kg.core.messages import counted
from kg.explore.find.ranking import called, suggestions
from kg.store.catalog import Catalog
from kg.text.names import fold, names_of
from kg.text.phrases import phrase_key


def concepts(catalog: Catalog) -> list[Names]:
    """The names of every concept of a catalog."""
    return [names_of("Concept", node.properties) for node in catalog.nodes("Concept")]


def find_concept(catalog: Catalog, text: str, among: Sequence[Names]) -> Names:
    """The concept with this id, name or alias, in any case, inflection and either language.

    Raises NodeNotFound with names like it, KgError for one that a correction took away.
    """
    if found := _named(text, among) or _translated(text, among):
        return found
    for number, (correction, _) in enumerate(catalog.corrections(), start=1):
        if correction.action == "ignore" and fold(correction.names[0]) == fold(text):
            raise KgError(f"{quoted(text)} is no concept: correction {number}: {correction}")
    raise NodeNotFound(text, suggestions(text, among, among))


def _named(text: str, among: Sequence[Names]) -> Names | None:
    exact = [each for each in among if text in (each.name, *each.others)]
    if found := exact or [each for each in among if each.id == text] or called(text, among):
        return found[0]
    from kg.explore.find.variants import inflected  # a dictionary, for the rare name that needs it

    return inflected(text, among)


def _translated(text: str, among: Sequence[Names]) -> Names | None:
    from kg.explore.find.variants import translated

    return translated(text, among)


def spelling(text: str, concept: Names) -> str:
    """How the concept itself spells what was typed; its name where that was an id or a translation."""
    names = (concept.name, *concept.others)
    for same in (fold, phrase_key):
        if found := next((name for name in names if same(name) == same(text)), None):
            return found
    return concept.name


def merge(catalog: Catalog, texts: Sequence[str]) -> Correction:
    """A, B, ...: B and the others become A. Each is a concept or stands in a text.

    What is one concept already stays so, whatever later builds find; its acronyms count in every paper.
    """
    among = concepts(catalog)
    found = [(text, _named(text, among)) for text in texts]
    names = tuple(spelling(text, each) if each else _in_texts(catalog, text, among) for text, each in found)
    correction = Correction("merge", names)
    one = len({each.id if each else phrase_key(text) for text, each in found}) == 1
    if one and correction in [each for each, _ in catalog.corrections()]:
        raise KgError(f"corrected already: {correction}")
    return correction


def _in_texts(catalog: Catalog, text: str, among: Sequence[Names]) -> str:
    """The spelling that is meant by a name of no concept: the name itself where a paper holds it, else the name of the
    concept of which it is a translation. Raises NodeNotFound.
    """
    from kg.concepts.corrections import standing
    from kg.papers.merge import merge_records

    correction = checked(Correction("ignore", (text,)))  # refuses what cannot be looked for
    (name,) = correction.names
    papers, _ = merge_records(catalog.cache.records())
    if standing([phrase_key(name)], papers):
        return name
    if meant := _translated(text, among):
        return meant.name
    raise NodeNotFound(text, suggestions(text, among, among))


def split(catalog: Catalog, text: str, texts: Sequence[str]) -> Correction:
    """Spellings that shall leave a concept, which keeps at least one."""
    among = concepts(catalog)
    concept = find_concept(catalog, text, among)
    correction = Correction("split", (spelling(text, concept), *(_inside(each, concept, among) for each in texts)))
    kept, *leaving = map(phrase_key, correction.names)
    for name, key in zip(correction.names[1:], leaving, strict=True):
        if key == kept:
            raise KgError(f"{quoted(correction.names[0])} and {quoted(name)} differ in number or spelling alone")
    return correction


def _inside(text: str, concept: Names, among: Sequence[Names]) -> str:
    names = (concept.name, *concept.others)
    exact = next((name for name in names if fold(name) == fold(text)), None)
    if exact or phrase_key(text) in map(phrase_key, names):
        return exact or text
    if other := _named(text, among):
        raise KgError(f"{quoted(concept.name)} and {quoted(other.name)} are two concepts already")
    raise NodeNotFound(text, suggestions(text, [concept], [concept]))


def rename(catalog: Catalog, text: str, name: str) -> Correction:
    """A name to show, in its language; it leads to the concept from now on."""
    among = concepts(catalog)
    concept = find_concept(catalog, text, among)
    correction = checked(Correction("rename", (spelling(text, concept), name)))
    other = next(iter(called(correction.names[1], among)), concept)
    if other.id != concept.id:
        merge_them = f"kg concepts merge {quoted(concept.name)} {quoted(other.name)}"
        raise KgError(f"{quoted(name)} is another concept; to make them one: {merge_them}")
    return correction


def ignore(catalog: Catalog, text: str) -> Correction:
    """A concept that shall be none."""
    return Correction("ignore", (spelling(text, find_concept(catalog, text, concepts(catalog))),))


def broader(catalog: Catalog, narrow: str, broad: str) -> Correction:
    """That one concept is a kind of another."""
    among = concepts(catalog)
    found = [(text, find_concept(catalog, text, among)) for text in (narrow, broad)]
    if found[0][1].id == found[1][1].id:
        raise KgError(f"{quoted(narrow)} and {quoted(broad)} are one concept")
    return Correction("broader", tuple(spelling(text, each) for text, each in found))


def undo_source(catalog: Catalog, source: str) -> tuple[list[Correction], int]:
    """The corrections without those of a vocabulary, and how many these were."""
    corrections = [correction for correction, _ in catalog.corrections()]
    rest = [each for each in corrections if each.source != source]
    if len(rest) == len(corrections):
        known = ", ".join(map(quoted, sorted({each.source for each in corrections if each.source})))
        raise KgError(f"no correction from {quoted(source)}; there are some from: {known or 'nowhere'}")
    return rest, len(corrections) - len(rest)


def undo(
    catalog: Catalog, number: int | None = None, actions: Collection[str] = (*NAMES, *PAPER_NAMES)
) -> tuple[list[Correction], Correction]:
    """The corrections without one of these actions, and that one: the last, or a number as they are listed, from 1."""
    corrections = [correction for correction, _ in catalog.corrections()]
    numbers = [n for n, correction in enumerate(corrections, start=1) if correction.action in actions]
    if not numbers:
        raise KgError("no correction to take back")
    if number and number not in numbers:
        raise KgError(f"no correction {number}: the last one is {numbers[-1]}")
    gone = corrections.pop((number or numbers[-1]) - 1)
    return corrections, gone


def effects(before: Sequence[Names], after: Sequence[Names], names: Iterable[str]) -> Iterator[str]:
    """What became of the concepts called so, and of the number of all: "distillation 3 → 4 papers"."""
    papers_before = {each.id: each.papers for each in before}
    lines = {}
    for name in names:
        new, old = called(name, after)[:1], called(name, before)[:1]
        for concept, papers in [(new[0], new[0].papers)] if new else [(each, 0) for each in old]:
            change = _change(papers_before.get(concept.id, papers), papers, "paper")
            lines[concept.id] = f"{quoted(concept.name)} {change}"
    yield from lines.values()
    yield _change(len(before), len(after), "concept")


def _change(before: int, after: int, noun: str) -> str:
    now = counted(after, noun)
    return now if before == after else f"{before:,} → {now}"
