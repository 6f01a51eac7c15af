"""axe-core finds nothing in any state of the page, in light and dark, on a phone and on a wide screen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import audit
from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage

SIZES = {"phone": {"width": 360, "height": 740}, "wide": {"width": 1600, "height": 1000}}
CONTRADICTORY = {"Marke": "Gemini", "Schuhe": "Slipper", "Farbe": "weiß", "Obermaterial": "100% Leder"}


@dataclass(frozen=True)
class Shown:
    """Numbers of articles in different states."""

    plain: str
    unclear: str
    failed: str
    released: str


@pytest.fixture(scope="module")
def shown(catalogue: Catalogue) -> Shown:
    """One article for each block of the pages."""
    plain = catalogue.article()
    unclear = catalogue.article(data={"data_text": "Schuhe: Slipper\nFarbe: weiß\nFarbe: schwarz\nMarke: Gemini"})
    failed = catalogue.article(photos={"front.jpg": b"Dear photo"}, data=False, waits=False)
    catalogue.wait_listed(failed, lambda entry: entry["state"] == "failed")
    released = catalogue.article()
    catalogue.release(released)
    return Shown(plain, unclear, failed, released)


def settled(page: Page) -> Page:
    """The page once its requests are answered."""
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """The size of the window."""
    return SIZES[request.param]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=gibtesnicht",
        "/?state=failed",
        "/?state=unclear",
        "/?sort=priority",
        "/fotos",
        "/pruefen",
        "/artikel/gibtesnicht",
    ],
)
def test_pages(path: str, size: dict[str, int], shown: Shown, open_page: OpenPage) -> None:
    page, watch = open_page(path, viewport=size)
    watch.allow("status of 404") if path == "/artikel/gibtesnicht" else None
    audit(settled(page))
    assert not overflows(page)


@pytest.mark.parametrize("name", ["plain", "unclear", "failed", "released"])
def test_articles(name: str, size: dict[str, int], shown: Shown, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{getattr(shown, name)}", viewport=size)
    audit(settled(page))
    assert not overflows(page)


@pytest.mark.parametrize("dialog", ["generate", "data", "copy", "help"])
def test_dialogs(dialog: str, size: dict[str, int], shown: Shown, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{shown.plain}", viewport=size)
    settled(page).evaluate("name => document.getElementById(name).showModal()", dialog)
    audit(page)


def test_the_editor(size: dict[str, int], shown: Shown, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{shown.unclear}", viewport=size)
    settled(page).keyboard.press("e")
    page.locator("#draft").fill("Der Slipper ist wasserdicht und klimaneutral.")
    page.locator("#margin .note").first.wait_for()
    audit(page)


def test_a_claim_shows_its_source_on_focus(shown: Shown, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{shown.plain}")
    claim = settled(page).locator("a.claim").first
    claim.focus()
    assert claim.locator(".source").is_visible()
    audit(page)


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window, so that readers must scroll sideways (WCAG 1.4.10)."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
