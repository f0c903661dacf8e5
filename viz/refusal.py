"""Why an address of kg serve shows nothing: a page for people, JSON for a page that asked."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.core.errors import KgError, NodeNotFound
from kg.viz.figures.words import Words, parts, words
from kg.viz.page import document, embed, plain

STYLE = ("page/tokens.css", "refusal/refusal.css")
PROGRAM = "refusal/main.js"
GONE = words("Nothing is here. An address of kg serve holds until that is ended; the next start prints another one.")


def refusal(request: Request, told: Words, status: int) -> Response:
    """told: one sentence, which the page says in the language of its reader."""
    if "/api/" in request.url.path:
        return JSONResponse({"error": plain(parts(told))}, status)
    data = embed(plain({"told": parts(told)}))
    return HTMLResponse(document("refusal/refusal.html", told, STYLE, PROGRAM, data=data), status)


def no_picture(error: KgError) -> Words:
    """Why a corpus has none of a kind."""
    return words("No picture: {why}", why=error.args[0])


def no_answer(error: KgError) -> Words:
    """Why the graph has no answer. What a Neo4j server says stays as it is."""
    if isinstance(error, NodeNotFound):
        return words("nothing in the graph is called {name}", name=error.name)
    return words("the graph cannot be asked: {why}", why=str(error))
