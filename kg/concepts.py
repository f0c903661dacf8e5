"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kg.deciding import Decided, decide
from kg.decisions import Decision, Outcome
from kg.generic import is_generic
from kg.keyphrases.document import given_title
from kg.links import apart, paired
from kg.mentions import Places, tag_papers, together
from kg.merging import Defined, Groups, Merge, Phrase, merge_acronyms, own_acronyms
from kg.naming import merge_other_names
from kg.records import Concept, Paper
from kg.salience import Mentions, weigh_mentions
from kg.selection import select
from kg.synonyms import merge_synonyms
from kg.text import acronym
from kg.translations import merge_translations, places
from kg.uses import Uses
from kg.variants import merge_derivations, merge_spellings, merge_word_order
from kg.vocabulary import phrase_key

MOSTLY = 0.75
"""Share of Chinese papers above which concepts go by their Chinese names."""


@dataclass(frozen=True, slots=True)
class Concepts:
    """concepts by id; mentions by paper and concept; merges as (concept id, Merge); outcomes one a decision."""

    concepts: tuple[Concept, ...]
    mentions: Mentions
    merges: tuple[tuple[str, Merge], ...]
    outcomes: tuple[Outcome, ...] = ()


def find_concepts(
    papers: Sequence[Paper],
    uses: Uses,
    *,
    top_n: int = 10,
    decisions: Sequence[Decision] = (),
    merging: bool = True,
    jobs: int = 0,
) -> Concepts:
    """The concepts of a corpus. papers: sorted by id. uses: what their analyses found.

    Two passes: what is a keyphrase somewhere is looked for everywhere. merging: of variants, synonyms and
    translations. decisions have the last word on what is one concept.
    """
    grouped = group_phrases(papers, uses, decisions=decisions, merging=merging)
    return choose(papers, uses, grouped, list(find_places(papers, uses, grouped, jobs=jobs)), top_n=top_n)


class Grouped(NamedTuple):
    """Which phrases are one thing. phrases: by key. own: see kg.merging. order: of each group the key that stands for
    it; number: of each key its group. group: of each of uses.keys, -1 for none."""

    phrases: dict[str, Phrase]
    groups: Groups
    own: Defined
    decided: Decided
    order: list[str]
    number: dict[str, int]
    group: np.ndarray


def group_phrases(
    papers: Sequence[Paper], uses: Uses, *, decisions: Sequence[Decision] = (), merging: bool = True
) -> Grouped:
    """The phrases of a corpus, grouped by what they name; see `find_concepts`."""
    phrases = _vocabulary(uses)
    own = own_acronyms(uses.defined, phrases)
    groups = Groups(phrases)
    if merging:
        _merge(groups, phrases, own, papers, uses)
    merge_acronyms(groups, own)
    decided = decide(decisions, groups, phrases, own, papers)
    order, number = groups.numbered()
    group = np.array([number.get(key, -1) for key in uses.keys], np.int32)
    return Grouped(phrases, groups, own, decided, order, number, group)


def find_places(papers: Sequence[Paper], uses: Uses, grouped: Grouped, *, jobs: int = 0) -> Iterator[Places]:
    """Where the groups stand in the papers, in batches."""
    phrases, own, number = grouped.phrases, grouped.own, grouped.number
    return tag_papers(papers, uses, grouped.group, phrases, number, own, grouped.decided.certain, jobs=jobs)


def choose(
    papers: Sequence[Paper], uses: Uses, grouped: Grouped, found: Sequence[Places], *, top_n: int = 10
) -> Concepts:
    """The groups that are concepts, their names and mentions. found: where the groups stand."""
    places = together(found)
    phrases, order, number, decided = grouped.phrases, grouped.order, grouped.number, grouped.decided
    kept = select(places, order, phrases, number, uses, grouped.group, top_n, decided)
    members = grouped.groups.members()
    concepts, concept_of = _describe(
        {group: (members[order[group]], n) for group, n in kept.items()},
        phrases,
        decided.rank,
        sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers),
    )
    mentions = weigh_mentions(concept_of, places, grouped.group, uses, papers, concepts)
    merges = [
        (concepts[concept_of[number[m.kept]]].id, m) for m in grouped.groups.merges if number[m.kept] in concept_of
    ]
    readable = [(i, Merge(phrases[m.kept].spelling, phrases[m.merged].spelling, m.reason, m.score)) for i, m in merges]
    return Concepts(concepts, mentions, tuple(sorted(readable)), tuple(decided.outcomes))


def _merge(
    groups: Groups,
    phrases: dict[str, Phrase],
    own: Defined,
    papers: Sequence[Paper],
    uses: Uses,
) -> None:
    """Names of one thing, the surest first. What the papers hold besides their keyphrases may enter `phrases`."""
    merge_spellings(groups, phrases)
    merge_derivations(groups, phrases)
    merge_word_order(groups, phrases, (text for p in papers for text in (given_title(p), p.abstract)))
    merge_other_names(groups, phrases, (p.abstract for p in papers))
    if any(p.lang == "zh" for p in papers):
        candidates = _candidates(uses.candidates)
        merge_synonyms(groups, own, phrases, candidates)
        if len({p.lang for p in papers}) > 1:
            merge_translations(groups, phrases, candidates, places(papers, uses.embeddings))


def _vocabulary(uses: Uses) -> dict[str, Phrase]:
    """Every keyphrase, name and long form of an acronym, by key; generic ones left out."""
    texts, (key, paper, spelled, times) = _counted(uses)
    ways, row = np.unique(paired(key, spelled), return_inverse=True)
    phrase, spelled = apart(ways)
    written = [texts[n] for n in spelled.tolist()], np.bincount(row, times).astype(int).tolist()
    owner, paper = apart(np.unique(paired(key, paper)))
    known, papers = np.unique(phrase), paper.tolist()
    ends = (np.append(np.searchsorted(of, known), len(of)).tolist() for of in (phrase, owner))
    return {
        uses.keys[n]: Phrase(uses.keys[n], dict(zip(written[0][a:b], written[1][a:b], strict=True)), papers[c:d])
        for n, (a, b), (c, d) in zip(known.tolist(), *map(pairwise, ends), strict=True)
    }


def _counted(uses: Uses) -> tuple[list[str], np.ndarray]:
    """Texts, and (key, paper, which of the texts, how often), a column a use, of all uses that may be of a phrase."""
    telling = np.array([len(key) > 1 and not is_generic(key) for key in uses.keys], bool)
    well_formed = telling & np.array([_well_formed(key) for key in uses.keys], bool)
    texts, spelling = _names_spelled(uses)
    columns = []
    for lists, spelled, times, good in (
        (uses.keyphrases, uses.keyphrases.values, uses.count, well_formed),
        (uses.coined, spelling[uses.coined.values], np.ones(len(uses.coined.values), int), telling),
        (uses.names, spelling[uses.names.values], np.ones(len(uses.names.values), int), telling),
    ):
        key = uses.key[lists.values]
        columns.append(np.stack([key, lists.owners(), spelled, times])[:, good[key]])
    return texts, np.concatenate(columns, axis=1)


def _names_spelled(uses: Uses) -> tuple[list[str], np.ndarray]:
    """Texts, and of each of uses.texts which of them it is where it is a name: "Deep Learning" is no proper name."""
    number = dict(zip(uses.texts, range(len(uses.texts)), strict=True))
    spelling = np.arange(len(uses.texts))
    for n in np.union1d(uses.coined.values, uses.names.values).tolist():
        spelling[n] = number.setdefault(_lower_first(uses.texts[n]), len(number))
    return list(number), spelling


def _candidates(candidates: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Every phrase of every paper that may be another name of a keyphrase, and the papers that hold it."""
    found: dict[str, list[int]] = {}
    for paper, texts in enumerate(candidates):
        for text in dict.fromkeys(texts):
            found.setdefault(text, []).append(paper)
    return {t: found[t] for t in sorted(found) if _well_formed(key := phrase_key(t)) and not is_generic(key)}


def _well_formed(key: str) -> bool:
    return len(key) > 1 and any(c.isalpha() for c in key) and not key[0].isdigit()


def _lower_first(text: str) -> str:
    text = " ".join(text.split())
    words = text.split(" ")
    if len(words) > 1 and all(w[:1].isupper() and w[1:].islower() for w in words if w.isalpha()):
        return text.lower()
    return text


def _describe(
    kept: Mapping[int, tuple[Sequence[str], int]],
    phrases: Mapping[str, Phrase],
    rank: Mapping[str, int],
    chinese_first: bool,
) -> tuple[tuple[Concept, ...], dict[int, int]]:
    """The concepts by id, and group -> position of its concept. kept: group -> its keys, number of papers."""
    named = sorted((_names(members, phrases, rank, chinese_first), group) for group, (members, _) in kept.items())
    concepts: dict[int, Concept] = {}
    used: set[str] = set()
    for names, group in named:
        concepts[group] = Concept(_free(_slug(names[0]), used), *names, kept[group][1])
    by_id = sorted(concepts.items(), key=lambda item: item[1].id)
    return tuple(concept for _, concept in by_id), {group: n for n, (group, _) in enumerate(by_id)}


def _names(
    members: Sequence[str], phrases: Mapping[str, Phrase], rank: Mapping[str, int], chinese_first: bool
) -> tuple[str, str, str, tuple[str, ...]]:
    """(name, name_en, name_zh, aliases): as decided, full forms before acronyms, frequent spellings first."""

    def by_use(key: str) -> tuple:
        return (rank.get(key, 0), bool(acronym(phrases[key].spelling)), -len(phrases[key].papers), -len(key), key)

    english = min((k for k in members if not phrases[k].chinese), key=by_use, default="")
    chinese = min((k for k in members if phrases[k].chinese), key=by_use, default="")
    name_en = phrases[english].spelling if english else ""
    name_zh = phrases[chinese].spelling if chinese else ""
    only_acronym = acronym(name_en) and name_zh and rank.get(english, 0) >= rank.get(chinese, 0)
    name = name_zh if name_zh and (chinese_first or only_acronym) else name_en or name_zh
    spellings = {s for key in members for s in phrases[key].spellings}
    return name, name_en, name_zh, tuple(sorted(spellings - {name, name_en, name_zh}))


def _slug(name: str) -> str:
    return re.sub(r"[^\w+#]+|_", "-", name.lower()).strip("-") or "concept"


def _free(slug: str, used: set[str]) -> str:
    """The slug, numbered where it is taken: "α-GPT" must not become the "gpt-2" that GPT-2 is."""
    found, number = slug, 1
    while found in used:
        number += 1
        found = f"{slug}-{number}"
    used.add(found)
    return found
