"""The entries of an XML document of any size, one element at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kg.core.errors import InputError
from kg.papers.readers.streams.decoding import SourceText

_DEEPEST = 200
_PREFIX = re.compile(r"^[^:]*:")


def xml_entries(text: SourceText, tags: frozenset[str]) -> Iterator[tuple[int, Element]]:
    """(1-based line, element) of every element with one of these tags (prefixes left out, as in their children).

    Entities of a DTD are those of HTML; a document that defines its own is refused, nothing outside is opened.
    Raises InputError with the line; the elements before have been given.
    """
    builder = _Builder(tags)
    parser = expat.ParserCreate("utf-8")  # whatever the document declares: it is decoded already
    builder.listen(parser)
    try:
        for piece in text.pieces():
            parser.Parse(piece.encode("utf-8", "surrogateescape"), False)
            yield from builder.take()
        parser.Parse(b"", True)
        yield from builder.take()
    except expat.ExpatError as error:
        yield from builder.take()
        message = expat.errors.messages.get(error.code, "not well-formed")
        raise InputError(f"invalid XML: {message}", text.name, error.lineno) from None
    except _Refused as error:
        yield from builder.take()
        raise InputError(str(error), text.name, parser.CurrentLineNumber) from None


class _Refused(Exception):
    pass


class _Builder:
    """What the parser tells, as elements."""

    def __init__(self, tags: frozenset[str]) -> None:
        self._tags = tags
        self._done: list[tuple[int, Element]] = []
        self._tree: TreeBuilder | None = None
        self._line = self._depth = 0

    def listen(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # else an entity that is not defined ends the parsing
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.SkippedEntityHandler = self._entity
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = lambda *_: 1

    def take(self) -> list[tuple[int, Element]]:
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _PREFIX.sub("", tag)
        if self._tree is None:
            if tag not in self._tags:
                return
            self._tree, self._line, self._depth = TreeBuilder(), self._parser.CurrentLineNumber, 0
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Refused("invalid XML: nested too deeply")
        self._tree.start(tag, attributes)

    def _end(self, tag: str) -> None:
        if self._tree is None:
            return
        self._tree.end(_PREFIX.sub("", tag))
        self._depth -= 1
        if not self._depth:
            self._done.append((self._line, self._tree.close()))
            self._tree = None

    def _data(self, data: str) -> None:
        if self._tree is not None:
            self._tree.data(data)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._data(html5.get(f"{name};", f"&{name};"))

    def _refuse(self, *_: object) -> None:
        raise _Refused("the XML defines entities of its own, which is not read")


def child_or_self(element: Element, *names: str) -> Element:
    """The first child of these names that there is, else the element itself."""
    return next((child for name in names if (child := element.find(name)) is not None), element)


def text_of(element: Element | None) -> str:
    """All text in the element, tags left out."""
    return "" if element is None else "".join(element.itertext())


def marked_up(element: Element | None) -> str:
    """The same with a second rendering of a formula left out (MathML's annotations, JATS' TeX beside MathML)."""
    if element is None:
        return ""
    for parent in element.iter():
        second = ("annotation", "annotation-xml", *(["tex-math"] if parent.find("math") is not None else []))
        for child in list(parent):
            if child.tag in second:
                tail, child.text = child.tail, None
                for inner in list(child):
                    child.remove(inner)
                child.tail = tail
    return text_of(element)
