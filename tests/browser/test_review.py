"""The review asks everything it can, once, and loses no answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.catalogue import SHIRT, SHOE, Catalogue, poll
from tests.browser.conftest import OpenPage
from tests.browser.test_job import opened
from tests.browser.watching import wait_until

WAITING = "sessionStorage.decisions ?? '[]'"


def question_of(page: Page, number: str) -> Locator:
    """The first question with answers about an article; those before it are put off."""
    current = opened(page).locator("#questions .current")
    for _ in range(300):
        if current.get_attribute("data-number") == number and current.locator("[data-label]").count():
            return current
        page.keyboard.press("n")
        expect(current).to_be_visible()
    raise AssertionError(f"nothing is asked about {number}")


def first_answer(question: Locator) -> list[str]:
    """What the Enter key answers: the labels that are ticked, or the first."""
    ticked = question.locator("[data-tick]:checked").all()
    if ticked:
        return sorted(one.input_value() for one in ticked)
    first = question.locator('[data-tick], [data-label]:not([data-label=""])').first
    return [str(first.get_attribute("data-label") or first.get_attribute("value"))]


def choices(catalogue: Catalogue, number: str) -> list[str]:
    """What was decided about an article, oldest first."""
    return [one["kind"] for one in reversed(catalogue.view(number)["history"])]


def test_questions_without_answers_that_were_put_off_do_not_hide_the_others(
    catalogue: Catalogue, open_page: OpenPage
) -> None:
    """More than the page fetches at once; their value is the highest, so they come first."""
    broken = catalogue.new_number()
    catalogue.article(broken, photos={f"{at}.jpg": b"Dear photo" for at in range(24)}, data=False)
    asked = catalogue.article(photos={"front.jpg": SHIRT.read_bytes()})
    catalogue.wait_listed(broken, lambda entry: entry["questions"] == 24)
    page, _ = open_page("/pruefen")
    question_of(page, asked)


def lost_before(route: Route) -> None:
    """The request never arrives."""


def lost_after(route: Route) -> None:
    """The request arrives, its answer does not."""
    route.fetch()


@pytest.mark.parametrize("lose", [lost_before, lost_after])
def test_an_answer_on_its_way_when_the_page_is_left_arrives_once_and_is_not_asked_again(
    catalogue: Catalogue, open_page: OpenPage, lose: Callable[[Route], None]
) -> None:
    number = catalogue.article(photos={"front.jpg": SHIRT.read_bytes(), "side.jpg": SHOE.read_bytes()})
    page, _ = open_page("/pruefen")
    question = str(question_of(page, number).get_attribute("data-id"))
    page.route("**/tags", lose)
    with page.expect_request("**/tags"):
        page.keyboard.press("Enter")
    if lose is lost_after:
        poll("the decision", lambda: choices(catalogue, number), bool)
    assert question in page.evaluate(WAITING)
    page.unroute("**/tags")
    page.goto("/pruefen")
    wait_until(page, lambda: page.evaluate(WAITING) == "[]")
    assert choices(catalogue, number) == ["tags-decided"]
    assert page.locator(f'#questions .current[data-id="{question}"]').count() == 0
    assert question.partition("/")[2] not in [one["id"] for one in catalogue.view(number)["questions"]]


def test_an_answer_counts_for_the_article_and_the_photo_that_was_shown(
    catalogue: Catalogue, open_page: OpenPage
) -> None:
    content = SHIRT.read_bytes()
    number = catalogue.article(photos={"front.jpg": content, "side.jpg": content})
    asked = [one["facet"] for one in catalogue.view(number)["questions"] if one["facet"] not in ("", "view")]
    assert len(asked) == len(set(asked)), "each facet is asked once, however many photos are in doubt"
    page, _ = open_page("/pruefen")
    question = question_of(page, number)
    facet, shown = question.get_attribute("data-facet"), question.get_attribute("data-alt")
    labels = first_answer(question)
    page.keyboard.press("Enter")
    view = catalogue.wait(number, lambda view: view["version"] == 1)
    assert [tag["label"] for tag in view["tags"] if tag["facet"] == facet and tag["decided"]] == labels
    (photo,) = [one for one in view["photos"] for own in one["facets"] if own["facet"] == facet and own["decided"]]
    assert shown == f"Foto {photo['view']}"
    page.keyboard.press("z")
    undone = catalogue.wait(number, lambda view: view["version"] == 2)
    assert not any(own["decided"] for one in undone["photos"] for own in one["facets"])
