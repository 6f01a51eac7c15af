"""A photo is replaced under its key: decisions about the earlier one, and previews of bulk actions, do not reach it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue import wiring
from tests.catalogue_api import BACK, FRONT, NUMBER, CatalogueApi, a_tag, catalogue_api

TAGS, ALT_TEXTS = "PATCH /articles/{number}/tags", "PUT /articles/{number}/alt-texts"
BULK = "POST /articles/tags/accept"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    """One article with a photo of a white slipper."""
    with catalogue_api(monkeypatch, tmp_path) as running:
        running.add_photo()
        yield running


def replace_photo(api: CatalogueApi, version: str = "v2", sequencer: str = "2") -> None:
    """Another photo under the same key: red."""
    tags = (a_tag("category", "loafers"), a_tag("colour", "red"))
    api.add_photo(version=version, sequencer=sequencer, tags=tags)


def view(api: CatalogueApi) -> Any:
    return api.article("GET /articles/{number}").json


def choose(api: CatalogueApi, version: int, labels: list[str] | None, **more: Any) -> Any:
    choice = {"photo": FRONT, "facet": "colour", "labels": labels, **more}
    return api.article(TAGS, {"version": version, "choices": [choice]})


def asked(api: CatalogueApi) -> list[Any]:
    return [one for one in view(api)["questions"] if one["kind"] == "replaced"]


def colour(api: CatalogueApi) -> Any:
    (facet,) = (one for one in view(api)["photos"][0]["facets"] if one["facet"] == "colour")
    return facet


def test_a_decision_is_open_again_and_taken_over_or_dropped(api: CatalogueApi) -> None:
    assert choose(api, 0, ["black"]).status == 200
    replace_photo(api)
    assert ([one["label"] for one in colour(api)["tags"]], colour(api)["decided"]) == (["red"], False)
    (question,) = asked(api)
    assert (question["chosen"], question["places"]) == (["black"], [FRONT])
    assert choose(api, 1, None).status == 200
    assert (asked(api), colour(api)["decided"]) == ([], False)
    assert api.article("POST /articles/{number}/undo", {"version": 2}).status == 200
    assert choose(api, 3, ["black"]).status == 200
    assert (asked(api), colour(api)["decided"]) == ([], True)


def test_a_decision_of_a_facet_that_is_not_in_the_label_file_any_more_can_be_dropped(api: CatalogueApi) -> None:
    choice = {"photo": FRONT, "facet": "gone", "labels": None}
    assert api.article(TAGS, {"version": 0, "choices": [choice]}).status == 200


def test_a_choice_made_while_the_photo_was_replaced_is_about_the_one_that_was_seen(api: CatalogueApi) -> None:
    replace_photo(api)
    assert choose(api, 0, ["white"], photo_version="v1").status == 200
    assert (colour(api)["decided"], [one["chosen"] for one in asked(api)]) == (False, [["white"]])
    (decision,) = wiring.decisions().read(NUMBER).decisions
    assert decision.choices[0].machine == ()  # type: ignore[union-attr]
    assert choose(api, 1, ["white"], photo_version="v2").status == 200
    assert (colour(api)["decided"], asked(api)) == (True, [])


def test_an_alt_text_is_open_again_and_taken_over_or_dropped(api: CatalogueApi) -> None:
    def write(version: int, text: str | None) -> int:
        return int(api.article(ALT_TEXTS, {"version": version, "photo": FRONT, "text": text}).status)

    assert write(0, "Weißer Slipper") == 200
    replace_photo(api)
    photo = view(api)["photos"][0]
    assert (photo["alt_text"], photo["replaced_alt_text"]) == ("", "Weißer Slipper")
    assert [one["facet"] for one in asked(api)] == [""]
    assert write(1, "Weißer Slipper") == 200
    assert (view(api)["photos"][0]["alt_text"], asked(api)) == ("Weißer Slipper", [])
    replace_photo(api, "v3", "3")
    assert write(2, None) == 200
    assert (view(api)["photos"][0]["alt_text"], asked(api)) == ("", [])
    assert write(3, "") == 400


@pytest.mark.parametrize(
    "change",
    [
        {"tags": (a_tag("category", "loafers"), a_tag("colour", "red", 0.97))},  # a new photo
        {"tags": (a_tag("category", "loafers", 0.91), a_tag("colour", "white"))},  # a new run of the model
        {"tags": (a_tag("category", "loafers"), a_tag("colour", "white")), "version": "v2"},
        {"tags": (a_tag("category", "loafers"),)},
    ],
)
def test_tags_that_changed_since_the_preview_are_not_accepted(api: CatalogueApi, change: Any) -> None:
    (plan,) = api.call(BULK, body={"articles": [NUMBER], "preview": True}).json["articles"]
    assert plan["accepted"]
    api.add_photo(**{"sequencer": "2", **change})
    performing = {
        "articles": [NUMBER],
        "versions": {NUMBER: plan["version"]},
        "fingerprints": {NUMBER: plan["fingerprint"]},
    }
    (refused,) = api.call(BULK, body=performing).json["articles"]
    assert (refused["problem"]["code"], refused["accepted"]) == ("preview-outdated", [])
    assert view(api)["version"] == 0
    (again,) = api.call(BULK, body={"articles": [NUMBER], "preview": True}).json["articles"]
    performing["fingerprints"] = {NUMBER: again["fingerprint"]}
    (done,) = api.call(BULK, body=performing).json["articles"]
    assert (done["problem"], done["version"]) == (None, 1)


def test_an_unchanged_article_is_accepted_beside_a_changed_one(api: CatalogueApi) -> None:
    api.add_photo("articles/4711/front.jpg")
    body = {"articles": [NUMBER, "4711"], "preview": True}
    plans = api.call(BULK, body=body).json["articles"]
    api.add_photo(BACK, tags=(a_tag("colour", "white"),))  # one more photo
    performing = {
        "articles": [NUMBER, "4711"],
        "versions": {one["number"]: one["version"] for one in plans},
        "fingerprints": {one["number"]: one["fingerprint"] for one in plans},
    }
    changed, unchanged = api.call(BULK, body=performing).json["articles"]
    assert changed["problem"]["code"] == "preview-outdated"
    assert (unchanged["problem"], unchanged["version"]) == (None, 1)
    (repeated,) = api.call(BULK, body={**performing, "articles": ["4711"]}).json["articles"]
    assert (repeated["problem"], repeated["version"]) == (None, 1), "sent again, as its answer was lost"
