"""Which phrases are whole noun phrases, by how they stand in the sentences of a corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kg.concepts.clusters import Clusters, Phrase
from kg.concepts.corrections import Corrected
from kg.concepts.noun_phrases import Grammar, grammar
from kg.concepts.resolved import Resolved
from kg.concepts.tag import gazetteer_of, meanings_of, tag_papers
from kg.concepts.tally import tally
from kg.core.engine import ALONE
from kg.core.records import Paper
from kg.core.tables import Keywords, Texts
from kg.text.phrases import phrase_key

NOUNS = {
    "lattice": ["Atoms move in the lattice.", "A lattice is made of light.", "Each lattice, cold and dark, is used."],
    "Hubbard model": [
        "We solve the Hubbard model.", "In this Hubbard model there is no gap.", "The Bose-Hubbard model is richer.",
        "A Hubbard model with noise is known.", "The Hubbard model is old.", "Of the Bose-Hubbard model we know less.",
    ],
    "matching": ["This is graph matching.", "The matching of graphs is hard.", "Matching is slow."],
    "haptics": ["The role of haptics is clear.", "It uses haptics.", "Haptics in games has a future."],
}  # fmt: skip
OTHERS = {
    "recurrent": ["A recurrent network learns.", "The recurrent layers help.", "Recurrent units are fast.",
                  "Every recurrent model fails.", "Two recurrent ideas meet.", "Some recurrent cells die.",
                  "In recurrent nets.",
                  "Of recurrent use.",
                  "No recurrent sums."],
    "models assumes": ["One of the models assumes that noise is small.", "Such models assumes the opposite.",
                       "All models assumes a mean.", "Our models assumes that all is well."],
    "avoid collisions": ["It is used to avoid collisions.", "They can avoid collisions.", "We avoid collisions.",
                         "Robots must avoid collisions."],
    "relying": ["Methods relying on light fail.", "Plans relying on maps work.", "Ideas relying on luck end.",
                "Tools relying on us break.", "Views relying on data hold."],
    "dimensional gas": ["A two-dimensional gas is cold.", "The three-dimensional gas is hot.",
                        "One-dimensional gas is rare."],
    "ray": ["Beams of X-ray light grow.", "We used an X-ray.", "In X-ray it is known."],
    "absentia": ["They vote in absentia.", "Votes in absentia are rare.", "Tried in absentia, he fled."],
    "ng/mL": ["A dose of 5 ng/mL is used.", "About 7 ng/mL were found.", "Only 3 ng/mL remain."],
    "closed-loop": ["A closed-loop system works.", "The closed-loop gain grows.", "Every closed-loop test ends.",
                    "This closed-loop design holds.", "Two closed-loop rigs run."],
}  # fmt: skip


WHOLES = "engine system whole group team plant set tree house book song play text word law".split()


def judged(sentences: dict[str, list[str]]) -> dict[str, bool]:
    """Phrase -> whether it is a noun, in a corpus of all these sentences."""
    found, resolved = told(list(sentences), [one for several in sentences.values() for one in several])
    return {phrase: bool(found.noun[resolved.cluster_of[phrase_key(phrase)]]) for phrase in sentences}


def told(spellings: Sequence[str], abstracts: Sequence[str]) -> tuple[Grammar, Resolved]:
    phrases = {phrase_key(s): Phrase(phrase_key(s), {s: 1}, [0]) for s in spellings}
    clusters = Clusters(phrases)
    heads, cluster_of = clusters.numbered()
    spelled = [phrases[head].spelling for head in heads]
    resolved = Resolved(phrases, clusters, {}, Corrected(), heads, spelled, cluster_of, np.zeros(0, np.int32))
    papers = [Paper(f"p{n}", "", text, "en") for n, text in enumerate(abstracts)]
    gazetteer = gazetteer_of(phrases, cluster_of, {}, frozenset())
    keywords = Keywords(np.zeros(0, np.int32), np.zeros(0, np.int32))
    batches = tag_papers(Texts.of(papers), gazetteer, meanings_of({}, {}, (), cluster_of), keywords, ALONE)
    return grammar(tally(batches, len(heads)).counts, resolved), resolved


@pytest.mark.parametrize("phrase", NOUNS)
def test_what_stands_as_a_noun_phrase_is_one(phrase: str) -> None:
    assert judged(NOUNS | OTHERS)[phrase]


@pytest.mark.parametrize("phrase", OTHERS)
def test_verbs_modifiers_pieces_and_units_are_none(phrase: str) -> None:
    assert not judged(NOUNS | OTHERS)[phrase]


def test_a_phrase_seen_once_is_judged_by_its_last_word() -> None:
    often = [f"The {what} consists of parts." for what in WHOLES]
    found, resolved = told(["approach consists", "consists"], [*often, "This approach consists of two steps."])
    assert not found.noun[resolved.cluster_of[phrase_key("approach consists")]]


def test_a_finite_verb_makes_a_clause_and_no_name_that_a_piece_could_belong_to() -> None:
    found, resolved = told(list(OTHERS), [one for several in OTHERS.values() for one in several])
    clause = {s for s in OTHERS if found.clause[resolved.cluster_of[phrase_key(s)]]}
    assert {"models assumes", "avoid collisions"} <= clause
    assert not clause & {"recurrent", "ray", "closed-loop"}


CHINESE_NOUNS = {
    "数值模拟": ["本文对数值模拟进行了研究。", "数值模拟的结果较好。"],
    "减速": ["减速的过程较长。", "对减速进行了研究。", "可减速。"],
    "超级电容": ["研究了超级电容的性能。"],
}
NO_CHINESE_NOUNS = {
    "减小": ["误差可减小。", "该值将减小。", "温度也减小。", "误差减小了。", "电压减小了一半。"],
    "文中": ["文中给出了例子。", "文中对此作了研究。"],
    "对模型": ["我们对模型进行了改进。"],
    "着重": ["本文着重研究了结构。", "文章着重探讨了问题。"],
}


@pytest.mark.parametrize("phrase", CHINESE_NOUNS)
def test_a_chinese_word_is_a_noun_where_the_corpus_uses_it_so(phrase: str) -> None:
    assert judged(CHINESE_NOUNS | NO_CHINESE_NOUNS)[phrase]


@pytest.mark.parametrize("phrase", NO_CHINESE_NOUNS)
def test_chinese_verbs_adverbs_and_phrases_of_place_are_none(phrase: str) -> None:
    assert not judged(CHINESE_NOUNS | NO_CHINESE_NOUNS)[phrase]
