"""The page in a notebook: the last line of a cell, `kg.view(store, "neural collapse")`, shows it."""

from __future__ import annotations

import html

from kg.explore.ask import AnyGraph, opened
from kg.explore.find.resolve import resolve
from kg.viz.page import render_page
from kg.viz.scene import AROUND, OVERVIEW, Scene, scene, told

# Its own origin: nothing in the page reaches the notebook.
_SANDBOX = "allow-scripts allow-downloads allow-popups allow-modals"


class View:
    """A page. Jupyter shows it in a frame that holds all of it; `page` is the HTML, to be written where one likes."""

    def __init__(self, page: str, height: int, title: str, scene: Scene) -> None:
        self.page = page
        self.height = height
        self._told = f"{title!r}: {told(scene)}"

    def __repr__(self) -> str:
        return f"<View of {self._told}; .page is its HTML>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="{_SANDBOX}" title="papermesh" '
            f'width="100%" height="{self.height}" style="border:0;border-radius:12px"></iframe>'
        )


def view(
    store: AnyGraph,
    node: str | None = None,
    *,
    hops: int = 2,
    limit: int | None = None,
    height: int = 680,
) -> View:
    """The explorer around a node, named as on the command line, or of the whole corpus. height: in pixels.

    store: a folder, the address of a server, or an open graph. Raises StoreError without a store, NodeNotFound.

    >>> import kg
    >>> shown = kg.view("kg-store", "neural collapse")  # as the last line of a cell, without a name, it is shown
    >>> shown.page[:15]
    '<!doctype html>'
    """
    with opened(store) as graph:
        center = None if node is None else resolve(graph, node)
        seen = scene(graph, center, hops=hops, limit=limit or (AROUND if center else OVERVIEW))
    title = center.name if center else "Papers and concepts"
    return View(render_page(seen, title), height, title, seen)
