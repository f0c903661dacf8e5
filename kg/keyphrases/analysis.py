"""What one paper says, without looking at any other: computed once, kept by the store by content."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import NamedTuple

import numpy as np

from kg.core.fingerprint import fingerprint
from kg.core.graph import SCALE
from kg.core.records import Keyphrase, Paper, given_title, own_keywords
from kg.keyphrases.extract import titled
from kg.keyphrases.paper.acronyms import Definition, definitions
from kg.keyphrases.ranking.rank import Ranking, paper_text, rank_all
from kg.text.words.forms import is_name

KEYPHRASES = 20
SHORTLIST, EXTRA_PHRASES = 400, 200
"""Phrases of a paper that are ranked, and that are kept."""


class Ranked(NamedTuple):
    """Keyphrases of a paper, best first, in columns: what the corpus asks of a kg.core.records.Keyphrase.

    places: see kg.core.tables.Keyphrases. scores: in ten-thousandths.
    """

    texts: Sequence[str] = ()
    places: Sequence[int] = ()
    scores: Sequence[int] = ()
    counts: Sequence[int] = ()
    from_author: Sequence[bool] = ()


NONE = Ranked()

_HYPHEN = re.compile(r"[-‐‑–/]")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is found in one paper.

    title: given or derived. keyphrases: the KEYPHRASES best, in the authors' style. names: the phrases that are one
    word with a capital or digit inside. extra_phrases: the EXTRA_PHRASES best phrases of any kind, of which only
    corpora of two languages ask. definitions: acronyms. embedding: float32 (512,) unit vector of title and abstract,
    None in fast mode.
    """

    title: str = ""
    keyphrases: Ranked = NONE
    names: tuple[str, ...] = ()
    extra_phrases: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    embedding: np.ndarray | None = None

    @property
    def coined(self) -> list[str]:
        """What the paper gives a name: acronyms, what they stand for, and a name before the colon of its title."""
        name, colon, _ = self.title.partition(":")
        names = [name] if colon and is_name(name) else []
        return names + [text for d in self.definitions for text in (d.long, d.short)]


class Packed(NamedTuple):
    """An analysis as the store keeps it: compressed JSON; embedding: float32, None in fast mode."""

    content: bytes
    extra_phrases: bytes
    embedding: bytes | None


def analysis_key(paper: Paper, fast: bool) -> str:
    """Content address: everything that `analyse` looks at, and its code."""
    content = [fingerprint("keyphrases"), fast, paper.lang, given_title(paper), paper.abstract, own_keywords(paper)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


def analyse(paper: Paper, *, fast: bool = False) -> Analysis:
    """The analysis of one paper: a pure function of its title, abstract, keywords and language."""
    return _analyses([paper], fast)[0]


def _analyses(papers: Sequence[Paper], fast: bool) -> list[Analysis]:
    embeddings: list[np.ndarray | None] = [None] * len(papers)
    if not fast:
        from kg.text.embedding import default_embedder

        embeddings = [default_embedder().embed([paper_text(paper)])[0] for paper in papers]
    ranked = rank_all(papers, embeddings, top_n=KEYPHRASES, others=SHORTLIST - KEYPHRASES, fast=fast)
    return list(map(_analysis, papers, ranked, embeddings))


def _analysis(paper: Paper, ranking: Ranking, embedding: np.ndarray | None) -> Analysis:
    keyphrases = ranking.keyphrases
    phrases = *(k.text for k in keyphrases), *ranking.others
    return Analysis(
        title=titled(paper, keyphrases).title,
        keyphrases=_ranked(keyphrases),
        names=tuple(filter(is_name, phrases)),
        extra_phrases=phrases[:EXTRA_PHRASES],
        definitions=tuple(_definitions(paper)),
        embedding=embedding,
    )


def _ranked(keyphrases: Sequence[Keyphrase]) -> Ranked:
    places = _places([k.text for k in keyphrases])
    rows = (
        (k.text, place, round(k.score * SCALE), k.count, k.from_author)
        for k, place in zip(keyphrases, places, strict=True)
    )
    return Ranked(*zip(*rows, strict=True)) if keyphrases else NONE


def _places(texts: Sequence[str]) -> list[int]:
    """Of a nest of names (MARCO, MS MARCO, MS MARCO Passage) only the longest takes a place."""
    words = [f" {_HYPHEN.sub(' ', text.lower())} " for text in texts]
    free = (n for n in range(len(texts)))
    return [-1 if any(a in b and a != b for b in words) else next(free) for a in words]


def _definitions(paper: Paper) -> list[Definition]:
    """The acronyms that the abstract defines, and those that follow what they stand for among the keywords."""
    found = {each.short: each for each in definitions(paper.abstract) if _is_telling(each)}
    for long, short in pairwise(own_keywords(paper)):
        for each in definitions(f"{long} ({short})"):
            if (each.long, each.short) == (long, short):
                found.setdefault(short, Definition(short, long, (0, 0), (0, 0)))
    return list(found.values())


def _is_telling(definition: Definition) -> bool:
    """A single letter is a symbol of its paper, a list ("safety, health, environment") is several things."""
    return sum(map(str.isalpha, definition.short)) > 1 and "," not in definition.long


def analyse_batch(papers: Sequence[tuple[str, Paper]], fast: bool) -> list[tuple[str, Packed]]:
    """The analyses of papers, each with the key that came with its paper, as the store keeps them."""
    keys, only = zip(*papers, strict=True)
    return list(zip(keys, map(pack, _analyses(only, fast)), strict=True))


def pack(analysis: Analysis) -> Packed:
    content = [
        analysis.title,
        analysis.keyphrases,
        analysis.names,
        [(d.short, d.long, d.short_span, d.long_span) for d in analysis.definitions],
    ]
    embedding = None if analysis.embedding is None else zlib.compress(analysis.embedding.astype("<f4").tobytes(), 0)
    return Packed(_compressed(content), _compressed(analysis.extra_phrases), embedding)


def unpack(packed: Packed) -> Analysis:
    """Raises zlib.error, ValueError for what `pack` did not make."""
    title, (texts, *columns), names, found = json.loads(zlib.decompress(packed.content))
    return Analysis(
        title,
        Ranked(tuple(map(intern, texts)), *map(tuple, columns)),  # papers share phrases
        tuple(map(intern, names)),
        tuple(json.loads(zlib.decompress(packed.extra_phrases))) if packed.extra_phrases else (),
        tuple(Definition(s, lo, tuple(a), tuple(b)) for s, lo, a, b in found),
        None if packed.embedding is None else np.frombuffer(zlib.decompress(packed.embedding), "<f4"),
    )


def _compressed(content: object) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 1)
