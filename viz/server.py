"""The page over the whole graph: what it does not hold it asks for. Read-only, for one person on this machine.

Three walls: the server listens on loopback only (kg.cli.serve); it answers only to its own names, so that no other
site can point a name at it (DNS rebinding); and every address begins with a random token that other sites do not know.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.core.errors import KgError, NodeNotFound
from kg.core.graph import NODES, Node
from kg.core.graph_store import GraphStore, Match
from kg.core.progress import Progress
from kg.explore.around.paths import path as path_between
from kg.explore.find.name_index import NameIndex
from kg.viz.corpus import Corpus, corpus_of, with_mentions
from kg.viz.corpus_map.page import render_map
from kg.viz.corpus_map.papers import mapped
from kg.viz.figures.evidence import Figure
from kg.viz.figures.evolution import evolution
from kg.viz.figures.page import render_figure
from kg.viz.figures.strategic import strategic
from kg.viz.figures.timeline import timeline
from kg.viz.network import node_id
from kg.viz.page import page_data, plain, render_page
from kg.viz.refusal import GONE, no_answer, no_picture, refusal
from kg.viz.scene import AROUND, OVERVIEW, Scene, expansion, papers_of, scene, steps

HOSTS = ("127.0.0.1", "localhost", "[::1]")
FIGURES: Mapping[str, Callable[[GraphStore], Figure]] = {
    "strategic": strategic,
    "evolution": evolution,
    "timeline": timeline,
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",  # the rest stands in the page
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def application(
    store: GraphStore, token: str, *, center: Node | None = None, hops: int = 2, limit: int | None = None
) -> Starlette:
    """The web application. Its pages lie below `/token/`; the first shows what lies around center, or the overview."""
    answers = _Answers(store, center, hops, limit)

    def below_token(handler: Callable) -> Callable:
        async def checked(request: Request) -> Response:
            if not secrets.compare_digest(request.path_params["token"].encode(), token.encode()):
                return refusal(request, GONE, 404)
            return await handler(request)

        return checked

    routes = {
        "": answers.page,
        "map/{kind}": answers.picture,
        "api/around": answers.around,
        "api/papers": answers.papers,
        "api/path": answers.path,
        "api/search": answers.search,
    }
    return Starlette(
        routes=[Route(f"/{{token}}/{path}", below_token(handler)) for path, handler in routes.items()],
        middleware=[
            Middleware(_OwnPagesOnly),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
        exception_handlers={KgError: _refused},
    )


class _Answers:
    """What is answered of a graph. It is asked by one request at a time: the handlers never wait.

    Names are read at the first search and kept, and so is what is told of the whole corpus, and its pictures
    (`map/papers`, `map/strategic`, ...).
    """

    def __init__(self, store: GraphStore, center: Node | None, hops: int, limit: int | None) -> None:
        """center, hops, limit: of the first page, see `application`."""
        self._store, self._center, self._hops, self._limit = store, center, hops, limit
        self._pictures: dict[str, str] = {}

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self._store.find())

    @cached_property
    def _corpus(self) -> Corpus:
        return corpus_of(self._store)

    async def page(self, request: Request) -> Response:
        around = self._node(request) if request.query_params.get("node") else self._center
        limit = self._limit or (AROUND if around else OVERVIEW)
        seen = scene(self._store, around, hops=self._hops, limit=limit, corpus=self._corpus)
        return HTMLResponse(render_page(seen, around.name if around else "Papers and concepts", served=True))

    async def picture(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        if kind not in ("papers", *FIGURES):
            return refusal(request, GONE, 404)
        try:
            if kind not in self._pictures:
                self._pictures[kind] = self._drawn(kind)
        except KgError as error:  # a corpus without years
            return refusal(request, no_picture(error), 404)
        return HTMLResponse(self._pictures[kind])

    def _drawn(self, kind: str) -> str:
        if kind == "papers":
            return render_map(mapped(self._store, Progress()), "Map of papers", Progress())
        return render_figure(FIGURES[kind](self._store))

    async def around(self, request: Request) -> Response:
        return self._shown(expansion(self._store, self._node(request)))

    async def papers(self, request: Request) -> Response:
        return self._shown(papers_of(self._store, self._node(request)))

    async def path(self, request: Request) -> Response:
        found = path_between(self._store, self._node(request, "start"), self._node(request, "end"))
        return self._shown(steps(self._store, self._store.nodes([(step.label, step.id) for step in found])))

    async def search(self, request: Request) -> Response:
        found = self._names.search(request.query_params.get("text", "")[:200], limit=12)
        rows = [
            {"key": f"{each.label}:{each.id}", "kind": each.label, "name": each.name, "alias": _other(each)}
            for each in found
        ]
        return JSONResponse(plain(rows))

    def _shown(self, found: Scene) -> Response:
        return JSONResponse(page_data(replace(found, corpus=with_mentions(self._store, self._corpus, found.nodes))))

    def _node(self, request: Request, name: str = "node") -> Node:
        """The node that a page names "Label:id" in this parameter. Raises NodeNotFound."""
        key = request.query_params.get(name, "")
        label, _, each = key.partition(":")
        found = self._store.nodes([(label, each)]) if label in NODES else []
        if not found or node_id(found[0].key) != key:
            raise NodeNotFound(key, ())
        return found[0]


def _other(match: Match) -> str | None:
    return match.match if match.match != match.name else None


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)
    return refusal(request, no_answer(error), 404 if isinstance(error, NodeNotFound) else 400)


class _OwnPagesOnly:
    """Refuses what another site's page asks for, and adds the headers that keep its hands off every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        app = PlainTextResponse("Not for other sites", 403) if _foreign(Headers(scope=scope)) else self.app
        return await app(scope, receive, send_with_headers)


def _foreign(headers: Headers) -> bool:
    """Whether a browser says that another site asks. A link that leads here (a navigation) is nothing bad."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is not None and origin != f"http://{headers.get('host', '')}":
        return True
    return site not in ("none", "same-origin") and headers.get("sec-fetch-dest") != "document"
