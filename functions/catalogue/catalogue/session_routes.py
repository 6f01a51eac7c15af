"""The routes of the login: /login, /login/callback, /logout and /session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie

from bildtext.access import caller_of
from bildtext.edit_errors import Forbidden, Unauthorized
from bildtext.errors import InvalidRequest, TransientError
from bildtext.http import header
from bildtext.http_app import json_response, route
from bildtext.observability import logger
from catalogue import wiring
from catalogue.http import app
from catalogue.login import Attempt
from catalogue.pages.responses import login_step
from catalogue.session import (
    ACCESS_COOKIE,
    NO_STORE,
    REFRESH_COOKIE,
    attempt_cookie,
    cookie,
    cookies_of,
    redirect,
    renewed_session,
    session_cookies,
    session_of,
)

_SECONDS_TO_LOG_IN = 600
_RENEW_BEFORE = 120  # seconds; a token given to a script lasts at least so long


@route(app, "GET /login")
@login_step
def login() -> Response[str]:
    """Begin a login, or renew the session without one; both end at the local path `to`."""
    event = app.current_event.raw_event
    to = local_path(_query(event).get("to", ""))
    if caller_of(event):
        return _see(to)
    renewed = renewed_session(event)
    if renewed is not None:
        return _see(to, session_cookies(renewed[0]))
    attempt = Attempt.new(to)
    name = attempt_cookie(attempt.state)
    return redirect(
        wiring.login_server().authorize_url(attempt), [cookie(name, attempt.as_cookie(), _SECONDS_TO_LOG_IN)]
    )


@route(app, "GET /login/callback")
@login_step
def login_callback() -> Response[str]:
    """The browser returns from the login with a code."""
    event = app.current_event.raw_event
    query = _query(event)
    again = f"start again at {wiring.settings().page_url}/login"
    if "code" not in query:
        raise Unauthorized(f"The login was not completed ({query.get('error', 'no code')[:100]}); {again}.")
    name = attempt_cookie(query.get("state", ""))
    attempt = Attempt.of_cookie(cookies_of(event).get(name, ""))
    if attempt is None or attempt.state != query.get("state"):
        raise InvalidRequest(f"This login did not begin in this browser, or longer than ten minutes ago; {again}.")
    tokens = wiring.login_server().exchange(query["code"], attempt.verifier)
    verifier = wiring.token_verifier()
    verifier.claims(tokens.access)
    verifier.claims(tokens.id, "id", nonce=attempt.nonce)
    return _see(local_path(attempt.to), [*session_cookies(tokens), cookie(name, "", 0)])


@route(app, "GET /logout")
def logout() -> Response[str]:
    """End the session, here and at Cognito. Another site cannot: its requests have another Sec-Fetch-Site."""
    event = app.current_event.raw_event
    if header(event, "sec-fetch-site") not in ("same-origin", "none"):
        raise Forbidden("Only the page itself can log out; open it and use its link.")
    if caller_of(event):
        return _see("/")
    if (refresh := cookies_of(event).get(REFRESH_COOKIE)) is not None:
        try:
            wiring.login_server().revoke(refresh)
        except TransientError:
            logger.warning("A refresh token was not revoked; its cookie is deleted, and it expires by itself.")
    gone = [cookie(ACCESS_COOKIE, "", 0), cookie(REFRESH_COOKIE, "", 0)]
    return redirect(wiring.login_server().logout_url(), gone)


@route(app, "GET /session")
def session() -> Response[str]:
    """The access token for a script of the page, which keeps it in memory; renewed if it is about to expire."""
    event = app.current_event.raw_event
    if header(event, "sec-fetch-site") != "same-origin":
        raise Forbidden("Only scripts of the page read its session.")
    found, cookies = session_of(event), []
    if found is None or (found.token and found.expires - wiring.now().timestamp() < _RENEW_BEFORE):
        try:
            renewed = renewed_session(event)
        except TransientError:
            if found is None:
                raise
            renewed = None  # the token is good for another minute or two, and the script asks again
        if renewed is not None:
            found, cookies = renewed[1], session_cookies(renewed[0])
    if found is None:
        raise Unauthorized("There is no session (any more); log in again.")
    caller = found.caller
    body = {
        "token": found.token,
        "expires_at": datetime.fromtimestamp(found.expires, UTC).isoformat() if found.token else None,
        "name": caller.name,
        "roles": sorted(caller.roles),
    }
    answer = json_response(body, headers=NO_STORE)
    answer.cookies = cookies
    return answer


def local_path(to: str) -> str:
    """`to` if it is a path of this origin and none of the login's own, else "/": a login never leads elsewhere."""
    odd = "\\" in to or not to.isascii() or not to.isprintable() or len(to) > 2000
    if odd or not to.startswith("/") or to.startswith("//"):
        return "/"
    first = urlsplit(to).path.split("/")[1]
    return "/" if first in ("login", "logout", "session") else to


def _query(event: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in (event.get("queryStringParameters") or {}).items()}


def _see(path: str, cookies: list[Cookie] | None = None) -> Response[str]:
    return redirect(f"{wiring.settings().page_url}{path}", cookies)
