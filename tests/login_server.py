"""A small OpenID Connect server on the loopback, with what moto's Cognito lacks: login page, token endpoint, scopes.

It checks what Cognito checks: client, redirect URI, PKCE (S256), each code once, revoked refresh tokens.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response


@cache
def a_key(key_id: str) -> RSAKey:
    """A key with this id, made once for all tests."""
    return RSAKey.generate_key(2048, {"kid": key_id, "alg": "RS256"})


@dataclass
class LoginServer:
    """The server's state. `user` logs in without being asked; None refuses."""

    client: str
    redirect_uri: str
    url: str = ""
    user: dict[str, Any] | None = field(default_factory=lambda: {"username": "eva", "cognito:groups": ["Redaktion"]})
    lifetime: int = 3600
    broken: bool = False
    key: RSAKey = field(default_factory=lambda: a_key("first"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """The issuer of the tokens."""
        return f"{self.url}/pool"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer as a WSGI application."""
        request = Request(environ)
        self.asked.append(request.path)
        routes = {
            "/oauth2/authorize": self._authorize,
            "/oauth2/token": self._token,
            "/oauth2/revoke": self._revoke,
            "/pool/.well-known/jwks.json": self._keys,
        }
        answer = Response("broken", 503) if self.broken else routes[request.path](request)
        return answer(environ, start_response)

    def token(self, use: str = "access", **changes: Any) -> str:
        """A token like Cognito's; changed claims that are None are left out."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": "id-of-eva",
            "client_id" if use == "access" else "aud": self.client,
            "token_use": use,
            "iat": now,
            "exp": now + self.lifetime,
            "scope": "openid bildtext/tag bildtext/describe bildtext/read bildtext/edit",
            **(self.user or {}),
            **changes,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, present, self.key)

    def _authorize(self, request: Request) -> Response:
        asked = request.args
        known = asked["client_id"] == self.client and asked["redirect_uri"] == self.redirect_uri
        if not known or asked["response_type"] != "code" or asked["code_challenge_method"] != "S256":
            return Response("a wrong client, redirect URI, response type or challenge", 400)
        if self.user is None:
            back = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(8)
            self.codes[code] = {"challenge": asked["code_challenge"], "nonce": asked["nonce"]}
            back = {"code": code, "state": asked["state"]}
        return Response(status=302, headers={"Location": f"{self.redirect_uri}?{urlencode(back)}"})

    def _token(self, request: Request) -> Response:
        form = request.form
        if form.get("client_id") != self.client:
            return _json({"error": "invalid_client"}, 400)
        if form.get("grant_type") == "refresh_token":
            if form["refresh_token"] not in self.refresh_tokens:
                return _json({"error": "invalid_grant"}, 400)
            return _json({"access_token": self.token(), "id_token": self.token("id"), "expires_in": self.lifetime})
        begun = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if begun is None or begun["challenge"] != challenge or form.get("redirect_uri") != self.redirect_uri:
            return _json({"error": "invalid_grant"}, 400)
        refresh = secrets.token_urlsafe(16)
        self.refresh_tokens[refresh] = "eva"
        tokens = {"access_token": self.token(), "id_token": self.token("id", nonce=begun["nonce"])}
        return _json({**tokens, "refresh_token": refresh, "expires_in": self.lifetime, "token_type": "Bearer"})

    def _revoke(self, request: Request) -> Response:
        self.refresh_tokens.pop(request.form["token"], None)
        return Response()

    def _keys(self, _request: Request) -> Response:
        return _json(KeySet([self.key]).as_dict(private=False))


@contextmanager
def login_server(client: str, redirect_uri: str) -> Iterator[LoginServer]:
    """The server, running."""
    server = LoginServer(client, redirect_uri)
    listening = make_server("127.0.0.1", 0, server, threaded=True)
    server.url = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def _json(content: Any, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
