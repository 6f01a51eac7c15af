"""The session of the page: an access token of the user pool in a cookie that scripts cannot read, and its verification.

The cookie opens pages and GET /session, nothing else: everything that changes anything demands an Authorization header,
which only a script of this origin can send, with the token that it got from /session and keeps in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from bildtext.access import ACCESS, Caller, caller_of, caller_with, check
from bildtext.api_paths import api_path
from bildtext.edit_errors import Unauthorized
from catalogue import wiring
from catalogue.login import Tokens

ACCESS_COOKIE: Final = "__Host-bildtext"
REFRESH_COOKIE: Final = "__Host-bildtext-refresh"
ATTEMPT_COOKIE: Final = "__Host-bildtext-login-"  # and the beginning of the state: several tabs may log in at once
NO_STORE: Final = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Session:
    """A verified access token and when it expires, in seconds since 1970. `token` is empty without login."""

    caller: Caller
    token: str
    expires: float


def verified(event: Mapping[str, Any]) -> Caller | None:
    """Who is looking at a page: the caller in the event's claims (a local run), or of the session's cookie.

    None without a (valid) session. Raises Forbidden for a user who may not read, TransientError.
    """
    found = session_of(event)
    if found is None:
        return None
    check(found.caller, ACCESS["GET /articles"], "The page")
    return found.caller


def login_location(event: Mapping[str, Any]) -> str:
    """Where a page sends a browser without session; the login leads back to the page."""
    path = quote(api_path(event).path)
    query = str(event.get("rawQueryString") or "")
    return f"{wiring.settings().page_url}/login?to={quote(f'{path}?{query}' if query else path, safe='/')}"


def session_of(event: Mapping[str, Any]) -> Session | None:
    """The session of a request; None without a valid one. Raises TransientError."""
    caller = caller_of(event)
    if caller is not None:
        return Session(caller, "", 0)
    token = cookies_of(event).get(ACCESS_COOKIE)
    try:
        return _valid(token) if token else None
    except Unauthorized:
        return None


def renewed_session(event: Mapping[str, Any]) -> tuple[Tokens, Session] | None:
    """New tokens by the request's refresh token; None without a usable one. Raises TransientError.

    They are verified, because unusable ones must lead to the login and not in a circle.
    """
    refresh = cookies_of(event).get(REFRESH_COOKIE)
    if not refresh:
        return None
    try:
        tokens = wiring.login_server().refresh(refresh)
        return tokens, _valid(tokens.access)
    except Unauthorized:
        return None


def _valid(token: str) -> Session:
    claims = wiring.token_verifier().claims(token)
    return Session(caller_with(claims), token, float(claims["exp"]))


# -- cookies and redirects ----------------------------------------------------------------------------


def cookies_of(event: Mapping[str, Any]) -> dict[str, str]:
    """The cookies of a request."""
    pairs = (str(one).partition("=") for one in event.get("cookies") or ())
    return {name.strip(): value.strip() for name, _, value in pairs}


def cookie(name: str, value: str, seconds: int | None = None) -> Cookie:
    """A cookie; without `seconds` it ends with the browser, with 0 it is deleted.

    Lax, not Strict: the redirect from Cognito is a navigation from another site, on which browsers send no Strict
    cookie; the page would see no session and begin the login again, forever.
    """
    return Cookie(name, value, path="/", secure=True, http_only=True, max_age=seconds, same_site=SameSite.LAX_MODE)


def session_cookies(tokens: Tokens) -> list[Cookie]:
    """The cookies of a session."""
    cookies = [cookie(ACCESS_COOKIE, tokens.access, tokens.seconds)]
    return [*cookies, cookie(REFRESH_COOKIE, tokens.refresh)] if tokens.refresh else cookies


def attempt_cookie(state: str) -> str:
    """The name of the cookie of a login that has begun."""
    return ATTEMPT_COOKIE + "".join(letter for letter in state[:8] if letter.isascii() and letter.isalnum())


def redirect(url: str, cookies: list[Cookie] | None = None) -> Response[str]:
    """A redirect that no cache keeps."""
    return Response(303, None, "", {**NO_STORE, "Location": url}, cookies)
