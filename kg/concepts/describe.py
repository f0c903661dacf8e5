"""Names, ids and aliases of concepts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.concepts.clusters import Phrase
from kg.concepts.resolved import Resolved
from kg.concepts.usage import usual
from kg.core.records import Concept
from kg.text.words.forms import acronym

MOSTLY = 0.75
"""Share of Chinese papers above which concepts go by their Chinese names."""


def describe(
    kept: Mapping[int, int], resolved: Resolved, written: Mapping[str, str], *, chinese_first: bool
) -> tuple[list[Concept], dict[int, int]]:
    """The concepts, sorted by id, and cluster -> index of its concept. Of several that would have one id, the one in
    most papers has it.

    kept: cluster -> number of its papers. written: spelling -> what to write in its place, see kg.concepts.written.
    """
    members, phrases = resolved.clusters.members(), resolved.phrases
    rank = resolved.corrected.rank
    named = sorted(
        (-papers, _names(members[resolved.heads[cluster]], phrases, rank, written, chinese_first), cluster)
        for cluster, papers in kept.items()
    )
    concepts: dict[int, Concept] = {}
    used: set[str] = set()
    for _, names, cluster in named:
        concepts[cluster] = Concept(_free(_slug(names[0]), used), *names, kept[cluster])
    by_id = sorted(concepts.items(), key=lambda item: item[1].id)
    return [concept for _, concept in by_id], {cluster: n for n, (cluster, _) in enumerate(by_id)}


def _names(
    members: Sequence[str],
    phrases: Mapping[str, Phrase],
    rank: Mapping[str, int],
    written: Mapping[str, str],
    chinese_first: bool,
) -> tuple[str, str, str, tuple[str, ...]]:
    """(name, name_en, name_zh, aliases). As names the corrected come first, then full forms before acronyms, then the
    most frequent, among Chinese ones the most `usual`; aliases are sorted."""

    initials = {"".join(word[0] for word in key.split(" ")).lower() for key in members if " " in key}
    known = {key: phrases[key] for key in members}
    spelled = {key: phrase.spelling for key, phrase in known.items()}

    def first(key: str) -> tuple[int, bool]:
        return rank.get(key, 0), bool(acronym(spelled[key])) or spelled[key].lower() in initials

    def by_use(key: str) -> tuple:
        return (*first(key), -len(known[key].papers), -len(key), key)

    in_english = sorted((k for k in members if not known[k].chinese), key=by_use)
    english = in_english[0] if in_english else ""
    in_chinese = [known[k] for k in members if known[k].chinese]
    by_usage = usual(in_chinese, [spelled[k] for k in in_english])
    chinese = min((p.key for p in in_chinese), key=lambda key: (*first(key), by_usage[key]), default="")
    name_en = spelled.get(english, "")
    name_en = name_en if english in rank else written.get(name_en, name_en)
    name_zh = spelled.get(chinese, "")
    only_acronym = acronym(name_en) and name_zh and rank.get(english, 0) >= rank.get(chinese, 0)
    name = name_zh if name_zh and (chinese_first or only_acronym) else name_en or name_zh
    spellings = {s for phrase in known.values() for s in phrase.spellings}
    return name, name_en, name_zh, tuple(sorted(spellings - {name, name_en, name_zh}))


def _slug(name: str) -> str:
    return re.sub(r"[^\w+#]+|_", "-", name.lower()).strip("-") or "concept"


def _free(slug: str, used: set[str]) -> str:
    """The slug, with a number where it is used already: "α-GPT" must not become the "gpt-2" that GPT-2 is."""
    found, number = slug, 1
    while found in used:
        number += 1
        found = f"{slug}-{number}"
    used.add(found)
    return found
