"""Which code made this? A hash of the modules and word lists that a result depends on.

What a store keeps is made again when the code that made it has changed; nobody has to remember a version number.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

READING = ("readers", "records.py")
ONE_PAPER = (
    *("acronyms.py", "analysis.py", "embedders.py", "frequency.py", "inflection.py", "language.py", "records.py"),
    *("text.py", "title_rules.py", "titles.py", "vocabulary.py", "keyphrases", "wordlists"),
)
CORPUS = (
    *("assembly.py", "boundaries.py", "citations.py", "concepts.py", "deciding.py", "decisions.py", "dictionary.py"),
    *("duplicates.py", "generic.py", "hierarchy.py", "linking.py", "links.py", "matching", "mentions.py", "merging.py"),
    *("naming.py", "papers.py", "parts_zh.txt", "relations.py", "runs.py", "salience.py", "schema.py", "selection.py"),
    *("shared.py", "spans.py", "synonyms.py", "terms.py", "tokens.py", "translations.py", "uses.py", "variants.py"),
    *("weighing.py",),
)


@lru_cache(maxsize=8)
def fingerprint(*parts: str) -> str:
    """A hash of these files and folders of the package kg (.py, .json and .txt)."""
    content = hashlib.sha256()
    for part in parts:
        place = files("kg").joinpath(part)
        for file in sorted(place.iterdir(), key=lambda f: f.name) if place.is_dir() else [place]:
            if file.name.endswith((".py", ".json", ".txt")):
                content.update(file.name.encode() + b"\0" + file.read_bytes())
    return content.hexdigest()[:16]
