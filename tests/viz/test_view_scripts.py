"""The page's scripts: they name what they need from each other, and become one script that does the same."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from kg.viz import refusal
from kg.viz.bundle import BundleError, Script, bundle, scripts
from kg.viz.corpus_map import page as map_page
from kg.viz.figures import page as figure_page
from kg.viz.page import PROGRAM, STYLE, asset

FOLDERS = (
    "data",
    "picture",
    "panels",
    "page",
    "map",
    "figure",
    "refusal",
)  # each may import from itself and those before it


def _reader(texts: dict[str, str]):
    def read(path: str) -> str:
        if path not in texts:
            raise FileNotFoundError(path)
        return texts[path]

    return read


SMALL = {
    "page/main.js": 'import { twice } from "../data/twice.js";\nimport { ONE, count } from "../data/one.js";\n'
    "window.told = [twice(ONE), twice(count()), count()];\n",
    "data/twice.js": 'import {\n  ONE,\n  add,\n} from "./one.js";\nconst own = ONE;\n'
    "export const twice = (n) => add(n, n) + own - 1;\n",
    "data/one.js": "let calls = 0;\nconst own = 41;\nexport const ONE = own - 40;\n"
    "export function add(a, b) {\n  return a + b;\n}\nexport const count = () => (calls += 1);\n",
}


def test_scripts_become_one_that_does_the_same(browser):
    page = browser.new_page()
    page.evaluate(bundle("page/main.js", _reader(SMALL)))
    assert page.evaluate("window.told") == [2, 2, 2]  # one.js ran once, and own is each file's own
    page.close()


def test_a_script_stands_after_those_it_needs():
    order = [script.path for script in scripts("page/main.js", _reader(SMALL))]
    assert order == ["data/one.js", "data/twice.js", "page/main.js"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('import { a } from "./none.js";\n', "page/main.js needs page/none.js, which is not there"),
        ('import { ONE, two } from "../data/one.js";\n', "imports two, which data/one.js does not export"),
        ('import { own } from "../data/one.js";\n', "imports own, which data/one.js does not export"),
        ('import { ONE as one } from "../data/one.js";\n', "imports as, one, which"),
        ('import { ONE } from "../data/one.js";\nimport { add } from "../data/one.js";\n', "imports twice from"),
        ('import * as one from "../data/one.js";\n', r"not understood: import \* as one"),
        ('import { a } from "lodash";\n', "not understood: import { a }"),
        ("export default 1;\n", "not understood: export default"),
        ("export let a = 1;\n", "not understood: export let"),
        ('import { a } from "./main.js";\nexport const a = 1;\n', "each other: page/main.js -> page/main.js"),
    ],
)
def test_what_does_not_fit_together_is_told(text, message):
    with pytest.raises(BundleError, match=message):
        bundle("page/main.js", _reader({**SMALL, "page/main.js": text}))


def test_scripts_that_import_each_other_are_refused():
    circle = {
        "a.js": 'import { b } from "./b.js";\n',
        "b.js": 'import { c } from "./c.js";\nexport const b = 1;\n',
        "c.js": 'import { b } from "./b.js";\nexport const c = 1;\n',
    }
    with pytest.raises(BundleError, match=re.escape("each other: b.js -> c.js -> b.js")):
        bundle("a.js", _reader(circle))


# What follows reads the page's own scripts.

PROGRAM_SCRIPTS = scripts(PROGRAM, asset)
_TOP = re.compile(r"^(?:const|let|(?:async )?function\*?) (\w+)", re.MULTILINE)


def _code(script: Script) -> str:
    """The text without comments and plain strings, which may hold any word."""
    without = re.sub(r"^\s*//.*$| // .*$", "", script.body, flags=re.MULTILINE)
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', without)


def _uses(code: str, name: str) -> bool:
    """Whether a name stands there for itself: not as a member (.name) and not as a key (name:)."""
    return bool(re.search(rf"(?<![\w$\\])(?<!(?<!\.\.)\.){name}(?![\w$:])", code))


def _binds(code: str, name: str) -> bool:
    """Whether a name is given a meaning there: by a declaration, or as the name of a method."""
    return bool(re.search(rf"\b(?:const|let|function\*?) {name}\b|^\s*(?:async )?{name}\(.*\) {{$", code, re.MULTILINE))


def test_every_file_is_part_of_the_page():
    there = {f"{folder.name}/{file.name}" for folder in files("kg.viz").joinpath("assets").iterdir()
             if folder.is_dir() for file in folder.iterdir()}  # fmt: skip
    needed = {script.path for script in PROGRAM_SCRIPTS} | {*STYLE, "page/page.html", "page/head.html"}
    for other, template in (
        (map_page, "map/map.html"),
        (figure_page, "figure/figure.html"),
        (refusal, "refusal/refusal.html"),
    ):
        needed |= {script.path for script in scripts(other.PROGRAM, asset)} | {*other.STYLE, template}
    assert there == needed


def test_folders_import_one_way():
    floor = {folder: number for number, folder in enumerate(FOLDERS)}
    for script in PROGRAM_SCRIPTS:
        for other in script.imports:
            assert floor[other.split("/")[0]] <= floor[script.path.split("/")[0]], (script.path, other)


@pytest.mark.parametrize("script", PROGRAM_SCRIPTS, ids=lambda script: script.path)
def test_a_script_imports_what_it_uses_and_nothing_else(script):
    code = _code(script)
    imported = {name for names in script.imports.values() for name in names}
    assert {name for name in imported if not _uses(code, name)} == set()
    others = [other for other in PROGRAM_SCRIPTS if other.path not in (script.path, PROGRAM)]
    elsewhere = {name for other in others for name in _TOP.findall(other.body)}
    assert {name for name in elsewhere - imported if _uses(code, name) and not _binds(code, name)} == set()


def test_what_is_exported_is_needed_and_has_one_home():
    imported = {name for script in PROGRAM_SCRIPTS for names in script.imports.values() for name in names}
    exported = Counter(name for script in PROGRAM_SCRIPTS for name in script.exports)
    assert set(exported) == imported
    assert max(exported.values()) == 1
