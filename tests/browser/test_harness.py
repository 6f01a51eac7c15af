"""The harness itself: a page with faults is reported, a page without is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import audit
from tests.browser.watching import Watch

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
WHOLE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Seite</title></head>
<body><main><h1>Seite</h1>{}</main></body></html>"""
STYLE = """:root { color-scheme: light dark }
.pale { color: #ddd; background: #fff }
.pale-in-the-dark { color: #222; background: #fff }
@media (prefers-color-scheme: dark) { .pale-in-the-dark { color: #333; background: #222 } }
.small { width: 12px; height: 12px; padding: 0; border: 0; margin: 0; font-size: 6px }"""


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.server.pages.get(self.path)  # type: ignore[attr-defined]
        self.send_response(404 if body is None else 200)
        ending = self.path.rpartition(".")[2]
        self.send_header("Content-Type", {"js": "text/javascript", "css": "text/css"}.get(ending, "text/html"))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_: object) -> None:  # not on stderr
        pass


@pytest.fixture
def pages() -> Iterator[tuple[str, dict[str, str]]]:
    """A server's address and what it serves, by path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        server.pages = {"/favicon.ico": ""}  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", server.pages  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()


def opened(browser: Browser, url: str) -> tuple[Page, Watch]:
    context = browser.new_context()
    watch = Watch(context, [url.partition("://")[2]])
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page, watch


@pytest.mark.parametrize(
    ("content", "script", "reported"),
    [
        ("<p>gut</p>", "", []),
        ("<script>1</script>", "", ["script-src"]),
        ('<p style="color: red">x</p>', "", ["style-src"]),
        ('<button onclick="1">x</button>', "document.querySelector('button').click()", ["script-src"]),
        ('<img src="http://127.0.0.2:9/x.png" alt="">', "", ["img-src", "127.0.0.2"]),
        ("<p>x</p>", "console.error('kaputt')", ["kaputt"]),
        ("<p>x</p>", "throw new Error('geworfen')", ["geworfen"]),
        ("<p>x</p>", "Promise.reject(new Error('abgelehnt'))", ["abgelehnt"]),
        ("<p>x</p>", "eval('1')", ["script-src"]),
        ("<p>x</p>", "location = 'http://127.0.0.2:9/'", ["request to another host"]),
    ],
)
def test_faults_of_a_page_are_reported(
    content: str, script: str, reported: list[str], browser: Browser, pages: tuple[str, dict[str, str]]
) -> None:
    url, served = pages
    served["/"] = WHOLE.format(content + ('<script src="/own.js"></script>' if script else ""))
    served["/own.js"] = script
    page, watch = opened(browser, url)
    problems = "\n".join(watch.problems())
    page.context.close()
    assert bool(problems) == bool(reported), problems
    assert all(one in problems for one in reported), problems


def test_allowed_errors_are_not_reported(browser: Browser, pages: tuple[str, dict[str, str]]) -> None:
    url, served = pages
    served["/"] = WHOLE.format('<script src="/own.js"></script>')
    served["/own.js"] = "console.error('erwartet'); console.error('nicht')"
    page, watch = opened(browser, url)
    watch.allow("erwartet")
    (problem,) = watch.problems()
    page.context.close()
    assert "nicht" in problem


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("<p>gut</p>", ""),
        ("<input>", "label"),
        ('<p class="pale">blass</p>', "color-contrast"),
        ('<p class="pale-in-the-dark">blass</p>', "dark: color-contrast"),
        ('<button class="small">a</button><button class="small">b</button>', "target-size"),
        ("<h4>Sprung</h4>", "heading-order"),
    ],
)
def test_axe_finds_faults_in_both_colour_schemes(
    content: str, rule: str, browser: Browser, pages: tuple[str, dict[str, str]]
) -> None:
    url, served = pages
    served["/"] = WHOLE.format(content).replace("<title>", '<link rel="stylesheet" href="/own.css"><title>')
    served["/own.css"] = STYLE
    page, _ = opened(browser, url)
    try:
        if rule:
            with pytest.raises(AssertionError, match=rule):
                audit(page)
        else:
            audit(page)
    finally:
        page.context.close()
