"""A drop of 500 photos: each is tagged, or listed with the reason why it is not."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.catalogue import Catalogue, poll, tiny_jpeg
from tests.browser.conftest import OpenPage
from tests.browser.dropping import drop

NAMES = json.loads((Path(__file__).parents[1] / "upload_names.json").read_text())
PHOTOS, PER_ARTICLE = 500, 10
BROKEN = {7: b"Dear photo", 499: tiny_jpeg(1)[:200]}
EMPTY = 123  # is not even uploaded
ARRIVED_S = 150


def folders(root: Path, first: int) -> list[Path]:
    """50 folders, each named by an article's number, with 10 photos each; a few are no photos at all."""
    made = []
    for at in range(PHOTOS // PER_ARTICLE):
        folder = root / str(first + at)
        folder.mkdir()
        made.append(folder)
        for place in range(PER_ARTICLE):
            number = at * PER_ARTICLE + place
            (folder / f"view{place}.jpg").write_bytes(b"" if number == EMPTY else BROKEN.get(number, tiny_jpeg(number)))
    return made


def test_500_photos(catalogue: Catalogue, open_page: OpenPage, pictures: Path, figures: list[str]) -> None:
    dropped = folders(pictures, 810_000)
    page, watch = open_page("/fotos")
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/uploads") else None)
    drop(page.locator("#drop"), dropped)
    expect(page.locator("#chosen-title")).to_have_text("500 Fotos für 50 Artikel", timeout=30_000)
    started = time.monotonic()
    page.locator("#upload").click()
    listed = page.locator("#chosen tbody tr")
    expect(page.locator("#overall")).to_contain_text("499 von 500 Fotos hochgeladen, 1 abg", timeout=ARRIVED_S * 1000)
    uploaded_s = time.monotonic() - started
    upload = answers[0].json()["id"]
    state = poll("the upload", lambda: catalogue.get(f"/uploads/{upload}"), lambda one: one["waiting"] == 0, ARRIVED_S)
    figures.append(
        f"500 photos: uploaded in {uploaded_s:.0f} s, all tagged or refused {time.monotonic() - started:.0f} s"
    )
    assert listed.count() == PHOTOS
    expect(listed.filter(has_text="leer")).to_have_count(1)
    assert state["tagged"] + len(state["refused"]) == state["total"] == PHOTOS - 1
    keys = {f"articles/{810_000 + number // PER_ARTICLE}/view{number % PER_ARTICLE}.jpg" for number in BROKEN}
    assert {one["key"] for one in state["refused"]} == keys
    assert all(one["reason"] for one in state["refused"])
    page.goto("/")
    arrivals = page.locator("#arrivals")
    expect(arrivals).to_contain_text("499 Fotos ausgewertet.")
    for key in keys:
        expect(arrivals).to_contain_text(key.removeprefix("articles/"))
    assert json.dumps(watch.problems()) == "[]"


def test_more_than_500_photos_and_other_files_are_refused_by_name(open_page: OpenPage, pictures: Path) -> None:
    folder = pictures / "4711"
    folder.mkdir()
    for number in range(PHOTOS + 3):
        (folder / f"{number}.jpg").write_bytes(tiny_jpeg(number))
    (folder / "notes.txt").write_text("no photo")
    page, _ = open_page("/fotos")
    drop(page.locator("#drop"), [folder])
    expect(page.locator("#chosen-title")).to_contain_text("500 Fotos", timeout=30_000)
    left_out = page.locator("#left-out li")
    expect(left_out).to_have_count(4)
    expect(left_out.filter(has_text="notes.txt")).to_contain_text("kein Foto")
    expect(left_out.filter(has_text="mehr als 500")).to_have_count(3)


def test_the_page_has_the_rules_of_the_api_for_names(open_page: OpenPage) -> None:
    page, _ = open_page("/fotos")
    script = """async (cases) => {
        const loaded = performance.getEntriesByType("resource").map((one) => one.name);
        const url = loaded.find((name) => /dropped/.test(name));
        const { numberAndView } = await import(url);
        return cases.map(([name]) => [name, ...Object.values(numberAndView("", name))]);
    }"""
    assert page.evaluate(script, NAMES) == NAMES
