"""Groups of the category tree: the machine states one where no label is clear, and an editor may decide one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bildtext.labels import CATEGORY
from tests.catalogue_api import BACK, FRONT, NUMBER, CatalogueApi, a_tag, catalogue_api

TAGS, UNDO = "PATCH /articles/{number}/tags", "POST /articles/{number}/undo"
GROUP = "outerwear"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    """The catalogue with an article whose photos show a group and a label of another one."""
    with catalogue_api(monkeypatch, tmp_path) as running:
        running.add_photo(tags=(a_tag(CATEGORY, GROUP, 0.55),))
        running.add_photo(BACK, tags=(a_tag(CATEGORY, "loafer", 0.5),))
        yield running


def view(api: CatalogueApi) -> Any:
    answer = api.article("GET /articles/{number}")
    assert answer.status == 200
    return answer.json


def decided(api: CatalogueApi, photo: str, label: str, facet: str = CATEGORY) -> Any:
    choices = [{"photo": photo, "facet": facet, "labels": [label]}]
    answer = api.article(TAGS, {"version": view(api)["version"], "choices": choices})
    assert answer.status == 200, answer.text
    return answer.json


def test_every_answer_that_is_offered_can_be_chosen(api: CatalogueApi) -> None:
    api.add_data('{"Artikel": "Schuhe"}')
    offered = [
        (one["photo"], one["facet"], answer["label"]) for one in view(api)["questions"] for answer in one["answers"]
    ]
    assert GROUP in {label for _, facet, label in offered if facet == CATEGORY}
    for photo, facet, label in offered:
        version = decided(api, photo, label, facet)["version"]
        asked = [(one["photo"], one["facet"]) for one in view(api)["questions"]]
        assert (photo, facet) not in asked, "an answered question is not asked again"
        assert api.article(UNDO, {"version": version}).status == 200


def test_a_group_that_was_decided_is_the_articles_category(api: CatalogueApi) -> None:
    decided(api, "", GROUP)
    (tag,) = view(api)["tags"]
    assert (tag["label"], tag["decided"], tag["votes"], tag["of"], tag["contradiction"]) == (GROUP, True, 1, 2, None)
    assert tag["label_name"] != GROUP, "it has its German name"
    assert tag["label_name"] in view(api)["history"][0]["summary"]


def test_a_group_that_was_decided_for_a_photo_outweighs_the_machine(api: CatalogueApi) -> None:
    answer = decided(api, FRONT, GROUP)
    assert [(tag["label"], tag["votes"]) for tag in answer["tags"]] == [(GROUP, 1)]
    (facet,) = view(api)["photos"][0]["facets"]
    assert [(tag["label"], tag["action"]) for tag in facet["tags"]] == [(GROUP, "accepted")]


def test_a_group_of_no_facet_is_refused(api: CatalogueApi) -> None:
    choices = [{"photo": FRONT, "facet": "colour", "labels": [GROUP]}]
    assert api.article(TAGS, {"version": 0, "choices": choices}).code == "invalid-request"
    assert view(api)["number"] == NUMBER
