"""The HTTP API of the catalogue. The modules of `api`, `pages` and `session_routes` add their routes to it."""

from __future__ import annotations

from bildtext.http_app import http_app

app = http_app(hint="the page is at /, the API is described by /openapi.json.")
