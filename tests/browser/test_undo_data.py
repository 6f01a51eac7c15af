"""Product data and house examples: every change is undone and redone on the page, and nobody's work is lost."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

from bildtext.storage.keys import data_key
from tests.browser.accessibility import audit
from tests.browser.catalogue import SLIPPER, Catalogue, answered
from tests.browser.conftest import OpenPage

LINES = "\n".join(f"{key}: {value}" for key, value in SLIPPER.items())
RED = LINES.replace("weiß", "rot")
GREEN = LINES.replace("weiß", "grün")
PATIENCE_MS = 60_000


def change_data(page: Page, lines: str) -> None:
    """Save data by keyboard; what is there before must be there."""
    page.wait_for_load_state("networkidle")
    page.locator("[data-open=data]").press("Enter")
    area = page.locator("#data-text")
    expect(area).to_be_editable()
    area.fill(lines)
    page.locator("#data [type=submit]").press("Enter")


def shown(page: Page, *contained: str) -> None:
    """The page shows the data as the pipeline has read them."""
    for one in contained:
        expect(page.locator("#daten .entries")).to_contain_text(one, timeout=PATIENCE_MS)


def colour_in_text(catalogue: Catalogue, number: str, colour: str) -> None:
    """The pipeline has written a text from these data."""
    catalogue.wait(number, lambda view: colour in json.dumps(view["text"], ensure_ascii=False))


def test_data_are_changed_undone_by_a_key_and_redone_in_the_history(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    change_data(page, RED)
    expect(page.locator("#data")).to_be_hidden()
    shown(page, "rot")
    colour_in_text(catalogue, number, "rot")
    entry = page.locator("#history .history li").first
    entry.locator("summary").press("Enter")
    expect(entry.locator("del")).to_have_text("Farbe: weiß")
    expect(entry.locator("ins")).to_have_text("Farbe: rot")
    page.evaluate("scrollTo(0, 0)")  # where the page's head covers no button in part
    audit(page)

    page.locator("body").press("z")
    shown(page, "weiß")
    colour_in_text(catalogue, number, "weiß")
    expect(page.locator("#history .history .undone")).to_have_count(1)
    page.locator("#history [data-undo]").first.press("Enter")
    shown(page, "rot")
    assert [one["undone"] for one in catalogue.view(number)["history"]] == [False, True, False]


def test_a_change_is_undone_in_the_notice(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    change_data(page, RED)
    page.locator("#notices").get_by_role("button", name="Rückgängig").press("Enter")
    expect(page.locator("#history .history .undone")).to_have_count(1)
    catalogue.wait(number, lambda view: "weiß" in json.dumps(view["data"], ensure_ascii=False))
    shown(page, "weiß")


def test_data_of_two_editors_are_brought_together(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    first, _ = open_page(f"/artikel/{number}")
    second, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 409")
    second.wait_for_load_state("networkidle")
    second.locator("[data-open=data]").press("Enter")
    expect(second.locator("#data-text")).to_have_value(LINES)
    change_data(first, RED)
    expect(first.locator("#data")).to_be_hidden()
    second.locator("#data-text").fill(GREEN)
    second.locator("#data [type=submit]").press("Enter")
    compare = second.locator("#compare")
    expect(compare).to_be_visible()
    expect(compare.locator("del")).to_have_text("rot")
    expect(compare.locator("ins")).to_have_text("grün")
    audit(second)
    second.keyboard.press("Escape")
    expect(second.locator("#data-text")).to_have_value(GREEN)  # broken off: what was typed stays
    second.locator("#data [type=submit]").press("Enter")
    expect(compare).to_be_visible()
    compare.locator("#merged").fill(LINES.replace("weiß", "rot-grün"))
    compare.get_by_role("button", name="Übernehmen").press("Enter")
    expect(second.locator("#data")).to_be_hidden()
    shown(second, "rot-grün")
    summaries = [one["summary"] for one in catalogue.view(number)["history"]]
    assert summaries == ["Produktdaten geändert"] * 2


def test_an_undo_shows_an_upload_that_came_in_between(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 409")
    change_data(page, RED)
    shown(page, "rot")
    uploaded = json.dumps({"data": {**SLIPPER, "Farbe": "grün", "Absatz": "flach"}}).encode()
    catalogue.put(data_key(number), uploaded)
    catalogue.wait(number, lambda view: "flach" in json.dumps(view["data"]))
    page.locator("body").press("z")
    compare = page.locator("#compare")
    expect(compare).to_be_visible()
    expect(page.locator("#compare-why")).to_contain_text("Ein Upload hat die Produktdaten inzwischen geändert.")
    expect(compare.locator("del").first).to_contain_text("grün")
    compare.locator("#merged").fill(f"{LINES}\nAbsatz: flach")
    compare.get_by_role("button", name="Übernehmen").press("Enter")
    shown(page, "weiß", "flach")


def test_what_was_typed_survives_an_escape_and_a_reload(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    page.wait_for_load_state("networkidle")
    page.locator("[data-open=data]").press("Enter")
    expect(page.locator("#data-text")).to_have_value(LINES)
    page.locator("#data-text").fill(RED)
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_load_state("networkidle")
    page.locator("[data-open=data]").press("Enter")
    expect(page.locator("#data-message")).to_contain_text("Ihr Entwurf ist wieder da.")
    expect(page.locator("#data-text")).to_have_value(RED)
    audit(page)
    page.locator("#discard-data").press("Enter")
    page.locator("[data-open=data]").press("Enter")
    expect(page.locator("#data-text")).to_have_value(LINES)
    assert catalogue.view(number)["history"] == []


def test_wrong_data_are_refused_before_they_are_stored(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 422", "status of 400")
    change_data(page, "!!!")
    expect(page.locator("#data-message")).to_contain_text("Produktdaten")
    expect(page.locator("#data-text")).to_have_value("!!!")
    assert catalogue.view(number)["history"] == []


# -- house examples -------------------------------------------------------------------------------------


def open_examples(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/examples/*"):
        page.locator("[data-open=generate]").press("Enter")


def generate(page: Page) -> None:
    page.locator("#generate [type=submit]").press("Enter")


def examples_of(catalogue: Catalogue, page: Page) -> Any:
    return catalogue.get(f"/examples/{page.locator('#article-head').get_attribute('data-group')}")


def test_examples_are_undone_and_redone_in_their_history(catalogue: Catalogue, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{catalogue.article()}")
    open_examples(page)
    before = examples_of(catalogue, page)["examples"]
    page.locator("#example-1").fill("Ein schlichter Schuh für jeden Tag.")
    generate(page)
    expect(page.locator("#compare")).to_be_visible()
    page.keyboard.press("Escape")
    open_examples(page)
    entry = page.locator("#examples-history li").first
    expect(entry).to_contain_text("Beispieltexte gespeichert")
    entry.locator("summary").press("Enter")
    expect(entry.locator("ins")).to_have_text("Ein schlichter Schuh für jeden Tag.")
    audit(page)
    entry.get_by_role("button", name="Rückgängig").press("Enter")
    expect(page.locator("#examples-message")).to_have_text("Rückgängig gemacht.")
    expect(page.locator("#example-1")).to_have_value(before[0] if before else "")
    assert examples_of(catalogue, page)["examples"] == before
    expect(page.locator("#examples-history button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#example-1")).to_have_value("Ein schlichter Schuh für jeden Tag.")


def test_examples_of_two_editors_are_brought_together(catalogue: Catalogue, open_page: OpenPage) -> None:
    page, watch = open_page(f"/artikel/{catalogue.article()}")
    watch.allow("status of 409")
    open_examples(page)
    stored = examples_of(catalogue, page)
    path = f"/examples/{stored['group']}"
    body = {"version": stored["version"], "examples": ["Gemeinsam.", "Unverändert."]}
    body["version"] = answered(catalogue.api.put(path, data=body))["version"]
    page.keyboard.press("Escape")
    open_examples(page)
    expect(page.locator("#example-2")).to_have_value("Unverändert.")
    theirs = {**body, "examples": ["Von Bernd.", "Unverändert.", "Neu von Bernd."]}
    answered(catalogue.api.put(path, data=theirs))
    page.locator("#example-1").fill("Von Anna.")
    generate(page)
    compare = page.locator("#compare")
    expect(page.locator("#compare-title")).to_have_text("Beispiel 1: zwei Fassungen")
    expect(compare.locator("#difference")).to_contain_text("Bernd")
    compare.locator("#merged").fill("Von Anna und Bernd.")
    compare.get_by_role("button", name="Übernehmen").press("Enter")
    expect(page.locator("#compare-title")).to_have_text("Vorschlag")
    assert examples_of(catalogue, page)["examples"] == ["Von Anna und Bernd.", "Unverändert.", "Neu von Bernd."]
