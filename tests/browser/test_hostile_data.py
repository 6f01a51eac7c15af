"""Product data is shown as text, whatever it holds."""

from __future__ import annotations

import json

import pytest

from tests.browser.accessibility import audit
from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage

SCRIPT = "<script>window.hacked = 1</script>"
IMAGE = '"><img src=x onerror="window.hacked=1">'
RTL, EMOJI, ZALGO = "\u202eegalf\u202c \u2067שלום\u2069", "👩‍👩‍👧‍👦👟🏳️‍🌈", "Z\u0351\u036b\u0343a\u0357\u0309l"
HOSTILE = {
    "Marke": f"Gemini{SCRIPT}",
    "Schuhe": "Slipper",
    "Farbe": f"weiß {IMAGE}",
    f"Feld {SCRIPT}": "{{ 7*7 }} ${7*7} javascript:alert(1)",
    "Hinweis": RTL,
    "Stil": EMOJI,
    "Zier": ZALGO,
    "Titel": "&lt;b&gt; ]]> --> </textarea></title></style>",
    "Lang": "Donaudampfschifffahrtsgesellschaftskapitän" * 40,
}


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"data": HOSTILE}, [SCRIPT, IMAGE, "{{ 7*7 }}", EMOJI, "שלום"]),
        ({"data_text": "\n".join(f"{key}: {value}" for key, value in HOSTILE.items())}, [EMOJI, "{{ 7*7 }}"]),
    ],
)
def test_hostile_data_is_text(data: object, shown: list[str], catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article(data=data)
    for path in (f"/artikel/{number}", f"/?q={number}", "/pruefen", "/"):
        page, _ = open_page(path, viewport={"width": 360, "height": 740})
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hacked") is None
        assert page.locator("script:not([src]), img[onerror]").count() == 0
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
        assert not page.evaluate(wide), f"{path} scrolls sideways"
        audit(page)
        if path.startswith("/artikel"):
            content = page.locator("main").text_content() or ""
            assert all(one in content for one in shown)


def test_an_article_number_with_every_kind_of_character(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article("ä + <b>%2F&?#'\"")
    page, _ = open_page("/?q=%C3%A4")
    page.get_by_role("row").filter(has_text="<b>").get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#article-head").get_attribute("data-number") == number
    photo = page.locator("li.photo img").first
    assert photo.evaluate("image => image.complete && image.naturalWidth > 0"), "the photo is shown"


def test_a_megabyte_of_data(catalogue: Catalogue, open_page: OpenPage) -> None:
    pairs = {f"Merkmal {number}": "sehr viel Text " * 40 for number in range(1_800)}
    data = json.dumps({"data": {"Schuhe": "Slipper", "Farbe": "weiß", **pairs}}).encode()
    assert len(data) > 1_000_000
    number = catalogue.article(data=data, waits=False)
    catalogue.wait(number, lambda view: bool(view["photos"] and view["data"]))
    catalogue.wait_listed(number)
    for path in (f"/artikel/{number}", f"/?q={number}"):
        page, _ = open_page(path)
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("heading", level=1).is_visible()
        assert len(page.content()) < 2_000_000
