"""A stand-in for the login page and the token endpoint of Cognito's domain, which moto lacks: authorization code with
PKCE, refresh tokens and client credentials, as OAuth 2.1 describes them. Its page only asks who logs in."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bildtext_cli.local.cognito import PASSWORD, LoginRefused, Tokens, UserPool
from bildtext_cli.local.gateway import HOST, QuietHandler

_PAGE = """<!doctype html><html lang="de"><meta charset="utf-8"><title>Anmelden (lokal)</title>
<h1>Wer meldet sich an?</h1>
<p>Diese Seite steht für die Anmeldeseite von Cognito, auf der man Benutzernamen und Passwort eingibt.</p>
<form method="post">{users}</form></html>"""
_USER = '<p><button name="username" value="{username}">{username} ({group})</button></p>'


@dataclass(frozen=True)
class _Login:
    """What a code stands for."""

    tokens: Tokens
    redirect_uri: str
    challenge: str


class LoginPage:
    """Serves the page on a free port of 127.0.0.1. A login returns to the page at `page_url` only."""

    def __init__(self, pool: UserPool, page_url: str) -> None:
        self._pool = pool
        self._page_url = page_url
        self._codes: dict[str, _Login] = {}
        self._scopes: dict[str, list[str]] = {}  # of a refresh token
        self._server = make_server(HOST, 0, self._answer, threaded=True, request_handler=QuietHandler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="login", daemon=True)

    @property
    def url(self) -> str:
        """What LOGIN_URL is on AWS."""
        return f"http://{HOST}:{self._server.port}"

    def start(self) -> None:
        """Start serving in a separate thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        routes = {
            ("GET", "/oauth2/authorize"): self._ask,
            ("POST", "/oauth2/authorize"): self._log_in,
            ("POST", "/oauth2/token"): self._token,
            ("POST", "/oauth2/revoke"): self._revoke,
            ("GET", "/logout"): self._log_out,
        }
        answer = routes.get((request.method, request.path))
        try:
            response = answer(request) if answer else Response("Not found", 404)
        except LoginRefused as refused:
            response = _json({"error": str(refused)}, 400)
        return response(environ, start_response)

    def _ask(self, request: Request) -> Response:
        self._check(request.args)
        users = "".join(
            _USER.format(username=html.escape(name), group=html.escape(group))
            for group, name in self._pool.users.items()
        )
        return Response(_PAGE.format(users=users), content_type="text/html; charset=utf-8")

    def _log_in(self, request: Request) -> Response:
        asked = request.args
        self._check(asked)
        scopes, nonce = asked["scope"].split(), asked.get("nonce", "")
        tokens = self._pool.log_in(request.form.get("username", ""), PASSWORD, scopes, nonce)
        self._scopes[tokens["refresh_token"]] = scopes
        code = secrets.token_urlsafe(16)
        self._codes[code] = _Login(tokens, asked["redirect_uri"], asked["code_challenge"])
        return _redirect(asked["redirect_uri"], {"code": code, "state": asked.get("state", "")})

    def _check(self, asked: Mapping[str, str]) -> None:
        """Refuse what Cognito refuses: another client or return address, no code, no PKCE."""
        expected = {
            "client_id": self._pool.clients["PageClient"],
            "redirect_uri": f"{self._page_url}/login/callback",
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        if any(asked.get(name) != value for name, value in expected.items()) or not asked.get("code_challenge"):
            raise LoginRefused("invalid_request")

    def _token(self, request: Request) -> Response:
        form = request.form
        grants = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh_token,
            "client_credentials": self._by_secret,
        }
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            raise LoginRefused("unsupported_grant_type")
        return _json(grant(request))

    def _check_client(self, request: Request) -> None:
        """The page's client is public: it proves who it is by PKCE and its refresh token, but must name itself."""
        if request.form.get("client_id") != self._pool.clients["PageClient"]:
            raise LoginRefused("invalid_client")

    def _by_code(self, request: Request) -> Tokens:
        self._check_client(request)
        form = request.form
        login = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if login is None or (login.redirect_uri, login.challenge) != (form.get("redirect_uri"), challenge):
            raise LoginRefused("invalid_grant")
        return login.tokens

    def _by_refresh_token(self, request: Request) -> Tokens:
        self._check_client(request)
        token = request.form.get("refresh_token", "")
        if token not in self._scopes:
            raise LoginRefused("invalid_grant")
        return self._pool.refresh(token, self._scopes[token])

    def _by_secret(self, request: Request) -> Tokens:
        given = request.authorization
        client, secret = (given.username, given.password) if given else (None, None)
        return self._pool.machine_token(client or "", secret or "", request.form.get("scope", "").split())

    def _revoke(self, request: Request) -> Response:
        self._scopes.pop(request.form.get("token", ""), None)
        return Response("", 200)

    def _log_out(self, request: Request) -> Response:
        if request.args.get("logout_uri") != f"{self._page_url}/":
            raise LoginRefused("invalid_request")
        return _redirect(request.args["logout_uri"], {})


def _redirect(url: str, query: Mapping[str, str]) -> Response:
    return Response("", 302, {"Location": f"{url}?{urlencode(query)}" if query else url})


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
