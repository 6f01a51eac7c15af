"""Verifies the tokens of the user pool: signature, issuer, client, expiry and use, as API Gateway's authorizer does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from joserfc.jws import CompactSignature

from bildtext.edit_errors import Unauthorized
from bildtext.errors import TransientError

ALGORITHMS: Final = ["RS256"]  # Cognito's only one; a token cannot choose another
_KEYS_AT_MOST_EVERY = 60  # seconds; tokens with unknown keys must not make us ask for keys with each request
_SKEW = 5  # seconds


class TokenVerifier:
    """Verifies tokens of one issuer for one client. The issuer's keys are read once, and again for an unknown key id.

    `read` returns the content of a URL or raises TransientError. `now` is in seconds since 1970.
    """

    def __init__(
        self, issuer: str, client: str, keys_url: str, read: Callable[[str], bytes], now: Callable[[], float]
    ) -> None:
        self._issuer = issuer
        self._client = client
        self._keys_url = keys_url or f"{issuer}/.well-known/jwks.json"
        self._read = read
        self._now = now
        self._keys: Mapping[str, Key] = {}
        self._asked_at = float("-inf")
        self._could_read = True

    def claims(self, token: str, use: Literal["access", "id"] = "access", **expected: str) -> dict[str, Any]:
        """The claims of a valid token, in which each of `expected` has this value.

        Raises:
            Unauthorized: the token is not valid (any more).
            TransientError: the issuer's keys cannot be read.
        """
        audience = "client_id" if use == "access" else "aud"  # Cognito's access tokens have no `aud`
        values = {"iss": self._issuer, audience: self._client, "token_use": use, **expected}
        options: dict[str, jwt.ClaimsOption] = {
            name: {"essential": True, "value": value} for name, value in values.items()
        }
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self._now()),
            leeway=_SKEW,
            exp={"essential": True},
            sub={"essential": True},
            **options,
        )
        try:
            claims = jwt.decode(token, self._key, algorithms=ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise Unauthorized("The login is not valid (any more); log in again.") from error
        return claims

    def _key(self, signed: Any) -> Key:
        """The key of a token's header."""
        key_id = signed.headers().get("kid") if isinstance(signed, CompactSignature) else None
        if key_id not in self._keys and self._now() - self._asked_at >= _KEYS_AT_MOST_EVERY:
            self._asked_at = self._now()  # before the read: failing ones are limited, too
            self._could_read = False
            self._keys = self._published()
            self._could_read = True
        key = self._keys.get(str(key_id))
        if key is None and not self._could_read:
            raise TransientError("The issuer's keys could not be read; try again in a minute.")
        if key is None:
            raise Unauthorized("The login's key is not one of the issuer's; log in again.")
        return key

    def _published(self) -> dict[str, Key]:
        try:
            keys = KeySet.import_key_set(json.loads(self._read(self._keys_url)))
        except (JoseError, ValueError) as error:
            raise TransientError("The issuer's keys cannot be read; try again.") from error
        return {str(key.kid): key for key in keys.keys}
