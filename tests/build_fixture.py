"""A small corpus in three files, and stores beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from seed_fixture import dump, paper, seed_papers, write_jsonl

from kg.pipeline import build


class Corpus:
    """Three small files of real abstracts in two languages, and stores beside them."""

    def __init__(self, folder: Path, step: int) -> None:
        papers = [
            paper("Knowledge distillation is often"),
            paper("无数据知识蒸馏"),
            *seed_papers()[: 3 * step - 2],
        ]
        self.folder = folder
        self.a = write_jsonl(folder / "a.jsonl", papers[:step])
        self.b = write_jsonl(folder / "b.jsonl", papers[step : 2 * step])
        self.c = write_jsonl(folder / "c.jsonl", papers[2 * step : 3 * step])
        self.built = 0

    def new_store(self) -> Path:
        self.built += 1
        return self.folder / f"store-{self.built}"

    def scratch(self, *sources: Path, fast: bool = True, top_n: int = 10) -> str:
        """The graph of a build from nothing."""
        store = self.new_store()
        build(sources, store, fast=fast, top_n=top_n)
        return dump(store)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path, 5)


@pytest.fixture
def tiny(tmp_path: Path) -> Corpus:
    """Small enough for embeddings in every build."""
    return Corpus(tmp_path, 2)
