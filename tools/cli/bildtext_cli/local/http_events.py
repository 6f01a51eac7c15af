"""Converts HTTP requests to API Gateway events (payload 2.0), and the functions' answers to HTTP responses."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from bildtext.errors import PayloadTooLarge
from bildtext.problems import check_body_size
from bildtext_cli.local.runtime import Event
from bildtext_cli.local.template import Route

LARGEST_PAYLOAD = 6 * 1024 * 1024  # bytes of one Lambda invocation: the request as JSON, including its base64 body
LARGEST_BODY = 10 * 1024 * 1024  # API Gateway's own limit
_TEXT = ("application/json", "application/xml", "application/javascript", "application/x-www-form-urlencoded")


def http_event(
    request: Request,
    route: Route,
    parameters: Mapping[str, str],
    request_id: str,
    claims: Mapping[str, str] | None = None,
) -> Event:
    """Return the API Gateway event of a request, with the claims of its token if an authorizer verified one.

    Raises PayloadTooLarge if it exceeds Lambda's limit.
    """
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        _drain(request)
        check_body_size(request.content_length or LARGEST_BODY)
        raise
    now = datetime.now(UTC)
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() != "cookie"}
    text = _as_text(body, request.mimetype)
    event: Event = {
        "version": "2.0",
        "routeKey": f"{route.method} {route.path}",
        "rawPath": request.path,
        "rawQueryString": request.query_string.decode("ascii", "replace"),
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": request.host,
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": str(request.environ.get("SERVER_PROTOCOL", "HTTP/1.1")),
                "sourceIp": request.remote_addr or "",
                "userAgent": request.headers.get("User-Agent", ""),
            },
            "requestId": request_id,
            "routeKey": f"{route.method} {route.path}",
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now.timestamp() * 1000),
        },
        "isBase64Encoded": bool(body) and text is None,
    }
    if claims is not None:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": list(route.scopes) or None}}
    if request.headers.get("Cookie"):
        event["cookies"] = [cookie.strip() for cookie in request.headers["Cookie"].split(";")]
    if request.args:
        event["queryStringParameters"] = {name: ",".join(request.args.getlist(name)) for name in request.args}
    if parameters:
        event["pathParameters"] = dict(parameters)
    if body:
        event["body"] = base64.b64encode(body).decode() if text is None else text
    if len(json.dumps(event)) > LARGEST_PAYLOAD:
        check_body_size(len(body))  # reports it as the function would
        raise PayloadTooLarge("As JSON the request has more than the 6 MB that one Lambda invocation takes.")
    return event


def http_response(answer: Any) -> Response:
    """Convert a function's answer to a response; without `statusCode` it is the JSON body itself, as in payload 2.0."""
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return Response(json.dumps(answer), 200, content_type="application/json")
    body = answer.get("body") or ""
    response = Response(
        base64.b64decode(body) if answer.get("isBase64Encoded") else body,
        int(answer["statusCode"]),
        content_type="text/plain;charset=UTF-8",
    )
    response.autocorrect_location_header = False
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        response.headers.setlist(name, [str(value) for value in values])
    for name, value in (answer.get("headers") or {}).items():
        response.headers[name] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    for cookie in answer.get("cookies") or []:
        response.headers.add("Set-Cookie", cookie)
    return response


def _as_text(body: bytes, mimetype: str) -> str | None:
    """Return the body as text if API Gateway passes its content type on as text, else None (it is base64 then)."""
    if not (mimetype.startswith("text/") or mimetype in _TEXT or mimetype.endswith(("+json", "+xml"))):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _drain(request: Request, at_most: int = 256 * 1024 * 1024) -> None:
    """Read and discard the body, so that the client gets the response instead of a broken connection."""
    unread = min(at_most, request.content_length or at_most)
    while unread > 0 and (chunk := request.environ["wsgi.input"].read(min(unread, 1024 * 1024))):
        unread -= len(chunk)
