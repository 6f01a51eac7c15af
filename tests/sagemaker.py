"""SageMaker's data plane on loopback: InvokeEndpoint with a container behind it, and its failures."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bildtext.bundle import Bundle
from bildtext.encoders.wire import (
    ATTRIBUTES,
    CONTENT_TYPE,
    MAX_CALL_BYTES,
    attributes,
    pixels_from_bytes,
    vectors_to_bytes,
)
from bildtext.errors import InvalidInput


@dataclass(frozen=True)
class Answer:
    """A container's response. `cut` closes the connection in the middle of the body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False


Container = Callable[[bytes], Answer]


def aws_error(status: int, code: str, **members: object) -> Answer:
    """An error of SageMaker itself; `members` are the fields of the error's shape."""
    return Answer(status, {"x-amzn-errortype": code}, json.dumps({"Message": "…", **members}).encode())


@dataclass
class DataPlane:
    """The data plane: records calls and can be given answers.

    `next` holds answers for the next calls; after them the container is called again. `answered` holds the digests of
    all images whose answer was sent completely.
    """

    container: Container
    size: int
    url: str = ""
    next: list[Answer] = field(default_factory=list)
    targets: list[tuple[str, str | None]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    hang: threading.Event | None = None

    @property
    def calls(self) -> int:
        return len(self.targets)

    def invoke(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        _, _, endpoint, _ = path.split("/")
        self.targets.append((endpoint, headers.get("X-Amzn-SageMaker-Inference-Component")))
        if self.hang is not None:
            self.hang.wait()
        if self.next:
            return self.next.pop(0)
        if len(body) > MAX_CALL_BYTES:
            return aws_error(400, "ValidationError")
        answer = self.container(body)
        if answer.status != 200:
            return aws_error(424, "ModelError", OriginalStatusCode=answer.status)
        if not answer.cut:
            self.answered += digests(pixels_from_bytes(body, self.size))
        return answer


def digests(pixels: Any) -> list[str]:
    """The SHA-256 of each image of a batch."""
    return [hashlib.sha256(image.tobytes()).hexdigest() for image in pixels]


def a_container(bundle: Bundle, model: str | None = None) -> Container:
    """The endpoint's server in this process; `model` overrides the model name it reports."""
    encoder, manifest = bundle.image_encoder(), bundle.manifest

    def answer(body: bytes) -> Answer:
        try:
            pixels = pixels_from_bytes(body, manifest.preparation.size)
        except InvalidInput as error:
            return Answer(error.status)
        headers = {"Content-Type": CONTENT_TYPE, ATTRIBUTES: attributes(model or manifest.name, manifest.runtime)}
        return Answer(200, headers, vectors_to_bytes(encoder.encode(pixels)))

    return answer


def a_container_at(url: str) -> Container:
    """A server in another process on this machine."""

    def answer(body: bytes) -> Answer:
        request = Request(f"{url}/invocations", body, {"Content-Type": CONTENT_TYPE})  # noqa: S310 - loopback
        try:
            with urlopen(request, timeout=10) as response:  # noqa: S310
                return Answer(response.status, {ATTRIBUTES: response.headers[ATTRIBUTES]}, response.read())
        except HTTPError as refusal:
            refusal.close()
            return Answer(refusal.code)
        except (URLError, ConnectionError):
            return Answer(500)  # SageMaker's status for a missing container

    return answer


@contextmanager
def served(plane: DataPlane, port: int = 0) -> Iterator[DataPlane]:
    """Serve the data plane until the block ends; afterwards its port refuses connections."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = plane.invoke(self.path, dict(self.headers), body)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
            self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name in the base class
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    plane.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield plane
    finally:
        server.shutdown()
        server.server_close()
