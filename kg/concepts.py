"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from kg.analysis import Analysis
from kg.deciding import decide
from kg.decisions import Decision, Outcome
from kg.generic import is_generic
from kg.keyphrases.document import given_title
from kg.mentions import tag_papers
from kg.merging import Defined, Groups, Keyed, Merge, Phrase, keyed, merge_acronyms, own_acronyms
from kg.naming import merge_other_names
from kg.records import Concept, Paper
from kg.salience import Mentions, weigh_mentions
from kg.selection import select
from kg.synonyms import merge_synonyms
from kg.text import acronym
from kg.translations import merge_translations, places
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
    analyses: Sequence[Analysis],
    *,
    top_n: int = 10,
    decisions: Sequence[Decision] = (),
    merging: bool = True,
    jobs: int = 0,
) -> Concepts:
    """The concepts of a corpus. papers and analyses run in parallel, sorted by paper id.

    Two passes: what is a keyphrase somewhere is looked for everywhere. merging: of variants, synonyms and
    translations. decisions have the last word on what is one concept.
    """
    keys = list(keyed(analyses))
    phrases = _vocabulary(analyses, keys)
    own = own_acronyms([a.definitions for a in analyses], phrases)
    groups = Groups(phrases)
    if merging:
        _merge(groups, phrases, own, papers, analyses)
    merge_acronyms(groups, own)
    decided = decide(decisions, groups, phrases, own, papers)
    order, group_of = groups.numbered()
    places = tag_papers(papers, analyses, keys, phrases, group_of, own, decided.certain, jobs=jobs)
    kept = select(places, order, phrases, group_of, keys, top_n, decided)
    members = groups.members()
    concepts, concept_of = _describe(
        {group: (members[order[group]], n) for group, n in kept.items()},
        phrases,
        decided.rank,
        sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers),
    )
    mentions = weigh_mentions(concept_of, places, group_of, keys, papers, analyses, concepts)
    merges = [(concepts[concept_of[group_of[m.kept]]].id, m) for m in groups.merges if group_of[m.kept] in concept_of]
    readable = [(i, Merge(phrases[m.kept].spelling, phrases[m.merged].spelling, m.reason, m.score)) for i, m in merges]
    return Concepts(concepts, mentions, tuple(sorted(readable)), tuple(decided.outcomes))


def _merge(
    groups: Groups,
    phrases: dict[str, Phrase],
    own: Defined,
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
) -> None:
    """Names of one thing, the surest first. What the papers hold besides their keyphrases may enter `phrases`."""
    merge_spellings(groups, phrases)
    merge_derivations(groups, phrases)
    merge_word_order(groups, phrases, (text for p in papers for text in (given_title(p), p.abstract)))
    merge_other_names(groups, phrases, (p.abstract for p in papers))
    if any(p.lang == "zh" for p in papers):
        candidates = _candidates(analyses)
        merge_synonyms(groups, own, phrases, candidates)
        if len({p.lang for p in papers}) > 1:
            merge_translations(groups, phrases, candidates, places(papers, analyses))


def _vocabulary(analyses: Sequence[Analysis], keys: Sequence[Keyed]) -> dict[str, Phrase]:
    """Every keyphrase, name and long form of an acronym, by key; generic ones left out."""
    generic, well_formed = cache(is_generic), cache(_well_formed)  # of each phrase once, not of each use
    phrases: dict[str, Phrase] = {}
    for paper, (analysis, own) in enumerate(zip(analyses, keys, strict=True)):
        for key, keyphrase in zip(own.keyphrases, analysis.keyphrases, strict=True):
            if well_formed(key) and not generic(key):
                _phrase(key, phrases).count(paper, keyphrase.text, keyphrase.count)
        coined = zip(own.coined, analysis.coined, strict=True)
        for key, text in chain(coined, zip(map(phrase_key, analysis.names), analysis.names, strict=True)):
            if len(key) > 1 and not generic(key):
                _phrase(key, phrases).count(paper, _lower_first(text), 1)
    return dict(sorted(phrases.items()))


def _phrase(key: str, phrases: dict[str, Phrase]) -> Phrase:
    return phrases.get(key) or phrases.setdefault(key, Phrase(key))


def _candidates(analyses: Iterable[Analysis]) -> dict[str, list[int]]:
    """Every phrase of every paper that may be another name of a keyphrase, and the papers that hold it."""
    found: dict[str, list[int]] = {}
    for paper, analysis in enumerate(analyses):
        for text in dict.fromkeys(analysis.candidates):
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
