"""Connection lost and restored, login expired, page reloaded: what was typed is still there and is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bildtext_cli.checkout import SAMPLES
from tests.browser.accessibility import audit
from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage
from tests.browser.watching import wait_until

TEXT = "Der weiße Slipper sitzt bequem."


def typed(page: Page, text: str = TEXT) -> None:
    """Begin to write, as somebody does: key by key."""
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    page.locator("#draft").fill("")
    page.locator("#draft").press_sequentially(text, delay=5)


@pytest.fixture
def number(catalogue: Catalogue) -> str:
    return catalogue.article()


def test_a_lost_connection_while_typing(number: str, catalogue: Catalogue, open_page: OpenPage) -> None:
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    draft = page.locator("#draft")
    draft.fill("")
    draft.press_sequentially("Der weiße ", delay=5)
    page.context.set_offline(True)
    # The first check of a page asks for its access token first; which of the two fails depends on how fast one types.
    with page.expect_event("requestfailed", lambda request: request.url.endswith(("/checks", "/session"))):
        draft.press_sequentially("Slipper ", delay=5)
    draft.press_sequentially("sitzt bequem.", delay=5)
    draft.press("Control+Enter")
    expect(page.locator("[data-wait=offline]")).to_be_visible()
    audit(page)
    assert catalogue.view(number)["text"]["version"] == 0
    page.context.set_offline(False)
    expect(page.locator("#prose")).to_contain_text(TEXT)
    expect(page.locator("[data-wait=offline]")).to_have_count(0)
    assert catalogue.view(number)["text"]["text"] == TEXT


def test_an_expired_login_while_typing(number: str, catalogue: Catalogue, open_page: OpenPage) -> None:
    """The API answers 401 until somebody logged in again in another tab."""
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 401")
    typed(page)
    expired = {"status": 401, "body": '{"message":"Unauthorized"}', "content_type": "application/json"}
    page.route("**/articles/*/text", lambda route: route.fulfill(**expired))
    page.locator("#draft").press("Control+Enter")
    bar = page.locator("[data-wait=login]")
    expect(bar).to_be_visible()
    expect(bar.get_by_role("link")).to_have_attribute("target", "_blank")
    audit(page)
    assert page.locator("#draft").input_value() == TEXT
    page.unroute("**/articles/*/text")
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # as on the way back from the other tab
    expect(page.locator("#prose")).to_contain_text(TEXT)
    assert catalogue.view(number)["text"]["text"] == TEXT


def test_a_reload_while_typing_keeps_the_draft(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
    typed(page)
    page.reload()
    page.wait_for_load_state("networkidle")
    if not page.locator("#draft").is_visible():
        page.keyboard.press("e")
    assert page.locator("#draft").input_value() == TEXT


def test_a_list_that_loses_its_connection_says_so_and_recovers(open_page: OpenPage) -> None:
    page, watch = open_page("/")
    watch.allow("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    page.context.set_offline(True)
    page.get_by_label("Suchen", exact=True).fill("slipper")
    expect(page.locator("#alerts")).to_contain_text("Keine Verbindung")
    page.context.set_offline(False)
    expect(page.locator("#alerts")).not_to_contain_text("Keine Verbindung")


def test_review_answers_given_offline_are_sent_later(catalogue: Catalogue, open_page: OpenPage) -> None:
    for photo in ("48103", "48110"):
        catalogue.article(photos={"front.jpg": (SAMPLES / photo / "front.jpg").read_bytes()}, data=False)
    page, watch = open_page("/pruefen")
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page.wait_for_load_state("networkidle")
    saved: list[int] = []
    page.on("response", lambda answer: saved.append(answer.status) if answer.request.method == "PATCH" else None)
    page.context.set_offline(True)
    for _ in range(2):
        while not page.locator("#questions .current .answer").count():  # a question that is answered in the article
            page.keyboard.press("n")
        page.keyboard.press("0")
    expect(page.locator("[data-wait=offline]")).to_be_visible()
    assert saved == []
    page.context.set_offline(False)
    expect(page.locator("[data-wait=offline]")).to_have_count(0)
    wait_until(page, lambda: len(saved) == 2)
    assert saved == [200, 200]
