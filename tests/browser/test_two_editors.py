"""Two editors on one article: nobody's work is lost."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.accessibility import audit
from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage

MINE, THEIRS = "Der weiße Slipper von Anna.", "Der weiße Slipper von Bernd."


def write(page: Page, text: str) -> None:
    """Replace the text by keyboard."""
    page.locator("main").wait_for()
    page.keyboard.press("e")
    draft = page.locator("#draft")
    draft.fill(text)
    draft.press("Control+Enter")


def tagged_facets(catalogue: Catalogue, number: str) -> list[str]:
    """The facets of the first photo that have a tag."""
    return [facet["facet"] for facet in catalogue.view(number)["photos"][0]["facets"] if facet["tags"]]


def test_texts_of_both_are_kept_and_brought_together(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    first, _ = open_page(f"/artikel/{number}")
    second, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 409")
    write(first, THEIRS)
    expect(first.locator("#prose")).to_contain_text(THEIRS)
    write(second, MINE)
    compare = second.locator("#compare")
    expect(compare).to_be_visible()
    expect(compare.locator("#difference")).to_contain_text("Anna")
    expect(compare.locator("#difference")).to_contain_text("Bernd")
    assert "Anna" in compare.locator("#merged").input_value(), "what the second editor wrote is still there"
    audit(second)
    compare.locator("#merged").fill("Der weiße Slipper von Anna und Bernd.")
    compare.get_by_role("button", name="Übernehmen").click()
    expect(second.locator("#prose")).to_contain_text("Anna und Bernd")
    texts = [version["text"] for version in catalogue.view(number)["texts"]]
    assert THEIRS in texts
    assert "Der weiße Slipper von Anna und Bernd." in texts


def test_a_release_of_a_text_that_changed_is_stopped(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    first, _ = open_page(f"/artikel/{number}")
    write(first, MINE)
    expect(first.locator("#prose")).to_contain_text(MINE)
    second, watch = open_page(f"/artikel/{number}")
    watch.allow("status of 409")
    write(first, THEIRS)
    expect(first.locator("#prose")).to_contain_text(THEIRS)
    second.keyboard.press("f")
    expect(second.locator("#alerts .bad")).to_be_visible()
    assert catalogue.view(number)["release"] is None


def test_tags_of_different_facets_are_both_kept(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    pages = [open_page(f"/artikel/{number}")[0] for _ in range(2)]
    facets = tagged_facets(catalogue, number)[:2]
    for page, facet in zip(pages, facets, strict=True):
        page.locator(f'.facet[data-facet="{facet}"] [data-edit]').first.click()
        page.locator("#facet [data-none]").click()
        expect(page.locator(f'.facet[data-facet="{facet}"]').first).to_contain_text("entschieden")
    decided = {facet["facet"] for facet in catalogue.view(number)["photos"][0]["facets"] if facet["decided"]}
    assert set(facets) <= decided


def test_none_of_them_needs_no_labels_to_choose_from(catalogue: Catalogue, open_page: OpenPage) -> None:
    """The dialog opens at once; whoever clicks before the labels have arrived is not refused."""
    number = catalogue.article()
    page, _ = open_page(f"/artikel/{number}")
    page.route("**/labels", lambda _: None)  # they never arrive
    facet = tagged_facets(catalogue, number)[0]
    page.locator("[data-add]").first.click()
    page.locator("#facet [data-none]").click()
    expect(page.locator("#facet")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(f'.facet[data-facet="{facet}"] [data-edit]').first.click()
    page.locator("#facet [data-none]").click()
    expect(page.locator(f'.facet[data-facet="{facet}"]').first).to_contain_text("entschieden")


def test_of_two_answers_to_one_question_the_second_editor_is_told(catalogue: Catalogue, open_page: OpenPage) -> None:
    number = catalogue.article()
    (first, _), (second, watch) = open_page(f"/artikel/{number}"), open_page(f"/artikel/{number}")
    watch.allow("status of 409")
    facet = tagged_facets(catalogue, number)[0]
    place = f'.facet[data-facet="{facet}"]'
    first.locator(f"{place} [data-edit]").first.click()
    first.locator("#facet [data-none]").click()
    expect(first.locator(place).first).to_contain_text("entschieden")
    second.locator(f"{place} [data-edit]").first.click()
    second.locator("#facet input").nth(1).check()
    second.locator("#facet").get_by_role("button", name="Übernehmen").click()
    expect(second.locator("#both")).to_be_visible()
    audit(second)
    history = catalogue.view(number)["history"]
    assert len(history) == 1, "the first editor's decision was not overwritten unseen"
