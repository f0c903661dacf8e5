"""What every rule keeps to: it proposes, changes nothing, and depends on no order. And what each of them merges."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest

from kg.concepts.clusters import Clusters, Phrase, Proposal
from kg.concepts.merge import RULES, Known, Rule, merge_phrases
from kg.concepts.rules.acronyms import acronyms, defined_otherwise, meanings_by_paper
from kg.concepts.rules.also_known_as import also_known_as
from kg.concepts.rules.derivation import derivation
from kg.concepts.rules.long_forms import long_forms
from kg.concepts.rules.species import species
from kg.concepts.rules.spelling import spelling
from kg.concepts.rules.translations import translations
from kg.concepts.rules.word_order import word_order
from kg.core.records import Paper
from kg.text.language import detect_language
from kg.text.phrases import phrase_key

ABSTRACTS = (
    "A pre-trained model for recognition of emotions. Recognition of emotions is hard.",
    "A pretrained model, a convolution network and emotion recognition.",
    "Sentiment analysis (also known as opinion mining) with a convolutional network.",
    "This is sentiment analysis, also called opinion mining, with federated learning (FL).",
    "An FL model is a federated learning model. Natural language processing is no reinforcement learning.",
    "我们研究强化学习。",
    "我们研究加强学习和联邦学习。",
    "我们研究自然语言处理和增强学习。",
    "A Gibbs sampler of latent Dirichlet allocation (LDA).",
    "A model of latent Diricihlet allocation (LDA).",
    "Escherichia coli swims, and E. coli grows.",
)
KEYPHRASES = (
    ("pre-trained model", "emotion"),
    ("pretrained model", "convolution network", "emotion recognition"),
    ("sentiment analysis", "opinion mining", "convolutional network"),
    ("sentiment analysis", "opinion mining", "federated learning", "FL"),
    ("FL model", "federated learning model", "natural language processing", "reinforcement learning"),
    ("强化学习", "RL"),
    ("加强学习", "联邦学习"),
    (),
    ("latent Dirichlet allocation", "LDA"),
    ("latent Diricihlet allocation",),
    ("Escherichia coli", "E. coli"),
)
DEFINED = ("", "", "", "FL federated learning", "FL federated learning", "RL 强化学习", "RL 加强学习", "",
           "LDA latent Dirichlet allocation", "LDA latent Diricihlet allocation", "")  # fmt: skip
"""What a paper's acronym stands for there."""
EXTRA = {"自然语言处理": [7], "增强学习": [7]}
MERGED = {
    "spelling": {("pre-trained model", "pretrained model")},
    "species": {("Escherichia coli", "E. coli")},
    "derivation": {("convolution network", "convolutional network")},
    "word order": {("emotion recognition", "recognition of emotions")},
    "long forms": {("latent Dirichlet allocation", "latent Diricihlet allocation")},
    "also known as": {("opinion mining", "sentiment analysis")},
    "synonyms": {("加强学习", "强化学习"), ("强化学习", "增强学习")},
    "translations": {
        ("federated learning", "联邦学习"),
        ("reinforcement learning", "加强学习"),
        ("natural language processing", "自然语言处理"),
    },
    "acronyms": {("federated learning", "FL"), ("federated learning model", "FL model"), ("加强学习", "RL")},
}
"""Rule -> what it merges here."""


def phrase(text: str, *papers: int) -> Phrase:
    return Phrase(phrase_key(text), {text: max(1, len(papers))}, list(papers))


def by_key(*texts: str) -> dict[str, Phrase]:
    """Phrases of one paper each."""
    return {phrase_key(text): phrase(text, n) for n, text in enumerate(texts)}


def known_before(rule: Rule, chance: random.Random | None = None) -> Known:
    """What the rule sees, in any order."""
    papers = [Paper(f"p{n}", "", text, detect_language(text), title_given=False) for n, text in enumerate(ABSTRACTS)]
    texts = sorted({text for texts in KEYPHRASES for text in texts})
    found = [phrase(text, *(n for n, texts in enumerate(KEYPHRASES) if text in texts)) for text in texts]
    phrases = {each.key: each for each in found}
    pairs = [[(line.split()[0], line.split(" ", 1)[1])] if line else [] for line in DEFINED]
    own_meanings, extra = meanings_by_paper(pairs, phrases), dict(EXTRA)
    if chance:
        phrases, own_meanings, extra = (shuffled(each, chance) for each in (phrases, own_meanings, extra))
    known = Known(phrases, Clusters(phrases), papers, own_meanings, extra, None)
    merge_phrases(known, RULES[: RULES.index(rule)])
    return known


def shuffled(table: dict, chance: random.Random) -> dict:
    items = list(table.items())
    chance.shuffle(items)
    return dict(items)


def visible(known: Known) -> tuple:
    """All that can be seen of what is known, in its order."""
    clusters = known.clusters
    tables = (known.phrases, known.own_meanings, known.extra_phrases, clusters.members())
    return (*(list(table.items()) for table in tables), clusters.merges, known.papers, known.embeddings)


def named(proposal: Proposal) -> list[tuple[str, str]]:
    return [(merge.kept, merge.merged) for merge in proposal.merges]


every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])


@every_rule
def test_a_rule_merges_what_it_is_for(rule):
    known = known_before(rule)
    expected = {(phrase_key(kept), phrase_key(merged)) for kept, merged in MERGED[rule.name]}
    assert expected <= set(named(rule.propose(known)))


@every_rule
def test_a_rule_changes_nothing_that_it_is_given(rule):
    known = known_before(rule)
    before = deepcopy(visible(known))
    proposal = rule.propose(known)
    assert visible(known) == before
    assert rule.propose(known) == proposal


@every_rule
@pytest.mark.parametrize("seed", range(3))
def test_a_rule_proposes_the_same_in_whatever_order_phrases_come(rule, seed):
    proposal = rule.propose(known_before(rule))
    other = rule.propose(known_before(rule, random.Random(seed)))
    assert sorted(other.merges) == sorted(proposal.merges)
    assert other.phrases == proposal.phrases


@every_rule
def test_a_rule_brings_along_every_phrase_that_was_not_known(rule):
    known = known_before(rule)
    proposal = rule.propose(known)
    for merge in proposal.merges:
        assert merge.kept != merge.merged
        assert {merge.kept, merge.merged} <= known.phrases.keys() | proposal.phrases.keys()
        assert merge.reason
        assert 0 < merge.score <= 1
    in_merges = {key for merge in proposal.merges for key in (merge.kept, merge.merged)}
    for key, brought in proposal.phrases.items():
        assert brought.key == key
        assert brought.spellings
        before = known.phrases.get(key)
        assert before or key in in_merges
        assert list(brought.papers) == (list(before.papers) if before else [])
        assert all(brought.spellings[text] >= times for text, times in (before.spellings if before else {}).items())


def test_one_place_applies_what_all_rules_propose():
    known = known_before(RULES[0])
    merge_phrases(known)
    of = known.clusters.of
    one = ("reinforcement learning", "强化学习", "加强学习", "增强学习", "RL")
    assert len({of(phrase_key(text)) for text in one}) == 1
    assert of(phrase_key("recognition of emotions")) == phrase_key("emotion recognition")
    assert known.phrases[phrase_key("recognition of emotions")].spellings["recognition of emotions"] == 1
    assert of(phrase_key("emotion")) == phrase_key("emotion")


def test_without_chinese_papers_no_chinese_rule_is_asked():
    known = known_before(RULES[0])
    english = Known(known.phrases, known.clusters, known.papers[:5], {}, {}, None)
    merge_phrases(english)
    assert {merge.reason for merge in english.clusters.merges} <= {
        "spelling",
        "species",
        "derivation",
        "word order",
        "also called",
    }
    assert english.clusters.merges


# -- one by one ---------------------------------------------------------------------------------


def test_the_spelling_of_more_papers_is_kept():
    phrases = by_key("pre-trained model", "pretrained model")
    assert named(spelling(phrases)) == [("pre trained model", "pretrained model")]
    phrases["pretrained model"] = phrase("pretrained model", 1, 2)
    assert named(spelling(phrases)) == [("pretrained model", "pre trained model")]


def test_what_only_happens_to_be_written_alike_is_no_spelling():
    assert named(spelling(by_key("ad option", "adoption"))) == []


def test_a_species_is_named_by_the_initial_of_its_one_genus():
    phrases = by_key("Escherichia coli", "E. coli", "deep learning")
    assert named(species(phrases)) == [("escherichia coli", "e.coli")]
    assert named(species(by_key("E. coli", "Escherichia coli", "Entamoeba coli"))) == []
    assert named(species(by_key("E. coli", "S. aureus"))) == []


def test_words_of_one_stem_are_merged_only_where_derivation_changes_no_meaning():
    assert named(derivation(by_key("rank loss", "ranking loss"))) == [("rank loss", "ranking loss")]
    assert named(derivation(by_key("product design", "production design"))) == []


def test_up_to_three_letters_are_not_joined_by_case():
    assert named(spelling(by_key("NA", "Na"))) == []
    assert named(spelling(by_key("MATLAB", "MatLab"))) == [("MATLAB", "matlab")]


def test_the_last_word_of_a_phrase_may_be_the_plural_of_an_adjective():
    assert named(derivation(by_key("porous media", "porous medium"))) == [("porous media", "porous medium")]
    assert named(derivation(by_key("maxima", "maximum"))) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("Kalman filter", "Kalman filtering"),
        ("Lagrange point", "Lagrangian point"),
        ("Gibbs sampler", "Gibbs sampling"),
    ],
)
def test_what_is_named_after_a_person_is_one_thing(texts):
    assert len(named(derivation(by_key(*texts)))) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("motion planner", "motion planning"),
        ("Byzantine attack", "Byzantine attacker"),
        ("Laplace's method", "Laplacian method"),
        ("Grid scheduler", "Grid scheduling"),
    ],
)
def test_what_is_named_after_no_person_stays_apart(texts):
    assert named(derivation(by_key(*texts))) == []


def test_only_nouns_of_action_are_turned_round():
    phrases = by_key("problem set", "emotion recognition")
    assert named(word_order(phrases, ["A set of problems.", "Recognition of speech."])) == []


def test_a_known_phrase_in_the_other_order_is_counted_and_stays():
    phrases = by_key("emotion recognition", "recognition of emotions")
    proposal = word_order(phrases, ["Recognition of emotions."])
    key = phrase_key("recognition of emotions")
    assert proposal.merges == []
    assert proposal.phrases == {key: Phrase(key, {"recognition of emotions": 1, "Recognition of emotions": 1}, [1])}


def test_a_noun_and_its_adjective_are_one_modifier():
    assert len(named(derivation(by_key("fermion gas", "fermionic gas")))) == 1
    assert named(derivation(by_key("system failure", "systemic failure"))) == []
    assert named(derivation(by_key("atom-ion", "atomic ion"))) == []


def test_words_before_the_last_may_stand_in_any_order():
    assert len(named(word_order(by_key("linear switched system", "switched linear system"), []))) == 1
    assert named(word_order(by_key("control system design", "control design system"), [])) == []


@pytest.mark.parametrize(
    ("one", "other"), [("BCS-BEC crossover", "BEC-BCS crossover"), ("Fulde-Ferrell-Larkin", "Larkin-Fulde-Ferrell")]
)
def test_words_between_hyphens_may_stand_in_any_order(one, other):
    assert len(named(word_order(by_key(one, other), []))) == 1


@pytest.mark.parametrize(("one", "other"), [("text-to-speech", "speech-to-text"), ("max-min", "min-max")])
def test_an_order_that_says_something_is_kept(one, other):
    assert named(word_order(by_key(one, other), [])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bose-Einstein condensate", "Bose-Einstein condensation"),
        ("nonlinear Schrödinger equation", "nonlinear Schroedinger"),
        ("decode-and-forward", "decode forward"),
        ("linear program", "linear programming"),
        ("multi player online game", "multiplayer online game"),
    ],
)
def test_long_forms_of_one_acronym_with_the_same_words_are_one(one, other):
    meant = {0: {"X": phrase_key(one)}, 1: {"X": phrase_key(other)}}
    assert len(named(long_forms(by_key(one, other), meant))) == 1
    assert named(long_forms(by_key(one, other), {0: meant[0]})) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("genetic programming", "geometric programming"),
        ("lattice Boltzmann method", "lattice Boltzmann model"),
        ("proton transfer reaction", "photon transfer reaction"),
        ("probability density function", "probability distribution function"),
    ],
)
def test_long_forms_with_other_words_stay_apart(one, other):
    meant = {0: {"X": phrase_key(one)}, 1: {"X": phrase_key(other)}}
    assert named(long_forms(by_key(one, other), meant)) == []


def test_what_one_paper_alone_calls_otherwise_stays_apart():
    phrases = by_key("sentiment analysis", "opinion mining")
    assert named(also_known_as(phrases, [ABSTRACTS[2]])) == []
    assert len(named(also_known_as(phrases, [ABSTRACTS[2], ABSTRACTS[3]]))) == 1


def test_what_translates_one_another_is_merged():
    chinese = phrase_key("联邦学习")
    assert named(translations(by_key("federated learning", "联邦学习"), str, {})) == [("federated learning", chinese)]


def test_an_acronym_that_is_another_name_already_joins_nothing_else():
    phrases = by_key("federated learning", "FL", "fast lane")
    meant = meanings_by_paper([[("FL", "federated learning")]], phrases)
    assert named(acronyms(phrases, str, meant)) == [("federated learning", "FL")]
    assert named(acronyms(phrases, lambda key: "fast lane" if key == "FL" else key, meant)) == []


def test_what_a_paper_defines_as_no_phrase_is_told():
    phrases = by_key("federated learning", "FL")
    defined = [[("FL", "federated learning")], [("FL", "fast lane"), ("F-L", "foo lane")], []]
    assert list(defined_otherwise(defined, phrases)) == [(1, "FL")]
