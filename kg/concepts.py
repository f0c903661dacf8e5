"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from kg.analysis import Analysis
from kg.generic import is_generic, telling
from kg.mentions import Found, Places, tag_papers, weigh_mentions
from kg.merging import (
    Groups,
    Merge,
    Phrase,
    merge_acronyms,
    merge_spellings,
    merge_translations,
    own_acronyms,
    places,
)
from kg.records import Concept, Mention, Paper
from kg.synonyms import merge_synonyms
from kg.vocabulary import phrase_key

VOCABULARY_PER_PAPER = 20
TELLING = 0.28
"""Least share of a phrase's papers that have it as a keyphrase (smoothed, see kg.generic)."""


@dataclass(frozen=True, slots=True)
class Concepts:
    """concepts by id; mentions by (paper, concept); merges as (concept id, Merge)."""

    concepts: tuple[Concept, ...]
    mentions: tuple[Mention, ...]
    merges: tuple[tuple[str, Merge], ...]


def find_concepts(papers: Sequence[Paper], analyses: Sequence[Analysis], *, top_n: int = 10) -> Concepts:
    """The concepts of a corpus. papers and analyses run in parallel, sorted by paper id.

    Two passes: what is a keyphrase somewhere is looked for everywhere. A concept stands in two papers or
    more, or among the top_n keyphrases of its only one.
    """
    phrases = _vocabulary(analyses)
    own = own_acronyms([a.definitions for a in analyses], phrases)
    groups = Groups(phrases)
    merge_spellings(groups, phrases)
    if any(p.lang == "zh" for p in papers):
        candidates = _candidates(analyses)
        merge_synonyms(groups, own, phrases, candidates)
        if len({p.lang for p in papers}) > 1:
            merge_translations(groups, phrases, candidates, places(papers, analyses))
    merge_acronyms(groups, own)
    found = tag_papers(papers, analyses, phrases, groups, own)
    kept = _keep(found, phrases, groups, analyses, top_n)
    return _describe(kept, found, phrases, groups, papers, analyses)


def _vocabulary(analyses: Sequence[Analysis]) -> dict[str, Phrase]:
    """Every keyphrase and every long form of an acronym, by key; generic ones left out."""
    phrases: dict[str, Phrase] = {}
    for paper, analysis in enumerate(analyses):
        for keyphrase in analysis.keyphrases[:VOCABULARY_PER_PAPER]:
            key = phrase_key(keyphrase.text)
            if not _well_formed(key) or is_generic(key):
                continue
            phrase = phrases.setdefault(key, Phrase(key))
            phrase.spellings[keyphrase.text] += keyphrase.count
            phrase.papers.add(paper)
        for definition in analysis.definitions:
            for text in (definition.long, definition.short):
                key = phrase_key(text)
                if len(key) > 1 and not is_generic(key):
                    phrase = phrases.setdefault(key, Phrase(key))
                    phrase.spellings[_lower_first(text)] += 1
                    phrase.papers.add(paper)
    return dict(sorted(phrases.items()))


def _candidates(analyses: Iterable[Analysis]) -> list[str]:
    """Every phrase of every paper that may be another name of a keyphrase."""
    texts = {text for analysis in analyses for text in analysis.candidates}
    return sorted(text for text in texts if _well_formed(key := phrase_key(text)) and not is_generic(key))


def _well_formed(key: str) -> bool:
    return len(key) > 1 and any(c.isalpha() for c in key) and not key[0].isdigit()


def _lower_first(text: str) -> str:
    text = " ".join(text.split())
    words = text.split(" ")
    if len(words) > 1 and all(w[:1].isupper() and w[1:].islower() for w in words if w.isalpha()):
        return text.lower()
    return text


def _keep(
    found: Places,
    phrases: Mapping[str, Phrase],
    groups: Groups,
    analyses: Sequence[Analysis],
    top_n: int,
) -> dict[str, list[int]]:
    """group -> positions of its papers, for the groups that say something."""
    papers: dict[str, list[int]] = defaultdict(list)
    for group, position in found:
        papers[group].append(position)
    best = [
        {groups.of(k) for k in (phrase_key(p.text) for p in a.keyphrases[:top_n]) if k in phrases} for a in analyses
    ]
    kept = {}
    for group, members in groups.members().items():
        where = sorted(papers.get(group, ()))
        having = set().union(*(phrases[m].papers for m in members))
        if not where or (len(where) == 1 and group not in best[where[0]]):
            continue
        if _absorbed([found[group, position] for position in where]):
            continue
        spelling = phrases[group].spelling
        if telling(spelling, len(having & set(where)), len(where)) >= TELLING:
            kept[group] = where
    return kept


def _absorbed(places: Sequence[Found]) -> bool:
    """A fragment that only ever stands within one longer concept ("generative adversarial") adds nothing."""
    return not any(p.alone for p in places) and len(set().union(*(p.within for p in places))) < 2


def _describe(
    kept: Mapping[str, list[int]],
    found: Places,
    phrases: Mapping[str, Phrase],
    groups: Groups,
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
) -> Concepts:
    members = groups.members()
    named = sorted((_names(group, members[group], phrases), group) for group in kept)
    concepts, ids = [], {}
    used: set[str] = set()
    for (name, name_en, name_zh, aliases), group in named:
        ids[group] = _free(_slug(name), used)
        concepts.append(Concept(ids[group], name, name_en, name_zh, aliases, len(kept[group])))
    mentions = weigh_mentions(kept, found, groups, ids, papers, analyses)
    merges = [(ids[groups.of(m.kept)], m) for m in groups.merges if groups.of(m.kept) in ids]
    readable = [(i, Merge(phrases[m.kept].spelling, phrases[m.merged].spelling, m.reason, m.score)) for i, m in merges]
    return Concepts(tuple(sorted(concepts, key=lambda c: c.id)), tuple(mentions), tuple(sorted(readable)))


def _names(group: str, members: Sequence[str], phrases: Mapping[str, Phrase]) -> tuple[str, str, str, tuple[str, ...]]:
    """(name, name_en, name_zh, aliases): English first, full forms before acronyms, frequent spellings first."""

    def by_use(key: str) -> tuple:
        return (" " not in key and phrases[key].spelling.isupper(), -len(phrases[key].papers), -len(key), key)

    english = sorted((k for k in members if not phrases[k].chinese), key=by_use)
    chinese = sorted((k for k in members if phrases[k].chinese), key=by_use)
    name_en = phrases[english[0]].spelling if english else ""
    name_zh = phrases[chinese[0]].spelling if chinese else ""
    only_acronym = bool(chinese and english) and name_en.isupper()
    name = name_zh if only_acronym else name_en or name_zh
    spellings = {s for key in members for s in phrases[key].spellings}
    return name, name_en, name_zh, tuple(sorted(spellings - {name, name_en, name_zh}))


def _slug(name: str) -> str:
    return re.sub(r"[^\w+#]+|_", "-", name.lower()).strip("-") or "concept"


def _free(slug: str, used: set[str]) -> str:
    """The slug, numbered where it is taken: "α-GPT" must not become the "gpt-2" that GPT-2 is."""
    found = next(s for s in chain([slug], (f"{slug}-{n}" for n in count(2))) if s not in used)
    used.add(found)
    return found
