"""The HTTP of moto's server: connections stay open. werkzeug's own closes each, and waits 10 ms before it does."""

from __future__ import annotations

import io

from werkzeug.serving import WSGIRequestHandler
from werkzeug.test import run_wsgi_app


class OpenConnection(WSGIRequestHandler):
    """Takes one request after the other. Each is read whole before it is answered: the next begins where it ends."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer goes out as one piece

    def run_wsgi(self) -> None:
        """Answer one request."""
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
            self.wfile.flush()
        environ = self.make_environ()
        if environ.get("wsgi.input_terminated"):  # sent in chunks
            body = environ["wsgi.input"].read()
        else:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        pieces, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        answer = b"".join(pieces)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        if self.command != "HEAD":  # whose Content-Length is the one of the answer that it has none of
            headers["Content-Length"] = str(len(answer))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)
        self.wfile.flush()

    def log_request(self, *_: object) -> None:
        """Nothing is said of a request."""
