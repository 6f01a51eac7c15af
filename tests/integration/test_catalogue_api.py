"""The catalogue's API with its real handler, table and bucket: reading, editing, conflicts, release, uploads."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bildtext.decisions import AltTextWritten, Decision, TextWritten
from bildtext.errors import TransientError
from bildtext.provenance import fingerprint
from bildtext.storage.article_table import DataItem
from bildtext.storage.catalogue_index import DynamoCatalogueIndex
from bildtext.storage.decision_table import DynamoDecisions
from catalogue import sentences, wiring
from catalogue.projection import refresh
from tests.api_events import EDITOR, RELEASER, machine, user
from tests.catalogue_api import (
    BACK,
    DESCRIPTION,
    FRONT,
    NUMBER,
    TEXT,
    CatalogueApi,
    a_tag,
    as_sealed,
    catalogue_api,
    moment,
)
from tests.catalogue_items import a_refused_text

SECOND = user("Redaktion", name="ute")
TAGS, ARTICLE_TEXT = "PATCH /articles/{number}/tags", "PUT /articles/{number}/text"
RELEASE, UNDO = "POST /articles/{number}/release", "POST /articles/{number}/undo"
CHECKED = {
    "words": 2,
    "claims": [],
    "findings": [],
    "conflicts": [],
    "not_used": [],
    "legal": [],
    "duration_ms": 1.5,
    "request_id": "r",
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    """The catalogue with one article: data, text and two photos."""
    with catalogue_api(monkeypatch, tmp_path) as running:
        running.add_photo()
        running.add_photo(BACK)
        running.add_data()
        running.add_text()
        yield running


def view(api: CatalogueApi) -> Any:
    answer = api.article("GET /articles/{number}")
    assert answer.status == 200
    return answer.json


def choice(labels: list[str], facet: str = "colour", photo: str = FRONT) -> dict[str, Any]:
    return {"photo": photo, "facet": facet, "labels": labels}


def written(api: CatalogueApi, text: str = "Ein Slipper.", base: int = 0, claims: Any = EDITOR, **more: Any) -> Any:
    body = {"base": base, "text": text, "source": "edited", "description": as_sealed(CHECKED, text), **more}
    answer = api.article(ARTICLE_TEXT, body, claims=claims)
    assert answer.status == 200, answer.text
    return answer.json


# -- reading ------------------------------------------------------------------------------------------


def test_an_article_is_shown(api: CatalogueApi) -> None:
    shown = view(api)
    assert (shown["number"], shown["version"]) == (NUMBER, 0)
    assert [photo["key"] for photo in shown["photos"]] == [FRONT, BACK]
    assert shown["text"]["text"] == TEXT


def test_an_unknown_article_is_not_found_whatever_its_number(api: CatalogueApi) -> None:
    for number in ("none", "ä ö-ü", 'a"b?c#d', "🎉", "%2F", "100%", "<b>"):
        answer = api.call("GET /articles/{number}", {"number": number})
        assert (answer.status, answer.code) == (404, "not-found")
        assert number in answer.json["detail"]


def test_what_cannot_be_a_number_is_refused(api: CatalogueApi) -> None:
    for number in (" ", "a/b", "1" * 1025, "a\0b"):
        assert api.call("GET /articles/{number}", {"number": number}).code == "invalid-key"


def test_every_number_that_can_be_stored_can_be_read(api: CatalogueApi) -> None:
    for number in ("Größe 5", 'a"b?c#d', "🎉", "100%", "%2F", "<script>"):
        api.add_photo(f"articles/{number}/front.jpg")
        answer = api.call("GET /articles/{number}", {"number": number})
        assert (answer.status, answer.json["number"]) == (200, number)


def test_articles_are_listed_and_counted(api: CatalogueApi) -> None:
    refresh(NUMBER, wiring.projection())
    answer = api.call("GET /articles", query={"q": NUMBER[:3], "sort": "number"}).json
    assert [article["number"] for article in answer["articles"]] == [NUMBER]
    assert sum(answer["counts"].values()) == 1
    state = answer["articles"][0]["state"]
    assert [one["number"] for one in api.call("GET /articles", query={"state": state}).json["articles"]] == [NUMBER]
    assert isinstance(wiring.index(), DynamoCatalogueIndex)


def test_a_wrong_question_about_articles_is_refused(api: CatalogueApi) -> None:
    for query in ({"state": "lost"}, {"sort": "price"}, {"q": "x" * 201}, {"page": "2"}, {"cursor": "no cursor"}):
        answer = api.call("GET /articles", query=query)
        assert (answer.status, answer.code) == (400, "invalid-request"), query


def test_labels_are_in_both_languages(api: CatalogueApi) -> None:
    answer = api.call("GET /labels").json
    colour = next(facet for facet in answer["facets"] if facet["id"] == "colour")
    assert {"id": "white", "name": {"de": "Weiß", "en": "White"}, "group": None} in colour["labels"]


def test_a_photo_is_a_redirect_to_an_address_for_five_minutes(api: CatalogueApi) -> None:
    answer = api.call("GET /photos/{key+}", {"key": FRONT})
    address = urlsplit(answer.headers["location"])
    assert (answer.status, address.path) == (302, f"/{FRONT}")
    assert address.netloc == "photos.s3.eu-central-1.amazonaws.com"
    assert "X-Amz-Expires=300" in address.query


def test_other_files_are_no_photos(api: CatalogueApi) -> None:
    for key in ("secrets/key.pem", f"articles/{NUMBER}/article.json", "articles/front.jpg", "..", "articles/.."):
        assert api.call("GET /photos/{key+}", {"key": key}).code == "invalid-key"


# -- tags ---------------------------------------------------------------------------------------------


def test_a_choice_is_stored_with_the_machines_answer_and_who_made_it(api: CatalogueApi) -> None:
    answer = api.article(TAGS, {"version": 0, "choices": [choice(["black"]), choice(["white"], photo=BACK)]})
    assert (answer.status, answer.json["version"]) == (200, 1)
    (decision,) = wiring.decisions().read(NUMBER).decisions
    assert (decision.by, decision.by_name) == ("id-of-eva", "eva")
    first, second = decision.choices  # type: ignore[union-attr]
    assert (first.action, second.action) == ("corrected", "accepted")
    assert [(one.label, one.score) for one in first.machine] == [("white", 0.9)]
    assert first.photo_version == "v1"
    facets = {facet["facet"]: facet for facet in view(api)["photos"][0]["facets"]}
    assert [tag["label"] for tag in facets["colour"]["tags"]] == ["black"]


@pytest.mark.parametrize(
    ("labels", "facet", "action"),
    [
        (["white"], "colour", "accepted"),
        (["red"], "colour", "corrected"),
        ([], "colour", "removed"),
        (["v-neck"], "neckline", "added"),
        ([], "neckline", "accepted"),
    ],
)
def test_what_the_editor_did_is_named(api: CatalogueApi, labels: list[str], facet: str, action: str) -> None:
    assert api.article(TAGS, {"version": 0, "choices": [choice(labels, facet)]}).status == 200
    (decision,) = wiring.decisions().read(NUMBER).decisions
    assert decision.choices[0].action == action  # type: ignore[union-attr]


WRONG_CHANGES: list[tuple[Any, str]] = [
    ({"version": 0, "choices": [choice(["no-colour"])]}, "invalid-request"),
    ({"version": 0, "choices": [choice(["white"], "no-facet")]}, "unknown-facet"),
    ({"version": 0, "choices": [choice(["white"], photo="articles/1/x.jpg")]}, "not-found"),
    ({"version": 0, "choices": [choice(["loafers", "boots"], "category")]}, "invalid-request"),
    ({"version": 0, "choices": [choice(["white", "white"])]}, "invalid-request"),
    ({"version": 0, "choices": [choice(["white"]), choice(["red"])]}, "invalid-request"),
    ({"version": 0, "choices": []}, "invalid-request"),
    ({"version": 0, "choices": [choice(["white"])] * 201}, "invalid-request"),
    ({"version": 7, "choices": [choice(["white"])]}, "invalid-request"),
    ({"version": -1, "choices": [choice(["white"])]}, "invalid-request"),
    ({"version": "0", "choices": [choice(["white"])]}, "invalid-request"),
    ({"version": True, "choices": [choice(["white"])]}, "invalid-request"),
    ({"choices": [choice(["white"])]}, "invalid-request"),
    ({"version": 0, "choices": [choice(["white"])], "by": "somebody"}, "invalid-request"),
    ("[]", "invalid-request"),
    ("", "invalid-request"),
    ('{"version": 0, "version": 1, "choices": []}', "invalid-request"),
    ('{"version": NaN, "choices": []}', "invalid-request"),
]


def test_a_wrong_change_is_refused_and_stores_nothing(api: CatalogueApi) -> None:
    for wrong, code in WRONG_CHANGES:
        assert api.article(TAGS, wrong).code == code, wrong
    assert wiring.decisions().read(NUMBER).decisions == ()


def test_changes_of_different_photos_do_not_conflict(api: CatalogueApi) -> None:
    assert api.article(TAGS, {"version": 0, "choices": [choice(["black"])]}).json["version"] == 1
    answer = api.article(TAGS, {"version": 0, "choices": [choice(["red"], photo=BACK)]}, claims=SECOND)
    assert (answer.status, answer.json["version"]) == (200, 2)


def test_changes_of_the_same_facet_conflict_and_both_are_shown(api: CatalogueApi) -> None:
    api.article(TAGS, {"version": 0, "choices": [choice(["black"])]})
    answer = api.article(TAGS, {"version": 0, "choices": [choice(["red"])]}, claims=SECOND)
    assert (answer.status, answer.code) == (409, "version-conflict")
    assert answer.json["version"] == 1
    assert [one["labels"] for one in answer.json["yours"]] == [["red"]]
    assert [(one["labels"], one["by_name"]) for one in answer.json["theirs"]] == [(["black"], "eva")]
    again = api.article(TAGS, {"version": 1, "choices": [choice(["red"])]}, claims=SECOND)
    assert again.status == 200


def test_clear_tags_are_accepted_in_one_gesture_after_a_preview(api: CatalogueApi) -> None:
    api.call("POST /articles/tags/accept", body={"articles": [NUMBER], "min_score": 0.5, "preview": True})
    assert view(api)["version"] == 0
    body = {"articles": [NUMBER, "unknown"], "min_score": 0.5}
    answer = api.call("POST /articles/tags/accept", body=body)
    first, second = answer.json["articles"]
    assert second["problem"]["code"] == "not-found"
    assert first["problem"] is None
    assert view(api)["version"] == (1 if first["accepted"] else 0)
    assert {one["action"] for one in first["accepted"]} <= {"accepted"}


def test_tags_below_the_lowest_score_are_held_back_which_a_request_need_not_name(api: CatalogueApi) -> None:
    api.add_photo(tags=(a_tag("colour", "white", 0.79),), sequencer="2")
    api.add_photo(BACK, tags=(a_tag("pattern", "plain", 0.81),), sequencer="2")
    (plan,) = api.call("POST /articles/tags/accept", body={"articles": [NUMBER], "preview": True}).json["articles"]
    assert [one["photo"] for one in plan["accepted"]] == [BACK]
    assert [(one["photo"], one["reason"]) for one in plan["held_back"]] == [(FRONT, "low-score")]


def test_an_article_that_changed_since_the_preview_is_reported_and_left_as_it_is(api: CatalogueApi) -> None:
    key, body = "POST /articles/tags/accept", {"articles": [NUMBER], "min_score": 0.5}
    (plan,) = api.call(key, body={**body, "preview": True}).json["articles"]
    api.article(TAGS, {"version": 0, "choices": [choice(["red"])]}, claims=SECOND)
    performing = {**body, "versions": {NUMBER: plan["version"]}}
    (refused,) = api.call(key, body=performing).json["articles"]
    assert (refused["problem"]["code"], refused["accepted"], refused["version"]) == ("version-conflict", [], 1)
    assert view(api)["version"] == 1
    (accepted,) = api.call(key, body={**performing, "versions": {NUMBER: 1}}).json["articles"]
    assert (accepted["problem"], accepted["version"]) == (None, 2)
    assert accepted["accepted"]


def test_a_bulk_gesture_whose_answer_was_lost_is_sent_again_without_effect(api: CatalogueApi) -> None:
    body = {"articles": [NUMBER], "min_score": 0.5, "versions": {NUMBER: 0}}
    first, second = (api.call("POST /articles/tags/accept", body=body).json["articles"] for _ in range(2))
    assert [(one["version"], one["accepted"], one["problem"]) for one in second] == [(1, first[0]["accepted"], None)]
    assert view(api)["version"] == 1
    api.article(UNDO, {"version": 1})
    (third,) = api.call("POST /articles/tags/accept", body=body).json["articles"]
    assert third["problem"]["code"] == "version-conflict"


def test_an_error_halfway_through_a_bulk_gesture_is_the_problem_of_its_article(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.add_photo("articles/2/front.jpg")
    append = DynamoDecisions.append

    def throttled(self: DynamoDecisions, article: str, decision: Decision) -> None:
        if article == "2":
            raise TransientError("Throttled.")
        append(self, article, decision)

    monkeypatch.setattr(DynamoDecisions, "append", throttled)
    answer = api.call("POST /articles/tags/accept", body={"articles": [NUMBER, "2"], "min_score": 0.5})
    first, second = answer.json["articles"]
    assert (answer.status, first["problem"], first["version"]) == (200, None, 1)
    assert (second["problem"]["code"], second["accepted"]) == (TransientError.code, [])


def test_a_wrong_bulk_gesture_is_refused(api: CatalogueApi) -> None:
    many = [str(one) for one in range(201)]
    for body in (
        {"articles": [], "min_score": 0.5},
        {"articles": ["1"] * 2, "min_score": 0.5},
        {"articles": many, "min_score": 0.5},
        {"articles": ["1"], "min_score": 1.5},
    ):
        assert api.call("POST /articles/tags/accept", body=body).code == "invalid-request", body


# -- text ---------------------------------------------------------------------------------------------


def test_a_text_is_written_from_the_machines_and_edited_further(api: CatalogueApi) -> None:
    first = written(api, "Ein Slipper.")
    assert first["text_version"] == 1
    assert written(api, "Ein weißer Slipper.", base=1, claims=SECOND)["text_version"] == 2
    shown = view(api)["text"]
    assert (shown["text"], shown["author"], shown["by_machine"]) == ("Ein weißer Slipper.", "ute", False)


def test_a_stale_text_conflicts_and_both_are_shown(api: CatalogueApi) -> None:
    written(api, "Von Eva.")
    body = {"base": 0, "text": "Von Ute.", "source": "edited"}
    answer = api.article(ARTICLE_TEXT, body, claims=SECOND)
    assert (answer.status, answer.code) == (409, "version-conflict")
    assert answer.json["yours"] == {"base": 0, "text": "Von Ute."}
    theirs = answer.json["theirs"]
    assert (theirs["version"], theirs["text"], theirs["author"]) == (1, "Von Eva.", "eva")


def test_a_text_does_not_conflict_with_tags(api: CatalogueApi) -> None:
    api.article(TAGS, {"version": 0, "choices": [choice(["black"])]})
    assert written(api)["text_version"] == 2
    assert written(api, "Zwei.", base=2)["text_version"] == 3


def test_the_machines_text_is_accepted_as_it_is(api: CatalogueApi) -> None:
    answer = api.article(ARTICLE_TEXT, {"base": 0, "text": TEXT, "source": "accepted"})
    assert answer.status == 200
    (decision,) = wiring.decisions().read(NUMBER).decisions
    assert isinstance(decision, TextWritten)
    assert (decision.writer, decision.model) == ("rules", "rules-1")


def test_a_text_that_the_machine_replaced_is_not_accepted(api: CatalogueApi) -> None:
    api.add_text("Ein neuer Text.", sequencer="2")
    answer = api.article(ARTICLE_TEXT, {"base": 0, "text": TEXT, "source": "accepted"})
    assert answer.code == "version-conflict"
    assert answer.json["theirs"]["text"] == "Ein neuer Text."


def test_a_generated_text_comes_with_its_description(api: CatalogueApi) -> None:
    description = as_sealed({**DESCRIPTION, "text": "Neu.", "request_id": "r"}, "Neu.")
    body = {"base": 0, "text": "Neu.", "source": "generated", "description": description}
    assert api.article(ARTICLE_TEXT, {**body, "text": "Anders."}).code == "invalid-request"
    assert api.article(ARTICLE_TEXT, {**body, "description": CHECKED}).code == "invalid-request"
    assert api.article(ARTICLE_TEXT, {**body, "source": "edited"}).code == "invalid-request"
    assert api.article(ARTICLE_TEXT, body).json["text_version"] == 1


def test_a_wrong_text_is_refused(api: CatalogueApi) -> None:
    for change in (
        {"text": " \n"},
        {"text": "x" * 20_001},
        {"source": "stolen"},
        {"base": 1.5},
        {"description": {"text": "x"}},
        {"source": "accepted", "text": "Nicht der Text der Maschine."},
        {"source": "accepted", "base": 3},
    ):
        answer = api.article(ARTICLE_TEXT, {"base": 0, "text": "Ein Slipper.", "source": "edited", **change})
        assert answer.code in ("invalid-request", "version-conflict"), change
    assert view(api)["version"] == 0


def test_hostile_text_is_stored_as_it_is(api: CatalogueApi) -> None:
    hostile = "<script>alert(1)</script> \u202e שלום 👩‍👩‍👧 {{7*7}} ' OR 1=1 --"
    written(api, hostile)
    assert view(api)["text"]["text"] == hostile


def test_an_alt_text_is_written_and_conflicts_with_a_newer_one_of_the_same_photo(api: CatalogueApi) -> None:
    key = "PUT /articles/{number}/alt-texts"
    assert api.article(key, {"version": 0, "photo": FRONT, "text": "Von vorn"}).status == 200
    assert api.article(key, {"version": 0, "photo": BACK, "text": "Von hinten"}, claims=SECOND).status == 200
    stale = api.article(key, {"version": 0, "photo": FRONT, "text": "Anders"}, claims=SECOND)
    assert (stale.code, stale.json["theirs"]["text"]) == ("version-conflict", "Von vorn")
    assert api.article(key, {"version": 1, "photo": FRONT, "text": "Anders"}, claims=SECOND).status == 200
    assert api.article(key, {"version": 3, "photo": "articles/1/x.jpg", "text": "x"}).code == "not-found"
    assert {photo["key"]: photo["alt_text"] for photo in view(api)["photos"]} == {FRONT: "Anders", BACK: "Von hinten"}


def test_a_text_is_saved_while_others_change_the_article(api: CatalogueApi, monkeypatch: pytest.MonkeyPatch) -> None:
    decisions = wiring.decisions()
    append, meanwhile = decisions.append, [AltTextWritten(one, moment(), "ute", "ute", FRONT, "x") for one in (2, 1)]

    def slower(article: str, decision: Any) -> None:
        if meanwhile:
            append(article, meanwhile.pop())
        append(article, decision)

    monkeypatch.setattr(decisions, "append", slower)
    assert written(api)["text_version"] == 3


# -- release and undo ---------------------------------------------------------------------------------


def released(api: CatalogueApi, text_version: int = 1, **more: Any) -> Any:
    questions = [one["id"] for one in view(api)["questions"]]
    body = {"text_version": text_version, "acknowledged": questions}
    return api.article(RELEASE, body, claims=RELEASER, **more)


def test_a_release_has_a_signed_record_of_who_did_what(api: CatalogueApi) -> None:
    written(api, "Ein weißer Slipper.")
    answer = released(api)
    assert answer.status == 200, answer.text
    record = answer.json["record"]
    assert (record["text"], record["article"], record["text_version"]) == ("Ein weißer Slipper.", NUMBER, 1)
    assert (record["writer"], record["editor"]["name"], record["released_by"]["name"]) == ("rules", "eva", "max")
    assert record["machine_text_sha256"] == fingerprint(TEXT)
    assert record["inputs_fingerprint"] == "inputs-1"
    assert view(api)["state"] == "released"
    file = api.article("GET /articles/{number}/provenance")
    assert file.json == answer.json
    assert file.headers["content-disposition"].endswith(f"{NUMBER}.provenance.json")
    keys = api.call("GET /provenance/keys", claims=None).json["keys"]
    protected = answer.json["signature"]["protected"]
    header = json.loads(base64.urlsafe_b64decode(protected + "=" * (-len(protected) % 4)))
    assert keys[0]["x"] == header["jwk"]["x"]


def test_the_record_names_the_text_that_the_editor_started_from_even_if_it_was_replaced(api: CatalogueApi) -> None:
    written(api, "Ein weißer Slipper.")
    written(api, "Ein weißer, leichter Slipper.", base=1)
    api.add_text("Ein neuer Text.", sequencer="2")
    assert released(api, 2).json["record"]["machine_text_sha256"] == fingerprint(TEXT)


def test_a_machines_text_taken_over_after_a_persons_is_released_as_the_machines(api: CatalogueApi) -> None:
    written(api, "Von Eva.")
    written(api, TEXT, base=1, from_version=0)
    newest = wiring.decisions().read(NUMBER).decided.text
    assert newest is not None
    assert (newest.source, newest.base, newest.from_version, newest.writer) == ("accepted", 1, 0, "rules")
    record = released(api, 2).json["record"]
    assert (record["writer"], record["editor"], record["changed_by_human"]["percent"]) == ("rules", None, 0)
    assert record["digital_source_type"].endswith("/dataDrivenMedia")


def test_the_machines_words_are_the_machines_whatever_the_client_says_about_them(api: CatalogueApi) -> None:
    written(api, "Ein weißer Slipper.")
    api.add_text("Ein neuer Text.", sequencer="2")
    written(api, TEXT, base=1, from_version=1)  # as it was when the first version was made from it
    record = released(api, 2).json["record"]
    assert (record["editor"], record["machine_text_sha256"]) == (None, fingerprint(TEXT))
    assert record["digital_source_type"].endswith("/dataDrivenMedia")


def test_a_changed_text_names_the_version_that_its_words_came_from(api: CatalogueApi) -> None:
    long = "Vom Modell, lang."
    description = {**DESCRIPTION, "text": long, "writer": "local", "prompt_sha256": fingerprint("Kurz.")}
    sealed = as_sealed({**description, "request_id": "r"}, long)
    body = {"base": 0, "text": long, "source": "generated", "description": sealed}
    assert api.article(ARTICLE_TEXT, body).status == 200
    written(api, "Ganz anders.", base=1, from_version=0)
    written(api, "Vom Modell, kurz.", base=2, from_version=1)
    record = released(api, 3).json["record"]
    assert (record["writer"], record["editor"]["name"]) == ("local", "eva")
    assert record["machine_text_sha256"] == fingerprint(long)
    assert record["prompt_sha256"] == fingerprint("Kurz.")
    assert record["digital_source_type"].endswith("/compositeWithTrainedAlgorithmicMedia")


def test_the_words_of_a_text_come_from_a_version_that_exists(api: CatalogueApi) -> None:
    body = {"base": 0, "from_version": 7, "text": "Ein Slipper.", "source": "edited"}
    assert api.article(ARTICLE_TEXT, body).code == "invalid-request"
    accepted = {"base": 1, "text": TEXT, "source": "accepted", "from_version": 1}
    written(api)
    assert api.article(ARTICLE_TEXT, accepted).code == "invalid-request"
    assert api.article(ARTICLE_TEXT, {**accepted, "from_version": 0}).json["text_version"] == 2


def test_the_record_names_the_data_that_the_machines_text_was_made_from(api: CatalogueApi) -> None:
    before = api.articles.read(NUMBER).data
    assert before is not None
    written(api, "Ein weißer Slipper.")
    api.articles.write_data(replace(before, content='{"Farbe": "Rot"}', sequencer="2", written_at=moment()))
    assert released(api).json["record"]["data_sha256"] == fingerprint(before.content)


@pytest.mark.parametrize("description", [None, CHECKED])
def test_a_text_that_is_not_checked_against_the_data_is_not_released_unasked(
    api: CatalogueApi, description: Any
) -> None:
    sealed = description and as_sealed(description, "Ein Slipper.")
    body = {"base": 0, "text": "Ein Slipper.", "source": "edited", "description": sealed}
    assert api.article(ARTICLE_TEXT, body).status == 200
    if description:  # checked, but the data changed since
        api.articles.write_data(DataItem(NUMBER, '{"Farbe": "Weiß"}', "v2", "2", moment()))
    refused = api.article(RELEASE, {"text_version": 1}, claims=RELEASER)
    reason = sentences.OUTDATED if description else sentences.UNCHECKED
    assert (refused.code, [one["reason"] for one in refused.json["questions"]]) == ("not-acknowledged", [reason])
    assert released(api).status == 200


def test_an_accepted_text_is_as_old_as_the_machines(api: CatalogueApi) -> None:
    api.articles.write_data(DataItem(NUMBER, '{"Farbe": "Weiß"}', "v2", "2", moment()))
    assert sentences.OUTDATED in [one["reason"] for one in view(api)["questions"]]
    api.article(ARTICLE_TEXT, {"base": 0, "text": TEXT, "source": "accepted"})
    assert sentences.OUTDATED in [one["reason"] for one in view(api)["questions"]]


def test_a_release_again_returns_the_same_record(api: CatalogueApi) -> None:
    written(api)
    assert released(api).json == released(api).json
    assert view(api)["version"] == 2


def test_only_the_newest_text_of_an_editor_is_released(api: CatalogueApi) -> None:
    assert released(api, 0).code == "invalid-request"
    written(api)
    written(api, "Zwei.", base=1)
    stale = released(api, 1)
    assert (stale.code, stale.json["theirs"]["text_version"]) == ("version-conflict", 2)
    assert api.article("GET /articles/{number}/provenance").code == "not-found"


def test_open_questions_are_acknowledged_or_stop_the_release(api: CatalogueApi) -> None:
    wrong = [{"start": 0, "end": 3, "text": "Ein", "kind": "x", "reason": "unsupported", "message": "Nicht belegt."}]
    body = {"base": 0, "text": "Ein.", "source": "edited", "description": {**CHECKED, "findings": wrong}}
    assert api.article(ARTICLE_TEXT, body).status == 200
    refused = api.article(RELEASE, {"text_version": 1}, claims=RELEASER)
    assert (refused.status, refused.code) == (422, "not-acknowledged")
    assert "finding" in {one["kind"] for one in refused.json["questions"]}
    ids = [one["id"] for one in refused.json["questions"]]
    assert api.article(RELEASE, {"text_version": 1, "acknowledged": ids}, claims=RELEASER).status == 200


def test_a_release_is_withdrawn_once(api: CatalogueApi) -> None:
    written(api)
    released(api)
    key = "POST /articles/{number}/withdraw"
    assert api.article(key, {"version": 1, "reason": "zu früh"}, claims=RELEASER).code == "version-conflict"
    assert api.article(key, {"version": 2, "reason": "Fehler"}, claims=RELEASER).status == 200
    assert view(api)["release"] is None
    assert api.article(key, {"version": 3}, claims=RELEASER).code == "version-conflict"


def test_every_decision_is_undone_and_redone(api: CatalogueApi) -> None:
    api.article(TAGS, {"version": 0, "choices": [choice(["black"])]})
    written(api)
    assert api.article(UNDO, {"version": 1}).json["version"] == 3
    assert [tag["label"] for tag in _colour(api)] == ["white"]
    assert view(api)["text"]["text"] == "Ein Slipper."
    assert api.article(UNDO, {"version": 3}).json["version"] == 4
    assert [tag["label"] for tag in _colour(api)] == ["black"]
    assert api.article(UNDO, {"version": 3}).code == "version-conflict"
    assert api.article(UNDO, {"version": 99}).code == "not-found"
    assert api.article(UNDO, {"version": 2}).status == 200
    assert view(api)["text"]["text"] == TEXT


def test_only_who_may_release_undoes_a_release(api: CatalogueApi) -> None:
    written(api)
    released(api)
    for claims in (None, SECOND, machine("edit", "read")):
        denied = api.article(UNDO, {"version": 2}, claims=claims)
        assert denied.code == ("forbidden" if claims else "unauthorized")
    assert api.article(UNDO, {"version": 2}, claims=RELEASER).status == 200
    assert view(api)["release"] is None
    assert api.article(UNDO, {"version": 3}, claims=SECOND).code == "forbidden"  # it would release again
    assert api.article(UNDO, {"version": 3}, claims=RELEASER).status == 200
    assert view(api)["release"] is not None


def _colour(api: CatalogueApi) -> Any:
    facets = view(api)["photos"][0]["facets"]
    return next(facet["tags"] for facet in facets if facet["facet"] == "colour")


# -- retry, uploads, examples -------------------------------------------------------------------------


def test_a_retry_stores_refused_files_again(api: CatalogueApi) -> None:
    refusal = {"code": "corrupt-image", "detail": "damaged"}
    api.add_photo(BACK, status="refused", tags=(), refusal=refusal, sequencer="2")
    put = {"Bucket": "photos", "Key": BACK, "Body": b"x", "ContentType": "image/jpeg", "Metadata": {"a": "b"}}
    before = api.s3.put_object(**put)["VersionId"]
    answer = api.article("POST /articles/{number}/retry", {})
    assert (answer.status, answer.json) == (202, {"keys": [BACK]})
    head = api.s3.head_object(Bucket="photos", Key=BACK)
    assert head["VersionId"] != before
    assert (head["ContentType"], head["Metadata"], head["ContentLength"]) == ("image/jpeg", {"a": "b"}, 1)


def test_a_retry_of_an_article_whose_data_says_nothing_stores_the_data_again(api: CatalogueApi) -> None:
    key = f"articles/{NUMBER}/article.json"
    api.s3.put_object(Bucket="photos", Key=key, Body=b'{"x":')
    api.articles.write_text(replace(a_refused_text(NUMBER), sequencer="2", photos_as_of=moment()))
    refresh(NUMBER, wiring.projection())
    (article,) = api.call("GET /articles", query={"state": "failed"}).json["articles"]
    assert [(one["key"], one["code"]) for one in article["errors"]] == [(key, "invalid-product-data")]
    assert api.article("POST /articles/{number}/retry", {}).json == {"keys": [key]}


def test_a_retry_names_a_file_of_the_article(api: CatalogueApi) -> None:
    key = "POST /articles/{number}/retry"
    assert api.article(key, {}).code == "invalid-request"
    assert api.article(key, {"key": "articles/other/front.jpg"}).code == "invalid-key"
    assert api.article(key, {"key": FRONT}).code == "not-found"
    api.s3.put_object(Bucket="photos", Key=f"articles/{NUMBER}/article.json", Body=b"{}")
    assert api.article(key, {"key": f"articles/{NUMBER}/article.json"}).status == 202


def upload(api: CatalogueApi, *files: dict[str, Any]) -> Any:
    answer = api.call("POST /uploads", body={"files": files})
    assert answer.status in (200, 201), answer.text
    return answer


def a_file(name: str, size: int = 1000, type_: str = "image/jpeg", **more: Any) -> dict[str, Any]:
    return {"name": name, "size": size, "type": type_, **more}


def test_a_form_admits_exactly_one_key_type_and_size(api: CatalogueApi) -> None:
    answer = upload(api, a_file("10042/front.jpg"))
    assert (answer.status, answer.headers["location"]) == (201, f"uploads/{answer.json['id']}")
    (file,) = answer.json["files"]
    assert (file["key"], file["article"], file["view"]) == ("articles/10042/front.jpg", "10042", "front")
    assert file["url"] == "https://photos.s3.eu-central-1.amazonaws.com/"
    policy = json.loads(base64.b64decode(file["fields"]["policy"]))
    assert {"key": "articles/10042/front.jpg"} in policy["conditions"]
    assert {"Content-Type": "image/jpeg"} in policy["conditions"]
    assert ["content-length-range", 1, 40 * 2**20] in policy["conditions"]


def test_a_file_with_a_problem_does_not_hold_up_the_others(api: CatalogueApi) -> None:
    answer = upload(
        api,
        a_file("10042/front.jpg"),
        a_file("10042/large.jpg", size=40 * 2**20 + 1),
        a_file("10042/empty.jpg", size=0),
        a_file("10042/vector.svg", type_="image/svg+xml"),
        a_file("front.jpg"),
        a_file("10042/front.jpeg"),
        a_file("front.jpg", article="10043"),
        a_file("IMG_77.jpg", article="10043", view="hinten"),
    )
    files = answer.json["files"]
    assert [file["problem"] and file["problem"]["code"] for file in files] == [
        None,
        "image-too-large",
        "empty-image",
        "unsupported-image",
        "invalid-key",
        "invalid-key",
        None,
        None,
    ]
    assert [file["key"] for file in files if file["key"]] == [
        "articles/10042/front.jpg",
        "articles/10043/1.jpg",
        "articles/10043/hinten.jpg",
    ]
    assert api.call("GET /uploads/{id}", {"id": answer.json["id"]}).json["total"] == 3


def test_only_problems_make_no_upload(api: CatalogueApi) -> None:
    answer = upload(api, a_file("x.gif", type_="image/gif"))
    assert (answer.status, answer.json["id"]) == (200, None)


def test_a_wrong_upload_is_refused(api: CatalogueApi) -> None:
    for files in ([], [a_file("1/a.jpg")] * 501, [{"name": "1/a.jpg"}], [a_file("1/a.jpg", size=-1)]):
        assert api.call("POST /uploads", body={"files": files}).code == "invalid-request"


def test_the_progress_of_500_photos_is_known(api: CatalogueApi) -> None:
    earlier = "2026-01-01T00:00:00.000+00:00"
    api.add_photo("articles/0/front.jpg", written_at=earlier)  # of an upload before
    answer = upload(api, *(a_file(f"{number}/front.jpg") for number in range(500)))
    progress = {"id": answer.json["id"]}
    before = api.call("GET /uploads/{id}", progress).json
    assert before == {
        "total": 500,
        "tagged": 0,
        "refused": [],
        "waiting": 500,
        "waiting_keys": [f"articles/{number}/front.jpg" for number in range(500)],
    }
    for number in range(3):
        api.add_photo(f"articles/{number}/front.jpg", sequencer="2", written_at=moment())
    refusal = {"code": "corrupt-image", "detail": "damaged"}
    api.add_photo("articles/400/front.jpg", status="refused", tags=(), refusal=refusal)
    after = api.call("GET /uploads/{id}", progress)
    assert after.headers["cache-control"] == "no-store"
    assert after.json["refused"] == [{"key": "articles/400/front.jpg", "code": "corrupt-image", "reason": "damaged"}]
    assert (after.json["tagged"], after.json["waiting"]) == (3, 496)


def test_an_unknown_upload_is_not_found(api: CatalogueApi) -> None:
    assert api.call("GET /uploads/{id}", {"id": "x"}).code == "not-found"


def test_examples_are_kept_per_group_and_conflict(api: CatalogueApi) -> None:
    shoes = {"group": "shoes"}
    assert api.call("GET /examples/{group}", shoes).json["version"] == 0
    body = {"version": 0, "examples": ["Ein Beispiel."]}
    assert api.call("PUT /examples/{group}", shoes, body).json["version"] == 1
    stale = api.call("PUT /examples/{group}", shoes, {"version": 0, "examples": ["Ein anderes."]}, claims=SECOND)
    assert (stale.status, stale.code) == (409, "version-conflict")
    assert stale.json["theirs"]["examples"] == ["Ein Beispiel."]
    assert stale.json["yours"]["examples"] == ["Ein anderes."]
    assert api.call("PUT /examples/{group}", shoes, {**body, "version": 1}).json["version"] == 2
    assert api.call("PUT /examples/{group}", shoes, {**body, "version": 9}).code == "version-conflict"
    kept = api.call("GET /examples/{group}", shoes).json
    assert (kept["examples"], kept["by_name"]) == (["Ein Beispiel."], "eva")


def test_wrong_examples_are_refused(api: CatalogueApi) -> None:
    key = "PUT /examples/{group}"
    for examples in ([], ["x"] * 4, [" "], ["x" * 4001]):
        assert api.call(key, {"group": "shoes"}, {"version": 0, "examples": examples}).code == "invalid-request"
    assert api.call(key, {"group": "no-group"}, {"version": 0, "examples": ["x"]}).code == "not-found"


def test_a_tag_of_an_unlisted_facet_is_shown_but_cannot_be_chosen(api: CatalogueApi) -> None:
    api.add_photo(FRONT, tags=(a_tag("gone", "x"),), sequencer="2")
    assert view(api)["number"] == NUMBER
    assert api.article(TAGS, {"version": 0, "choices": [choice(["x"], "gone")]}).code == "unknown-facet"
