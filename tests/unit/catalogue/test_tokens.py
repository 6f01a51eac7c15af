"""How often the issuer's keys are read, also while they cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc import jwt

from bildtext.edit_errors import Unauthorized
from bildtext.errors import TransientError
from catalogue.tokens import TokenVerifier
from tests.login_server import a_key

ISSUER, CLIENT, START = "https://pool.example.com", "page", 1_800_000_000.0


class Issuer:
    """Publishes a key, unless `broken`; counts how often it is asked. `now` is the verifier's clock."""

    def __init__(self) -> None:
        self.key = a_key("first")
        self.broken: bytes | None = None
        self.asked = 0
        self.now = START
        self.verifier = TokenVerifier(ISSUER, CLIENT, "", self.read, lambda: self.now)

    def read(self, url: str) -> bytes:
        self.asked += 1
        assert url == f"{ISSUER}/.well-known/jwks.json"
        if self.broken == b"":
            raise TransientError("The issuer does not answer.")
        return self.broken or json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()

    def claims(self, key_id: str = "first") -> dict[str, Any]:
        claims = {"iss": ISSUER, "client_id": CLIENT, "token_use": "access", "sub": "s", "exp": int(START) + 3600}
        return self.verifier.claims(jwt.encode({"alg": "RS256", "kid": key_id}, claims, self.key))


@pytest.mark.parametrize("broken", [b"", b"no JSON"])
def test_keys_that_cannot_be_read_are_asked_for_once_a_minute_and_no_login_is_called_invalid(broken: bytes) -> None:
    issuer = Issuer()
    issuer.broken = broken
    for _ in range(3):
        with pytest.raises(TransientError):
            issuer.claims()
    assert issuer.asked == 1
    issuer.broken = None
    issuer.now += 60
    assert issuer.claims()["sub"] == "s"
    assert issuer.asked == 2


def test_an_unknown_key_asks_again_once_a_minute() -> None:
    issuer = Issuer()
    issuer.claims()
    issuer.now += 60
    for _ in range(3):
        with pytest.raises(Unauthorized):
            issuer.claims("invented")
    assert issuer.asked == 2
    assert issuer.claims()["sub"] == "s"
