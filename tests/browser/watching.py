"""Watches everything a browser context does: no error on the console, no CSP violation, no request to another host."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

# The browser reports a violation on the console too, but without the blocked address.
_REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP violation: ${event.effectiveDirective} blocks ${event.blockedURI} (${event.sourceFile})`));"""


def wait_until(page: Page, condition: Callable[[], bool], patience_s: float = 15) -> None:
    """Let the page go on until a condition outside it holds. (While a test sleeps, no event of the page arrives.)"""
    ends = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < ends, f"not within {patience_s} s"
        page.wait_for_timeout(50)


class Watch:
    """What went wrong in a context. `allow` names console errors that a test provokes, such as a 409."""

    def __init__(self, context: BrowserContext, hosts: Collection[str]) -> None:
        self._hosts = set(hosts)
        self._allowed: list[str] = []
        self._console: list[str] = []
        self._requests: list[str] = []
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_exception)
        context.on("request", self._on_request)

    def allow(self, *patterns: str) -> None:
        """Expect console messages that match these regular expressions."""
        self._allowed += patterns

    def problems(self) -> list[str]:
        """What must not happen, with what was allowed left out."""
        unexpected = [text for text in self._console if not any(re.search(one, text) for one in self._allowed)]
        return [*unexpected, *self._requests]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self._console.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _on_exception(self, error: WebError) -> None:
        self._console.append(f"exception: {error.error}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in self._hosts:
            self._requests.append(f"request to another host: {request.method} {request.url}")
