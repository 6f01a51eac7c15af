"""The goals of the page: 200 tags reviewed in 5 minutes, 20 texts released in 10, by keyboard at a person's pace."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageOps
from playwright.sync_api import Locator, Playwright, expect

from bildtext.storage.keys import data_key
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.local.stack import local_stack
from catalogue.label_names import VIEW
from tests.browser.catalogue import Catalogue, open_catalogue
from tests.browser.conftest import OpenPage
from tests.browser.human_pace import Editor
from tests.browser.watching import wait_until

TAGS, TEXTS = 200, 20
PHOTOS = ("front.jpg", "other.jpg")
COLOURS = ("weiß", "schwarz", "blau", "rot")
TAG_GOAL_S, TEXT_GOAL_S = 5 * 60, 10 * 60


@pytest.fixture(scope="module")
def own_system(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """A system of its own: the review shows the open questions of all articles."""
    log = tmp_path_factory.mktemp("pace") / "functions.log"
    with (
        log.open("w", encoding="utf-8") as output,
        local_stack(function_output=output) as system,
        open_catalogue(system, playwright) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def numbers(own_system: Catalogue) -> list[str]:
    """As many articles as have 200 tags together that are the article's, not a photo's view."""
    most = len(PHOTOS) * len(own_system.get("/labels")["facets"])
    made: list[str] = []
    while (missing := TAGS - sum(1 for number in made for _ in places(own_system.view(number)))) > 0:
        made += articles(own_system, len(made), len(made) + max(1, missing // most))
    return made


def articles(system: Catalogue, first: int, end: int) -> list[str]:
    """Listed articles with a text: two photos and the data of one product. Every third is drawn, the others shot."""
    numbers = {f"9{position:04}": position for position in range(first, end)}
    for number, position in numbers.items():
        system.article(number, photos=dict(zip(PHOTOS, two_photos(position), strict=True)), data=False, waits=False)
    for number, position in numbers.items():
        view = system.wait(number, lambda view: len(view["photos"]) == len(PHOTOS))
        known = {tag["facet"]: tag["label_name"] for tag in view["tags"]}
        data = {
            "Marke": "Gemini",
            "Artikel": known.get("category", "Slipper"),
            "Farbe": COLOURS[position % len(COLOURS)],
        }
        system.put(data_key(number), json.dumps({"data": {**data, "Verschluss": "ohne Verschluss"}}).encode())
    for number in numbers:
        system.wait(number, lambda view: bool(view["text"]))
        system.wait_listed(number, lambda entry: bool(entry["words"]))
    return list(numbers)


def two_photos(position: int) -> tuple[bytes, bytes]:
    """A picture, and a part of it mirrored."""
    samples = sorted(SAMPLES.glob("*/*.jpg"))
    drawn = position % 3 == 2
    picture = a_drawing(position) if drawn else Image.open(samples[position % len(samples)]).convert("RGB")
    return as_jpeg(picture), as_jpeg(ImageOps.mirror(ImageOps.crop(picture, 8)))


def a_drawing(seed: int) -> Image.Image:
    """A garment of random colours and proportions on white."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    picture = Image.new("RGB", (480, 640), "white")
    pen, colour = ImageDraw.Draw(picture), tuple(chance.randrange(256) for _ in range(3))
    width, length = chance.randrange(70, 150), chance.randrange(200, 480)
    pen.polygon(
        [(240 - width, 100), (240 + width, 100), (240 + width, 100 + length), (240 - width, 100 + length)], colour
    )
    for side in (-1, 1):
        reach = chance.randrange(30, 120)
        pen.line([(240 + side * width, 120), (240 + side * (width + reach), 120 + 2 * reach)], colour, width=50)
    for row in range(110, 100 + length, chance.randrange(20, 200)):
        pen.line([(240 - width, row), (240 + width, row)], tuple(255 - one for one in colour), width=6)
    return picture


def as_jpeg(picture: Image.Image) -> bytes:
    """The picture as a file."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    return written.getvalue()


def words_of(shown: Locator) -> str:
    """The text that a reader sees in these elements."""
    return " ".join(shown.all_inner_texts())


def next_question(editor: Editor, put_off: set[str]) -> Locator | None:
    """The next question of the review that has answers. Others are put off; None when only those are left."""
    page = editor.page
    while True:
        with editor.waiting():
            expect(page.locator("#questions .current, #done:not([hidden])").filter(visible=True).first).to_be_visible()
        shown = page.locator("#questions .current")
        if not shown.count():
            return None
        if shown.locator(".answer").count():
            return shown
        mark = str(shown.get_attribute("data-id"))
        if mark in put_off:
            return None
        put_off.add(mark)
        editor.read(words_of(shown.locator("h2")))
        editor.decide("n")


def test_200_tags(own_system: Catalogue, numbers: list[str], open_page: OpenPage, figures: list[str]) -> None:
    given = {(number, *place) for number in numbers for place in places(own_system.view(number))}
    page, _ = open_page("/?sort=number", of=own_system)
    editor = Editor(page)
    expect(page.locator("#list tbody tr")).to_have_count(len(numbers))
    editor.decide("/", "Tab", "Tab", "Tab", "Space")  # from the search to "select all of this page"
    expect(page.locator("#selected")).to_contain_text(str(len(numbers)))
    with editor.waiting():
        editor.decide("a")
        expect(page.locator("#preview [data-confirm]")).to_be_enabled()
    editor.read(words_of(page.locator("#preview p")))
    editor.read(words_of(page.locator("#preview summary")))  # how many are held back, for each reason
    with editor.waiting():
        editor.decide("Enter")
        expect(page.locator("#preview")).to_be_hidden()
    in_bulk = tags_decided(own_system, given)
    editor.open("/pruefen")
    answered, put_off = 0, set[str]()
    while question := next_question(editor, put_off):
        shown = question.get_attribute("data-id")
        editor.read(words_of(question.locator("h2")))
        editor.read(words_of(question.locator(".answers bdi")))  # the scores only order the answers
        editor.decide("0" if answered % 3 == 2 else "Enter")  # every third time no answer is right
        answered += 1
        assert answered <= 2 * TAGS, "the review does not come to an end"
        with editor.waiting():
            expect(page.locator(f'#questions .current[data-id="{shown}"]')).to_have_count(0)
    with editor.waiting():
        wait_until(page, lambda: page.evaluate("sessionStorage.decisions ?? '[]'") == "[]")
    asked = [one for number in numbers for one in own_system.view(number)["questions"] if one["answers"]]
    decided = tags_decided(own_system, given)
    figures.append(
        f"{len(decided)} of {len(given)} tags reviewed, {len(in_bulk)} of them in one gesture and the others with "
        f"{answered} questions; {len(put_off)} remarks put off: {editor.pace}"
    )
    assert asked == []
    assert len(decided) >= TAGS
    assert editor.pace.seconds <= TAG_GOAL_S


def tags_decided(system: Catalogue, given: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Which of these places somebody has decided."""
    views = {number: system.view(number) for number, *_ in given}
    return {place for place in given if reviewed(views[place[0]], *place[1:])}


def places(view: Any) -> Iterator[tuple[str, str]]:
    """The photos and facets that have a tag of the article, which the view of a photo is not."""
    for photo in view["photos"]:
        yield from ((photo["key"], one["facet"]) for one in photo["facets"] if one["tags"] and one["facet"] != VIEW)


def reviewed(view: Any, key: str, name: str) -> bool:
    """Whether somebody decided a facet of a photo, or the same facet of the article: it then has that tag, or none."""
    shown = [facet for photo in view["photos"] if photo["key"] == key for facet in photo["facets"]]
    decided = any(facet["decided"] for facet in shown if facet["facet"] == name)
    return decided or all(tag["decided"] for tag in view["tags"] if tag["facet"] == name)


def test_20_texts(own_system: Catalogue, numbers: list[str], open_page: OpenPage, figures: list[str]) -> None:
    numbers = [*numbers, *articles(own_system, len(numbers), TEXTS)]
    page, watch = open_page("/?sort=number", of=own_system)
    watch.allow("status of 4(09|22)")  # a release whose questions are not acknowledged
    editor = Editor(page)
    expect(page.locator("#list tbody tr")).to_have_count(len(numbers))
    editor.decide("j", "Enter")
    for at, number in enumerate(numbers[:TEXTS]):
        with editor.waiting():
            expect(page.locator("#article-head")).to_have_attribute("data-number", number)
            page.wait_for_load_state("networkidle")
        editor.read(words_of(page.locator("#prose")))
        editor.read(words_of(page.locator("#margin")))
        released = page.locator("main").get_by_text("Freigegeben von").first
        with editor.waiting():
            editor.decide("f")
            expect(released.or_(page.locator("#releasing[open]")).first).to_be_visible()
        if page.locator("#releasing").is_visible():
            acknowledge(editor, page.locator("#releasing"))
            with editor.waiting():
                expect(released).to_be_visible()
        if at + 1 < TEXTS:
            editor.press("n")
    states = {own_system.view(number)["state"] for number in numbers[:TEXTS]}
    figures.append(f"{TEXTS} texts released: {editor.pace}")
    assert states == {"released"}
    assert editor.pace.seconds <= TEXT_GOAL_S


def acknowledge(editor: Editor, dialog: Locator) -> None:
    """Read each open question and tick it, then release."""
    for question in dialog.locator("#acknowledge li").all():
        editor.read(words_of(question))
        editor.decide("Space", "Tab")
    editor.press("Tab", "Enter")
