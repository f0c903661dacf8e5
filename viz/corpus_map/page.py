"""The offline page of a map: one HTML file with all papers in it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from kg.core.columns import cumcount
from kg.core.graph import Node
from kg.core.progress import Progress
from kg.loaders.files.write import write_file
from kg.viz.corpus_map.landmarks import places, regions
from kg.viz.corpus_map.papers import Mapped
from kg.viz.corpus_map.positions import positions
from kg.viz.page import document, plain

STYLE = ("page/tokens.css", "map/map.css")
PROGRAM = "map/main.js"
NEAREST = 6
"""Papers that are told to be near one."""


def render_map(mapped: Mapped, title: str, progress: Progress) -> str:
    """One self-contained HTML page: no request leaves it. The same papers and title give the same page."""
    progress.stage("placing papers")
    return page_of(mapped, positions(mapped.near, mapped.topic), title)


def page_of(mapped: Mapped, xy: np.ndarray, title: str) -> str:
    """The page of papers that lie there. xy: (papers, 2) uint16, as of `positions`."""
    words = _packed(json.dumps(plain(_words(mapped, xy)), ensure_ascii=False, separators=(",", ":")).encode())
    columns = _packed(_columns(mapped, xy))
    return document("map/map.html", title[:120], STYLE, PROGRAM, words=words, columns=columns)


def write_map(mapped: Mapped, path: Path, title: str, progress: Progress) -> None:
    """Write the page, whole or not at all. Replaces what is there; KgError when it cannot."""
    write_file(path, [render_map(mapped, title, progress)], overwrite=True)


def _words(mapped: Mapped, xy: np.ndarray) -> dict[str, object]:
    """All texts, and the landmarks as [node, name, x, y, papers]."""
    return {
        "papers": len(mapped.ids),
        "ids": mapped.ids,
        "titles": mapped.titles,
        "urls": mapped.urls if any(mapped.urls) else [],
        "concepts": [node.name for node in mapped.concepts],
        "topics": _landmarks(mapped.topics, mapped.topic, xy),
        "parts": _landmarks(mapped.parts, mapped.part, xy),
        "places": list(map(astuple, places(mapped, xy))),
    }


def _landmarks(nodes: Sequence[Node], home: np.ndarray, xy: np.ndarray) -> list[tuple[object, ...]]:
    return [astuple(each) for each in regions(nodes, home, xy)]


def _columns(mapped: Mapped, xy: np.ndarray) -> bytes:
    """Columns one after the other, little-endian; those of four bytes first (viz/assets/map/data.js reads them)."""
    near = _nearest(mapped)
    columns = [
        near.astype("<i4"),
        mapped.concept.astype("<i4"),
        xy[:, 0].astype("<u2"),
        xy[:, 1].astype("<u2"),
        mapped.year.astype("<u2"),
        mapped.cited.astype("<u2"),
        mapped.topic.astype("<i2"),
        mapped.part.astype("<i2"),
    ]
    return b"".join(np.ascontiguousarray(column).tobytes() for column in columns)


def _nearest(mapped: Mapped) -> np.ndarray:
    """(papers, NEAREST) int64: the nearest papers of every paper, the nearest first, -1 for none."""
    near = mapped.near
    paper, other = np.concatenate([near.one, near.other]), np.concatenate([near.other, near.one])
    order = np.lexsort((other, -np.concatenate([near.weight, near.weight]), paper))
    paper, other = paper[order], other[order]
    rank = cumcount(paper)
    found = np.full((len(mapped.ids), NEAREST), -1)
    kept = rank < NEAREST
    found[paper[kept], rank[kept]] = other[kept]
    return found


def _packed(data: bytes) -> str:
    """As text that stands in a page."""
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode("ascii")
