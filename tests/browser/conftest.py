"""Fixtures: the local system, started once; the system's Chromium; pages that fail their test for any error in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from bildtext_cli.assets import ASSETS, fetch
from bildtext_cli.local.stack import RunningStack, local_stack
from tests.browser.catalogue import Catalogue, open_catalogue
from tests.browser.watching import Watch

_TIMEOUT_MS = 15_000


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright. Its own browsers are never downloaded."""
    expect.set_options(timeout=_TIMEOUT_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "The browser tests need Chromium: apt-get install chromium"
    # Root may not use the sandbox; the pages shown are our own.
    running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield running
    running.close()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """The complete system on this machine. The functions' output is in functions.log."""
    fetch(ASSETS["htmx"])
    log = tmp_path_factory.mktemp("system") / "functions.log"
    with log.open("w", encoding="utf-8") as output, local_stack(function_output=output) as running:
        yield running


@pytest.fixture(scope="session")
def catalogue(system: RunningStack, playwright: Playwright) -> Iterator[Catalogue]:
    """The system's catalogue."""
    with open_catalogue(system, playwright) as opened:
        yield opened


OpenPage = Callable[..., tuple[Page, Watch]]


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a path of the page in a context of its own, that is, as another editor; options are those of the context.
    `of` is another system than the session's.

    When the test ends, each page must be free of console errors, CSP violations and requests to other hosts.
    """
    opened: list[tuple[Page, Watch]] = []

    def open_one(path: str = "/", *, of: Catalogue | None = None, **options: object) -> tuple[Page, Watch]:
        catalogue: Catalogue = of or request.getfixturevalue("catalogue")
        context = browser.new_context(base_url=catalogue.system.api_url, locale="de-DE", **options)  # type: ignore[arg-type]
        context.set_default_timeout(_TIMEOUT_MS)
        watch = Watch(context, catalogue.hosts)
        page = context.new_page()
        opened.append((page, watch))
        page.goto(path)
        return page, watch

    yield open_one
    problems = [problem for _, watch in opened for problem in watch.problems()]
    for page, _ in opened:
        page.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """An empty folder for photos to drop."""
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder
