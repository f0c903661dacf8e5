"""Acronyms and what they stand for in medical abstracts, beside the published rule of Schwartz & Hearst.

    uv run python -m benchmarks.acronyms

A pair is right when the gold has it, compared by letters and digits in small letters.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from benchmarks.data import rows
from benchmarks.table import machine, markdown
from kg.core.records import Paper
from kg.keyphrases.paper.acronyms import acronyms

FILE = "acronyms/med_dev.jsonl"
Pairs = list[tuple[str, str]]


def papermesh(title: str, abstract: str) -> Pairs:
    return [(d.short, d.long) for d in acronyms(Paper("", title, abstract, "en", title_given=True))]


def schwartz_hearst(title: str, abstract: str) -> Pairs:
    """As published (PSB 2003): the shortest words before the bracket that hold its characters in their order."""
    pairs = []
    for sentence in [title, *re.split(r"(?<=[.!?])\s+", abstract)]:
        for bracket in re.finditer(r"\(([^()]+)\)", sentence):
            short = re.split(r"[,;]", bracket.group(1))[0].strip()
            valid = 2 <= len(short) <= 10 and len(short.split()) <= 2 and short[0].isalnum()
            if valid and re.search("[A-Za-z]", short):
                letters = len(re.findall(r"[^\W_]", short))
                words = sentence[: bracket.start()].split()[-min(letters + 5, letters * 2) :]
                if long := _shortest(short, " ".join(words)):
                    pairs.append((short, long))
    return pairs


def _shortest(short: str, words: str) -> str | None:
    at = len(words)
    for n, letter in reversed([(n, c) for n, c in enumerate(short.lower()) if c.isalnum()]):
        at -= 1
        while at >= 0 and (words[at].lower() != letter or (n == 0 and at > 0 and words[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    long = words[words.rfind(" ", 0, at) + 1 :]
    return None if len(long) < len(short) or short in long.split() else long


def plain(pair: tuple[str, str]) -> tuple[str, ...]:
    return tuple("".join(c for c in text.lower() if c.isalnum()) for text in pair)


def report() -> str:
    data = rows(FILE)
    gold = [{plain((short, long)) for short, long in row["acronyms"]} for row in data]
    table = []
    systems: dict[str, Callable[[str, str], Pairs]] = {"papermesh": papermesh, "Schwartz & Hearst": schwartz_hearst}
    for name, find in systems.items():
        started = time.process_time()
        found = [{*map(plain, find(row.get("title", ""), row["text"]))} for row in data]
        seconds = time.process_time() - started
        hits = sum(len(a & b) for a, b in zip(found, gold, strict=True))
        precision, recall = hits / sum(map(len, found)), hits / sum(map(len, gold))
        f = 2 * precision * recall / (precision + recall)
        table.append([name, *(f"{100 * each:.1f}" for each in (precision, recall, f)), f"{len(data) / seconds:.0f}"])
    header = ["system", "P", "R", "F", "abstracts/s"]
    return f"MED1250: {len(data)} abstracts, {sum(map(len, gold))} pairs\n\n{markdown(header, table)}\n"


if __name__ == "__main__":
    print(f"{machine()}\n\n{report()}")
