"""The HTTP of moto's server: a thread for each connection, which stays open, and little work for each request.

werkzeug's own closes each connection, waits 10 ms before it does, and takes a fifth of a small call's processor time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from email.utils import formatdate
from http import HTTPStatus
from io import BufferedIOBase, BytesIO
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import unquote_to_bytes

App = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]
_LONGEST_LINE = 65536  # bytes, of a request's first line and of each header


class MotoServer(ThreadingTCPServer):
    """Serves a WSGI application on a free port of `host`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, app: App) -> None:
        self.app = app
        super().__init__((host, 0), _Connection)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Connection(StreamRequestHandler):
    """Takes one request after the other. Each is read whole before it is answered: the next begins where it ends."""

    server: MotoServer
    disable_nagle_algorithm = True

    def handle(self) -> None:
        try:
            while (line := self.rfile.readline(_LONGEST_LINE)) and self._answered(line):
                pass
        except (ValueError, ConnectionError):
            self.connection.close()  # this is no HTTP, or nobody reads it any more

    def _answered(self, line: bytes) -> bool:
        """Answer one request; says whether another may follow. Raises ValueError."""
        method, target, version = line.decode("latin-1").split()
        environ = self._headers()
        if environ.get("HTTP_EXPECT", "").lower() == "100-continue":
            self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            body = b"".join(iter(lambda: _chunk(self.rfile), b""))
        else:
            body = self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))
        path, _, query = target.partition("?")
        environ |= {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": target,
            "REQUEST_URI": target,
            "REMOTE_ADDR": self.client_address[0],
            "SERVER_NAME": self.server.server_address[0],
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": version,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        goes_on = version == "HTTP/1.1" and environ.get("HTTP_CONNECTION", "").lower() != "close"
        self.connection.sendall(_answer(self.server.app, environ, goes_on))
        return goes_on

    def _headers(self) -> dict[str, Any]:
        """The request's headers under WSGI's names; those of one name are joined by commas."""
        headers: dict[str, Any] = {}
        while (line := self.rfile.readline(_LONGEST_LINE)) not in (b"\r\n", b"\n"):
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon:
                raise ValueError(f"{line!r} is no header.")
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            headers[key] = f"{headers[key]},{value.strip()}" if key in headers else value.strip()
        return headers


def _answer(app: App, environ: dict[str, Any], goes_on: bool) -> bytes:
    """An application's answer in one piece."""
    told: list[Any] = []
    answered = app(environ, lambda status, headers, _=None: told.extend((status, headers)))
    try:
        body = b"".join(answered)
    finally:
        if close := getattr(answered, "close", None):
            close()
    status, headers = told
    code, _, reason = status.partition(" ")
    no_body = environ["REQUEST_METHOD"] == "HEAD" or int(code) in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
    if not no_body:  # of an answer to HEAD it is the length of the body that it has none of
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(body))))
    headers = [*headers, ("Date", formatdate(usegmt=True)), ("Connection", "keep-alive" if goes_on else "close")]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {code} {reason}\r\n{head}\r\n".encode("latin-1") + (b"" if no_body else body)


def _chunk(stream: BufferedIOBase) -> bytes:
    """The next chunk of a body that is sent in chunks, empty at its end. Raises ValueError."""
    size = int(stream.readline(_LONGEST_LINE).partition(b";")[0], 16)
    data = stream.read(size)
    while stream.readline(_LONGEST_LINE) not in (b"\r\n", b"\n", b"") and not size:
        pass  # trailers
    return data
