"""A real browser, and pages in it that must ask for nothing and complain of nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"the browser tests must run in CI, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser():
    """The Chromium of this machine."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("KG_TEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        _missing("no Chromium was found (KG_TEST_CHROMIUM names one)")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if root else [])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Name -> file of a page."""
    folder = tmp_path_factory.mktemp("pages")
    from view_fixture import hostile_scene, large_scene, seed_scene, walk_scene

    from kg.viz.page import write_page

    made = {"seeds": seed_scene(), "hostile": hostile_scene(), "large": large_scene(), "walk": walk_scene()}
    for name, scene in made.items():
        write_page(scene, folder / f"{name}.html", f"Around {name}")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def open_page(browser, pages) -> Callable:
    """Opens a page made in `pages`; on leaving, fails if it asked for anything or complained of anything."""

    @contextmanager
    def open_it(name: str, width: int = 1280, height: int = 800, hash: str = "", **options) -> Iterator:  # noqa: A002
        problems: list[str] = []
        address = pages[name].as_uri()
        own = (address, f"{address}{hash}", "blob:")
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)

        def gate(route) -> None:
            if route.request.url.startswith(own):
                route.continue_()
            else:
                problems.append(f"request: {route.request.url[:200]}")
                route.abort()

        context.route("**/*", gate)
        context.on("request", lambda r: None if r.url.startswith(own) else problems.append(f"request: {r.url[:200]}"))
        page = context.new_page()
        page.on("console", lambda m: problems.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda e: problems.append(f"error: {e}"))
        page.on("dialog", lambda d: (problems.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("popup", lambda p: problems.append(f"popup: {p.url}"))
        page.goto(f"{address}{hash}")
        page.wait_for_function("window.papermesh")
        page.wait_for_timeout(100)
        yield page
        page.wait_for_timeout(100)
        assert problems == [], problems
        context.close()

    return open_it


def keys(page) -> set[str]:
    """The nodes that the page shows."""
    return set(page.evaluate("papermesh.keys()"))


def select(page, key: str) -> None:
    page.evaluate("key => papermesh.select(key)", key)


def do(page, what: str) -> None:
    """Press the button of the panel that does this."""
    page.click(f"#panel [data-do={what}]")
