"""Where concepts stand in papers: spans, counts, and how much a concept matters there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kg.analysis import Analysis
from kg.keyphrases.document import given_title
from kg.keys import Keys
from kg.merging import Defined, Groups, Phrase, trusted_acronyms
from kg.records import Mention, Paper
from kg.vocabulary import Vocabulary


@dataclass(slots=True)
class Found:
    """A concept in a paper. spans of the abstract without overlaps; within: the longer concepts that hold an
    occurrence; alone: an occurrence stands in no longer one."""

    spans: list[int]
    count: int
    in_title: bool
    within: set[str]
    alone: bool


Places = dict[tuple[str, int], Found]
"""(group, position of the paper) -> where it stands."""


def tag_papers(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    phrases: Mapping[str, Phrase],
    groups: Groups,
    own: Defined,
    key_of: Keys,
    certain: Set[str],
) -> Places:
    """Look for every phrase in every title and abstract. An author's keyword needs not stand in either.

    certain: acronyms that mean the same in every paper, however few define them.
    """
    vocabulary = Vocabulary(key_of.stems(phrases))
    trusted = {short: sure or short in certain for short, sure in trusted_acronyms(own).items()}
    found: Places = {}
    for position, (paper, analysis) in enumerate(zip(papers, analyses, strict=True)):
        meant = own.get(position, {})
        texts = (paper.abstract, given_title(paper))
        places = [_groups_in(text, vocabulary, groups, meant, trusted, key_of) for text in texts]
        holders = [_within(p) for p in places]
        for group in places[0].keys() | places[1].keys():
            flat = _longest(places[0].get(group, []))
            titled = len(_longest(places[1].get(group, []))) // 2
            within = [h for held in holders for h in held.get(group, ())]
            found[group, position] = Found(
                flat, len(flat) // 2 + titled, titled > 0, {h for h in within if h}, "" in within
            )
        for keyphrase in analysis.keyphrases:
            if keyphrase.from_author and (key := key_of(keyphrase.text)) in groups.head:
                found.setdefault((groups.of(key), position), Found([], 0, False, set(), True))
    return found


def _groups_in(
    text: str,
    vocabulary: Vocabulary,
    groups: Groups,
    meant: Mapping[str, str],
    trusted: Mapping[str, bool],
    key_of: Keys,
) -> dict[str, list[tuple[int, int]]]:
    """group -> its spans. meant: what this paper's acronyms stand for.

    Another paper's acronym counts when it is trusted and does not stand inside a longer phrase: the MS of
    MS MARCO is no other MS.
    """
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    reach = -1
    for match in sorted(vocabulary.find(text), key=lambda m: (m.start, -m.end)):
        long = meant.get(match.key)
        inside = match.end <= reach
        reach = max(reach, match.end)
        if not long and match.key in trusted and (inside or not trusted[match.key]):
            continue
        key = long or key_of.found(match.key, text[match.start : match.end])
        if key in groups.head:
            spans[groups.of(key)].append((match.start, match.end))
    return spans


def _within(places: Mapping[str, list[tuple[int, int]]]) -> dict[str, list[str]]:
    """group -> for each of its occurrences the group of the longer one around it, "" where there is none."""
    held: dict[str, list[str]] = defaultdict(list)
    outer_end, outer = -1, ""
    ordered = sorted((start, -end, group) for group, spans in places.items() for start, end in spans)
    for _, negative_end, group in ordered:
        if -negative_end > outer_end:
            outer_end, outer = -negative_end, group
            held[group].append("")
        elif group != outer:
            held[group].append(outer)
    return held


def _longest(spans: list[tuple[int, int]]) -> list[int]:
    """start, end, start, end, ... of the longest of overlapping spans, in reading order."""
    flat: list[int] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not flat or start >= flat[-1]:
            flat += (start, end)
    return flat


def weigh_mentions(
    kept: Mapping[str, list[int]],
    found: Places,
    groups: Groups,
    ids: Mapping[str, str],
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    key_of: Keys,
) -> list[Mention]:
    """Score: half how telling the concept is for the paper, half how good a keyphrase it is there."""
    weights: dict[int, dict[str, float]] = defaultdict(dict)
    for group, where in kept.items():
        rarity = math.log((len(papers) + 1) / len(where)) ** 0.75
        for position in where:
            weights[position][group] = salience(found[group, position]) * rarity
    mentions = []
    for position, weighed in weights.items():
        most = max(weighed.values()) or 1.0
        as_keyphrase: dict[str, float] = {}
        for keyphrase in analyses[position].keyphrases:
            key = key_of(keyphrase.text)
            if key in groups.head:
                as_keyphrase.setdefault(groups.of(key), keyphrase.score)
        for group, weight in weighed.items():
            place = found[group, position]
            score = 0.5 * weight / most + 0.5 * as_keyphrase.get(group, 0.0)
            mentions.append(
                Mention(
                    papers[position].id,
                    ids[group],
                    round(min(score, 1.0), 4),
                    place.count,
                    tuple(place.spans),
                    place.in_title,
                )
            )
    return sorted(mentions, key=lambda m: (m.paper_id, m.concept_id))


def salience(place: Found) -> float:
    """1 + ln count + a bonus for standing early (about 40 words, 250 characters)."""
    first = 0 if place.in_title or not place.spans else place.spans[0]
    return 1 + math.log(max(place.count, 1)) + math.exp(-first / 250)
