"""Keep-alive for moto's HTTP server; werkzeug's handler closes each connection after waiting for 10 ms."""

from __future__ import annotations

import io

from werkzeug.serving import WSGIRequestHandler
from werkzeug.test import run_wsgi_app


class KeepAliveHandler(WSGIRequestHandler):
    """Handles several requests per connection; each is read completely before it is answered."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # a response is sent in one piece

    def run_wsgi(self) -> None:
        """Respond to one request."""
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
            self.wfile.flush()
        environ = self.make_environ()
        if environ.get("wsgi.input_terminated"):  # chunked transfer encoding
            body = environ["wsgi.input"].read()
        else:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        pieces, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        answer = b"".join(pieces)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        if self.command != "HEAD":  # which keeps the Content-Length of the body that it omits
            headers["Content-Length"] = str(len(answer))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)
        self.wfile.flush()

    def log_request(self, *_: object) -> None:
        """Do not log requests."""
