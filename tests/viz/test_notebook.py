"""kg.view: the page in the frame of a notebook."""

from __future__ import annotations

import pytest

import kg
from kg.core.errors import NodeNotFound, StoreError


def test_view_takes_a_folder_or_an_open_graph(seed_store):
    by_folder = kg.view(seed_store, "neural collapse")
    with kg.open_graph(seed_store) as graph:
        assert kg.view(graph, "neural collapse").page == by_folder.page
        assert kg.view(graph).page != by_folder.page
    assert "<title>neural collapse</title>" in by_folder.page


def test_view_says_what_it_is_where_no_frame_can_be_shown(seed_store):
    shown = kg.view(seed_store, "neural collapse", limit=12)
    assert repr(shown).startswith("<View of 'neural collapse': ")
    assert " of 368 concepts" in repr(shown)
    assert shown._repr_html_().startswith("<iframe ")


def test_view_fails_as_the_command_does(seed_store, tmp_path):
    with pytest.raises(NodeNotFound):
        kg.view(seed_store, "no such thing at all")
    with pytest.raises(StoreError):
        kg.view(tmp_path / "nothing")


def test_a_notebook_shows_it_in_a_frame_that_asks_for_nothing(browser, seed_store, tmp_path):
    shown = kg.view(seed_store, "neural collapse", limit=12)._repr_html_()
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><title>cell</title><body>{shown}</body>", encoding="utf-8")
    problems: list[str] = []
    context = browser.new_context(reduced_motion="reduce")
    address = notebook.as_uri()
    context.on("request", lambda r: None if r.url.startswith((address, "about:")) else problems.append(r.url))
    page = context.new_page()
    page.on("console", lambda m: problems.append(f"console {m.type}: {m.text}"))
    page.on("pageerror", lambda e: problems.append(f"error: {e}"))
    page.goto(address)
    frame = page.frames[1]
    frame.wait_for_function("window.papermesh")
    before = len(frame.evaluate("papermesh.keys()"))
    frame.evaluate("papermesh.select(papermesh.keys()[0])")
    frame.click("#panel [data-do=expand]")
    frame.click("#tab-legend")
    frame.click("[data-filter='kinds:Paper']")
    frame.click("#theme")
    assert len(frame.evaluate("papermesh.keys()")) != before
    frame.evaluate("history.back()")
    page.wait_for_timeout(200)
    assert page.title() == "cell"
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None
    assert problems == []
    context.close()
