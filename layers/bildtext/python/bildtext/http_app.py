"""The HTTP API of a function: routing, access, JSON responses, and problem documents for all errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from bildtext.access import ACCESS, WITHOUT_TOKEN, require
from bildtext.api_paths import NO_STAGE, api_path, quoted_path
from bildtext.errors import RouteNotFound
from bildtext.http import header, request_id
from bildtext.observability import logger
from bildtext.problems import CONTENT_TYPE, problem_document

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_ALWAYS: Final = {"X-Content-Type-Options": "nosniff"}
_OVER_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}  # seconds; browsers ignore it over http

Handler = TypeVar("Handler", bound=Callable[..., "Response[Any]"])


def http_app(hint: str) -> APIGatewayHttpResolver:
    """An API without routes (yet). `hint` ends the message for unknown routes and names the known ones."""
    app = APIGatewayHttpResolver()

    @app.not_found
    def no_such_route(_error: Exception) -> Response[str]:
        event = app.current_event
        error = RouteNotFound(f"There is no {event.http_method} {event.path}; {hint}")
        return problem_response(error, event.raw_event)

    app.exception_handler(Exception)(lambda error: problem_response(error, app.current_event.raw_event))
    return app


def route(app: APIGatewayHttpResolver, key: str) -> Callable[[Handler], Handler]:
    """Register the handler of a route key such as "PATCH /articles/{number}/tags", once its access is checked.

    The handler is called with the caller, then the path's parameters by name, decoded; without the caller on a route
    of WITHOUT_TOKEN. A route without an entry in `access` is a KeyError at import.
    """
    access = None if key in WITHOUT_TOKEN else ACCESS[key]
    method, _, template = key.partition(" ")
    rule = re.sub(r"{(\w+)}", r"<\1>", re.sub(r"{\w+\+}", ".+", template))
    parameters = re.compile(re.sub(r"{(\w+)(\+?)}", _group, template))

    def register(handler: Handler) -> Handler:
        @app.route(rule, method=method)
        def checked(**_raw: str) -> Response[Any]:
            event = app.current_event
            found = parameters.fullmatch(event.path)
            given = {name: unquote(value) for name, value in found.groupdict().items()} if found else {}
            if access is None:
                return handler(**given)
            return handler(require(event.raw_event, key), **given)

        return handler

    return register


def _group(parameter: re.Match[str]) -> str:
    return f"(?P<{parameter[1]}>{'.+' if parameter[2] else '[^/]+'})"


def resolve(app: APIGatewayHttpResolver, event: Mapping[str, Any], context: LambdaContext) -> Any:
    """The API's response to an event (payload 2.0), with the security headers of every response. The event's ApiPath is
    in the app's context as `path`."""
    path = api_path(event)
    app.context["path"] = path
    at_root = {**event["requestContext"], "stage": NO_STAGE}
    answer = app.resolve({**event, "rawPath": quoted_path(event) or path.path, "requestContext": at_root}, context)
    secure = _OVER_HTTPS if header(event, "x-forwarded-proto").lower() == "https" else {}
    return {**answer, "headers": {**answer["headers"], **_ALWAYS, **secure}}


def json_response(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[str]:
    """A JSON response."""
    return Response(status, "application/json", json.dumps(body, ensure_ascii=False), headers=dict(headers or {}))


def problem_response(error: Exception, event: Mapping[str, Any]) -> Response[str]:
    """Any error as a problem document; server errors are logged with their traceback."""
    status, body = problem_document(error, request_id(event))
    (logger.exception if status >= 500 else logger.info)(str(error), extra={"problem": type(error).__name__})
    challenge = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Response(status, CONTENT_TYPE, body, headers=dict(challenge))
