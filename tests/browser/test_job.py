"""An editor's whole job, from dropped photos to a released text, and each step by keyboard alone."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page, Request, Route, expect

from tests.browser.accessibility import audit
from tests.browser.catalogue import SHIRT, SHOE, Catalogue, poll
from tests.browser.conftest import OpenPage
from tests.browser.dropping import drop

DATA = "Schuhe: Slipper\nMarke: Gemini\nFarbe: weiß\nObermaterial: Glattleder\nVerschluss: ohne Verschluss"
TEXT = "Der weiße Slipper von Gemini ist aus Glattleder gefertigt."


def focus(page: Page, selector: str, presses: int = 120) -> None:
    """Tab to an element, as somebody without a mouse does."""
    for _ in range(presses):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {presses} presses of the Tab key")


def opened(page: Page) -> Page:
    """The page once its scripts run."""
    page.wait_for_load_state("networkidle")
    return page


def test_from_dropped_photos_to_a_released_text(catalogue: Catalogue, open_page: OpenPage, pictures: Path) -> None:
    number = catalogue.new_number()
    folder = pictures / number
    folder.mkdir()
    (folder / "seite.jpg").write_bytes(SHOE.read_bytes())
    (folder / "kaputt.jpg").write_bytes(b"Dear photo")
    page, watch = open_page("/fotos")
    watch.allow("status of 422")  # the release whose questions are not acknowledged yet

    drop(opened(page).locator("#drop"), [folder])
    expect(page.locator("#chosen-title")).to_have_text("2 Fotos für 1 Artikel")
    expect(page.get_by_label("Artikelnummer für seite.jpg")).to_have_value(number)
    audit(page)
    focus(page, "#upload")
    page.keyboard.press("Enter")
    expect(page.locator("#overall")).to_contain_text("2 von 2 Fotos hochgeladen")
    expect(page.locator("#to-list")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("#arrivals")).to_contain_text("2 Fotos ausgewertet.", timeout=60_000)
    expect(page.locator("#arrivals")).to_contain_text("kaputt.jpg")
    catalogue.wait_listed(number)
    opened(page).keyboard.press("/")
    page.keyboard.type(number)
    row = page.get_by_role("row").filter(has_text=number)
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(row).to_contain_text("Dieses Bildformat wird nicht unterstützt.")
    focus(page, "#list th a")
    page.keyboard.press("Enter")

    expect(page.locator("#article-head")).to_have_attribute("data-number", number)
    focus(opened(page), "[data-open=data]")
    page.keyboard.press("Enter")
    expect(page.locator("#data-text")).to_be_editable()
    focus(page, "#data-text")
    page.keyboard.insert_text(DATA)
    focus(page, "#data [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("#daten")).to_contain_text("Glattleder", timeout=60_000)
    catalogue.wait(number, lambda view: bool(view["text"]))
    opened(page).reload()
    expect(page.locator("#prose")).to_contain_text("Gemini")

    opened(page).keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(TEXT)
    expect(page.locator("#check-state")).to_have_text("geprüft")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#prose")).to_contain_text(TEXT)
    page.keyboard.press("f")
    expect(page.locator("#releasing")).to_be_visible()
    for box in page.locator("#acknowledge input").all():
        expect(box).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    focus(page, "#releasing [type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Freigegeben von")).to_be_visible()
    audit(page)
    view = catalogue.view(number)
    assert (view["state"], view["text"]["text"]) == ("released", TEXT)
    assert view["release"]["record"]


def test_tags_are_answered_and_taken_back_by_keyboard(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article(photos={"front.jpg": SHIRT.read_bytes(), "side.jpg": SHOE.read_bytes()})
    page, _ = open_page("/pruefen")
    current = opened(page).locator("#questions .current")
    for _ in range(200):
        if current.get_attribute("data-number") == number and current.locator("[data-label]").count():
            break
        page.keyboard.press("n")
    question = current.get_attribute("data-id")
    before = catalogue.view(number)
    page.keyboard.press("Enter")
    expect(current).not_to_have_attribute("data-id", str(question))
    decided = poll("the decision", lambda: catalogue.view(number), lambda view: view["version"] > before["version"])
    assert len(decided["questions"]) < len(before["questions"])
    page.keyboard.press("z")
    expect(current).to_have_attribute("data-id", str(question))
    undone = poll("the undo", lambda: catalogue.view(number), lambda view: view["history"][0]["kind"] == "undone")
    assert undone["questions"] == before["questions"]


def test_bulk_accept_shows_what_it_does_and_is_taken_back(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/?q={number}")
    opened(page).keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#selected")).to_contain_text("1 ausgewählt")
    page.keyboard.press("a")
    confirm = page.locator("#preview [data-confirm]")
    expect(confirm).to_be_focused()
    promised = re.search(r"(\d+) Tags?", confirm.inner_text())
    assert promised is not None
    assert not any(facet["decided"] for facet in catalogue.view(number)["photos"][0]["facets"]), (
        "a preview changes nothing"
    )
    audit(page)
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("angenommen")
    accepted = [
        tag for facet in catalogue.view(number)["photos"][0]["facets"] for tag in facet["tags"] if facet["decided"]
    ]
    assert len(accepted) == int(promised[1])
    page.locator("#notices").get_by_role("button", name="Rückgängig").press("Enter")
    expect(page.locator("#notices")).to_contain_text("Rückgängig gemacht.")
    assert not any(facet["decided"] for facet in catalogue.view(number)["photos"][0]["facets"])


def test_a_tag_is_corrected_added_and_removed(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    category = opened(page).locator('.photo .facet[data-facet="category"]')
    fetched = "performance.getEntriesByName(`${location.origin}/labels`).length"  # beforehand, by the page itself
    poll("the labels", lambda: opened(page).evaluate(fetched), bool)
    category.locator("[data-edit]").press("Enter")
    page.keyboard.type("Gummistiefel")
    page.keyboard.press("Enter")
    expect(category).to_contain_text("Gummistiefel")
    expect(category).to_contain_text("geändert")
    page.locator("[data-add]").press("Enter")
    page.locator("#facet-choice").select_option("occasion")
    page.locator("#labels input").first.check()
    page.locator("#facet [type=submit]").press("Enter")
    occasion = page.locator('.photo .facet[data-facet="occasion"]')
    expect(occasion).to_contain_text("ergänzt")
    occasion.locator("[data-edit]").press("Enter")
    page.locator("#facet [data-none]").press("Enter")
    expect(occasion).to_contain_text("keins davon")
    assert [entry["kind"] for entry in catalogue.view(number)["history"]] == ["tags-decided"] * 3


def test_versions_are_compared_before_one_is_taken_again(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    for text in (TEXT, "Der Slipper ist weiß."):
        opened(page).keyboard.press("e")
        page.locator("#draft").fill(text)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#prose")).to_contain_text(text)
    version = page.locator("#history details").filter(has_text=TEXT)
    version.locator("summary").press("Enter")
    version.get_by_role("button", name="Diese Fassung übernehmen").press("Enter")
    expect(page.locator("#difference del").first).to_be_visible()
    expect(page.locator("#difference ins").first).to_be_visible()
    audit(page)
    page.locator("#compare [type=submit]").press("Enter")
    expect(page.locator("#prose")).to_contain_text(TEXT)
    assert len(catalogue.view(number)["texts"]) == 4


def test_a_proposal_is_stored_only_when_it_is_taken(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    opened(page).locator("[data-open=generate]").press("Enter")
    page.locator("#length").select_option("40")
    page.locator("#generate [type=submit]").press("Enter")
    expect(page.locator("#compare")).to_be_visible()
    assert catalogue.view(number)["text"]["version"] == 0
    page.locator("#compare [type=submit]").press("Enter")
    expect(page.locator("#notices")).to_contain_text("Text übernommen.")
    assert catalogue.view(number)["text"]["version"] == 1


def test_a_legal_finding_states_paragraph_and_date_while_writing_and_afterwards(
    catalogue: Catalogue, open_page: OpenPage
) -> None:
    page, _ = open_page(f"/artikel/{catalogue.article()}")
    law = "Anhang zu § 3 Abs. 3 UWG (Richtlinie (EU) 2024/825) · gilt ab 27.09.2026"
    opened(page).keyboard.press("e")
    page.locator("#draft").fill("Ein klimaneutraler Slipper.")
    expect(page.locator("#margin .note.legal .kind")).to_contain_text(law)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text("gespeichert")
    page.reload()
    expect(page.locator("#margin .note.legal .kind")).to_contain_text(law)


def test_the_answer_to_an_older_keystroke_never_wins(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")

    held: list[Route] = []

    def is_older(request: Request) -> bool:  # the check of the text as it was opened is not
        return request.url.endswith("/checks") and "wasserdicht" in str(request.post_data)

    page.route("**/checks", lambda route: held.append(route) if is_older(route.request) else route.continue_())
    opened(page).keyboard.press("e")
    with page.expect_request(is_older):
        page.locator("#draft").fill("Der Slipper ist wasserdicht.")
    page.locator("#draft").fill("Der Slipper ist weiß.")
    expect(page.locator("#check-state")).to_have_text("geprüft")
    late = {"words": 4, "claims": [], "findings": [], "legal": [{"start": 0, "end": 3, "message": "wasserdicht"}]}
    with suppress(Error):  # the browser has given the request up
        held[0].fulfill(json=late)
    page.wait_for_timeout(500)
    expect(page.locator("#margin")).not_to_contain_text("wasserdicht")


def test_a_missing_statement_is_added_with_one_press_and_the_checklist_shows_what_is_missing(
    catalogue: Catalogue, open_page: OpenPage
) -> None:
    data = "Artikel: Jeans\nFarbe: blau\nMaterial: 98% Baumwolle, 2% Elasthan\nDetails: Lederpatch am Bund"
    page, _ = open_page(f"/artikel/{catalogue.article(data={'data_text': data})}")
    expect(opened(page).locator("#pflichtangaben .missing").first).to_contain_text("Hersteller")
    expect(page.locator("#prose")).to_contain_text("Enthält nichttextile Teile tierischen Ursprungs.")
    page.keyboard.press("e")
    page.locator("#draft").fill("Eine blaue Jeans.")
    focus(page, "[data-apply]")
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_have_value("Eine blaue Jeans. Enthält nichttextile Teile tierischen Ursprungs.")
    expect(page.locator("#margin .note.legal")).to_have_count(0)
    audit(page)
