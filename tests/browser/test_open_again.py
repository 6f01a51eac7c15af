"""What is open again: a release that an edit would end, decisions about a replaced photo, several labels at once."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.accessibility import audit
from tests.browser.catalogue import SHIRT, SHOE, Catalogue, answered, tiny_jpeg
from tests.browser.conftest import OpenPage
from tests.browser.test_job import opened

TEXT = "Der Slipper ist weiß und bequem."


def decide(catalogue: Catalogue, number: str, *choices: dict[str, Any]) -> None:
    body = {"version": catalogue.view(number)["version"], "choices": choices}
    answered(catalogue.api.patch(f"/articles/{number}/tags", data=body))


def test_saving_a_released_text_is_confirmed_or_left(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    catalogue.release(number)
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("422")
    opened(page).keyboard.press("e")
    expect(page.locator("#ends-release")).to_be_visible()
    page.locator("#draft").fill(TEXT)
    page.keyboard.press("Control+Enter")
    dialog = page.locator("#ending")
    expect(dialog).to_contain_text("Mit dem Speichern wird die Freigabe aufgehoben.")
    audit(page)
    dialog.get_by_role("button", name="Abbrechen").press("Enter")
    expect(page.locator("#draft")).to_have_value(TEXT)
    assert catalogue.view(number)["release"]
    page.locator("#draft").press("Control+Enter")
    dialog.get_by_role("button", name="Freigabe aufheben").press("Enter")
    expect(page.locator("#prose")).to_contain_text(TEXT)
    expect(page.locator("#history")).to_contain_text("die Freigabe ist damit aufgehoben")
    assert catalogue.view(number)["release"] is None


def test_undoing_the_released_text_is_confirmed_too(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    catalogue.release(number)
    page, watch = open_page(f"/artikel/{number}")
    watch.allow("422")
    opened(page).locator('#history [data-kind="text-written"]').press("Enter")
    expect(page.locator("#ending")).to_contain_text("Mit diesem Schritt wird die Freigabe aufgehoben.")
    page.locator("#ending").get_by_role("button", name="Freigabe aufheben").press("Enter")
    expect(page.locator("#history")).to_contain_text("die Freigabe ist damit aufgehoben")


def test_a_replaced_photo_asks_whether_the_old_decisions_hold(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article(photos={"front.jpg": SHOE.read_bytes()})
    key = f"articles/{number}/front.jpg"
    decide(catalogue, number, *({"photo": key, "facet": facet, "labels": [label]} for facet, label in OLD.items()))
    version = catalogue.view(number)["version"]
    alt = {"version": version, "photo": key, "text": "Ein weißer Slipper."}
    answered(catalogue.api.put(f"/articles/{number}/alt-texts", data=alt))
    catalogue.put(key, SHIRT.read_bytes())
    catalogue.wait(number, lambda view: [one["kind"] for one in view["questions"]].count("replaced") == 3)
    page, _ = open_page(f"/artikel/{number}")
    for facet, button, is_decided in (("category", "Verwerfen", False), ("pattern", "Entscheidung übernehmen", True)):
        row = opened(page).locator(f'.photo [data-facet="{facet}"]')
        expect(row).to_contain_text("galt dem alten Foto")
        audit(page)
        row.get_by_role("button", name=button).press("Enter")
        expect(row).not_to_contain_text("galt dem alten Foto")
        facets = {one["facet"]: one["decided"] for one in catalogue.view(number)["photos"][0]["facets"]}
        assert facets[facet] == is_decided
    page.locator('[data-old-alt="Ein weißer Slipper."]').press("Enter")
    expect(page.locator(".alt-text")).to_have_value("Ein weißer Slipper.")
    assert [one for one in catalogue.view(number)["questions"] if one["kind"] == "replaced"] == []


OLD = {"category": "umbrella", "pattern": "lettering"}  # which neither photo shows


def test_several_labels_are_ticked_and_none_of_them_stays_visible(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article(photos={"front.jpg": tiny_jpeg(700)}, data=False)
    page, _ = open_page(f"/artikel/{number}")
    catalogue_file = catalogue.get("/labels")["facets"]
    several = {one["id"] for one in catalogue_file if one["choose"] != 1}
    asked = [one for one in catalogue.view(number)["questions"] if one["facet"] in several and len(one["answers"]) > 1]
    assert asked, "the demo model is unsure of a facet with several labels"
    facet, labels = asked[0]["facet"], [one["label"] for one in asked[0]["answers"][:2]]
    choices = opened(page).locator(".choices:has([data-tick])").filter(has=page.locator(f'[value="{labels[0]}"]'))
    for label in labels:
        choices.locator(f'[value="{label}"]').check()
    choices.locator("[data-take]").press("Enter")
    expect(page.locator("#notices")).to_contain_text("Gespeichert.")
    decided = [one["label"] for one in catalogue.view(number)["tags"] if one["facet"] == facet and one["decided"]]
    assert sorted(decided) == sorted(labels)
    decide(catalogue, number, {"photo": "", "facet": facet, "labels": []})
    page.reload()
    expect(page.locator(f'.votes [data-facet="{facet}"]')).to_contain_text("keins davon")
