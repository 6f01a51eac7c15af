"""Everything can be read without JavaScript."""

from __future__ import annotations

import re

from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage


def test_list_article_and_review_are_read_without_javascript(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    view = catalogue.view(number)
    page, _ = open_page("/", java_script_enabled=False)
    page.get_by_label("Suchen", exact=True).fill(number)
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
    assert page.url.endswith(f"/artikel/{number}")
    prose = re.sub(r"\s+", " ", page.locator("#prose").inner_text())
    for word in view["text"]["text"].split():
        assert word in prose
    photo = page.locator("li.photo img").first
    assert photo.evaluate("image => image.complete && image.naturalWidth > 0"), "the photo is shown"
    shown = page.locator("#tags").inner_text()
    assert all(tag["name"] in shown for facet in view["photos"][0]["facets"] for tag in facet["tags"])
    page.get_by_text(re.compile("Quellen der")).click()
    assert page.locator("#quelle-1").is_visible()
    page.goto("/pruefen")
    assert page.get_by_role("heading", name="Prüfen").is_visible()


def test_what_needs_javascript_is_not_shown_without(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    for path in ("/", "/fotos", "/pruefen", f"/artikel/{number}"):
        page, _ = open_page(path, java_script_enabled=False)
        dead = [button.inner_text() for button in page.get_by_role("button").all() if button.is_visible()]
        assert [name for name in dead if name != "Suchen"] == [], path
