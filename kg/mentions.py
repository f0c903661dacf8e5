"""Where concepts stand in papers: spans, counts, and how much a concept matters there."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kg.analysis import Analysis
from kg.boundaries import Boundaries
from kg.keyphrases.document import given_title
from kg.merging import Defined, Groups, Phrase, trusted_acronyms
from kg.records import Mention, Paper
from kg.vocabulary import Vocabulary, phrase_key


@dataclass(slots=True)
class Found:
    """A concept in a paper. spans of the abstract without overlaps; within: longer concepts -> how many of the
    occurrences stand in them; closed: after how many of the spans a noun phrase may be complete."""

    spans: list[int]
    count: int
    in_title: bool
    within: Counter[str]
    closed: int


Places = dict[tuple[str, int], Found]
"""(group, position of the paper) -> where it stands."""


def tag_papers(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    phrases: Mapping[str, Phrase],
    groups: Groups,
    own: Defined,
    certain: Set[str] = frozenset(),
) -> Places:
    """Look for every phrase in every title and abstract. An author's keyword needs not stand in either.

    certain: acronyms that mean their concept in every paper, however short.
    """
    vocabulary = Vocabulary(phrases)
    trusted = {short: sure or short in certain for short, sure in trusted_acronyms(own).items()}
    found: Places = {}
    for position, (paper, analysis) in enumerate(zip(papers, analyses, strict=True)):
        meant = own.get(position, {})
        texts = [(text, Boundaries(text)) for text in (paper.abstract, given_title(paper))]
        places = [_longest(_groups_in(*text, vocabulary, groups, meant, trusted)) for text in texts]
        holders = [_within(p) for p in places]
        for group in places[0].keys() | places[1].keys():
            spans, titled = (p.get(group, []) for p in places)
            found[group, position] = Found(
                [character for span in spans for character in span],
                len(spans) + len(titled),
                bool(titled),
                holders[0][group] + holders[1][group],
                sum(texts[0][1].may_end(end) for _, end in spans),
            )
        for keyphrase in analysis.keyphrases:
            if keyphrase.from_author and (key := phrase_key(keyphrase.text)) in groups.head:
                found.setdefault((groups.of(key), position), Found([], 0, False, Counter(), 0))
    return found


def _groups_in(
    text: str,
    boundaries: Boundaries,
    vocabulary: Vocabulary,
    groups: Groups,
    meant: Mapping[str, str],
    trusted: Mapping[str, bool],
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
        if boundaries.cuts_word(match.start, match.end):
            continue
        key = long or match.key
        if key in groups.head:
            spans[groups.of(key)].append((match.start, match.end))
    return spans


def _within(places: Mapping[str, list[tuple[int, int]]]) -> dict[str, Counter[str]]:
    """group -> other groups -> how many of its occurrences stand in one of theirs."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    around: list[tuple[int, int, str]] = []
    for start, negative_end, group in sorted((a, -b, group) for group, spans in places.items() for a, b in spans):
        around = [span for span in around if span[1] > start]
        held[group].update({g for _, end, g in around if end >= -negative_end and g != group})
        around.append((start, -negative_end, group))
    return held


def _longest(places: Mapping[str, list[tuple[int, int]]]) -> dict[str, list[tuple[int, int]]]:
    """Of spans of one group that overlap the longest, in reading order."""
    kept: dict[str, list[tuple[int, int]]] = {}
    for group, spans in places.items():
        row = kept[group] = []
        for span in sorted(spans, key=lambda s: (s[0], -s[1])):
            if not row or span[0] >= row[-1][1]:
                row.append(span)
    return kept


def weigh_mentions(
    kept: Mapping[str, list[int]],
    found: Places,
    groups: Groups,
    ids: Mapping[str, str],
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
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
            key = phrase_key(keyphrase.text)
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
