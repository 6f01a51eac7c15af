"""axe-core finds nothing in any state of the page, in light and dark, on a phone and on a wide screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import audit
from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage

SIZES = {"phone": {"width": 360, "height": 740}, "wide": {"width": 1600, "height": 1000}}


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


def click(selector: str) -> Callable[[Page], None]:
    """Opens a dialog by a button."""
    return lambda page: page.locator(selector).first.click()


def press(key: str) -> Callable[[Page], None]:
    """Opens a dialog by a key."""
    return lambda page: page.keyboard.press(key)


def propose(page: Page) -> None:
    """Opens the comparison with a proposal."""
    page.locator("[data-open=generate]").click()
    page.locator("#generate [type=submit]").click()


def write_another(page: Page) -> None:
    """Opens the question whether a release may end."""
    page.keyboard.press("e")
    page.locator("#draft").fill("Ein weißer Slipper.")
    page.locator("#draft").press("Control+Enter")


def decide_again(page: Page) -> None:
    """Opens the question that comes after somebody else's decision in the meantime."""
    facet = page.locator(".photo .facet").first
    photo, name = page.locator(".photo").first.get_attribute("data-photo"), facet.get_attribute("data-facet")
    head = page.locator("#article-head")
    body = {
        "version": int(str(head.get_attribute("data-version"))),
        "choices": [{"photo": photo, "facet": name, "labels": []}],
    }
    assert page.request.patch(f"/articles/{head.get_attribute('data-number')}/tags", data=body).ok
    facet.locator("[data-edit]").click()
    page.locator("#facet input:not(:checked)").nth(1).check()
    page.locator("#facet [type=submit]").click()


def pick_and_accept(page: Page) -> None:
    """Opens the preview of what would be accepted in the list."""
    page.locator("#list .pick").first.check()
    page.locator("#accept").click()


# Each dialog as editors open it: the article that has it (none: the list), how, what is there once it is complete, and
# the status that the browser reports on the way.
DIALOGS: dict[str, tuple[str, Callable[[Page], None], str, str]] = {
    "help": ("plain", press("?"), "#keys-on", ""),
    "preview": ("plain", press("a"), "[data-effect] strong", ""),
    "preview of the list": ("", pick_and_accept, "[data-effect] strong", ""),
    "facet": ("plain", click(".facet [data-edit]"), "#labels input", ""),
    "generate": ("plain", click("[data-open=generate]"), "#writer", ""),
    "compare": ("plain", propose, "#compare-why", ""),
    "both": ("plain", decide_again, "[data-theirs]", "status of 409"),
    "data": ("plain", click("[data-open=data]"), "[type=submit]:enabled", ""),
    "copy": ("plain", click("[data-open=copy]"), "[data-copy=json]", ""),
    "releasing": ("unclear", press("f"), "#acknowledge input", "status of 422"),
    "ending": ("released", write_another, "[data-by]", "status of 422"),
    "withdrawing": ("released", click("[data-open=withdrawing]"), "#reason", ""),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_dialogs(name: str, size: dict[str, int], shown: Shown, open_page: OpenPage) -> None:
    article, open_dialog, content, reported = DIALOGS[name]
    path = f"/artikel/{getattr(shown, article)}" if article else "/"
    page, watch = open_page(path, viewport=size, reduced_motion="reduce")  # no colour halfway between two
    watch.allow(reported) if reported else None
    open_dialog(settled(page))
    page.locator(f"dialog[open]#{name.split()[0]} {content}").first.wait_for()
    audit(settled(page))


def test_every_dialog_is_audited(shown: Shown, open_page: OpenPage) -> None:
    found: set[str] = set()
    for path in ("/", "/fotos", "/pruefen", *(f"/artikel/{number}" for number in astuple(shown))):
        page, _ = open_page(path)
        found |= set(page.eval_on_selector_all("dialog", "all => all.map((one) => one.id)"))
    assert found == {name.split()[0] for name in DIALOGS}


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
