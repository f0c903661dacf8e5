"""Makes one script of the page's scripts, which import from each other as ES modules do.

A browser loads no modules from a page that was opened as a file. So each script becomes a function that runs once,
after those that it imports from, and returns what it exports. Of the language only this is understood:

    import { a, b } from "../data/model.js";    at the start of a line, perhaps over several lines
    export const a = 1;                         before a const, a function, or an async function
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Reader: TypeAlias = Callable[[str], str]
"""Path of a script -> its text. Raises FileNotFoundError."""

_IMPORT = re.compile(r'^import \{([\w$\s,]*)\} from "(\.[^"\n]*)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|(?:async )?function\*?) ([\w$]+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class BundleError(Exception):
    """The scripts do not fit together: a mistake in the program, not in what it is used on."""


@dataclass(frozen=True, slots=True)
class Script:
    """One file. imports: path of another -> the names taken from it; body: the text without both kinds of lines."""

    path: str
    imports: Mapping[str, tuple[str, ...]]
    exports: tuple[str, ...]
    body: str


def bundle(entry: str, read: Reader) -> str:
    """One classic script that does what the script `entry` does as a module. The same files give the same text."""
    functions = "\n".join(map(_as_function, scripts(entry, read)))
    return f'(() => {{\n"use strict";\nconst $scripts = {{}};\n{functions}\n}})();'


def scripts(entry: str, read: Reader) -> list[Script]:
    """The script `entry` and all that it needs, each after those that it imports from."""
    done: dict[str, Script] = {}
    _visit(entry, read, done, ())
    return list(done.values())


def parse(path: str, text: str) -> Script:
    """What a script imports and exports. Raises BundleError for a line of either kind that is not understood."""
    imports: dict[str, tuple[str, ...]] = {}
    for names, target in _IMPORT.findall(text):
        other = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if other in imports:
            raise BundleError(f"{path} imports twice from {other}")
        imports[other] = tuple(re.findall(r"[\w$]+", names))
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    if left := _OTHER.search(body):
        raise BundleError(f"{path}: not understood: {left[0]}")
    return Script(path, imports, tuple(_EXPORT.findall(text)), body)


def _visit(path: str, read: Reader, done: dict[str, Script], above: tuple[str, ...]) -> None:
    """Adds a script to done, after all that it needs. above: the scripts that led here."""
    if path in above:
        raise BundleError("scripts import each other: " + " -> ".join([*above[above.index(path) :], path]))
    if path in done:
        return
    try:
        script = parse(path, read(path))
    except FileNotFoundError:
        raise BundleError(f"{above[-1] if above else 'the page'} needs {path}, which is not there") from None
    for target, names in script.imports.items():
        _visit(target, read, done, (*above, path))
        if missing := [name for name in names if name not in done[target].exports]:
            raise BundleError(f"{path} imports {', '.join(missing)}, which {target} does not export")
    done[path] = script


def _as_function(script: Script) -> str:
    imports = [f'const {{ {", ".join(names)} }} = $scripts["{path}"];' for path, names in script.imports.items()]
    exports = f"return {{ {', '.join(script.exports)} }};"
    return "\n".join([f'$scripts["{script.path}"] = (() => {{', *imports, script.body.strip(), exports, "})();"])
