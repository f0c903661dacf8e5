"""The order of a build: every stage with its function, the tables that it takes and those that it gives.

What a build depends on follows from this list: the rooms of the functions, with all that they may import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a build.

    function: "module:name", imported when it is run: a build that finds nothing new imports none of them. It takes the
    tables `takes` and then, by name, the `options` of the build, and returns the tables `gives`. kept: it works on
    single papers, and what it gives is kept by the store. remembered: it depends on nothing but the analyses of all
    papers; what it gives is plain data, as for JSON, and taken from the store where these are those of the last build.
    """

    function: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    options: tuple[str, ...] = ()
    kept: bool = False
    remembered: bool = False

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.partition(":")[2]

    @property
    def room(self) -> str:
        """The folder of kg that the function is in."""
        return self.function.split(".")[1]

    def load(self) -> Callable[..., Any]:
        """Import the function."""
        module, _, name = self.function.partition(":")
        return reduce(getattr, name.split("."), import_module(module))  # type: ignore[arg-type]


def _stage(
    function: str, takes: str, gives: str, options: str = "", *, kept: bool = False, remembered: bool = False
) -> Stage:
    tables = tuple(takes.split()), tuple(gives.split()), tuple(options.split())
    return Stage(f"kg.{function}", *tables, kept, remembered)


STAGES: dict[str, tuple[Stage, ...]] = {
    "comparing records": (
        _stage("papers.merge:merge_all", "records", "papers groups joins paper_outcomes", "paper_corrections"),
        _stage("papers.duplicates:duplicates", "papers groups joins", "duplicates"),
        _stage("papers.duplicates:first_in", "groups", "first"),
        _stage("papers.citations:cites", "papers groups", "CITES cited"),
        _stage("papers.venues.venues:venues", "papers groups", "published"),
        _stage("links.nodes:contains", "papers groups", "CONTAINS"),
    ),
    "analysing": (_stage("keyphrases.analysis:analyse_batch", "papers", "analyses", "fast", kept=True),),
    "finding concepts": (
        _stage("core.tables:Texts.of", "papers", "texts"),
        _stage("keyphrases.paper.ngrams:ngrams", "texts", "ngrams", "engine"),
        _stage("concepts.phrase_table:analysed", "analyses", "analysed titles embeddings"),
        _stage("concepts.resolve:phrases_of", "analysed", "phrases own_meanings"),
        _stage(
            "concepts.resolve:merged",
            "papers analysed phrases own_meanings embeddings",
            "merged",
            "engine",
            remembered=True,
        ),
        _stage("concepts.resolve:resolve", "papers analysed phrases own_meanings merged", "resolved", "corrections"),
        _stage("concepts.resolve:tagged", "texts analysed resolved", "tagged", "engine"),
        _stage("links.terms:hashed", "analysed", "hashed"),
        _stage("links.terms:collected", "ngrams", "collected"),
        _stage(
            "concepts.resolve:choose",
            "papers analysed resolved tagged",
            "concepts mentions merges outcomes kinds",
            "top_n",
        ),
    ),
    "linking": (
        _stage("links.hierarchy:broader", "papers concepts mentions kinds", "BROADER"),
        _stage("links.hierarchy:ancestors", "BROADER", "ancestors"),
        _stage("links.cooccurrence:related", "papers concepts mentions", "RELATED"),
        _stage("links.terms:terms", "collected hashed concepts ancestors", "terms"),
        _stage("links.tfidf:tfidf", "papers terms", "matrix"),
        _stage("links.coupling:coupling", "titles CITES cited", "coupling"),
        _stage("links.similar:near", "papers matrix coupling embeddings concepts mentions", "near vectors", "engine"),
        _stage("links.similar:similar", "papers near coupling concepts mentions ancestors", "SIMILAR"),
        _stage(
            "links.topics.found:topics",
            "papers near concepts mentions ancestors",
            "topics IN_TOPIC CONCEPT_IN_TOPIC PART_OF",
            "engine",
        ),
        _stage("papers.people.authors:people", "papers groups", "people"),
        _stage("links.nodes:authors", "papers people", "authors WROTE"),
        _stage("links.nodes:published_in", "papers published", "venues PUBLISHED_IN"),
    ),
}
"""What people are told -> the stages that run meanwhile, in this order. What is in capitals are relationships."""

DEPENDS_ON = (
    *sorted({stage.room for part in STAGES.values() for stage in part}),
    *("store", "pipeline/__init__.py", "pipeline/stages.py", "pipeline/assemble.py"),
)
"""The rooms and files (see kg.core.fingerprint) whose code and lists the graph of a store depends on."""
