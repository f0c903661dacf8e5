"""Nodes by what they are called and what their texts say."""

from __future__ import annotations

from kg.core.graph_store import GraphStore, Match
from kg.explore.find.full_text import rank_texts, words_of
from kg.explore.find.ranking import alike, rank
from kg.text.names import fold, valid

VARIANT = 0.6
"""Score of a concept found by a variant of its names (kg.explore.find.variants)."""
_SHORT = 3


def search(store: GraphStore, text: str, *, limit: int = 20) -> list[Match]:
    """Nodes whose names hold the text (see kg.explore.find.ranking.rank), then papers whose abstracts do, in any order
    of the words (kg.explore.find.full_text.rank_texts). If there is none, the concept that is called so in another
    inflection or by the dictionary in the other language, else names spelled alike."""
    text = valid(text)
    named = rank(text, store.find(text), limit=limit)
    if len(named) == limit:
        return named  # no text scores as much as a name
    known = {(match.label, match.id) for match in named}
    words = words_of(text)
    texts = rank_texts(text, store.papers_holding(words) if words else (), limit=limit + len(known))
    found = [*named, *(match for match in texts if (match.label, match.id) not in known)]
    found.sort(key=lambda match: -match.score)  # stable: equal ones stay in their order
    return found[:limit] or _otherwise(store, text, limit)


def _otherwise(store: GraphStore, text: str, limit: int) -> list[Match]:
    """The concept that the text means in another inflection or language, else names spelled like it."""
    from kg.explore.find.variants import variant_of  # a dictionary, for the rare name that needs it

    if meant := variant_of(store, text):
        return [Match(meant.id, meant.label, meant.name, VARIANT, meant.name)]
    # three letters are like everything
    return alike(text, store.spelled_like(text, most=limit), limit=limit) if len(fold(text)) > _SHORT else []
