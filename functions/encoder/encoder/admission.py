"""Checks before a request may wait for the encoder, and problem responses."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from typing import NamedTuple

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bildtext import problems
from bildtext.encoders import Pixels, wire
from bildtext.errors import BildtextError, InvalidRequest, Overloaded, RouteNotFound, TransientError, UnsupportedContent
from encoder import logs

PING, INVOCATIONS = "/ping", "/invocations"
_RETRY_AFTER_S = 1


class EncodeRequest(NamedTuple):
    """A request in flight to a worker."""

    pixels: Pixels
    received_at: float  # time.monotonic(), shared by all processes of a machine


class AdmissionControl:
    """ASGI middleware: only the two routes, limited body size and images in flight, and a response deadline.

    `image_bytes` is the size of one image; `queue` is the number of images that may be in flight in this process.
    """

    def __init__(self, app: ASGIApp, *, image_bytes: int, queue: int, deadline_s: float) -> None:
        self._app = app
        self._image_bytes = image_bytes
        self._queue = queue
        self._deadline_s = deadline_s
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Vectors hardly compress, so compression is disabled.
        scope["headers"] = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        route = scope["method"], scope["path"]
        try:
            if route == ("POST", INVOCATIONS):
                await self._invoke(scope, receive, send)
            elif route == ("GET", PING):
                await self._app(scope, receive, send)
            else:
                raise RouteNotFound(f"There is no {route[0]} {route[1]}; only GET {PING} and POST {INVOCATIONS}.")
        except BildtextError as error:
            await problem_response(error)(scope, receive, send)

    async def _invoke(self, scope: Scope, receive: Receive, send: Send) -> None:
        images = self._images(Headers(scope=scope))
        if self._in_flight + images > self._queue:
            raise Overloaded(f"{self._in_flight} images are being encoded or queued, which is the maximum.")
        responding = False

        async def send_and_note(message: Message) -> None:
            nonlocal responding
            responding = True
            await send(message)

        self._in_flight += images
        try:
            async with asyncio.timeout(self._deadline_s):
                await self._app(scope, receive, send_and_note)
        except TimeoutError:
            # A worker died with this request, or the client did not send its complete body.
            if not responding:
                raise TransientError(f"There was no answer within {self._deadline_s:g} s.") from None
        finally:
            self._in_flight -= images

    def _images(self, headers: Headers) -> int:
        """The most images a request can contain, by its headers. Raises UnsupportedContent and PayloadTooLarge."""
        content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != wire.CONTENT_TYPE:
            raise UnsupportedContent(f"The body must be {wire.CONTENT_TYPE}, this one is {content_type[:60]!r}.")
        length = headers.get("content-length")
        if length is None:
            return wire.MAX_IMAGES
        if int(length) > wire.MAX_BODY_BYTES:
            raise wire.too_large()
        return min(wire.MAX_IMAGES, max(1, int(length) // self._image_bytes))


async def read_request(request: Request) -> EncodeRequest:
    """Read the body up to the size limit and check it. Raises InvalidPixels and PayloadTooLarge."""
    received_at = time.monotonic()
    parts, size = [], 0
    async for part in _stream(request):
        size += len(part)
        if size > wire.MAX_BODY_BYTES:
            raise wire.too_large()
        parts.append(part)
    return EncodeRequest(wire.pixels_from_bytes(b"".join(parts), request.app.state.size), received_at)


async def _stream(request: Request) -> AsyncIterator[bytes]:
    try:
        async for part in request.stream():
            yield part
    except ClientDisconnect:
        raise InvalidRequest("The body is shorter than its Content-Length.") from None


def problem_response(error: Exception) -> Response:
    """Any error as a problem document."""
    request_id = str(uuid.uuid4())
    status, body = problems.problem_document(error, request_id)
    if status >= 500 and not isinstance(error, TransientError):
        logs.logger.error(str(error), exc_info=error)
    else:
        logs.info(str(error), status=status, request_id=request_id)
    headers = {}
    if isinstance(error, TransientError):
        headers["Retry-After"] = str(_RETRY_AFTER_S)
    if status == 413:
        headers["Connection"] = "close"  # the rest of the body is not read
    return Response(body, status, headers, problems.CONTENT_TYPE)
