"""All rules in their order, and the one place where what they propose is applied.

A rule sees what the rules before it have left and changes nothing; see kg.concepts.rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from kg.concepts.agreement import OwnMeanings
from kg.concepts.cannot_link import not_opposed, one_english_core
from kg.concepts.clusters import Clusters, Merge, Phrase, Proposal
from kg.concepts.rules.acronyms import acronyms
from kg.concepts.rules.also_known_as import also_known_as
from kg.concepts.rules.derivation import derivation
from kg.concepts.rules.long_forms import long_forms
from kg.concepts.rules.species import species
from kg.concepts.rules.spelling import spelling
from kg.concepts.rules.synonyms import synonyms
from kg.concepts.rules.translations import paper_vectors, translations
from kg.concepts.rules.word_order import word_order
from kg.core.engine import ALONE, Engine
from kg.core.records import Paper, given_title


@dataclass(frozen=True, slots=True)
class Known:
    """What rules see. Only `merge_phrases` changes phrases and clusters, between two rules.

    papers: sorted by id. embeddings: (papers, d) float32 unit rows, None in fast mode. own_meanings: see
    kg.concepts.rules.acronyms. extra_phrases: phrase that may be another name of a keyphrase -> positions of the papers
    that hold it. engine: names of two languages are compared with it.
    """

    phrases: MutableMapping[str, Phrase]
    clusters: Clusters
    papers: Sequence[Paper]
    own_meanings: OwnMeanings
    extra_phrases: Mapping[str, Sequence[int]]
    embeddings: np.ndarray | None
    engine: Engine = ALONE

    def texts(self) -> Iterator[str]:
        """Titles and abstracts, paper by paper."""
        return (text for paper in self.papers for text in (given_title(paper), paper.abstract))

    def abstracts(self) -> Iterator[str]:
        return (paper.abstract for paper in self.papers)


class Rule(NamedTuple):
    """A rule and when it applies.

    propose: calls the rule with what it needs. languages: the rule is asked only if there are papers in all of these.
    allowed: asked about a merge when its turn comes, see kg.concepts.cannot_link; None allows all.
    """

    name: str
    propose: Callable[[Known], Proposal]
    languages: frozenset[str] = frozenset()
    allowed: Callable[[Merge, Clusters, Mapping[str, Phrase]], bool] | None = None


ACRONYMS = Rule("acronyms", lambda known: acronyms(known.phrases, known.clusters.of, known.own_meanings))
RULES = (
    Rule("spelling", lambda known: spelling(known.phrases)),
    Rule("species", lambda known: species(known.phrases)),
    Rule("derivation", lambda known: derivation(known.phrases)),
    Rule("word order", lambda known: word_order(known.phrases, known.texts())),
    Rule("long forms", lambda known: long_forms(known.phrases, known.own_meanings)),
    Rule("also known as", lambda known: also_known_as(known.phrases, known.abstracts())),
    Rule(
        "synonyms",
        lambda known: synonyms(known.phrases, known.own_meanings, known.extra_phrases),
        languages=frozenset({"zh"}),
        allowed=not_opposed,
    ),
    Rule(
        "translations",
        lambda known: translations(
            known.phrases,
            known.clusters.of,
            known.extra_phrases,
            paper_vectors(known.papers, known.embeddings),
            known.papers,
            known.own_meanings,
            known.engine,
        ),
        languages=frozenset({"en", "zh"}),
        allowed=one_english_core,
    ),
    ACRONYMS,
)
"""In this order, the surest first. Acronyms come last: by then papers that use other names of a concept, or the other
language, agree on what an acronym means."""


Applied: TypeAlias = list[tuple[list[Phrase], list[Merge]]]
"""What every rule that was asked has done, in order: the phrases that it brought or changed, and its merges that joined
two clusters. As JSON keeps it, tuples may be lists."""


def merge_phrases(known: Known, rules: Iterable[Rule] = RULES) -> Applied:
    """Apply what the rules propose to the phrases and clusters, one rule after another."""
    clusters = known.clusters
    languages = {paper.lang for paper in known.papers}
    applied: Applied = []
    for rule in rules:
        if rule.languages <= languages:
            proposal, before = rule.propose(known), len(clusters.merges)
            _bring(proposal.phrases.values(), known.phrases, clusters)
            clusters.apply(proposal.merges, _bound(rule, known))
            applied.append((list(proposal.phrases.values()), clusters.merges[before:]))
    return applied


def apply_again(applied: Applied, phrases: MutableMapping[str, Phrase], clusters: Clusters) -> None:
    """Do to the same phrases and clusters what `merge_phrases` has done, without asking the rules."""
    for brought, merges in applied:
        _bring((Phrase(*each) for each in brought), phrases, clusters)
        clusters.apply(Merge(*each) for each in merges)


def _bring(brought: Iterable[Phrase], phrases: MutableMapping[str, Phrase], clusters: Clusters) -> None:
    for phrase in brought:
        phrases[phrase.key] = phrase
        clusters.add(phrase.key)


def _bound(rule: Rule, known: Known) -> Callable[[Merge], bool] | None:
    """The `allowed` of a rule, with the clusters and phrases as they are when it is called."""
    allowed = rule.allowed
    return allowed and (lambda merge: allowed(merge, known.clusters, known.phrases))
