"""The login at Cognito: authorization code with PKCE, exchanged by this function, so that no script sees the code."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from bildtext.access import RESOURCE_SERVER, SCOPES
from bildtext.edit_errors import Unauthorized
from bildtext.errors import TransientError

_REQUESTED = " ".join(("openid", *(f"{RESOURCE_SERVER}/{scope}" for scope in SCOPES)))


@dataclass(frozen=True)
class Attempt:
    """A login that has begun. The browser keeps it in a cookie until it returns with the code."""

    state: str
    nonce: str
    verifier: str
    to: str

    @classmethod
    def new(cls, to: str) -> Attempt:
        """An attempt that ends at the local path `to`."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), to)

    def as_cookie(self) -> str:
        """The attempt as a cookie's value."""
        return base64.urlsafe_b64encode(json.dumps(vars(self)).encode()).decode().rstrip("=")

    @classmethod
    def of_cookie(cls, value: str) -> Attempt | None:
        """The reverse of `as_cookie`; None for anything else."""
        try:
            found = cls(**json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))))
        except (ValueError, TypeError):
            return None
        return found if all(isinstance(each, str) for each in vars(found).values()) else None


@dataclass(frozen=True)
class Tokens:
    """What the token endpoint returns; `id` and `refresh` are empty if they are not renewed. `seconds` is the access
    token's lifetime."""

    access: str
    id: str
    refresh: str
    seconds: int


class Post(Protocol):
    """Posts a form; returns status and body. Raises TransientError if there is no answer."""

    def __call__(self, url: str, form: dict[str, str], /) -> tuple[int, bytes]: ...


@dataclass(frozen=True)
class LoginServer:
    """Cognito's login page and token endpoint at `url`, for one public client whose page is at `page`."""

    url: str
    client: str
    page: str
    post: Post

    @property
    def _redirect(self) -> str:
        return f"{self.page}/login/callback"

    def authorize_url(self, attempt: Attempt) -> str:
        """Where the browser logs in."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self._redirect,
            "scope": _REQUESTED,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{self.url}/oauth2/authorize?{urlencode(query, quote_via=quote)}"

    def logout_url(self) -> str:
        """Where the browser ends its session at Cognito; it returns to the page's start."""
        return f"{self.url}/logout?{urlencode({'client_id': self.client, 'logout_uri': f'{self.page}/'})}"

    def exchange(self, code: str, verifier: str) -> Tokens:
        """The tokens for a code. Raises Unauthorized for a used, expired or foreign code, TransientError."""
        form = {"code": code, "redirect_uri": self._redirect, "code_verifier": verifier}
        return self._tokens("authorization_code", form)

    def refresh(self, token: str) -> Tokens:
        """New tokens for a refresh token. Raises Unauthorized for an expired or revoked one, TransientError."""
        return self._tokens("refresh_token", {"refresh_token": token})

    def revoke(self, token: str) -> None:
        """Make a refresh token, and the access tokens it gave, worthless. Raises TransientError."""
        status, _ = self.post(f"{self.url}/oauth2/revoke", {"token": token, "client_id": self.client})
        if status >= 500:
            raise TransientError("The login server failed; try again.")

    def _tokens(self, grant: str, form: dict[str, str]) -> Tokens:
        form = {"grant_type": grant, "client_id": self.client, **form}
        status, body = self.post(f"{self.url}/oauth2/token", form)
        if status >= 500 or status == 429:
            raise TransientError("The login server failed; try again.")
        if status != 200:
            raise Unauthorized("The login has expired or was used before; log in again.")
        try:
            answer: dict[str, Any] = json.loads(body)
            return Tokens(
                access=str(answer["access_token"]),
                id=str(answer.get("id_token", "")),
                refresh=str(answer.get("refresh_token", "")),
                seconds=int(answer.get("expires_in", 0)),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TransientError("The login server's answer cannot be read; try again.") from error
