"""The routes of the pages and of their static files. All only read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final, get_args
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response

from bildtext.access import caller_of
from bildtext.errors import BildtextError, InvalidRequest, NotFound, RouteNotFound
from bildtext.http import request_id
from bildtext.http_app import route
from bildtext.observability import logger
from bildtext.storage.catalogue_index import Listing, Sort
from bildtext.storage.summary_items import STATES
from catalogue import wiring
from catalogue.article_view import article_view
from catalogue.http import app
from catalogue.pages.article_page import article_context, question_context
from catalogue.pages.files import static_files
from catalogue.pages.rendering import NOBODY, Site, User, packed, page, policy_for, render
from catalogue.review_queue import queue
from catalogue.session import login_location, verified

_QUESTIONS: Final = 20  # of the review page at once; it fetches more before they are answered
_LONGEST_SKIP = 500
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


def _shown(template: str, here: str, context: Callable[..., dict[str, Any]], **parameters: str) -> Response[Any]:
    """A page for whoever has a session; others are sent to the login. Errors are pages too."""
    event = app.current_event.raw_event
    user = NOBODY
    try:
        caller = verified(event)
        if caller is None:
            return Response(303, None, "", {"Location": login_location(event), "Cache-Control": "no-store"})
        user = User.of(caller, can_log_out=caller_of(event) is None)
        text = render(template, user, _site(), here, **context(**parameters))
    except Exception as error:  # noqa: BLE001 (it is logged, and shown without details)
        known = error if isinstance(error, BildtextError) else BildtextError("A page could not be shown.")
        (logger.exception if known.status >= 500 else logger.info)(str(error), extra={"problem": type(error).__name__})
        text = render("error.html", user, _site(), "", error=known, request_id=request_id(event))
        return page(text, _policy(), known.status)
    return page(text, _policy())


def _site() -> Site:
    return Site(app.context["path"].prefix or "", wiring.photos().view_url)


def _policy() -> str:
    return policy_for(wiring.bucket_origins())


@route(app, "GET /")
def articles_page() -> Response[Any]:
    """The list of articles."""
    return _shown("articles.html", "/", _articles)


def _articles() -> dict[str, Any]:
    root = _site().root
    state, query = _parameter("state"), _parameter("q")[:200]
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
        "query": {"state": listing.state, "q": query, "sort": found.sort, "cursor": cursor},
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
    given = _parameter("skip", "0")
    skip = min(int(given), _LONGEST_SKIP) if given.isascii() and given.isdecimal() else 0
    found = islice(queue(wiring.index(), wiring.decisions(), wiring.labels(), skip), _QUESTIONS)
    return {"questions": [question_context(one.article, one.question) for one in found], "most": _QUESTIONS}


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
