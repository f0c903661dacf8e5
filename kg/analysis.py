"""What one paper says, without looking at any other: computed once, kept by the catalog by content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np

from kg.acronyms import Definition, definitions
from kg.fingerprint import ONE_PAPER, fingerprint
from kg.keyphrases import rank, titled
from kg.keyphrases.document import given_title
from kg.keyphrases.ranking import paper_text
from kg.records import Keyphrase, Paper
from kg.text import is_name

KEYPHRASES = 20
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Analysis:
    """title: given or derived. keyphrases: the KEYPHRASES best, in the authors' style. candidates: the CANDIDATES
    best phrases of any kind. definitions: acronyms.

    embedding: float32 (512,) unit vector of title and abstract, None in fast mode.
    """

    title: str
    keyphrases: tuple[Keyphrase, ...]
    candidates: tuple[str, ...]
    definitions: tuple[Definition, ...]
    embedding: np.ndarray | None

    @property
    def coined(self) -> list[str]:
        """What the paper gives a name: acronyms, what they stand for, and a name before the colon of its title."""
        name, colon, _ = self.title.partition(":")
        names = [name] if colon and is_name(name) else []
        return names + [text for d in self.definitions for text in (d.long, d.short)]


def analysis_key(paper: Paper, fast: bool) -> str:
    """Content address: everything that `analyse` looks at, and its code."""
    content = [fingerprint(*ONE_PAPER), fast, paper.lang, given_title(paper), paper.abstract, paper.keywords]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


def analyse(paper: Paper, *, fast: bool = False) -> Analysis:
    """The analysis of one paper: a pure function of its title, abstract, keywords and language."""
    embedding = None
    if not fast:
        from kg.embedders import default_embedder

        embedding = default_embedder().embed([paper_text(paper)])[0]
    ranked = rank(paper, top_n=CANDIDATES, style="author", fast=fast, embedding=embedding)
    keyphrases = ranked[:KEYPHRASES]
    return Analysis(
        title=titled(paper, keyphrases).title,
        keyphrases=keyphrases,
        candidates=tuple(k.text for k in ranked),
        definitions=tuple(_definitions(paper)),
        embedding=embedding,
    )


def _definitions(paper: Paper) -> list[Definition]:
    """The acronyms that the abstract defines, and those that follow what they stand for among the keywords."""
    found = {each.short: each for each in definitions(paper.abstract)}
    for long, short in pairwise(paper.keywords):
        for each in definitions(f"{long} ({short})"):
            if (each.long, each.short) == (long, short):
                found.setdefault(short, Definition(short, long, (0, 0), (0, 0)))
    return list(found.values())


def pack(analysis: Analysis) -> tuple[str, bytes | None]:
    """(JSON, float32 bytes) for the catalog."""
    text = json.dumps(
        {
            "title": analysis.title,
            "keyphrases": [list(asdict(k).values()) for k in analysis.keyphrases],
            "candidates": analysis.candidates,
            "definitions": [list(asdict(d).values()) for d in analysis.definitions],
        },
        ensure_ascii=False,
    )
    return text, None if analysis.embedding is None else analysis.embedding.astype("<f4").tobytes()


def unpack(text: str, embedding: bytes | None) -> Analysis:
    data = json.loads(text)
    keyphrases = []
    for phrase, score, count, spans, in_title, from_author in data["keyphrases"]:
        keyphrases.append(Keyphrase(phrase, score, count, tuple(spans), in_title, from_author))
    return Analysis(
        data["title"],
        tuple(keyphrases),
        tuple(data["candidates"]),
        tuple(Definition(s, lo, tuple(a), tuple(b)) for s, lo, a, b in data["definitions"]),
        None if embedding is None else np.frombuffer(embedding, "<f4"),
    )
