"""Events of API Gateway (payload 2.0) for the routes of template.yaml, and the claims of their callers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bildtext.access import RESOURCE_SERVER, SCOPES

EVERY_SCOPE = " ".join(f"{RESOURCE_SERVER}/{scope}" for scope in SCOPES)
HOST = "pages.example.com"


def user(*roles: str, name: str = "eva", scope: str = EVERY_SCOPE) -> dict[str, str]:
    """The claims of a user's access token, as API Gateway passes them on."""
    groups = {"cognito:groups": f"[{' '.join(roles)}]"} if roles else {}
    return {
        "sub": f"id-of-{name}",
        "username": name,
        "client_id": "page",
        "token_use": "access",
        "scope": scope,
    } | groups


def machine(*scopes: str) -> dict[str, str]:
    """The claims of a machine client's access token."""
    scope = " ".join(f"{RESOURCE_SERVER}/{scope}" for scope in scopes)
    return {"sub": "machine-1", "client_id": "machine-1", "token_use": "access", "scope": scope}


EDITOR = user("Redaktion")
RELEASER = user("Freigabe", name="max")


def api_event(
    key: str,
    parameters: Mapping[str, str] | None = None,
    body: Any = None,
    *,
    claims: Mapping[str, str] | None = EDITOR,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    cookies: Sequence[str] = (),
) -> dict[str, Any]:
    """The event of a request; `body` is sent as JSON unless it is text."""
    method, _, template = key.partition(" ")
    given = dict(parameters or {})
    path = re.sub(r"{(\w+)\+?}", lambda name: given[name[1]], template)
    context: dict[str, Any] = {
        "accountId": "123456789012",
        "apiId": "a1b2c3",
        "domainName": HOST,
        "domainPrefix": "pages",
        "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test"},
        "requestId": "request-1",
        "routeKey": key,
        "stage": "$default",
        "time": "27/Nov/2026:10:00:00 +0000",
        "timeEpoch": 1795773600000,
    }
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": urlencode(query or {}),
        "headers": {"content-type": "application/json", **(headers or {})},
        "requestContext": context,
        "isBase64Encoded": False,
    }
    if given:
        event["pathParameters"] = given
    if query:
        event["queryStringParameters"] = dict(query)
    if cookies:
        event["cookies"] = list(cookies)
    if body is not None:
        event["body"] = body if isinstance(body, str) else json.dumps(body)
    return event


@dataclass(frozen=True)
class ApiAnswer:
    """What API Gateway would send."""

    status: int
    headers: Mapping[str, str]
    text: str
    cookies: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> ApiAnswer:
        """From a function's answer."""
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        return cls(answer["statusCode"], headers, answer.get("body") or "", tuple(answer.get("cookies") or ()))

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The code of the problem document; checks that it is one."""
        assert self.headers["content-type"] == "application/problem+json", self.text
        assert self.json["status"] == self.status
        return str(self.json["code"])
