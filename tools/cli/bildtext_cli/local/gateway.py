"""Serves the template's HTTP API on 127.0.0.1, converting requests to API Gateway events (payload 2.0) and back.

Unlike API Gateway it neither checks signatures nor throttles, returns 405 for a known path with a wrong method, and
reports its own errors as problem documents (API Gateway returns 404 and `{"message": "Not Found"}` for both).
"""

from __future__ import annotations

import base64
import json
import logging
import re
import socket
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.routing import Map, Rule
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from bildtext.errors import BildtextError, InvalidRequest, PayloadTooLarge, RouteNotFound
from bildtext.problems import CONTENT_TYPE, check_body_size, problem_document
from bildtext_cli.local import StartError
from bildtext_cli.local.function import Function, FunctionFailed
from bildtext_cli.local.runtime import Event
from bildtext_cli.local.template import Route

HOST = "127.0.0.1"
LARGEST_PAYLOAD = 6 * 1024 * 1024  # bytes of one Lambda invocation: the request as JSON, including its base64 body
_CALLER = {
    "accountId": "123456789012",
    "callerId": "LOCAL",
    "userArn": "arn:aws:iam::123456789012:user/local",
    "userId": "LOCAL",
    "accessKey": "local",
}
_TEXT = ("application/json", "application/xml", "application/javascript", "application/x-www-form-urlencoded")
log = logging.getLogger(__name__)


class WrongMethod(InvalidRequest):
    """The path exists, but only for other methods."""

    code = "method-not-allowed"
    status = 405
    title = "Method not allowed"


class Gateway:
    """The API of one stack. Requests are handled in threads; each function handles one event at a time."""

    def __init__(self, routes: Sequence[Route], functions: Mapping[str, Function], port: int = 0) -> None:
        """Bind to `port` of the loopback, or to a free one if it is 0. Raises StartError if it is taken."""
        self._routes = Map(
            [
                Rule(
                    # `/articles/{number}` is `/articles/<number>` for werkzeug, and `/{rest+}` is `/<path:rest>`.
                    re.sub(r"{(\w+)}", r"<\1>", re.sub(r"{(\w+)\+}", r"<path:\1>", route.path)),
                    endpoint=route,
                    methods=None if route.method == "ANY" else [route.method],
                )
                for route in routes
            ],
            strict_slashes=True,
            redirect_defaults=False,
            merge_slashes=False,
        )
        self._functions = functions
        with _listening_socket(port) as listening:
            self._server = make_server(
                HOST,
                listening.getsockname()[1],
                self._answer,
                threaded=True,
                request_handler=_Quiet,
                fd=listening.fileno(),
            )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, name="gateway", daemon=True)

    @property
    def url(self) -> str:
        """The URL, without a trailing slash."""
        return f"http://{HOST}:{self._server.port}"

    def start(self) -> None:
        """Start serving in a separate thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop accepting requests and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = _Request(environ)
        response = self._respond(request, str(uuid.uuid4()))
        log.info("%s %s %s", request.method, request.path, response.status_code)
        return response(environ, start_response)

    def _respond(self, request: Request, request_id: str) -> Response:
        try:
            route, parameters = self._routes.bind_to_environ(request.environ).match()
            event = http_event(request, route, parameters, request_id)
            return http_response(self._functions[route.function].invoke(event))
        except MethodNotAllowed as wrong:
            allowed = ", ".join(sorted(wrong.valid_methods or []))
            return _problem(
                WrongMethod(f"{request.path} takes {allowed}, not {request.method}."), request_id, Allow=allowed
            )
        except HTTPException:  # not found, or a redirect to the path as the route spells it
            return _problem(RouteNotFound(f"There is no route {request.path}."), request_id)
        except BildtextError as error:
            return _problem(error, request_id)
        except FunctionFailed:
            return Response('{"message":"Internal Server Error"}', 500, content_type="application/json")


def http_event(request: Request, route: Route, parameters: Mapping[str, str], request_id: str) -> Event:
    """Return the API Gateway event (payload 2.0) of a request. Raises PayloadTooLarge if it exceeds Lambda's limit."""
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        _drain(request)
        check_body_size(request.content_length or _Request.max_content_length)
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
            "authorizer": {"iam": _CALLER},
            "domainName": request.host,
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": str(request.environ.get("SERVER_PROTOCOL", "HTTP/1.1")),
                "sourceIp": request.remote_addr or HOST,
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
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        response.headers.setlist(name, [str(value) for value in values])
    for name, value in (answer.get("headers") or {}).items():
        response.headers[name] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    for cookie in answer.get("cookies") or []:
        response.headers.add("Set-Cookie", cookie)
    return response


def _problem(error: BildtextError, request_id: str, **headers: str) -> Response:
    status, body = problem_document(error, request_id)
    return Response(body, status, headers, content_type=CONTENT_TYPE)


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


def _listening_socket(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise StartError(f"Port {port} of {HOST} is taken ({error.strerror}); choose another with --port.") from error
    listening.listen(64)
    return listening


class _Request(Request):
    max_content_length = 10 * 1024 * 1024  # API Gateway's own limit


class _Quiet(WSGIRequestHandler):
    """Writes nothing to stderr."""

    def log(self, _type: str, message: str, *args: Any) -> None:
        log.debug(message, *args)
