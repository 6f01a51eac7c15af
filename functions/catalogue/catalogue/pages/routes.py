"""The routes of the pages and of their static files. All only read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final, get_args
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response

from bildtext.access import caller_of
from bildtext.errors import InvalidRequest, NotFound, RouteNotFound
from bildtext.http_app import route
from bildtext.storage.catalogue_index import Listing, Sort
from bildtext.storage.listings import LONGEST_QUERY
from bildtext.storage.summary_items import STATES
from catalogue import wiring
from catalogue.article_view import article_view
from catalogue.http import app
from catalogue.pages.article_page import article_context, question_context
from catalogue.pages.files import static_files
from catalogue.pages.rendering import NOBODY, User, packed, render
from catalogue.pages.responses import error_response, page_response, site
from catalogue.review_queue import queue
from catalogue.session import login_location, redirect, verified

_FIRST_QUESTIONS: Final = 3  # of the review page, which is there sooner; each may be about another article to read
_QUESTIONS: Final = 20  # that the page fetches at once, before those are answered
_LONGEST_SKIP = 500
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


def _shown(template: str, here: str, context: Callable[..., dict[str, Any]], **parameters: str) -> Response[Any]:
    """A page for whoever has a session; others are sent to the login. Errors are pages too."""
    event = app.current_event.raw_event
    user = NOBODY
    try:
        caller = verified(event)
        if caller is None:
            return redirect(login_location(event))
        user = User.of(caller, can_log_out=caller_of(event) is None)
        return page_response(render(template, user, site(), here, **context(**parameters)))
    except Exception as error:  # noqa: BLE001 (it is logged, and shown without details)
        return error_response(error, user)


@route(app, "GET /")
def articles_page() -> Response[Any]:
    """The list of articles."""
    return _shown("articles.html", "/", _articles)


def _articles() -> dict[str, Any]:
    root = site().root
    state, query = _parameter("state"), _parameter("q")[:LONGEST_QUERY]
    asked, cursor = _parameter("sort", "-updated"), _parameter("cursor")
    listing = Listing(
        state=state if state in STATES else "",
        query=query,
        sort=next((sort for sort in get_args(Sort) if sort == asked), "-updated"),
    )
    try:
        found = wiring.index().find(listing, cursor)
    except InvalidRequest:  # a cursor of another listing, from an old link
        found, cursor = wiring.index().find(listing), ""
    counts = wiring.index().counts()

    def link(**changes: str) -> str:
        kept = {"state": listing.state, "q": query, "sort": listing.sort, "cursor": "", **changes}
        chosen = {name: value for name, value in kept.items() if value and (name, value) != ("sort", "-updated")}
        return f"{root}/" + (f"?{urlencode(chosen)}" if chosen else "")

    return {
        "articles": found.articles,
        "next_cursor": found.cursor,
        "counts": {**counts, "": sum(counts.values())},
        "query": {"state": listing.state, "q": query, "sort": listing.sort, "cursor": cursor},
        "is_sorted": found.sort == listing.sort or not found.articles,
        "link": link,
    }


@route(app, "GET /fotos")
def photos_page() -> Response[Any]:
    """Where photos are uploaded."""
    return _shown("photos.html", "/fotos", dict)


@route(app, "GET /pruefen")
def review_page() -> Response[Any]:
    """The open questions of all articles, the most valuable first."""
    return _shown("review.html", "/pruefen", _questions)


def _questions() -> dict[str, Any]:
    given = _parameter("skip")
    fetches_more = given.isascii() and given.isdecimal()
    most, skip = (_QUESTIONS, min(int(given), _LONGEST_SKIP)) if fetches_more else (_FIRST_QUESTIONS, 0)
    found = islice(queue(wiring.index(), wiring.decisions(), wiring.labels(), skip, at_once=most + 1), most)
    questions = [question_context(one.article, one.question) for one in found]
    return {"questions": questions, "most": most, "further": skip + most if len(questions) == most else None}


@route(app, "GET /artikel/{number}")
def article_page(number: str) -> Response[Any]:
    """One article."""
    return _shown("article.html", "", _article, number=number)


def _article(number: str) -> dict[str, Any]:
    stored = wiring.decisions().read(number)
    if not stored.exists and not stored.decisions:
        raise NotFound(f"There is no article {number!r}.")
    view = article_view(number, stored, wiring.labels())
    return article_context(view, wiring.labels(), wiring.settings().writers)


@route(app, "GET /static/{file}")
def static_file(file: str) -> Response[Any]:
    """A file of the page. Its name changes with its content."""
    found = static_files().get(file)
    if found is None:
        raise RouteNotFound(f"There is no static file {file!r}; reload the page.")
    return packed(found.text, found.content_type, _FOR_EVER)


def _parameter(name: str, otherwise: str = "") -> str:
    given = app.current_event.raw_event.get("queryStringParameters") or {}
    return str(given.get(name) or otherwise)
