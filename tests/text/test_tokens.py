"""Masking, sentences, words, stems: whatever is cut out, offsets count characters of the input."""

from __future__ import annotations

from itertools import pairwise

import pytest
from seed_fixture import seed_papers

from kg.text.masking import BREAK, mask
from kg.text.phrases import phrase_key
from kg.text.sentences import sentences
from kg.text.tokens import tokens, words
from kg.text.words.forms import stem


def texts(text: str) -> list[str]:
    """The sentences as text."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        r"We use \textbf{first} and $\sum_i x_i$ in $Q$-learning, \cite{a}.",
        "Code at https://example.org/a_(b)?c=d#e and www.example.org. Done.",
        "代码见https://example.org/知识，谢谢。",
        "Write to first.last@example.org, please; $ 5 and $ 6 are prices.",
        "\\",
        "$$",
        "{}}{",
        "",
    ],
)
def test_masking_keeps_the_length(text):
    assert len(mask(text)) == len(text)


def test_what_is_masked_leaves_the_offsets_of_the_other_words_alone():
    text = r"We apply \textbf{graph pruning} to $\sum_i x_i$ networks, see https://example.org/a?b=c for code."
    kept = {w.text: text[w.start : w.end] for w in words(mask(text)) if w.text[0].isalpha()}
    assert {"graph", "pruning", "networks", "code"} <= kept.keys()
    assert all(word == piece for word, piece in kept.items())
    assert not kept.keys() & {"textbf", "sum", "https", "example", "org"}


def test_no_phrase_crosses_a_formula_or_an_address():
    for text in (r"deep $\sum_i x_i$ learning", "deep https://example.org/a learning", "deep a@example.org learning"):
        between = [w.text for w in words(mask(text))][1:-1]
        assert between
        assert all(set(word) == {BREAK} for word in between)


def test_a_symbol_in_dollars_is_a_word_and_joins_what_the_hyphen_joins():
    text = "Deep $Q$-learning and the $k$ nearest"
    assert [w.text for w in words(mask(text))] == ["Deep", "Q-learning", "and", "the", "k", "nearest"]
    assert phrase_key("$Q$-learning") == phrase_key("Q-learning") == phrase_key("Q learning")
    assert all("learning" in text[start:end] for token, start, end in tokens(text) if token == "learn")


def test_words_of_the_seeds_stand_where_they_say():
    for paper in seed_papers():
        for word in words(paper.abstract):
            assert paper.abstract[word.start : word.end] == word.text


def test_sentences_of_the_seeds_hold_everything_once_and_in_order():
    for paper in seed_papers():
        spans = sentences(paper.abstract)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        left = "".join(paper.abstract[a:b] for a, b in spans)
        assert "".join(left.split()) == "".join(paper.abstract.split())


def test_abbreviations_and_decimals_end_no_english_sentence():
    text = "Gains of 0.5, i.e. Small ones, cf. Table 2. We follow J. Smith et al. Here, Fig. 3 shows e.g. Noise. End"
    assert texts(text) == [
        "Gains of 0.5, i.e. Small ones, cf. Table 2.",
        "We follow J. Smith et al. Here, Fig. 3 shows e.g. Noise.",
        "End",
    ]


def test_a_chinese_sentence_ends_at_its_own_marks_only():
    text = "准确率为3.5%，优于基线。为什么？见下文！首先；“其次。”最后"
    assert texts(text) == ["准确率为3.5%，优于基线。", "为什么？", "见下文！", "首先；", "“其次。”", "最后"]


def test_an_empty_line_ends_a_sentence_and_empty_text_has_none():
    assert texts("One heading\n\nand a line") == ["One heading", "and a line"]
    assert sentences("") == sentences(" \n ") == []


def test_an_address_at_the_end_leaves_the_full_stop_to_its_sentence():
    text = "Code is at https://example.org/a.b. We also show more."
    masked = mask(text)
    assert [text[a:b] for a, b in sentences(masked)] == ["Code is at https://example.org/a.b.", "We also show more."]
    assert "example" not in masked


@pytest.mark.parametrize("mark", ["'", "’"])
def test_possessives_fall_off_names_and_stand_apart_elsewhere(mark):
    assert [w.text for w in words(f"Lob{mark}s theorem")] == ["Lob", "theorem"]
    assert [w.text for w in words(f"the network{mark}s bias")] == ["the", "network", f"{mark}s", "bias"]
    assert [w.text for w in words(f"all networks{mark} bias")] == ["all", "networks", mark, "bias"]


def test_words_keep_hyphens_and_signs_and_han_characters_are_single():
    found = [w.text for w in words("state-of-the-art C++ 无监督 encoder/decoder")]
    assert found == ["state-of-the-art", "C++", "无", "监", "督", "encoder/decoder"]


def test_acronyms_keep_their_capitals():
    assert stem("UPS") != stem("up") == stem("ups")
    assert stem("CNNs") == stem("CNN") == "CNN"
    assert stem("AIDS") != stem("aid")
    assert stem("Networks") == stem("network") == "network"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("BACKGROUND: Asthma is common. METHODS: We asked people. CONCLUSIONS: It is.", "METHODS"),
        ("Background: Asthma is common. Main outcome measures: Death. Results: None.", "Main outcome measures"),
        ("OBJECTIVE. To ask. DESIGN AND SETTING. A ward. RESULTS: None.", "DESIGN AND SETTING"),
    ],
)
def test_labels_of_a_structured_abstract_are_no_words(text, label):
    masked = mask(text)
    assert label not in masked
    assert len(masked) == len(text)
    assert "Asthma is common" in masked or "A ward" in masked


def test_a_name_before_a_colon_is_no_label():
    title = "BERT: Pre-training of Deep Transformers"
    assert mask(title) == title


def test_a_species_and_a_latin_expression_are_words():
    text = "Isolates of E. coli were grown in vitro, E. coli's genes in-vivo."
    assert [word.text for word in words(mask(text))] == (
        ["Isolates", "of", "E. coli", "were", "grown", "in vitro", ",", "E. coli", "genes", "in vivo", "."]
    )
    assert all(text[word.start : word.end] for word in words(mask(text)))
    assert len({phrase_key(name) for name in ("E. coli", "E.coli")}) == 1
    assert phrase_key("in vivo imaging") == phrase_key("in-vivo imaging")
    assert " " not in phrase_key("E. coli")
