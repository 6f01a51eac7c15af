"""API Gateway's JWT authorizer: verifies a request's token, and returns its claims as the function receives them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ALGORITHMS = ["RS256", "RS384", "RS512"]  # API Gateway supports RSA only
Claims = dict[str, str]


class Unauthorized(Exception):
    """401: no token, or not a valid one. `str(error)` is the reason, empty without a token."""


class Forbidden(Exception):
    """403: the token has none of the route's scopes."""


@dataclass(frozen=True)
class JwtAuthorizer:
    """An authorizer of the template. `keys` returns the issuer's JWK set as JSON; it is asked once per request."""

    issuer: str
    audience: tuple[str, ...]
    keys: Callable[[], Mapping[str, Any]]

    def claims(self, authorization: str, scopes: Sequence[str]) -> Claims:
        """Return the claims of the token in an Authorization header, which has one of `scopes` if there are any.

        Raises Unauthorized, Forbidden.
        """
        # Imported here, because it loads a library of cryptography, which a system without login does not need.
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        scheme, _, rest = authorization.strip().partition(" ")
        token = rest.strip() if scheme.lower() == "bearer" else authorization.strip()
        if not token:
            raise Unauthorized
        try:
            claims = jwt.decode(token, KeySet.import_key_set(dict(self.keys())), algorithms=_ALGORITHMS).claims  # type: ignore[arg-type]
        except (JoseError, ValueError) as error:
            raise Unauthorized("the token is not signed by the issuer") from error
        if wrong := self._mistake(claims):
            raise Unauthorized(wrong)
        granted = str(claims.get("scope") or claims.get("scp") or "").split()
        if scopes and not set(scopes) & set(granted):
            raise Forbidden(f"the token has none of the scopes {' '.join(scopes)}")
        return {name: _as_text(value) for name, value in claims.items()}

    def _mistake(self, claims: Mapping[str, Any]) -> str:
        now = time.time()
        audience = claims.get("aud", claims.get("client_id"))  # Cognito's access tokens have no `aud`
        given = audience if isinstance(audience, list) else [audience]
        checks = (
            (claims.get("iss") == self.issuer, "the issuer is another one"),
            (bool(set(self.audience) & set(map(str, given))), "the audience is another one"),
            (_number(claims, "exp", 0) > now, "the token has expired"),
            (_number(claims, "nbf", 0) <= now, "the token is not valid yet"),
            (_number(claims, "iat", 0) <= now + 1, "the token is issued in the future"),
        )
        return next((reason for fine, reason in checks if not fine), "")


def _number(claims: Mapping[str, Any], name: str, default: float) -> float:
    value = claims.get(name, default)
    return float(value) if isinstance(value, int | float) else float("nan")  # compares as false


def _as_text(value: Any) -> str:
    """API Gateway passes every claim on as text; a list as `[a b]`."""
    if isinstance(value, list):
        return f"[{' '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
