"""Who may call what: every route of template.yaml × every kind of caller, through the gateway and without it.

The routes are those of the template, so one without an expectation here fails. Tokens are moto's Cognito's.
"""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import requests
from joserfc import jwt
from moto.backends import get_backend

from bildtext.access import ACCESS, RESOURCE_SERVER, SCOPES, WITHOUT_TOKEN
from bildtext_cli.local.authorizers import JwtAuthorizer
from bildtext_cli.local.gateway import Gateway
from bildtext_cli.local.template import Route, load_template
from bildtext_cli.models.presets import preset
from tests.api_events import ApiAnswer, api_event
from tests.aws_in_memory import aws_in_memory, create_bucket, create_table
from tests.in_process import InProcess
from tests.login_server import a_key

pytestmark = pytest.mark.usefixtures("aws")

ROUTES = {f"{route.method} {route.path}": route for route in load_template().routes()}
VALUES = {"number": "10042", "key": "articles/10042/front.jpg", "id": "none", "group": "shoes", "file": "none.css"}
PASSWORD = f"Aa1!{uuid.uuid4()}"

# Who, and what the gateway and the function answer: by scope and role, as in the table of access.py, written out again.
READ = frozenset(
    {"GET /articles", "GET /articles/{number}", "GET /articles/{number}/provenance", "GET /uploads/{id}"}
) | {
    "GET /photos/{key+}",
    "GET /labels",
    "GET /examples/{group}",
    "GET /articles/{number}/data",
}
RELEASE = frozenset({"POST /articles/{number}/release", "POST /articles/{number}/withdraw"})
EDIT = RELEASE | {
    "POST /articles/tags/accept",
    "PATCH /articles/{number}/tags",
    "PUT /articles/{number}/text",
    "PUT /articles/{number}/alt-texts",
    "PUT /articles/{number}/data",
    "POST /articles/{number}/undo",
    "POST /articles/{number}/retry",
    "POST /uploads",
    "PUT /examples/{group}",
    "POST /examples/{group}/undo",
}
BY_SCOPE = {
    "tag": {"POST /tags", "POST /heatmaps"},
    "describe": {"POST /descriptions", "POST /checks"},
    "read": READ,
    "edit": EDIT,
}
PUBLIC = {"GET /openapi.json", "GET /provenance/keys", "GET /static/{file}", "GET /login", "GET /login/callback"}
PAGES = {"GET /", "GET /artikel/{number}", "GET /fotos", "GET /pruefen"}
BROWSER_ONLY = {"GET /session", "GET /logout"}


def scope_of(route: str) -> str:
    return next(scope for scope, routes in BY_SCOPE.items() if route in routes)


def allowed(route: str, roles: set[str], scopes: set[str], *, is_machine: bool) -> bool:
    if scope_of(route) not in scopes:
        return False
    if route in RELEASE:
        return not is_machine and bool(roles & {"Freigabe", "Verwaltung"})
    return is_machine or bool(roles)


# What a caller who may call the route sends, and is answered: a request that reads, or one about an article, a photo or
# examples that do not exist, so that every caller is answered the same.
MISSING = (404, "not-found")
ALLOWED: dict[str, tuple[Any, int, str]] = {
    "POST /tags": ({"image": {"key": VALUES["key"]}}, *MISSING),
    "POST /heatmaps": ({"key": VALUES["key"], "facet": "colour", "label": "white"}, *MISSING),
    "POST /descriptions": ({"data_text": "Artikelart: Rock\nFarbe: rot"}, 200, ""),
    "POST /checks": ({"data_text": "Artikelart: Rock\nFarbe: rot", "text": "Ein roter Rock."}, 200, ""),
    "GET /articles": (None, 200, ""),
    "GET /articles/{number}": (None, *MISSING),
    "GET /articles/{number}/data": (None, *MISSING),
    "GET /articles/{number}/provenance": (None, *MISSING),
    "GET /uploads/{id}": (None, *MISSING),
    "GET /photos/{key+}": (None, 302, ""),
    "GET /labels": (None, 200, ""),
    "GET /examples/{group}": (None, 200, ""),
    "PUT /examples/{group}": ({"version": 7, "examples": ["Ein Rock."]}, 409, "version-conflict"),
    "POST /examples/{group}/undo": ({"version": 1}, *MISSING),
    "POST /uploads": ({"files": [{"name": "1_a.jpg", "size": 1, "type": "image/jpeg"}]}, 201, ""),
    "POST /articles/tags/accept": ({"articles": [VALUES["number"]], "preview": True}, 200, ""),
    "PATCH /articles/{number}/tags": (
        {"version": 0, "choices": [{"photo": VALUES["key"], "facet": "colour", "labels": ["white"]}]},
        *MISSING,
    ),
    "PUT /articles/{number}/text": ({"base": 0, "text": "Ein Rock.", "source": "edited"}, *MISSING),
    "PUT /articles/{number}/alt-texts": ({"version": 0, "photo": VALUES["key"], "text": "Ein Rock"}, *MISSING),
    "PUT /articles/{number}/data": ({"base": "other", "data_text": "Farbe: rot"}, 409, "version-conflict"),
    "POST /articles/{number}/undo": ({"version": 1}, *MISSING),
    "POST /articles/{number}/retry": ({}, *MISSING),
    "POST /articles/{number}/release": ({"text_version": 1}, *MISSING),
    "POST /articles/{number}/withdraw": ({"version": 0}, *MISSING),
}


def body_of(route: str) -> str | None:
    body = ALLOWED[route][0] if route in ALLOWED else None
    return None if body is None else json.dumps(body)


GUARDED = [route for route in ROUTES if route not in PUBLIC | PAGES | BROWSER_ONLY]


def test_every_route_of_the_template_has_an_expectation() -> None:
    expected = {route for routes in BY_SCOPE.values() for route in routes} | PUBLIC | PAGES | BROWSER_ONLY
    assert set(ROUTES) == expected


def test_the_template_demands_what_the_functions_check() -> None:
    for key, route in ROUTES.items():
        wanted = (f"{RESOURCE_SERVER}/{ACCESS[key].scope}",) if key in ACCESS else ()
        assert (bool(route.authorizer), route.scopes) == (key in ACCESS, wanted), key
    assert set(ROUTES) == ACCESS.keys() | WITHOUT_TOKEN


# -- tokens -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pool:
    """moto's user pool with the page's client, and its private key, which signs what moto has no API for: scopes."""

    id: str
    client: str
    issuer: str
    backend: Any

    def token(self, roles: set[str] = frozenset(), scopes: set[str] = frozenset(SCOPES), **claims: Any) -> str:  # type: ignore[assignment]
        """A user's access token, made by moto; `claims` replace its own."""
        extra = {"scope": _scopes(scopes), "cognito:groups": sorted(roles), **claims}
        made, _ = self.backend.create_jwt(self.client, "eva", "access", extra_data=extra)
        return str(made)

    def machine_token(self, scopes: set[str]) -> str:
        """A token like those of client credentials, signed with moto's key."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.client,
            "client_id": self.client,
            "token_use": "access",
            "scope": _scopes(scopes),
            "iat": now,
            "exp": now + 3600,
        }
        return jwt.encode({"alg": "RS256", "kid": "dummy"}, claims, self.backend.json_web_key)

    def by_login(self) -> str:
        """The access token of a real login at moto, which has no scopes of ours."""
        answer = boto3.client("cognito-idp").admin_initiate_auth(
            UserPoolId=self.id,
            ClientId=self.client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "eva", "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"]["AccessToken"])


def _scopes(scopes: set[str]) -> str:
    return " ".join(f"{RESOURCE_SERVER}/{scope}" for scope in sorted(scopes))


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """AWS in memory, and the functions' environment."""
    with pytest.MonkeyPatch.context() as environment, aws_in_memory():
        given = {
            "PHOTO_BUCKET": create_bucket(boto3.client("s3")),
            "ARTICLE_TABLE": create_table(boto3.client("dynamodb")),
            "MODEL_BUNDLE": str(preset("mini-clip").bundle_folder),
            "EVENT_BUS": "none",
            "SEAL_KEY_FILE": str(tmp_path_factory.mktemp("keys") / "seal.key"),
        }
        for name, value in given.items():
            environment.setenv(name, value)
        environment.setenv("PAGE_URL", "https://pages.example.com")
        environment.setenv("AWS_XRAY_SDK_ENABLED", "false")
        yield


@pytest.fixture(scope="module")
def pool(aws: None) -> Pool:
    """A user pool with a user."""
    cognito = boto3.client("cognito-idp")
    made = cognito.create_user_pool(PoolName="bildtext")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=made, ClientName="page")["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=made, Username="eva", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=made, Username="eva", Password=PASSWORD, Permanent=True)
    cognito.create_group(UserPoolId=made, GroupName="Redaktion")
    cognito.admin_add_user_to_group(UserPoolId=made, Username="eva", GroupName="Redaktion")
    backend = get_backend("cognito-idp")["123456789012"]["eu-central-1"].user_pools[made]
    return Pool(made, client, f"https://cognito-idp.eu-central-1.amazonaws.com/{made}", backend)


@pytest.fixture(scope="module")
def functions(aws: None) -> dict[str, InProcess]:
    """The three handlers."""
    return {
        "Tagging": InProcess.tagging(),
        "Description": InProcess.description(),
        "Catalogue": InProcess.catalogue(),
    }


@pytest.fixture(scope="module")
def gateway(pool: Pool, functions: dict[str, InProcess]) -> Iterator[Gateway]:
    """The template's routes, with its authorizer, on the loopback."""
    keys = requests.get(f"{pool.issuer}/.well-known/jwks.json", timeout=5).json()
    authorizer = JwtAuthorizer(pool.issuer, (pool.client,), lambda: keys)
    running = Gateway(list(ROUTES.values()), functions, authorizers={"Login": authorizer})
    running.start()
    yield running
    running.stop()


# -- requests -----------------------------------------------------------------------------------------


def path_of(route: Route) -> str:
    path = route.path
    for name, value in VALUES.items():
        path = path.replace(f"{{{name}+}}", value).replace(f"{{{name}}}", value)
    return path


def ask(gateway: Gateway, route: str, token: str | None, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    """Status, body and headers of a request over HTTP, with the body of ALLOWED."""
    connection = http.client.HTTPConnection("127.0.0.1", int(gateway.url.rpartition(":")[2]), timeout=30)
    given = {**({} if token is None else {"Authorization": f"Bearer {token}"}), **headers}
    body = body_of(route)
    if body:
        given["Content-Type"] = "application/json"
    try:
        connection.request(ROUTES[route].method, path_of(ROUTES[route]), body, given)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def directly(functions: dict[str, InProcess], route: str, claims: Mapping[str, Any] | None) -> ApiAnswer:
    """The function's answer without the gateway before it."""
    names = [name for name in VALUES if f"{{{name}" in route]
    body = body_of(route)
    event = api_event(route, {name: VALUES[name] for name in names}, body, claims=claims)
    return ApiAnswer.of(functions[ROUTES[route].function].invoke(event))


def answer_of(status: int, text: str) -> tuple[int, str]:
    """An answer's status, and the code of its problem document, "" without."""
    return status, json.loads(text)["code"] if status >= 400 else ""


# Callers with a valid token: roles, scopes, whether it is a machine's.
CALLERS: dict[str, tuple[set[str], set[str], bool]] = {
    **{role: ({role}, set(SCOPES), False) for role in ("Redaktion", "Freigabe", "Verwaltung")},
    "all roles": ({"Redaktion", "Freigabe", "Verwaltung"}, set(SCOPES), False),
    "no role": (set(), set(SCOPES), False),
    "another role": (set(), set(SCOPES), False),
    **{f"user with {scope}": ({"Verwaltung"}, {scope}, False) for scope in SCOPES},
    **{f"machine with {scope}": (set(), {scope}, True) for scope in SCOPES},
    "machine with all scopes": (set(), set(SCOPES), True),
    "machine without scope": (set(), set(), True),
}


def token_of(pool: Pool, caller: str) -> str:
    roles, scopes, is_machine = CALLERS[caller]
    if is_machine:
        return pool.machine_token(scopes)
    return pool.token({"Praktikum"} if caller == "another role" else roles, scopes)


@pytest.mark.parametrize("caller", CALLERS)
def test_through_the_gateway(caller: str, gateway: Gateway, pool: Pool) -> None:
    roles, scopes, is_machine = CALLERS[caller]
    token = token_of(pool, caller)
    for route in GUARDED:
        status, text, headers = ask(gateway, route, token)
        if allowed(route, roles, scopes, is_machine=is_machine):
            assert answer_of(status, text) == ALLOWED[route][1:], (route, text)
        elif scope_of(route) not in scopes:
            assert (status, text) == (403, '{"message":"Forbidden"}'), route
            assert headers["content-type"] == "application/json"
        else:
            assert status == 403, (route, status, text)
            assert '"code": "forbidden"' in text
            assert headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("caller", CALLERS)
def test_the_function_checks_by_itself(caller: str, functions: dict[str, InProcess], pool: Pool) -> None:
    roles, scopes, is_machine = CALLERS[caller]
    claims = jwt.decode(token_of(pool, caller), pool.backend.json_web_key).claims
    for route in GUARDED:
        answer = directly(functions, route, claims)
        if allowed(route, roles, scopes, is_machine=is_machine):
            assert answer_of(answer.status, answer.text) == ALLOWED[route][1:], (route, answer)
        else:
            assert (answer.status, answer.code) == (403, "forbidden"), (route, answer)


INVALID: dict[str, Callable[[Pool], str | None]] = {
    "no token": lambda _pool: None,
    "an empty token": lambda _pool: "",
    "no JWT": lambda _pool: "abc",
    "an expired token": lambda pool: pool.token({"Verwaltung"}, exp=int(time.time()) - 1),
    "another audience": lambda pool: pool.token({"Verwaltung"}, client_id="another"),
    "another issuer": lambda pool: pool.token({"Verwaltung"}, iss=pool.issuer + "x"),
    "a token that is not valid yet": lambda pool: pool.token({"Verwaltung"}, nbf=int(time.time()) + 600),
    "a wrong signature": lambda pool: _signed_by_another(pool),
    "no signature": lambda pool: f"eyJhbGciOiJub25lIn0.{pool.token({'Verwaltung'}).split('.')[1]}.",
    "a cut signature": lambda pool: pool.token({"Verwaltung"})[:-20],
}


def _signed_by_another(pool: Pool) -> str:
    claims = jwt.decode(pool.token({"Verwaltung"}), pool.backend.json_web_key).claims
    return jwt.encode({"alg": "RS256", "kid": "dummy"}, claims, a_key("dummy"))


@pytest.mark.parametrize("token", INVALID)
def test_an_invalid_token_is_refused_everywhere(token: str, gateway: Gateway, pool: Pool) -> None:
    for route in GUARDED:
        status, text, headers = ask(gateway, route, INVALID[token](pool))
        assert (status, text) == (401, '{"message":"Unauthorized"}'), route
        assert headers["www-authenticate"].startswith("Bearer")


def test_without_claims_the_function_refuses_by_itself(functions: dict[str, InProcess]) -> None:
    for route in GUARDED:
        answer = directly(functions, route, None)
        assert (answer.status, answer.code) == (401, "unauthorized"), route
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_login_at_cognito_without_our_scopes_opens_nothing(gateway: Gateway, pool: Pool) -> None:
    token = pool.by_login()
    for route in GUARDED:
        assert ask(gateway, route, token)[0] == 403, route


def test_a_token_in_the_query_or_a_cookie_is_none(gateway: Gateway, pool: Pool) -> None:
    for route in GUARDED:
        token = pool.token({"Verwaltung"})
        assert ask(gateway, route, None, Cookie=f"__Host-bildtext={token}")[0] == 401, route


@pytest.mark.parametrize("caller", [None, "Verwaltung", "no role", "machine without scope"])
def test_public_routes_are_open_to_everybody(caller: str | None, gateway: Gateway, pool: Pool) -> None:
    token = None if caller is None else token_of(pool, caller)
    for route in PUBLIC - {"GET /login", "GET /login/callback"}:
        status, _, _ = ask(gateway, route, token)
        assert status not in (401, 403), route


@pytest.mark.parametrize("caller", [None, "Verwaltung", "machine with all scopes"])
def test_pages_ask_for_a_session_and_ignore_tokens(caller: str | None, gateway: Gateway, pool: Pool) -> None:
    token = None if caller is None else token_of(pool, caller)
    for route in PAGES:
        status, _, headers = ask(gateway, route, token)
        assert status == 303, route
        assert headers["location"].startswith("https://pages.example.com/login?to=")


def test_the_session_is_for_the_page_only(gateway: Gateway, pool: Pool) -> None:
    token = pool.token({"Verwaltung"})
    for route in BROWSER_ONLY:
        assert ask(gateway, route, token)[0] == 403, route
    status, text, _ = ask(gateway, "GET /session", token, **{"Sec-Fetch-Site": "same-origin"})
    assert (status, '"code": "unauthorized"' in text) == (401, True)
