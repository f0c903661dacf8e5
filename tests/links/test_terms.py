"""What papers are compared by: runs of their words, the spellings of a concept as one, and what they mean besides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from relation_fixture import concept, paper, ranked

from kg.concepts.phrase_table import analysed
from kg.core.engine import ALONE
from kg.core.graph import SCALE
from kg.core.records import Concept, Paper
from kg.core.tables import Ancestors, Texts
from kg.keyphrases.analysis import Analysis
from kg.keyphrases.paper.acronyms import definitions
from kg.keyphrases.paper.ngrams import ngrams
from kg.links.terms import hashed, terms
from kg.text.phrase_hashes import phrase_hashes
from kg.text.words.forms import stem

NETWORKS = concept("network", "neural networks", key="nn")
CONVOLUTIONAL = concept("CNN", "convolutional networks", key="cnn")


def found(
    given: Paper, concepts: list[Concept], above: dict[str, set[str]], *keyphrases: tuple[str, float]
) -> dict[int, tuple[int, int, float]]:
    """Term -> (count, first word, score)."""
    meant = tuple(definitions(given.abstract))
    in_paper, _, _ = analysed([Analysis(keyphrases=ranked(*keyphrases), definitions=meant)])
    at = {concept.id: n for n, concept in enumerate(concepts)}
    rows = sorted((at[narrow], at[broad]) for narrow, all_ in above.items() for broad in all_)
    ancestors = Ancestors(*np.array(rows, np.int32).reshape(-1, 2).T)
    (table,) = terms(ngrams(Texts.of([given]), ALONE), hashed(in_paper), concepts, ancestors)
    columns = (table.term, table.count, table.first, table.score / SCALE)
    return {term: tuple(row) for term, *row in zip(*(column.tolist() for column in columns), strict=True)}  # type: ignore[misc]


def term(phrase: str) -> int:
    return int(phrase_hashes([phrase], stem)[0])


def of(known: Concept) -> int:
    """The term that all spellings of the concept are."""
    return min(map(term, known.spellings))


def test_runs_of_words_are_counted_up_to_the_next_stop_word():
    terms = found(paper("a", "Pruning weights of the speech model. Pruning speech."), [], {})
    assert terms[term("pruning")] == (2, 0, 0.0)
    assert terms[term("pruning weights")] == (1, 0, 0.0)
    assert terms[term("speech")] == (2, 4, 0.0)
    assert {term("weights of"), term("of"), term("weights speech"), term("model pruning")}.isdisjoint(terms)


def test_the_words_of_the_title_come_first():
    titled = replace(paper("a", "Speech pruning."), title="Weights", title_given=True)
    assert found(titled, [], {})[term("speech")] == (1, 1, 0.0)


def test_spellings_of_a_concept_are_one_term_and_the_better_score_counts():
    keyphrases = (("neural networks", 0.9), ("network", 0.4))
    terms = found(paper("a", "Pruning neural networks, a network."), [NETWORKS], {}, *keyphrases)
    # "network" alone, in "neural networks", and that
    assert terms[of(NETWORKS)] == (3, 1, 0.9)
    assert len({term("network"), term("neural networks")} & set(terms)) == 1


def test_a_narrower_concept_counts_as_the_broader_one_once():
    above = {"cnn": {"nn"}}
    terms = found(paper("a", "Pruning CNN and speech, a CNN."), [NETWORKS, CONVOLUTIONAL], above)
    assert terms[of(CONVOLUTIONAL)] == (2, 1, 0.0)
    assert terms[of(NETWORKS)] == (1, 1, 0.0)


def test_what_stands_in_the_papers_own_words_counts_as_often_as_it_stands():
    above = {"cnn": {"nn"}}
    terms = found(paper("a", "Pruning CNN. The network, a network."), [NETWORKS, CONVOLUTIONAL], above)
    assert terms[of(NETWORKS)] == (2, 4, 0.0)


def test_an_acronym_means_what_its_paper_says_it_does():
    text = "Cellular nerve numbers (CNN) in speech, and CNN."
    terms = found(paper("a", text), [CONVOLUTIONAL], {}, ("CNN", 0.7))
    assert term("convolutional networks") not in terms
    count, first, score = terms[term("cellular nerve numbers")]
    assert (count, first, score) == (3, 0, 0.7)


def test_papers_without_words_have_no_terms():
    assert found(paper("a", ""), [NETWORKS], {}) == {}


def test_keywords_of_a_paper_without_words_count_for_no_other_paper():
    silent, other = paper("a", ""), paper("b", "Pruning of speech.")
    keywords = ranked(("pruning", 0.5))
    in_papers, _, _ = analysed([Analysis(keyphrases=keywords), Analysis()])
    nothing = Ancestors(*np.zeros((2, 0), np.int32))
    (table,) = terms(ngrams(Texts.of([silent, other]), ALONE), hashed(in_papers), [], nothing)
    assert set(table.paper.tolist()) == {1}
    assert not table.score.any()
