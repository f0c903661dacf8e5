"""Files for `neo4j-admin database import full`: a database of any size, made in one go while the server is down.

The result is what a load would have made, marks and state included, but for two things that the import tool cannot do:
it stores no empty list, and makes no full-text index. The next load does both and sends nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from kg.core.graph import (
    BOOLEAN,
    CYPHER_TYPES,
    FLOAT,
    INTEGER,
    INTEGERS,
    NODES,
    RELATIONSHIPS,
    STRING,
    STRINGS,
    Node,
    Value,
)
from kg.core.graph_store import GraphSource
from kg.core.progress import Progress
from kg.loaders.cypher.queries import DIGEST, KEY, STATE
from kg.loaders.files.write import new_folder
from kg.loaders.neo4j.marks import content, edge_digest, node_digest
from kg.loaders.neo4j.server import Server
from kg.loaders.neo4j.state import State

LIST_DELIMITER = "\x1f"
"""The unit separator of ASCII: the tool knows no quoting within a list, and any visible character may be in a name."""

BUFFER = 4 * 1024 * 1024
"""Characters of the longest line that the tool reads unless told otherwise."""

_TYPES = {
    STRING: "string",
    INTEGER: "long",
    FLOAT: "double",
    BOOLEAN: "boolean",
    STRINGS: "string[]",
    INTEGERS: "long[]",
}


def write_neo4j_csv(
    graph: GraphSource, folder: Path, *, corpus: str, generation: str = "", progress: Progress | None = None
) -> str:
    """Make the folder, one file a label and relationship type; the command that imports them.

    corpus, generation: as for a load. Raises KgError when the folder is not empty or cannot be written.
    """
    prefix = Server("", corpus=corpus).prefix
    with new_folder(folder) as part:
        writer = _Writer(graph, part, prefix, progress or Progress())
        for label in NODES:
            if label != "Source":
                writer.nodes(label)
        for kind in RELATIONSHIPS:
            writer.edges(kind)
        writer.sources(generation)
    return _command(folder, writer.longest)


def _command(folder: Path, longest: int) -> str:
    """The command for a POSIX shell. It runs in the folder, whose path could be taken for a pattern."""
    options = [f"--nodes={label}={label}.csv" for label in NODES]
    options += [f"--relationships={CYPHER_TYPES[kind]}={kind}.csv" for kind in RELATIONSHIPS]
    options += ["--array-delimiter=U+001F", "--multiline-fields=true"]
    if longest > BUFFER:
        options.append(f"--read-buffer-size={longest}")
    lines = [f"cd {shlex.quote(str(folder.resolve()))} && neo4j-admin database import full neo4j", *options]
    return " \\\n  ".join(lines)


class _Writer:
    """longest: bytes of the longest line so far; check: as in State, of what was written."""

    def __init__(self, graph: GraphSource, folder: Path, prefix: str, progress: Progress) -> None:
        self.longest = 0
        self.check: dict[str, list[int]] = {}
        self._graph = graph
        self._folder = folder
        self._prefix = prefix
        self._progress = progress

    def nodes(self, label: str) -> None:
        types = NODES[label]
        self._write(label, _header(label, types), (self._node_cells(*each) for each in self._marked_nodes(label)))

    def sources(self, generation: str) -> None:
        """The last file: sources bear the state, which counts everything, themselves too."""
        marked = list(self._marked_nodes("Source"))
        state = _quoted(State(generation, self.check, imported=True).text())
        header = [*_header("Source", NODES["Source"]), f"{STATE}:string"]
        self._write("Source", header, ([*self._node_cells(*each), state] for each in marked))

    def edges(self, kind: str) -> None:
        start, end, types = RELATIONSHIPS[kind]
        header = [f":START_ID({start})", f":END_ID({end})", f"{DIGEST}:long", *_columns(types)]
        self._write(kind, header, self._edge_rows(kind, types))

    def _marked_nodes(self, label: str) -> Iterator[tuple[Node, int]]:
        """Nodes with their digests."""
        tally = self.check.setdefault(label, [0, 0, 0])
        for node in self._graph.nodes(label):
            digest = node_digest(node)
            _count(tally, digest, content(label, digest, node.properties))
            yield node, digest

    def _node_cells(self, node: Node, digest: int) -> list[str]:
        values = [_cell(node.properties.get(name)) for name in NODES[node.label]]
        return [_quoted(self._prefix + node.id), str(digest), *values]

    def _edge_rows(self, kind: str, types: Mapping[str, str]) -> Generator[list[str], None, None]:
        tally = self.check.setdefault(kind, [0, 0, 0])
        for edge in self._graph.edges(kind):
            digest = edge_digest(edge)
            _count(tally, digest, content(kind, digest, edge.properties))
            ends = [_quoted(self._prefix + edge.start[1]), _quoted(self._prefix + edge.end[1])]
            yield [*ends, str(digest), *(_cell(edge.properties.get(name)) for name in types)]

    def _write(self, name: str, header: list[str], rows: Generator[list[str], None, None]) -> None:
        self._progress.stage(name, self._graph.counts()[name])
        with closing(rows), (self._folder / f"{name}.csv").open("wb") as file:
            file.write((",".join(header) + "\n").encode())
            for row in rows:
                line = (",".join(row) + "\n").encode()
                self.longest = max(self.longest, len(line))
                file.write(line)
                self._progress.advance()


def _header(label: str, types: Mapping[str, str]) -> list[str]:
    return [f"{KEY}:ID({label})", f"{DIGEST}:long", *_columns(types)]


def _columns(types: Mapping[str, str]) -> list[str]:
    return [f"{name}:{_TYPES[type_]}" for name, type_ in types.items()]


def _count(tally: list[int], digest: int, number: int) -> None:
    for position, each in enumerate((1, digest, number)):
        tally[position] += each


def _cell(value: Value) -> str:
    """A value as the tool reads it: nothing at all when the property is not there, two quotes for an empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return _quoted(LIST_DELIMITER.join(map(str, value)))


def _quoted(text: str) -> str:
    """The csv module of Python 3.11 cannot tell an empty text from a missing one."""
    return '"' + text.replace('"', '""') + '"'
