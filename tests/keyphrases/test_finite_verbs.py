"""Every sentence has a finite verb: where the tagger saw none, a noun is one."""

from __future__ import annotations

import pytest

from kg.core.records import Paper
from kg.keyphrases.english.document import english_documents
from kg.keyphrases.english.finite_verbs import with_finite_verb
from kg.keyphrases.extract import extract_keyphrases


def verbs(sentence: str, tags: str) -> list[str]:
    """The words that are made verbs. tags: A is an adjective, C a conjunction, P a preposition, V finite, T a
    participle."""
    names = {"C": "SCONJ|-", "N": "NOUN|-", "A": "ADJ|-", "D": "DET|-", "P": "ADP|-", "V": "VERB|Fin", "T": "VERB|Part"}
    before = [names[tag] for tag in tags]
    words = sentence.split()
    after = with_finite_verb(words, before)
    return [word for word, old, new in zip(words, before, after, strict=True) if old != new]


@pytest.mark.parametrize(
    ("sentence", "tags", "verb"),
    [
        ("the sorting problem consists of errors", "DNNNPN", "consists"),
        ("the letter robot suppresses errors at night", "DNNNNPN", "suppresses"),
        ("these networks offer convenient ways of control", "DNNANPN", "offer"),
        ("tests show that the letter robot suppresses errors", "NVCDNNNN", "suppresses"),
    ],
)
def test_the_noun_that_has_to_be_the_verb_is_one(sentence, tags, verb):
    assert verbs(sentence, tags) == [verb]


@pytest.mark.parametrize(
    ("sentence", "tags"),
    [
        ("the sorting problem consists of errors", "DNNVPN"),  # there is one
        ("letter robot models", "NNN"),  # no sentence
        ("tests show that the letter robot has errors", "NVCDNNVN"),  # there is one in each clause
        ("coarse estimates made in large corpora", "ANTPAN"),  # a participle follows
        ("methods and results of simulation models here", "NPNPNNN"),  # nouns that are seldom verbs
    ],
)
def test_other_nouns_stay_nouns(sentence, tags):
    assert verbs(sentence, tags) == []


def test_no_keyphrase_holds_the_verb_of_its_sentence():
    text = (
        "The sorting problem consists of parcels and letters. A parcel robot sorts parcels. Bog moss dries in summer."
    )
    paper = Paper("p", "", text, "en", title_given=False)
    ((_, keyphrases),) = extract_keyphrases([paper], top_n=20, fast=True)
    found = {keyphrase.text for keyphrase in keyphrases}
    assert not {word for phrase in found for word in phrase.split()} & {"consists", "sorts", "dries"}
    assert "sorting problem" in found


def test_a_title_needs_no_verb():
    title, abstract = "Letter robot controls", "The letter robot controls bins."
    (named,) = english_documents([Paper("p", title, "", "en", title_given=True)])
    (said,) = english_documents([Paper("p", "", abstract, "en", title_given=False)])
    assert "VERB|Fin" not in named.tags
    assert said.tags[3] == "VERB|Fin"
