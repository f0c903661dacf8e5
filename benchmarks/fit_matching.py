"""Makes what the matching of terms learns from CC-CEDICT: parts_zh.txt and sound_characters.txt in kg/text/zh_en, and
kg/concepts/matching/weights.json.

    uv run python -m benchmarks.fit_matching

Parts: which English stems go with which characters inside longer words. Weights: logistic models fitted on entries of
the dictionary itself (scientific ones, and others of several words), each hidden from the dictionary while its own pair
is judged. No other data is used.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from benchmarks.table import stderr
from kg.concepts.matching import assignment, blocking
from kg.concepts.matching.compare import compared
from kg.concepts.matching.features import FEATURES, features
from kg.text.zh_en import dictionary, units
from kg.text.zh_en.phonetics import sounds_alike
from kg.text.zh_en.units import Chinese, English

PACKAGE = Path(__file__).parents[1] / "kg"
PARTS, SOUNDS = (PACKAGE / "text" / "zh_en" / name for name in ("parts_zh.txt", "sound_characters.txt"))
WEIGHTS = PACKAGE / "concepts" / "matching" / "weights.json"
LEAST_ENTRIES, LEAST_ASSOCIATION = 3, 0.1
PAIRS = 3000
_FIELD = re.compile(
    r"\((?:math|computing|computer|physics|linguistics|statistics|biology|biochemistry|chemistry|medicine|geology"
    r"|economics|finance|electronics|grammar|geometry|astronomy|psychology|neuroscience|engineering|botany|zoology"
    r"|anatomy|electricity|telecommunications|logic|genetics|mechanics|optics|ecology)\.?\)"
)
_TERM = re.compile(r"(?!(?:to|of|in|on|at|see|one|with|for|by|from|as|not|be|old|variant|lit|fig|also|used|abbr"
                   r"|surname|CL)\b)"
                   r"[A-Za-z][A-Za-z-]+(?: [A-Za-z-]+){0,3}")  # fmt: skip
_PROSE = re.compile(r"\b(?:sb|sth|etc|and|in|for|to|who|which|that|or|with|on|one's)\b")


def learned_parts(hidden: Collection[str] = ()) -> dict[str, list[tuple[str, float]]]:
    """Characters -> (stem, trust), where the two go together: k / sqrt(n_characters * n_stem) over all entries."""
    with_part: Counter[str] = Counter()
    with_stem: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for word, entry in dictionary._entries()[0].items():
        if word in hidden or not 2 <= len(word) <= 9 or "idiom" in entry.meanings:
            continue
        stems = {s for words in dictionary._meanings(entry.meanings) for s in words}
        inside = {word[i : i + n] for n in (1, 2, 3) if n < len(word) for i in range(len(word) - n + 1)}
        with_part.update(inside)
        with_stem.update(stems)
        both.update((part, s) for part in inside for s in stems)
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (part, s), k in both.items():
        association = k / math.sqrt(with_part[part] * with_stem[s])
        if k >= LEAST_ENTRIES and association >= LEAST_ASSOCIATION and not part.isascii():
            found[part].append((s, round(min(0.9, 0.35 + 0.9 * association), 2)))
    return {part: sorted(pairs, key=lambda p: (-p[1], p[0])) for part, pairs in sorted(found.items())}


def sound_characters() -> str:
    """The characters that spell foreign names: in a twelfth or more of their entries the word sounds like its gloss."""
    inside: Counter[str] = Counter()
    spelling: Counter[str] = Counter()
    for word, entry in dictionary._entries()[0].items():
        if not re.fullmatch(r"[\u4e00-\u9fff]{2,8}", word):
            continue
        inside.update(set(word))
        pinyin = re.sub(r"[^a-z]", "", entry.reading.lower())
        names = re.findall(r"[A-Z][a-z]{3,}", entry.meanings.split("/")[0])
        if len(word) > 2 and any(n.lower() not in pinyin and sounds_alike(n, word) >= 0.8 for n in names):
            spelling.update(set(word))
    return "".join(sorted(c for c, n in spelling.items() if n > 3 and n / inside[c] >= 1 / 12))


def term_pairs() -> list[tuple[str, str]]:
    """(Chinese, English) of PAIRS entries that read like terms: all of science, the rest of several words."""
    science, other = {}, {}
    for word, entry in sorted(dictionary._entries()[0].items()):
        if not re.fullmatch(r"[\u4e00-\u9fff]{2,9}", word) or "idiom" in entry.meanings:
            continue
        for sense in entry.meanings.split("/"):
            term = re.split(r"[;,]", re.sub(r"\([^)]*\)", "", sense))[0].strip()
            term = re.sub(r"^(?:a|an|the) ", "", term)
            if not _TERM.fullmatch(term) or _PROSE.search(term):
                continue
            if _FIELD.search(sense) or (len(word) > 3 and _FIELD.search(entry.meanings)):
                science.setdefault(word, term)
            elif len(word) > 2 and " " in term and term.islower():
                other.setdefault(word, term)
    rest = sorted((w, t) for w, t in other.items() if w not in science)
    random.Random(5).shuffle(rest)
    pairs = sorted(science.items()) + rest[: max(0, PAIRS - len(science))]
    random.Random(6).shuffle(pairs)
    return pairs[:PAIRS]


@contextmanager
def without(words: Collection[str]) -> Iterator[None]:
    """The dictionary, and what was learned from it, as if it had no such entries."""
    entries, learned = dictionary._entries()[0], dictionary._learned()
    kept, kept_parts = {w: entries.pop(w) for w in words if w in entries}, dict(learned)
    learned.clear()
    learned.update(learned_parts())
    forget()
    try:
        yield
    finally:
        entries.update(kept)
        learned.clear()
        learned.update(kept_parts)
        forget()


def forget() -> None:
    """Empty what is kept of the dictionary's entries."""
    dictionary.glosses.cache_clear()
    units._said_by.cache_clear()


def logistic(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Slopes and bias that make `right` (n,) most likely, with a little ridge."""
    x = np.c_[features, np.ones(len(features))]
    sign = np.where(right, 1.0, -1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = sign * (x @ w)
        slope = -(sign / (1 + np.exp(z))) @ x / len(x)
        return np.logaddexp(0, -z).mean() + 1e-4 * w[:-1] @ w[:-1], slope + 2e-4 * np.r_[w[:-1], 0]

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def judged(pairs: list[tuple[str, str]], chosen: list[int], others: list[int]):
    """((n, 2) candidate pairs, (n, f) features, (n,) right) of some English and some Chinese terms."""
    english = sorted({pairs[k][1] for k in chosen})
    chinese = sorted({pairs[k][0] for k in others})
    right = {(e, c) for c, e in pairs}
    left, other = [English(e) for e in english], [Chinese(c) for c in chinese]
    a, _ = blocking.term_vectors(english, blocking.FRAMES[0])
    b, _ = blocking.term_vectors(chinese, blocking.FRAMES[1])
    found = blocking.candidates(a, b, left, other)
    told = compared(left, other, found)
    evidence = features(blocking.cosines(a, b, found), told)
    return found, evidence, np.array([(english[i], chinese[j]) in right for i, j in found])


def main() -> None:
    learned = learned_parts()
    PARTS.write_text(
        "".join("\t".join([p, *(str(x) for pair in ws for x in pair)]) + "\n" for p, ws in learned.items()), "utf-8"
    )
    dictionary._learned.cache_clear()
    forget()
    pairs = term_pairs()
    with threadpool_limits(1), without({c for c, _ in pairs}):
        everyone = list(range(len(pairs)))
        _, evidence, right = judged(pairs, everyone, everyone)
        score = logistic(evidence, right)
        seen, truth = [], []
        for seed in range(3):  # halves: most terms have no partner
            draw = random.Random(seed)
            half, other = (sorted(draw.sample(everyone, len(pairs) // 2)) for _ in range(2))
            found, evidence, right = judged(pairs, half, other)
            s = evidence @ score[:-1] + score[-1]
            lead = assignment.leads(found, s, np.full(len(s), assignment.NO_RIVAL))
            best = assignment.mutual(found, s)
            seen.append(np.c_[s, lead][best])
            truth.append(right[best])
        probability = logistic(np.concatenate(seen), np.concatenate(truth))
    made = {
        "score": [round(w, 3) for w in score],
        "probability": [round(w, 3) for w in probability],
    }
    SOUNDS.write_text(sound_characters() + "\n", "utf-8")
    WEIGHTS.write_text(json.dumps(made, ensure_ascii=False) + "\n", "utf-8")
    stderr().print(dict(zip((*FEATURES, "bias"), made["score"], strict=True)), made["probability"])


if __name__ == "__main__":
    main()
