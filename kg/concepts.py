"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from kg.analysis import Analysis
from kg.generic import is_generic, telling
from kg.keyphrases.document import given_title
from kg.mentions import Found, Places, tag_papers, weigh_mentions
from kg.merging import (
    Groups,
    Merge,
    Phrase,
    merge_acronyms,
    merge_translations,
    own_acronyms,
)
from kg.naming import merge_other_names
from kg.records import Concept, Mention, Paper
from kg.synonyms import merge_synonyms
from kg.text import acronym
from kg.variants import merge_derivations, merge_spellings, merge_word_order
from kg.vocabulary import phrase_key

VOCABULARY_PER_PAPER = 20
CLOSING = 0.06
"""Share of its occurrences after which a noun phrase must be able to end, see _is_noun."""
FRAGMENT = 0.7
"""Share of a phrase's occurrences from which on the one longer concept around them is what is meant."""
GOOD, TELLING = 10, 0.15
"""Least share of a phrase's papers that have it among their GOOD best keyphrases (smoothed, see kg.generic).

The more of the corpus a phrase connects, the larger it must be; a corpus far below SMALL is too small to say.
"""
SMALL = 100
MOSTLY = 0.75
"""Share of Chinese papers above which concepts go by their Chinese names."""


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
    merge_derivations(groups, phrases)
    texts = [text for p in papers for text in (given_title(p), p.abstract)]
    merge_word_order(groups, phrases, texts)
    merge_other_names(groups, phrases, (p.abstract for p in papers))
    if any(p.lang == "zh" for p in papers):
        candidates = _candidates(analyses)
        merge_synonyms(groups, own, phrases, candidates)
        if len({p.lang for p in papers}) > 1:
            merge_translations(groups, phrases, candidates)
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
    """group -> positions of its papers, for the groups that say something and are no part of another."""
    papers: dict[str, list[int]] = defaultdict(list)
    for group, position in found:
        papers[group].append(position)
    best = _best(phrases, groups, analyses, top_n)
    good = Counter(chain.from_iterable(_best(phrases, groups, analyses, GOOD)))
    kept = {}
    for group in groups.members():
        where = sorted(papers.get(group, ()))
        if not where or (len(where) == 1 and group not in best[where[0]]):
            continue
        spelling = phrases[group].spelling
        if telling(spelling, good[group], len(where)) < TELLING + 0.5 * len(where) / (len(analyses) + SMALL):
            continue
        if acronym(spelling) or _is_noun([found[group, position] for position in where]):
            kept[group] = where
    fragments = {g for g, where in kept.items() if _is_fragment([found[g, position] for position in where], kept)}
    return {group: where for group, where in kept.items() if group not in fragments}


def _is_noun(places: Sequence[Found]) -> bool:
    """Whether noun phrases end with it now and then; "recurrent", "exploiting" and "Latent Dirichlet" end none.

    What was seen little gets the benefit of the doubt (as if 0.6 of 2 further occurrences did).
    """
    closed, seen = sum(p.closed for p in places), sum(len(p.spans) // 2 for p in places)
    return (closed + 0.6) / (seen + 2) >= CLOSING


def _best(phrases: Mapping[str, Phrase], groups: Groups, analyses: Sequence[Analysis], n: int) -> list[set[str]]:
    """For each paper the groups of its n best keyphrases."""
    keys = [(phrase_key(k.text) for k in a.keyphrases[:n]) for a in analyses]
    return [{groups.of(key) for key in row if key in phrases} for row in keys]


def _is_fragment(places: Sequence[Found], kept: Container[str]) -> bool:
    """Whether FRAGMENT of the occurrences stand in one longer concept: "Latent Dirichlet" adds nothing to its name."""
    within = sum((p.within for p in places), Counter())
    occurrences = sum(max(p.count, 1) for p in places)  # an author's keyword may stand nowhere
    return any(n >= FRAGMENT * occurrences for holder, n in within.items() if holder in kept)


def _describe(
    kept: Mapping[str, list[int]],
    found: Places,
    phrases: Mapping[str, Phrase],
    groups: Groups,
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
) -> Concepts:
    members = groups.members()
    chinese_first = sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers)
    named = sorted((_names(members[group], phrases, chinese_first), group) for group in kept)
    concepts, ids = [], {}
    used: set[str] = set()
    for (name, name_en, name_zh, aliases), group in named:
        ids[group] = _free(_slug(name), used)
        concepts.append(Concept(ids[group], name, name_en, name_zh, aliases, len(kept[group])))
    mentions = weigh_mentions(kept, found, groups, ids, papers, analyses)
    merges = [(ids[groups.of(m.kept)], m) for m in groups.merges if groups.of(m.kept) in ids]
    readable = [(i, Merge(phrases[m.kept].spelling, phrases[m.merged].spelling, m.reason, m.score)) for i, m in merges]
    return Concepts(tuple(sorted(concepts, key=lambda c: c.id)), tuple(mentions), tuple(sorted(readable)))


def _names(
    members: Sequence[str], phrases: Mapping[str, Phrase], chinese_first: bool
) -> tuple[str, str, str, tuple[str, ...]]:
    """(name, name_en, name_zh, aliases): full forms before acronyms, frequent spellings first."""

    def by_use(key: str) -> tuple:
        return (" " not in key and phrases[key].spelling.isupper(), -len(phrases[key].papers), -len(key), key)

    english = sorted((k for k in members if not phrases[k].chinese), key=by_use)
    chinese = sorted((k for k in members if phrases[k].chinese), key=by_use)
    name_en = phrases[english[0]].spelling if english else ""
    name_zh = phrases[chinese[0]].spelling if chinese else ""
    name = name_zh if name_zh and (chinese_first or name_en.isupper()) else name_en or name_zh
    spellings = {s for key in members for s in phrases[key].spellings}
    return name, name_en, name_zh, tuple(sorted(spellings - {name, name_en, name_zh}))


def _slug(name: str) -> str:
    return re.sub(r"[^\w+#]+|_", "-", name.lower()).strip("-") or "concept"


def _free(slug: str, used: set[str]) -> str:
    """The slug, numbered where it is taken: "α-GPT" must not become the "gpt-2" that GPT-2 is."""
    found = next(s for s in chain([slug], (f"{slug}-{n}" for n in count(2))) if s not in used)
    used.add(found)
    return found
