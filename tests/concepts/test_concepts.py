"""The concepts of the seeds: what is joined, what is kept apart, what stands where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from relation_fixture import concepts_of as found_by
from relation_fixture import mentions_of

from kg.core.graph import Edge, Node
from kg.core.records import Paper
from kg.keyphrases.paper.acronyms import definitions
from kg.store.catalog import Catalog
from kg.text.language import HAN
from kg.text.phrases import phrase_key

GENERIC = """method methods model models paper papers result results approach problem data dataset performance task
analysis framework experiment experiments algorithm system work study technique training learning show information
方法 模型 结果 论文 本文 问题 数据 任务 性能 算法 系统 研究 技术 实验 框架 学习 训练 信息 分析""".split()


@dataclass
class Seeds:
    papers: dict[str, Node]
    concepts: dict[str, Node]
    mentions: list[Edge]
    merges: list[tuple[str, str, str, str, float]]

    def of(self, name: str) -> Node:
        """The one concept that has this name or alias."""
        (found,) = [c for c in self.concepts.values() if name in names(c)]
        return found

    def abstracts(self, concept: Node) -> list[str]:
        """Of the papers that mention it."""
        return [str(self.papers[e.start[1]].properties["abstract"]) for e in self.mentions if e.end == concept.key]


def names(concept: Node) -> list[str]:
    properties = concept.properties
    aliases = properties["aliases"]
    assert isinstance(aliases, tuple)
    given = [properties.get(key) for key in ("name", "name_en", "name_zh")]
    return [str(name) for name in (*given, *aliases) if name]


def spelled(text: str) -> str:
    """What spellings of one phrase have in common: "pretrained" and "pre-trained" too."""
    return phrase_key(text).replace(" ", "")


@pytest.fixture(scope="module")
def seeds(seed_store: Path) -> Seeds:
    with Catalog.open(seed_store) as catalog:
        return Seeds(
            {n.id: n for n in catalog.nodes("Paper")},
            {n.id: n for n in catalog.nodes("Concept")},
            list(catalog.edges("MENTIONS")),
            list(catalog.merges()),
        )


def test_the_seeds_are_forty_six_papers_in_five_sources(seeds, seed_store):
    assert len(seeds.papers) == 46
    with Catalog.open(seed_store) as catalog:
        assert len(list(catalog.nodes("Source"))) == 5
        contains = list(catalog.edges("CONTAINS"))
    assert {e.end[1] for e in contains} == seeds.papers.keys()
    assert 46 < len(contains) <= 50


def test_knowledge_distillation_joins_both_languages(seeds):
    concept = seeds.of("knowledge distillation")
    assert seeds.of("知识蒸馏") is concept
    assert (concept.id, concept.properties["name"]) == ("knowledge-distillation", "knowledge distillation")
    abstracts = seeds.abstracts(concept)
    assert any(text.startswith("Knowledge distillation is often used to transfer knowledge") for text in abstracts)
    assert any(text.startswith("无数据知识蒸馏(DFKD)") for text in abstracts)
    assert any("渐进式蒸馏" in text for text in abstracts)


def test_the_names_that_machine_translation_gives_reinforcement_learning_are_one_concept(seeds):
    concept = seeds.of("强化学习")
    for name in ("加强学习", "增强学习", "钢筋学习", "RL"):
        assert seeds.of(name) is concept
    spellings = ("强化学习", "加强学习", "增强学习", "钢筋学习")
    holding = {i for i, p in seeds.papers.items() if any(s in str(p.properties["abstract"]) for s in spellings)}
    assert len(holding) == 5
    assert {e.start[1] for e in seeds.mentions if e.end == concept.key} >= holding


def test_pretrained_language_models_join_both_languages(seeds):
    concept = seeds.of("pre-trained language models")
    assert "PLMs" in names(concept)
    langs = {seeds.papers[e.start[1]].properties["lang"] for e in seeds.mentions if e.end == concept.key}
    assert langs == {"en", "zh"}


@pytest.mark.parametrize("name", ["federated learning", "neural collapse"])
def test_all_papers_that_name_a_concept_mention_it(seeds, name):
    concept = seeds.of(name)
    holding = {i for i, p in seeds.papers.items() if name in str(p.properties["abstract"]).lower()}
    assert len(holding) >= 2
    assert {e.start[1] for e in seeds.mentions if e.end == concept.key} >= holding


def test_an_acronym_counts_in_the_paper_that_defines_it(seeds):
    concept = seeds.of("federated learning")
    (paper,) = [p for p in seeds.papers.values() if "federated learning (FL)" in str(p.properties["abstract"])]
    (edge,) = [e for e in seeds.mentions if (e.start, e.end) == (paper.key, concept.key)]
    spans = edge.properties["spans"]
    assert isinstance(spans, tuple)
    text = str(paper.properties["abstract"])
    assert "FL" in {text[int(a) : int(b)] for a, b in zip(spans[::2], spans[1::2], strict=True)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("teacher model", "student model"),
        ("教师模型", "学生模型"),
        ("knowledge distillation", "distillation"),
        ("neural networks", "convolutional neural networks"),
        ("teacher model", "学生模型"),
    ],
)
def test_what_differs_stays_apart(seeds, one, other):
    assert seeds.of(one).id != seeds.of(other).id


def test_none_of_the_most_mentioned_concepts_is_generic(seeds):
    ranked = sorted(seeds.concepts.values(), key=lambda c: (-int(str(c.properties["papers"])), c.id))[:30]
    generic = {phrase_key(word) for word in GENERIC}
    assert len(ranked) == 30
    for concept in ranked:
        assert not {phrase_key(name) for name in names(concept)} & generic


def test_no_concept_at_all_is_a_generic_word(seeds):
    generic = {phrase_key(word) for word in GENERIC}
    assert [c.id for c in seeds.concepts.values() if phrase_key(str(c.properties["name"])) in generic] == []


def test_every_span_slices_a_spelling_of_its_concept(seeds):
    known = {c.id: {spelled(name) for name in names(c)} for c in seeds.concepts.values()}
    for edge in seeds.mentions:
        abstract = str(seeds.papers[edge.start[1]].properties["abstract"])
        spans = edge.properties["spans"]
        assert isinstance(spans, tuple)
        pairs = list(zip(spans[::2], spans[1::2], strict=True))
        assert pairs
        assert all(a < b for a, b in pairs)
        assert all(a[1] <= b[0] for a, b in pairwise(pairs))
        own = {spelled(d.short) for d in definitions(abstract) if spelled(d.long) in known[edge.end[1]]}
        for start, end in pairs:
            assert spelled(abstract[start:end]) in known[edge.end[1]] | own, abstract[start:end]
        assert edge.properties["count"] == len(pairs)  # the seeds have no titles
        assert edge.properties["in_title"] is False
        assert 0 < float(str(edge.properties["score"])) <= 1


def test_the_number_of_papers_is_that_of_the_mentions(seeds):
    counted: dict[str, int] = defaultdict(int)
    for edge in seeds.mentions:
        counted[edge.end[1]] += 1
    assert counted == {c.id: c.properties["papers"] for c in seeds.concepts.values()}


def test_every_paper_mentions_concepts_and_no_spelling_leads_to_two(seeds):
    assert {e.start[1] for e in seeds.mentions} == seeds.papers.keys()
    owner: dict[str, str] = {}
    for concept in seeds.concepts.values():
        for name in names(concept):
            assert owner.setdefault(phrase_key(name), concept.id) == concept.id


def test_every_merge_has_a_reason_a_score_and_two_names_of_its_concept(seeds):
    assert len(seeds.merges) >= 20
    reasons = set()
    for concept, kept, merged, reason, score in seeds.merges:
        keys = {phrase_key(name) for name in names(seeds.concepts[concept])}
        assert {phrase_key(kept), phrase_key(merged)} <= keys
        assert 0 < score <= 1
        reasons.add(reason)
    assert {"acronym", "translation", "synonym"} <= reasons <= {
        "acronym", "translation", "synonym", "spelling", "same acronym", "word order", "derivation"
    }  # fmt: skip


def test_names_are_in_the_language_that_they_say(seeds):
    for concept in seeds.concepts.values():
        properties = concept.properties
        assert properties["name"] in (properties.get("name_en"), properties.get("name_zh"))
        assert not HAN.search(str(properties.get("name_en", "")))
        assert HAN.search(str(properties.get("name_zh", "字")))


# -- hand-made ----------------------------------------------------------------------------------


def concepts_of(*abstracts: str, title: str = "") -> dict[str, str]:
    """Name -> id."""
    papers = [Paper(f"p{n}", title, text, "en", title_given=bool(title)) for n, text in enumerate(abstracts)]
    found = found_by(papers)
    return {c.name: c.id for c in found.concepts}


def test_names_that_differ_in_signs_alone_get_ids_of_their_own():
    found = concepts_of(
        "α-GPT is a model. α-GPT is good.", "GPT is a model. GPT is fine.", "GPT-2 is a model. GPT-2 is fine."
    )
    assert {"GPT", "GPT-2", "α-GPT"} <= found.keys()
    assert len(set(found.values())) == len(found)
    assert (found["GPT"], found["GPT-2"]) == ("gpt", "gpt-2")


def test_the_plain_id_is_that_of_the_concept_in_most_papers():
    found = concepts_of(
        *["A database holds tables. The database is fast."] * 3, "DataBase is our tool. DataBase helps."
    )
    assert (found["database"], found["DataBase"]) == ("database", "database-2")


def test_a_name_that_the_corpus_writes_with_a_capital_gets_it_where_a_paper_forgot():
    careful = ("Markov decision process", "Markov random field", "Markov logic network", "Markov blanket")
    texts = [
        f"We study the {name}. The {name} is good. A {name} of {n} states helps." for name in careful for n in "abcd"
    ]
    found = concepts_of(*texts, "The hidden markov model helps. A hidden markov model, hidden markov model learning.")
    assert "hidden Markov model" in found


def test_a_generic_word_is_no_concept_even_where_every_paper_is_about_it():
    names = ("Alpha", "Beta", "Gamma", "Delta", "Omega", "Sigma")
    found = concepts_of(*(f"A method. The {name} pruning method is our method. This method is new." for name in names))
    assert "method" not in {name.lower() for name in found}
    assert any("pruning" in name for name in found)


def test_what_a_paper_gives_a_name_is_a_concept_however_it_ranks(seeds):
    for name in ("deep matrix factorization", "neural tangent kernel", "GanLM", "speech emotion recognition"):
        assert seeds.of(name)


def test_a_mention_in_the_title_alone_has_no_spans():
    papers = [
        Paper("p0", "Magnitude pruning", "We compare rules for removing weights.", "en"),
        Paper("p1", "On speech", "Speech is studied with magnitude pruning.", "en"),
    ]
    found = found_by(papers)
    (pruning,) = [c for c in found.concepts if c.name.lower() == "magnitude pruning"]
    assert [
        (m.paper_id, m.spans, m.count, m.in_title) for m in mentions_of(found, papers) if m.concept_id == pruning.id
    ] == [
        ("p0", (), 1, True),
        ("p1", (23, 40), 1, False),
    ]


def test_no_paper_gives_no_concept_and_an_empty_paper_disturbs_nobody():
    assert concepts_of() == {}
    assert concepts_of("") == {}
    text = "Magnitude pruning removes weights."
    assert concepts_of(text, "").keys() == concepts_of(text).keys()


def found_in(*abstracts: str) -> dict[str, set[str]]:
    """Concept name -> the papers ("p0", "p1", ...) that mention it."""
    papers = [Paper(f"p{i}", "", text, "en", False) for i, text in enumerate(abstracts)]
    found = found_by(papers)
    names = {c.id: c.name for c in found.concepts}
    joined: dict[str, set[str]] = {}
    for mention in mentions_of(found, papers):
        joined.setdefault(names[mention.concept_id], set()).add(mention.paper_id)
    return joined


def test_two_letters_that_one_paper_defines_mean_nothing_in_another():
    joined = found_in(
        "Multi-scale modules (MM) help. Our multi-scale modules are small. MM works.",
        "We report on the MM Bench collection and on MM alone. Passage retrieval is hard; passage retrieval matters.",
    )
    assert joined["multi-scale modules"] == {"p0"}


def test_an_acronym_is_an_alias_by_which_its_concept_is_found(seeds):
    assert seeds.of("FL") == seeds.of("federated learning")


def test_names_of_species_and_latin_expressions_stay_whole():
    found = concepts_of(
        "Isolates of E. coli were grown on agar. Resistance of E. coli to ampicillin was measured in vitro.",
        "Metabolic engineering of E. coli improves succinate production. In vivo flux analysis of S. aureus.",
        "Chemotaxis of Escherichia coli is a run-and-tumble motion. In vitro, E.coli cells swim in channels.",
    )
    assert {"E. coli", "in vitro"} <= found.keys()
    assert not {"Escherichia coli", "coli", "vitro", "vivo", "aureus"} & found.keys()
