"""Pages as responses, of this deployment: its paths, its photos' addresses, its policy; and errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from aws_lambda_powertools.event_handler import Response

from bildtext.errors import BildtextError
from bildtext.http import header, request_id
from bildtext.observability import logger
from catalogue import wiring
from catalogue.http import app
from catalogue.pages.rendering import NOBODY, Site, User, page, policy_for, render


def site() -> Site:
    """Where the pages are. A photo's address is signed once, however often its page names it."""
    return Site(app.context["path"].prefix or "", cache(wiring.photos().view_url))


def page_response(text: str, status: int = 200) -> Response[Any]:
    """A page, with the policy of this deployment."""
    return page(text, policy_for(wiring.bucket_origins()), status)


def error_response(error: Exception, user: User, *, at_login: bool = False) -> Response[Any]:
    """An error as a page without details; it is logged. `at_login` leads back to the login."""
    known = error if isinstance(error, BildtextError) else BildtextError("A page could not be shown.")
    (logger.exception if known.status >= 500 else logger.info)(str(error), extra={"problem": type(error).__name__})
    context = {"error": known, "request_id": request_id(app.current_event.raw_event), "at_login": at_login}
    return page_response(render("error.html", user, site(), "", **context), known.status)


def login_step(handler: Callable[[], Response[Any]]) -> Callable[[], Response[Any]]:
    """A step of the login: whoever sees it in a browser reads its errors as a page, anybody else as JSON."""

    @wraps(handler)
    def shown() -> Response[Any]:
        try:
            return handler()
        except Exception as error:
            if "text/html" not in header(app.current_event.raw_event, "accept"):
                raise
            return error_response(error, NOBODY, at_login=True)

    return shown
