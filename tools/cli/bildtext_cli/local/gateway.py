"""Serves the template's HTTP API on 127.0.0.1: API Gateway's events to the functions, and their answers.

Unlike API Gateway it does not throttle, returns 405 for a known path with a wrong method, and reports its own errors as
problem documents (API Gateway returns 404 and `{"message": "Not Found"}` for both). Without authorizers there is no
login: every request is that of a local user with all rights. Other websites that the user's browser shows must not use
them, so requests for another Host (a name that somebody pointed to 127.0.0.1) or from another Origin are refused.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from bildtext.access import RESOURCE_SERVER, ROLES, SCOPES
from bildtext.errors import BildtextError, InvalidRequest, RouteNotFound
from bildtext.problems import CONTENT_TYPE, problem_document
from bildtext_cli.local import StartError
from bildtext_cli.local.authorizers import Forbidden, JwtAuthorizer, Unauthorized
from bildtext_cli.local.function import Function, FunctionFailed
from bildtext_cli.local.http_events import LARGEST_BODY, http_event, http_response
from bildtext_cli.local.template import Route

HOST = "127.0.0.1"
LOCAL_USER: Final[Mapping[str, str]] = {  # as API Gateway passes on the claims of a Cognito access token
    "sub": "00000000-0000-0000-0000-000000000000",
    "username": "lokal",
    "client_id": "local",
    "token_use": "access",
    "scope": " ".join(f"{RESOURCE_SERVER}/{scope}" for scope in SCOPES),
    "cognito:groups": f"[{' '.join(sorted(ROLES))}]",
}
log = logging.getLogger(__name__)


class WrongMethod(InvalidRequest):
    """The path exists, but only for other methods."""

    code = "method-not-allowed"
    status = 405
    title = "Method not allowed"


class WrongHost(InvalidRequest):
    """The request is for another host."""

    code = "wrong-host"
    status = 421
    title = "Not the host of this system"


class WrongOrigin(InvalidRequest):
    """The request was sent by a page of another website."""

    code = "wrong-origin"
    status = 403
    title = "Requests of other websites are refused"


class Gateway:
    """The API of one stack. Requests are handled in threads; each function handles one event at a time."""

    def __init__(
        self,
        routes: Sequence[Route],
        functions: Mapping[str, Function],
        port: int = 0,
        *,
        authorizers: Mapping[str, JwtAuthorizer] | None = None,
    ) -> None:
        """Bind to `port` of the loopback, or to a free one if it is 0. Raises StartError if it is taken.

        `authorizers` are the template's, by name (`Route.authorizer`), and each route with one requires a token. None:
        there is no login.
        """
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
        self.authorizers = authorizers
        with _listening_socket(port) as listening:
            self._server = make_server(
                HOST,
                listening.getsockname()[1],
                self._answer,
                threaded=True,
                request_handler=QuietHandler,
                fd=listening.fileno(),
            )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, name="gateway", daemon=True)

    @property
    def url(self) -> str:
        """The URL, without a trailing slash."""
        return f"http://{HOST}:{self._server.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of the Host header that are answered."""
        return tuple(f"{name}:{self._server.port}" for name in (HOST, "localhost"))

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
            self._refuse_strangers(request)
            route, parameters = self._routes.bind_to_environ(request.environ).match()
            claims = self._claims(route, request.headers.get("Authorization", ""))
            event = http_event(request, route, parameters, request_id, claims)
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
        except Unauthorized as error:
            challenge = f'Bearer scope="" error="invalid_token" error_description="{error}"' if str(error) else "Bearer"
            return _message(401, "Unauthorized", challenge)
        except Forbidden as error:
            return _message(403, "Forbidden", f'Bearer error="insufficient_scope" error_description="{error}"')
        except FunctionFailed:
            return _message(500, "Internal Server Error")

    def _refuse_strangers(self, request: Request) -> None:
        own = self.hosts
        if request.environ.get("HTTP_HOST") not in own:
            raise WrongHost(f"This system answers only http://{own[0]}; open that address.")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in own}:
            raise WrongOrigin(f"A page of {origin} sent this request; use the page at http://{own[0]}.")

    def _claims(self, route: Route, authorization: str) -> Mapping[str, str] | None:
        """The claims in the event; without authorizers also for the pages, which verify the login themselves."""
        if self.authorizers is None:
            return LOCAL_USER
        return self.authorizers[route.authorizer].claims(authorization, route.scopes) if route.authorizer else None


def _problem(error: BildtextError, request_id: str, **headers: str) -> Response:
    status, body = problem_document(error, request_id)
    return Response(body, status, headers, content_type=CONTENT_TYPE)


def _message(status: int, message: str, challenge: str = "") -> Response:
    """API Gateway's own answer."""
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return Response(f'{{"message":"{message}"}}', status, headers, content_type="application/json")


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
    max_content_length = LARGEST_BODY


class QuietHandler(WSGIRequestHandler):
    """Writes nothing to stderr."""

    def log(self, _type: str, message: str, *args: Any) -> None:
        log.debug(message, *args)
