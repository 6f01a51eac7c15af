"""The local gateway: who may send requests, with which claims, and answers of every kind."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from bildtext.access import ROLES, caller_of
from bildtext_cli.local.authorizers import JwtAuthorizer
from bildtext_cli.local.gateway import Gateway
from bildtext_cli.local.template import Route

ISSUER, CLIENT = "https://issuer.example/pool", "client"
ROUTES = (
    Route("GET", "/articles", "F", "Login", ("bildtext/read",)),
    Route("POST", "/tags", "F", "Login", ("bildtext/tag",)),
    Route("GET", "/", "F"),
)
KEY, STRANGER = (RSAKey.generate_key(2048, {"kid": "key"}, private=True) for _ in range(2))


@dataclass
class Recorder:
    """Records its events and gives one answer."""

    answer: Any = field(default_factory=lambda: {"statusCode": 200, "body": "fine"})
    events: list[dict[str, Any]] = field(default_factory=list)

    def invoke(self, event: dict[str, Any], /) -> Any:
        self.events.append(event)
        return self.answer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Ask = Callable[..., Answer]


def _asking(gateway: Gateway) -> Ask:
    def ask(path: str, method: str = "GET", host: str | None = None, **headers: str) -> Answer:
        own = gateway.url.removeprefix("http://")
        connection = http.client.HTTPConnection(own, timeout=10)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": own if host is None else host, "Content-Length": "0", **headers}.items():
            if value:
                connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        found = Answer(response.status, response.headers, response.read())
        connection.close()
        return found

    return ask


@pytest.fixture
def function() -> Recorder:
    return Recorder()


@pytest.fixture
def gateway(function: Recorder) -> Iterator[Gateway]:
    """Without login."""
    with_routes = Gateway(ROUTES, {"F": function})
    with_routes.start()
    yield with_routes
    with_routes.stop()


@pytest.fixture
def guarded(function: Recorder) -> Iterator[Ask]:
    """With the authorizer of one issuer and client."""
    keys = KeySet([KEY]).as_dict(private=False)
    gateway = Gateway(ROUTES, {"F": function}, authorizers={"Login": JwtAuthorizer(ISSUER, (CLIENT,), lambda: keys)})
    gateway.start()
    yield _asking(gateway)
    gateway.stop()


# -- without login ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/articles", "/"])
def test_without_login_every_request_is_that_of_a_user_with_all_rights(
    gateway: Gateway, function: Recorder, path: str
) -> None:
    assert _asking(gateway)(path).status == 200
    caller = caller_of(function.events[0])
    assert caller is not None
    assert (caller.name, caller.roles, caller.is_machine) == ("lokal", ROLES, False)
    assert caller.scopes == {"tag", "describe", "read", "edit"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", "evil.example:{port}", ""]
)
def test_another_host_is_refused(gateway: Gateway, function: Recorder, host: str) -> None:
    port = gateway.url.rsplit(":", 1)[1]
    answer = _asking(gateway)("/articles", host=host.format(port=port))
    assert (answer.status, answer.json["code"]) == (421, "wrong-host")
    assert gateway.url in answer.json["detail"]
    assert function.events == []


def test_localhost_is_the_same_host(gateway: Gateway) -> None:
    assert _asking(gateway)("/articles", host=f"localhost:{gateway.url.rsplit(':', 1)[1]}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://{own}", "http://127.0.0.1:1"])
def test_pages_of_other_websites_are_refused(gateway: Gateway, function: Recorder, origin: str) -> None:
    answer = _asking(gateway)("/tags", "POST", Origin=origin.format(own=gateway.url.removeprefix("http://")))
    assert (answer.status, answer.json["code"], function.events) == (403, "wrong-origin", [])


def test_its_own_page_is_not(gateway: Gateway) -> None:
    assert _asking(gateway)("/tags", "POST", Origin=gateway.url).status == 200


# -- answers ------------------------------------------------------------------------------------------


def test_a_compressed_answer_arrives_as_it_was_sent(gateway: Gateway, function: Recorder) -> None:
    packed = gzip.compress("<h1>Grün</h1>".encode())
    headers = {"content-type": "text/html; charset=utf-8", "content-encoding": "gzip"}
    body = base64.b64encode(packed).decode()
    function.answer = {"statusCode": 200, "headers": headers, "isBase64Encoded": True, "body": body}
    answer = _asking(gateway)("/", Accept_Encoding="gzip")
    assert gzip.decompress(answer.body).decode() == "<h1>Grün</h1>"
    assert (answer.headers["Content-Encoding"], answer.headers["Content-Type"]) == ("gzip", headers["content-type"])


def test_cookies_and_redirects_arrive_as_they_were_sent(gateway: Gateway, function: Recorder) -> None:
    cookies = ["__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax", "__Host-b=2; Path=/; Secure; Max-Age=0"]
    function.answer = {"statusCode": 303, "headers": {"Location": "/artikel/1?q=%C3%BC"}, "cookies": cookies}
    answer = _asking(gateway)("/", Cookie="__Host-a=1; other=x=y")
    assert answer.headers.get_all("Set-Cookie") == cookies
    assert answer.headers["Location"] == "/artikel/1?q=%C3%BC"
    assert function.events[0]["cookies"] == ["__Host-a=1", "other=x=y"]
    assert "cookie" not in function.events[0]["headers"]


# -- with login ---------------------------------------------------------------------------------------


def _token(key: RSAKey = KEY, algorithm: str = "RS256", **changed: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "client_id": CLIENT,
        "sub": "1",
        "username": "anna",
        "token_use": "access",
        "iat": now,
        "exp": now + 60,
        "scope": "openid bildtext/read",
        "cognito:groups": ["Freigabe", "Redaktion"],
        **changed,
    }
    return jwt.encode({"alg": algorithm, "kid": "key"}, {k: v for k, v in claims.items() if v is not None}, key)


def test_a_valid_token_reaches_the_function_as_claims_in_text(guarded: Ask, function: Recorder) -> None:
    assert guarded("/articles", Authorization=f"Bearer {_token()}").status == 200
    authorizer = function.events[0]["requestContext"]["authorizer"]["jwt"]
    assert authorizer["scopes"] == ["bildtext/read"]
    assert authorizer["claims"]["cognito:groups"] == "[Freigabe Redaktion]"
    assert authorizer["claims"]["exp"].isdigit()
    caller = caller_of(function.events[0])
    assert caller is not None
    assert (caller.name, sorted(caller.roles)) == ("anna", ["Freigabe", "Redaktion"])


def test_api_gateway_also_takes_a_token_without_its_scheme_and_with_an_audience(guarded: Ask) -> None:
    assert guarded("/articles", Authorization=_token()).status == 200
    assert guarded("/articles", Authorization=f"Bearer {_token(aud=[CLIENT], client_id=None)}").status == 200


def test_pages_have_no_authorizer_and_verify_the_session_themselves(guarded: Ask, function: Recorder) -> None:
    assert guarded("/", Authorization=f"Bearer {_token()}").status == 200
    assert "authorizer" not in function.events[0]["requestContext"]


def test_the_scope_of_another_route_is_403(guarded: Ask, function: Recorder) -> None:
    answer = guarded("/tags", "POST", Authorization=f"Bearer {_token()}")
    assert (answer.status, answer.json, function.events) == (403, {"message": "Forbidden"}, [])
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


def _unsigned() -> str:
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"key"}').decode().rstrip("=")
    return f"{none}.{_token().split('.')[1]}."


BAD: Mapping[str, Callable[[], str]] = {
    "expired": lambda: _token(exp=int(time.time()) - 1),
    "without expiry": lambda: _token(exp=None),
    "with an expiry in words": lambda: _token(exp="tomorrow"),
    "not valid yet": lambda: _token(nbf=int(time.time()) + 60),
    "issued in the future": lambda: _token(iat=int(time.time()) + 60),
    "of another issuer": lambda: _token(iss="https://issuer.example/other"),
    "for another client": lambda: _token(client_id="other"),
    "for another audience": lambda: _token(aud="other"),
    "signed by another key": lambda: _token(STRANGER),
    "without signature": _unsigned,
    "cut off": lambda: _token()[:-10],
    "no token": lambda: "x",
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_token_is_401(guarded: Ask, function: Recorder, bad: str) -> None:
    answer = guarded("/articles", Authorization=f"Bearer {BAD[bad]()}")
    assert (answer.status, answer.json, function.events) == (401, {"message": "Unauthorized"}, [])
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer "])
def test_no_token_is_401(guarded: Ask, function: Recorder, authorization: str) -> None:
    answer = guarded("/articles", Authorization=authorization)
    assert (answer.status, answer.headers["WWW-Authenticate"], function.events) == (401, "Bearer", [])
