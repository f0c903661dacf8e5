"""What is embedded of a text."""

from __future__ import annotations

import numpy as np

from kg.text.embedding import MOST, default_embedder


def test_of_a_text_without_end_its_beginning_is_embedded() -> None:
    embedder = default_embedder()
    beginning = ("graphs " * MOST)[:MOST]
    assert np.array_equal(embedder.embed([beginning + "x" * MOST]), embedder.embed([beginning]))
    assert np.array_equal(embedder.embed_phrases([beginning + "x"]), embedder.embed_phrases([beginning]))
    assert not np.array_equal(embedder.embed([beginning[:-100] + "lakes"]), embedder.embed([beginning]))
