"""Keyphrases of single papers: candidates, spans, scores, KeyBERT's part."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from reader_fixture import papers_of
from seed_fixture import paper, seed_papers

from kg.core.graph import SCALE
from kg.core.records import Keyphrase, Paper
from kg.keyphrases import analysis as of_one_paper
from kg.keyphrases.analysis import Analysis, Packed, analysis_key, unpack
from kg.keyphrases.extract import extract_keyphrases
from kg.keyphrases.ranking import by_keybert, similarity
from kg.keyphrases.ranking.rank import COMPARED, find_candidates, paper_text, profile, rank, rank_all
from kg.keyphrases.ranking.similarity import plain_cosines, similarities
from kg.store.cache import Cache
from kg.text.embedding import default_embedder
from kg.text.phrases import phrase_key
from kg.text.tagging import english_tagger
from kg.text.words.forms import stem


@pytest.fixture(scope="module")
def analyses(seed_store: Path) -> list[tuple[Paper, Analysis]]:
    """Every seed paper with what the default build finds in it."""
    with closing(Cache.open(seed_store)) as cache:
        return [(p, of_one_paper.analyse(p)) for p, _ in papers_of(cache.records())]


def test_what_the_cache_keeps_of_an_analysis_is_what_the_graph_is_made_of(analyses, seed_store):
    papers = {analysis_key(paper, False): fresh for paper, fresh in analyses}
    with closing(Cache.open(seed_store)) as cache:
        kept = {key: unpack(Packed(*cache.analysis(key, extra_phrases=True))) for key in papers}
    for key, fresh in papers.items():
        assert replace(fresh, embedding=None) == replace(kept[key], embedding=None)
        assert np.array_equal(fresh.embedding, kept[key].embedding)


def english(abstract: str, title: str = "") -> Paper:
    return Paper(id="p1", title=title, abstract=abstract, lang="en", title_given=bool(title))


def chinese(abstract: str, title: str = "") -> Paper:
    return replace(english(abstract, title), lang="zh")


def assert_spans_spell(phrase: Keyphrase, abstract: str) -> None:
    assert len(phrase.spans) % 2 == 0
    pairs = list(zip(phrase.spans[::2], phrase.spans[1::2], strict=True))
    spelled = {phrase_key(abstract[start:end], stem).lower() for start, end in pairs}
    if len(pairs) > phrase.count:  # "semantic (and syntactic) reasoning"
        spelled = {" ".join(phrase_key(abstract[start:end], stem).lower() for start, end in pairs)}
    assert spelled <= {phrase_key(phrase.text, stem).lower()}
    assert pairs == sorted(pairs)


def test_every_span_of_the_seeds_slices_a_spelling_of_its_phrase(analyses):
    for found, phrases in extract_keyphrases((found for found, _ in analyses), top_n=20, fast=True):
        for phrase in phrases:
            assert_spans_spell(phrase, found.abstract)
            assert 0 < phrase.count <= len(phrase.spans) // 2  # the seeds have no titles
            assert not phrase.in_title


def test_scores_of_the_seeds_fall_from_one(analyses):
    for _, analysis in analyses:
        scores = list(analysis.keyphrases.scores)
        assert scores[0] == SCALE
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= SCALE for score in scores)
        assert len(set(map(phrase_key, analysis.keyphrases.texts))) >= 10


def test_fast_and_default_rank_the_same_candidates_differently(analyses):
    differ = 0
    for found, analysis in analyses:
        fast = [k.text for k in rank(found, top_n=1000, fast=True)]
        assert set(fast) >= set(analysis.extra_phrases)
        differ += fast[:10] != list(analysis.extra_phrases[:10])
    assert differ > len(analyses) / 4


def test_keyphrases_of_the_seeds_are_no_latex_no_address_and_no_bare_number(analyses):
    for _, analysis in analyses:
        for text in analysis.extra_phrases:
            assert not re.search(r"[\\${}~\n\x01\u2060]|https?:|www\.|textbf|cite|Papyan20", text)
        for text in analysis.keyphrases.texts[:10]:
            assert any(char.isalpha() for char in text)


def test_the_public_function_streams_in_order_with_the_same_output_every_time():
    papers = [paper("Given the increasingly intricate forms"), paper("无数据知识蒸馏"), paper("Human speech can be")]
    stream = extract_keyphrases(iter(papers), top_n=5)
    first, phrases = next(stream)
    assert first.id == papers[0].id
    assert first.title
    rest = list(stream)
    assert [p.id for p, _ in rest] == [p.id for p in papers[1:]]
    assert [len(found) for _, found in rest] == [5, 5]
    assert list(extract_keyphrases(papers, top_n=5)) == [(first, phrases), *rest]


def test_top_n_cuts_the_same_list():
    found = paper("Human speech can be")
    for fast in (True, False):
        assert rank(found, top_n=3, fast=fast) == rank(found, top_n=12, fast=fast)[:3]


def test_papers_ranked_together_are_ranked_as_alone():
    long = "".join(p.abstract for p in seed_papers() if p.lang == "en")
    papers = [*seed_papers(), english(""), chinese(""), english("No."), english(long), *seed_papers()[:3]]
    together = rank_all(papers, [None] * len(papers), top_n=7, others=50, fast=True)
    for found, ranking in zip(papers, together, strict=True):
        alone = rank(found, top_n=57, fast=True)
        assert ranking.keyphrases == alone[:7]
        assert list(ranking.others) == [k.text for k in alone[7:]]


def test_the_styles_differ_the_authors_is_the_default_and_another_one_is_refused():
    found = seed_papers()[:8]
    default = [k for _, k in extract_keyphrases(found, fast=True)]
    lists = [[k for _, k in extract_keyphrases(found, style=style, fast=True)] for style in ("author", "indexer")]
    assert lists[0] == default != lists[1]
    with pytest.raises(ValueError, match="author, indexer"):
        list(extract_keyphrases(found, style="reader"))


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("paper_of", [english, chinese])
@pytest.mark.parametrize("abstract", ["", " \n", "...", "。", "https://example.org/a", r"$\sum_i x_i$", "12 34"])
def test_where_nothing_is_said_there_are_no_keyphrases(abstract, paper_of, fast):
    assert rank(paper_of(abstract), top_n=10, fast=fast) == ()


@pytest.mark.parametrize("fast", [True, False])
def test_hostile_abstracts_give_clean_phrases(fast):
    text = (
        r"We study \emph{graph pruning}~\cite{smith2020graph} with $\mathcal{L}_{reg}$ loss and $Q$-learning. "
        r"The code of our graph pruning is at https://github.com/some/graph-pruning.git and www.example.org/pruning."
    )
    found = rank(english(text), top_n=30, fast=fast)
    assert "graph pruning" in [k.text.lower() for k in found]
    assert "Q-learning" in [k.text for k in found]
    for phrase in found:
        assert_spans_spell(phrase, text)
        assert not re.search(r"\\|\$|\{|github|http|www|mathcal|emph|cite", phrase.text)
    (pruning,) = [k for k in found if k.text.lower() == "graph pruning"]
    assert pruning.count == 2  # not those of the addresses


def test_no_phrase_crosses_a_sentence():
    text = "We need graphs. Neural pruning of graphs. Then networks follow"
    for phrase in rank(english(text), top_n=50, fast=True):
        assert "." not in phrase.text
        assert "graphs neural" not in phrase.text.lower()


def test_a_given_title_counts_and_a_derived_one_does_not():
    abstract = "We compare several rules for removing weights. Small tables are kept."
    titled = {k.text.lower(): k for k in rank(english(abstract, "Magnitude pruning"), top_n=30, fast=True)}
    assert titled["magnitude pruning"].in_title
    assert titled["magnitude pruning"].count == 1
    assert titled["magnitude pruning"].spans == ()
    assert not titled["weights"].in_title
    derived = replace(english(abstract, "Magnitude pruning"), title_given=False)
    assert rank(derived, top_n=30, fast=True) == rank(english(abstract), top_n=30, fast=True)


def test_a_word_in_title_and_abstract_is_counted_twice():
    for found, word in (
        (english("Pruning of graphs is studied.", "On pruning"), "pruning"),
        (chinese("本文研究知识蒸馏。", "知识蒸馏综述"), "知识蒸馏"),
    ):
        (phrase,) = [k for k in rank(found, top_n=40, fast=True) if k.text.lower() == word]
        assert (phrase.count, len(phrase.spans), phrase.in_title) == (2, 2, True)


def test_a_title_alone_is_enough():
    assert "graph pruning" in [k.text.lower() for k in rank(english("", "Graph pruning"), top_n=5)]
    assert "知识蒸馏" in [k.text for k in rank(chinese("", "知识蒸馏"), top_n=5)]


def test_the_title_changes_the_order():
    abstract = paper("Human speech can be").abstract
    plain = [k.text.lower() for k in rank(english(abstract), top_n=20, fast=True)]
    titled = [k.text.lower() for k in rank(english(abstract, "Emotional voice conversion"), top_n=20, fast=True)]
    assert titled.index("emotional voice conversion") < plain.index("emotional voice conversion")


def test_chinese_candidates_go_across_de_but_do_not_end_in_it():
    text = "我们比较了预先训练的语言模型。模型的。"
    found = {k.text: k for k in rank(chinese(text), top_n=100, fast=True)}
    assert "预先训练的语言模型" in found
    assert text[slice(*found["预先训练的语言模型"].spans)] == "预先训练的语言模型"
    assert "语言模型" in found
    assert not [t for t in found if t.startswith("的") or t.endswith("的")]


def test_chinese_candidates_hold_latin_names_whole():
    text = "我们在GPT-2模型上评估Q学习，使用k-means聚类。"
    found = {k.text for k in rank(chinese(text), top_n=100, fast=True)}
    assert "GPT-2模型" in found
    assert not [t for t in found if t in ("GPT", "2模型", "means聚类")]


def test_a_sentence_may_begin_with_a_phrase_and_its_capital_is_undone():
    text = "Dense retrieval is hard. We like dense retrieval."
    (phrase,) = [k for k in rank(english(text), top_n=20, fast=True) if k.text.lower() == "dense retrieval"]
    assert (phrase.text, phrase.count) == ("dense retrieval", 2)


def test_counts_follow_spellings_across_plural_and_hyphen():
    text = "We compare a pre-trained model with large pre-trained models. The cost of pre-trained models is high."
    (phrase,) = [k for k in rank(english(text), top_n=40, fast=True) if phrase_key(k.text) == "pre trained model"]
    assert phrase.count == 3
    assert_spans_spell(phrase, text)


# -- KeyBERT ------------------------------------------------------------------------------------


def test_keybert_gives_the_cosine_of_the_embedder():
    text = paper("Human speech can be").abstract
    phrases = ["emotional voice conversion", "speech", "情感语音转换", "sandwich"]
    found = similarities(text, phrases)
    embedder = default_embedder()
    (whole,) = embedder.embed([text])
    assert found.keys() == set(phrases)
    for phrase in phrases:
        assert found[phrase] == pytest.approx(float(embedder.embed([phrase])[0] @ whole), abs=2e-4)
    assert found["emotional voice conversion"] > found["sandwich"]


def test_keybert_works_on_the_given_embedder_and_no_other():
    class Axes:
        """The text and each phrase along an axis of their own, but "speech" as the text."""

        def embed(self, texts):
            rows = np.eye(len(texts), 512, dtype=np.float32)
            rows[list(texts).index("speech")] = rows[-1]
            return rows

    assert similarities("some text", ["graph pruning", "speech"], embedder=Axes()) == {"graph pruning": 0, "speech": 1}


def test_repeated_phrases_are_asked_once_and_nothing_is_asked_of_nothing():
    assert similarities("graph pruning", ["pruning", "pruning"]).keys() == {"pruning"}
    assert similarities("graph pruning", []) == {}
    assert similarities(" ", ["pruning"]) == {}


def test_keybert_is_asked_from_many_papers_on(monkeypatch):
    asked = []
    monkeypatch.setattr(
        similarity, "by_keybert", lambda: lambda *given: asked.append(given[0]) or plain_cosines(*given)
    )
    monkeypatch.setattr(similarity, "_papers", count(similarity.WORTH))
    similarities("some text", ["graph pruning"])
    similarities("another text", ["graph pruning"])
    assert asked == ["another text"]
    monkeypatch.undo()
    assert similarity.by_keybert() is by_keybert.cosines


def test_without_keybert_the_numbers_are_the_same_bit_for_bit():
    """On every seed paper of both languages, and for vectors of length 0."""
    compared = 0
    for found in seed_papers():
        phrases = sorted({k.text for k in rank(found, top_n=30, fast=True)})
        rows = default_embedder().embed([*phrases, paper_text(found)])
        asked = by_keybert.cosines(found.abstract, phrases, rows[-1], rows[:-1])
        assert plain_cosines(found.abstract, phrases, rows[-1], rows[:-1]) == asked
        compared += len(asked)
    assert compared > 1000
    rows = np.eye(2, 512, dtype=np.float32) * np.float32(0.3)
    rows[1] = 0
    assert plain_cosines("a b", ["a", "b"], rows[0], rows) == {"a": 1, "b": 0}
    assert by_keybert.cosines("a b", ["a", "b"], rows[0], rows) == {"a": 1, "b": 0}


def test_without_keybert_every_paper_is_ranked_the_same(monkeypatch):
    papers = seed_papers()[::4]
    assert {each.lang for each in papers} == {"en", "zh"}
    monkeypatch.setattr(similarity, "cosines", by_keybert.cosines)
    asked = [[(k.text, k.score) for k in rank(each, top_n=20)] for each in papers]
    monkeypatch.setattr(similarity, "cosines", plain_cosines)
    assert [[(k.text, k.score) for k in rank(each, top_n=20)] for each in papers] == asked


@pytest.mark.parametrize(
    ("cosines", "said"), [(by_keybert.cosines, "KeyBERT ranked 0 of 2"), (plain_cosines, "not finite")]
)
def test_numbers_that_are_none_are_an_error(monkeypatch, cosines, said):
    """scikit-learn raises a ValueError within KeyBERT, which turns it into an empty list."""

    class Broken:
        def embed(self, texts):
            return np.full((len(texts), 512), np.nan, np.float32)

    monkeypatch.setattr(similarity, "cosines", cosines)
    with pytest.raises(RuntimeError, match=said):
        similarities("some text", ["graph pruning", "speech"], embedder=Broken())


def test_the_default_is_the_fast_score_plus_the_weighted_similarity():
    found = paper("Human speech can be")
    ((_, candidates),) = find_candidates([found])
    assert len(candidates) > COMPARED
    fast = [k.text for k in rank(found, top_n=10**6, fast=True)]
    default = [k.text for k in rank(found, top_n=10**6)]
    assert set(fast[:COMPARED]) == set(default[:COMPARED])  # these alone are compared
    assert fast[COMPARED:] == default[COMPARED:]


def test_an_embedding_that_is_known_is_not_made_again():
    embedded = []

    class Noting:
        def embed(self, texts):
            embedded.extend(texts)
            return default_embedder().embed(texts)

    (embedding,) = default_embedder().embed(["some text"])
    phrases = ["graph pruning", "speech"]
    found = similarities("some text", phrases, embedding, embedder=Noting())
    assert embedded == phrases
    assert found == pytest.approx(similarities("some text", phrases), abs=2e-4)


def test_the_ranking_takes_the_embedding_that_is_known():
    found = paper("Human speech can be")
    (embedding,) = default_embedder().embed([paper_text(found)])
    ranked = rank(found, top_n=10)
    assert rank(found, top_n=10, embedding=embedding) == ranked
    assert rank(found, top_n=10, embedding=-embedding) != ranked


# --- tagging


def test_the_tagger_gives_the_labels_of_its_package():
    """As `denckring_en_pos.tagger().tag` printed them."""
    labels = ["PRON|-", "AUX|Fin", "VERB|Part", "DET|-", "VERB|Part", "NOUN|-", "ADV|-"]
    sentence = "She was running the scanned image quickly".split()
    assert english_tagger().tag([[], ["the"], sentence, sentence[:4]]) == [[], ["DET|-"], labels, labels[:4]]


@pytest.mark.parametrize("style", ["author", "indexer"])
def test_a_score_does_not_depend_on_what_else_is_scored(style):
    """To the last bit: a build that adds a paper analyses it in another batch than a build from scratch."""
    fitted = profile("en", style)
    table = np.random.default_rng(1).random((200, len(fitted.features)), np.float32)
    alone = np.concatenate([fitted.linear_scores(table[at : at + 7]) for at in range(0, 200, 7)])
    assert alone.tobytes() == fitted.linear_scores(table).tobytes()
