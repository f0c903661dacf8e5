"""The site of docs/: it builds without a warning, and its pages ask for nothing but files beside them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
NEEDS = "needs Sphinx and MyST (group docs)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason=NEEDS)
    pytest.importorskip("myst_parser", reason=NEEDS)
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(folder / "work")]
    done = subprocess.run([*command, str(ROOT / "docs"), str(folder / "html")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_every_page_is_built(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        assert (site / page.relative_to(ROOT / "docs")).with_suffix(".html").is_file()


def test_pages_load_nothing_from_anywhere_and_can_be_searched(browser, site: Path) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for name in ("index.html", "commands.html", "decisions/index.html"):
        page.goto((site / name).as_uri())
        page.wait_for_load_state("load")
    page.goto((site / "search.html").as_uri() + "?q=neighbors")
    page.wait_for_selector("ul.search li a")
    context.close()
    assert len(asked) > 10
    for url in asked:
        parts = urlsplit(url)
        assert parts.scheme in ("file", "data", "blob"), url
        if parts.scheme == "file":
            assert Path(unquote(parts.path)).is_relative_to(site), url
