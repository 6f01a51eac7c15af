"""An editor asks what a tag rests on, and sees it on the photo: by mouse, by keyboard, by ear, and when it fails."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessibility import audit
from tests.browser.catalogue import SHIRT, SHOE, Catalogue
from tests.browser.conftest import OpenPage

_HEAT = """canvas => {
  const {width, height} = canvas, data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  return [0.05, 0.5, 0.95].map(y => [0.05, 0.5, 0.95].map(x =>
    data[(Math.round(y * height) * width + Math.round(x * width)) * 4 + 3]));
}"""


@pytest.fixture(scope="module")
def number(catalogue: Catalogue) -> str:
    """An article with a square photo and one in portrait."""
    return catalogue.article(photos={"side.jpg": SHOE.read_bytes(), "tall.jpg": tall_photo()})


def tall_photo() -> bytes:
    """The shirt with as much white above and below as it is high."""
    with Image.open(SHIRT) as shirt:
        photo = Image.new("RGB", (shirt.width, shirt.height * 2), "white")
        photo.paste(shirt, (0, shirt.height // 2))
    written = io.BytesIO()
    photo.save(written, "JPEG")
    return written.getvalue()


def photo(page: Page, name: str) -> Locator:
    """A photo with its tags."""
    return page.locator(f".photo[data-photo$='{name}.jpg']")


def control(page: Page, facet: str, name: str = "side") -> Locator:
    """What shows the map of a photo's first tag in a facet."""
    return photo(page, name).locator(f"[data-facet='{facet}'] [data-heat]").first


def failing(status: int, body: str) -> Callable[[Route], None]:
    """A server that answers with a problem document."""
    return lambda route: route.fulfill(status=status, body=body, content_type="application/problem+json")


def opacities(canvas: Locator) -> list[list[int]]:
    """How strongly the map covers the photo, at nine points from top left to bottom right."""
    found: list[list[int]] = canvas.evaluate(_HEAT)
    return found


def test_a_click_shows_the_map_and_another_takes_it_away(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    button = control(page, "colour")
    expect(button).to_have_accessible_name("Zeigen, worauf sich Blau stützt, Foto side")
    button.click()
    canvas = photo(page, "side").get_by_role("img", name="Wärmekarte: „Blau“")
    expect(canvas).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    heat = opacities(canvas)
    assert heat[1][1] > 180, "strong on the shoe in the middle"
    assert max(heat[0] + heat[2]) < heat[1][1] / 3
    box, image = canvas.bounding_box(), photo(page, "side").locator("img").first.bounding_box()
    assert box == image
    expect(page.locator(".heat-legend")).to_contain_text("Am wichtigsten ist die Stelle in der Mitte.")
    expect(page.locator(".heat-legend")).to_contain_text("sinkt der Wert von 0,88 auf")
    expect(page.locator(".heat-legend")).not_to_contain_text("Rand")
    button.click()
    expect(page.locator("canvas, .heat-legend, .explained")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_what_the_model_does_not_see_is_veiled(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    control(page, "pattern", "tall").click()
    canvas = photo(page, "tall").locator("canvas")
    expect(canvas).to_be_visible()
    above, middle, below = opacities(canvas)
    assert len({*above, *below}) == 1
    assert 100 < above[0] < 180
    assert middle[0] != above[0]
    expect(page.locator(".heat-legend")).to_contain_text("Den grauen Rand sieht das Modell nicht.")


def test_one_map_at_a_time_and_none_is_computed_twice(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request.post_data_json) if "heatmaps" in request.url else None)
    for facet in ("colour", "category", "colour"):
        control(page, facet).click()
        expect(page.locator("canvas")).to_have_count(1)
        expect(page.locator(".heat-legend .heat-scale")).to_have_count(1)
    assert [one["facet"] for one in asked] == ["colour", "category"]
    assert asked[0] == {"key": f"articles/{number}/side.jpg", "facet": "colour", "label": "blue"}


def test_with_keys_alone(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    control(page, "colour").focus()
    page.keyboard.press("Enter")
    expect(page.locator("canvas")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("canvas")).to_have_count(0)
    expect(control(page, "colour")).to_be_focused()
    page.keyboard.press("w")  # the tag of the row with the focus, then the one after it
    expect(page.get_by_role("img", name="Wärmekarte: „Blau“")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_role("img", name="Wärmekarte: „Unifarben“")).to_be_visible()
    pressed = "[...document.querySelectorAll('#tags [data-heat]')].map(one => one.ariaPressed)"
    left = page.evaluate(pressed)[::-1].index("true")
    for _ in range(left):
        page.keyboard.press("w")
    expect(page.locator(".heat-legend")).to_have_count(1)
    page.keyboard.press("w")
    expect(page.locator(".heat-legend")).to_have_count(0)  # after the last one


def test_the_result_is_announced(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    waiting: list[Route] = []
    page.route("**/heatmaps", lambda route: waiting.append(route))
    with page.expect_request("**/heatmaps"):
        control(page, "colour").click()
    status = photo(page, "side").get_by_role("status")
    expect(status).to_have_text("Wird berechnet …")
    audit(page)
    waiting[0].continue_()
    expect(status).to_contain_text("Wärmekarte: „Blau“. Am wichtigsten")


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, {"width": 1600, "height": 1000}])
def test_it_is_accessible(size: dict[str, int], number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}", viewport=size)
    control(page, "colour").click()
    expect(page.locator("canvas")).to_be_visible()
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_fails_is_said_in_german(number: str, open_page: OpenPage) -> None:
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 503", "status of 400")
    for status, code, sentence in (
        (503, "try-again", "Das hat gerade nicht geklappt."),
        (400, "unknown-label", "Dieses Tag steht nicht mehr in der Liste der Tags."),
    ):
        body = json.dumps({"status": status, "code": code, "detail": "…"})
        page.route("**/heatmaps", failing(status, body))
        control(page, "colour").click()
        expect(page.get_by_role("alert")).to_contain_text(sentence)
        expect(page.locator("canvas, .heat-legend, .explained")).to_have_count(0)
        expect(control(page, "colour")).to_have_attribute("aria-pressed", "false")
        page.unroute("**/heatmaps")
    control(page, "colour").click()
    expect(page.locator("canvas")).to_be_visible()


def test_no_map_is_drawn_over_another_version_of_the_photo(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    catalogue.put(f"articles/{number}/side.jpg", SHIRT.read_bytes())
    control(page, "colour").click()
    expect(page.get_by_role("alert")).to_contain_text("Das Foto wurde inzwischen ersetzt.")
    expect(page.locator("canvas")).to_have_count(0)


def test_a_tag_that_rests_on_no_single_part(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")

    def even(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "score": 0.97, "lowest_score": 0.96})

    page.route("**/heatmaps", even)
    control(page, "colour").click()
    expect(page.locator(".heat-legend")).to_contain_text(
        "Keine einzelne Stelle ist entscheidend: Der Wert bleibt bei etwa 0,97"
    )
    expect(page.locator("canvas")).to_have_count(0)


def test_the_map_stays_when_something_is_decided(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article(data={"Marke": "Gemini", "Schuhe": "Sneaker"})
    page, _ = open_page(f"/artikel/{number}")
    control(page, "colour").click()
    expect(page.locator("canvas")).to_be_visible()
    page.keyboard.press("a")
    page.locator("#preview [data-confirm]").click()
    expect(photo(page, "side").locator("[data-facet='colour'] .tag")).to_contain_text("bestätigt")
    expect(page.get_by_role("img", name="Wärmekarte: „Blau“")).to_be_visible()


def test_without_javascript_there_is_no_control(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}", java_script_enabled=False)
    expect(page.locator("[data-heat]").first).to_be_hidden()
    expect(page.get_by_text("Blau").first).to_be_visible()
