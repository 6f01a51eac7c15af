"""Nobody ends a release without knowing: an edit that would is refused until it names the release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue import wiring
from tests.api_events import EDITOR, RELEASER
from tests.catalogue_api import NUMBER, CatalogueApi, catalogue_api
from tests.decisions import released

TEXT, UNDO = "PUT /articles/{number}/text", "POST /articles/{number}/undo"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    """One article with two texts, of which the second is released."""
    with catalogue_api(monkeypatch, tmp_path) as running:
        running.add_photo()
        assert edited(running, "Eins.", 0).status == 200
        assert edited(running, "Zwei.", 1).status == 200
        release(running, 2)
        yield running


def edited(api: CatalogueApi, text: str, base: int, **more: Any) -> Any:
    return api.article(TEXT, {"base": base, "text": text, "source": "edited", **more}, claims=EDITOR)


def view(api: CatalogueApi) -> Any:
    return api.article("GET /articles/{number}").json


def release(api: CatalogueApi, text_version: int) -> None:
    body = {"text_version": text_version, "acknowledged": [one["id"] for one in view(api)["questions"]]}
    assert api.article("POST /articles/{number}/release", body, claims=RELEASER).status == 200


def test_a_new_text_needs_the_release_that_it_ends_and_the_history_shows_it(api: CatalogueApi) -> None:
    refused = edited(api, "Drei.", 2)
    assert (refused.status, refused.code) == (422, "not-acknowledged")
    seen = refused.json["release"]
    assert (seen["version"], seen["text_version"], seen["by"]) == (3, 2, "max")
    assert view(api)["release"]["version"] == 3, "the page can name it at once"
    assert edited(api, "Drei.", 2, voids_release=3).status == 200
    shown = view(api)
    assert (shown["release"], shown["history"][0]["summary"]) == (
        None,
        "Text bearbeitet (1 Wort); die Freigabe ist damit aufgehoben",
    )


def test_a_confirmation_is_about_one_release_only(api: CatalogueApi) -> None:
    api.article("POST /articles/{number}/withdraw", {"version": 3, "reason": "Preis"}, claims=RELEASER)
    release(api, 2)
    assert edited(api, "Drei.", 2, voids_release=3).json["release"]["version"] == 5
    assert edited(api, "Drei.", 2, voids_release=5).status == 200


def test_without_a_release_nothing_has_to_be_named(api: CatalogueApi) -> None:
    api.article("POST /articles/{number}/withdraw", {"version": 3, "reason": "Preis"}, claims=RELEASER)
    assert edited(api, "Drei.", 2).status == 200
    assert "Freigabe" not in view(api)["history"][0]["summary"]


def test_a_release_that_came_while_the_text_was_written_is_not_ended(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.article("POST /articles/{number}/withdraw", {"version": 3, "reason": "Preis"}, claims=RELEASER)
    decisions = wiring.decisions()
    append = decisions.append
    meanwhile = [released(5, 2)]

    def slower(article: str, decision: Any) -> None:
        if meanwhile:
            append(article, meanwhile.pop())
        append(article, decision)

    monkeypatch.setattr(decisions, "append", slower)
    assert edited(api, "Drei.", 2).code == "not-acknowledged"
    assert view(api)["text"]["text"] == "Zwei."


def test_undoing_the_released_text_needs_it_too(api: CatalogueApi) -> None:
    assert api.article(UNDO, {"version": 2}).code == "not-acknowledged"
    assert api.article(UNDO, {"version": 1}).status == 200, "an older text is not the released one"
    assert api.article(UNDO, {"version": 2, "voids_release": 3}).status == 200
    assert view(api)["history"][0]["summary"] == "Schritt 2 rückgängig gemacht; die Freigabe ist damit aufgehoben"
    assert api.article(UNDO, {"version": 5}).status == 200
    assert view(api)["release"]["version"] == 3, "undone, the text is the released one again"


def test_who_undoes_the_release_itself_names_nothing(api: CatalogueApi) -> None:
    assert api.article(UNDO, {"version": 3}, claims=RELEASER).status == 200
    assert view(api)["release"] is None


def test_tags_and_alt_texts_end_no_release(api: CatalogueApi) -> None:
    photo = f"articles/{NUMBER}/front.jpg"
    choice = {"photo": photo, "facet": "colour", "labels": ["black"]}
    assert api.article("PATCH /articles/{number}/tags", {"version": 3, "choices": [choice]}).status == 200
    alt = {"version": 4, "photo": photo, "text": "Slipper"}
    assert api.article("PUT /articles/{number}/alt-texts", alt).status == 200
    assert view(api)["release"]["version"] == 3
