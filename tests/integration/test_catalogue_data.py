"""Product data through the real handler: changed, undone, redone, and never overwritten, whoever else changes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bildtext.decisions import DataFile, DataWritten, Decision
from bildtext.edit_errors import VersionConflict
from bildtext.storage.article_file_changes import ChangeableArticleFiles
from bildtext.storage.article_files import MAX_ARTICLE_BYTES
from bildtext.storage.decision_table import DynamoDecisions
from catalogue import sentences
from tests.api_events import ApiAnswer, user
from tests.catalogue_api import FRONT, NUMBER, CatalogueApi, catalogue_api, moment

SECOND = user("Redaktion", name="ute")
GET, PUT, UNDO = "GET /articles/{number}/data", "PUT /articles/{number}/data", "POST /articles/{number}/undo"
KEY = f"articles/{NUMBER}/article.json"
UPLOADED = b'{"data": {"Farbe": "Wei\xc3\x9f"}, "prompt": "Kurz.", "max_words": 40}'


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    """The catalogue with one article: a photo, and data that a catalogue system uploaded."""
    with catalogue_api(monkeypatch, tmp_path) as running:
        running.add_photo()
        upload(running, UPLOADED)
        yield running


def upload(api: CatalogueApi, content: bytes) -> None:
    api.s3.put_object(Bucket="photos", Key=KEY, Body=content)


def in_bucket(api: CatalogueApi) -> bytes | None:
    try:
        return bytes(api.s3.get_object(Bucket="photos", Key=KEY)["Body"].read())
    except api.s3.exceptions.NoSuchKey:
        return None


def data(api: CatalogueApi) -> Any:
    answer = api.article(GET)
    assert answer.status == 200
    return answer.json


def write(api: CatalogueApi, text: str, base: str | None = None, **more: Any) -> ApiAnswer:
    return api.article(PUT, {"base": data(api)["version"] if base is None else base, "data_text": text}, **more)


def undo(api: CatalogueApi, version: int, **more: Any) -> ApiAnswer:
    return api.article(UNDO, {"version": version}, **more)


def history(api: CatalogueApi) -> list[Any]:
    entries: list[Any] = api.article("GET /articles/{number}").json["history"]
    return entries


def test_data_are_read_as_lines_from_the_bucket(api: CatalogueApi) -> None:
    read = data(api)
    assert (read["data_text"], read["decision"], read["author"]) == ("Farbe: Weiß", 0, "")
    assert read["version"]
    assert api.call(GET, {"number": "unknown"}).code == "not-found"


def test_a_change_keeps_who_when_what_was_before_and_the_options_of_the_file(api: CatalogueApi) -> None:
    answer = write(api, "Farbe: Rot\nMaterial: Leder")
    assert (answer.status, answer.json["decision"], answer.json["author"]) == (200, 1, "eva")
    assert answer.json == data(api)
    stored = {"prompt": "Kurz.", "max_words": 40, "data_text": "Farbe: Rot\nMaterial: Leder"}
    assert json.loads(in_bucket(api) or b"") == stored
    assert api.s3.head_object(Bucket="photos", Key=KEY)["Metadata"]["correlation-id"]
    (entry,) = history(api)
    assert (entry["kind"], entry["by"], entry["summary"]) == ("data-written", "eva", "Produktdaten geändert")
    assert (entry["changes_data"], entry["can_undo"], bool(entry["at"])) == (True, True, True)
    assert entry["changes"] == [
        {"kind": "removed", "text": "Farbe: Weiß"},
        {"kind": "added", "text": "Farbe: Rot"},
        {"kind": "added", "text": "Material: Leder"},
    ]


def test_an_undo_stores_the_very_file_again_and_a_redo_the_change(api: CatalogueApi) -> None:
    write(api, "Farbe: Rot")
    changed = in_bucket(api)
    assert undo(api, 1).json["version"] == 2
    assert in_bucket(api) == UPLOADED
    assert [entry["undone"] for entry in history(api)] == [False, True]
    assert undo(api, 2, claims=SECOND).status == 200
    assert in_bucket(api) == changed
    assert data(api)["author"] == "ute"
    assert undo(api, 3).status == 200
    assert in_bucket(api) == UPLOADED
    assert [entry["changes"][0]["text"] for entry in history(api)] == [
        "Farbe: Rot",
        "Farbe: Weiß",
        "Farbe: Rot",
        "Farbe: Weiß",
    ]


def test_changes_are_undone_one_after_the_other(api: CatalogueApi) -> None:
    write(api, "Farbe: Rot")
    write(api, "Farbe: Blau")
    early = undo(api, 1)
    assert (early.code, early.json["yours"]["data_text"]) == ("version-conflict", "Farbe: Weiß")
    assert early.json["theirs"]["data_text"] == "Farbe: Blau"
    assert undo(api, 2).status == 200
    assert data(api)["data_text"] == "Farbe: Rot"
    assert undo(api, 1).status == 200
    assert in_bucket(api) == UPLOADED
    assert undo(api, 1).code == "version-conflict"


def test_the_first_data_of_an_article_are_undone_and_redone(api: CatalogueApi) -> None:
    api.s3.delete_object(Bucket="photos", Key=KEY)
    assert data_without_file(api)["version"] == ""
    assert write(api, "Farbe: Rot", "").json["decision"] == 1
    assert history(api)[0]["summary"] == "Produktdaten eingegeben"
    assert undo(api, 1).status == 200
    assert in_bucket(api) is None
    assert undo(api, 2).status == 200
    assert json.loads(in_bucket(api) or b"") == {"data_text": "Farbe: Rot"}


def data_without_file(api: CatalogueApi) -> Any:
    assert in_bucket(api) is None
    return data(api)


@pytest.mark.parametrize("content", [b'{"Farbe": "Wei\xdf"}', b""])
def test_an_unreadable_file_is_replaced_and_comes_back_by_an_undo(api: CatalogueApi, content: bytes) -> None:
    upload(api, content)
    assert data(api)["data_text"] == ""
    write(api, "Farbe: Rot")
    assert undo(api, 1).status == 200
    assert in_bucket(api) == content
    assert undo(api, 2).status == 200
    assert data(api)["data_text"] == "Farbe: Rot"


def test_an_unreadable_file_that_s3_keeps_no_more_cannot_come_back(api: CatalogueApi) -> None:
    upload(api, b"\xff")
    version = api.s3.head_object(Bucket="photos", Key=KEY)["VersionId"]
    write(api, "Farbe: Rot")
    api.s3.delete_object(Bucket="photos", Key=KEY, VersionId=version)
    assert undo(api, 1).code == "not-found"
    assert (data(api)["data_text"], len(history(api))) == ("Farbe: Rot", 1)


def test_a_stale_change_gets_both_versions_and_changes_nothing(api: CatalogueApi) -> None:
    base = data(api)["version"]
    write(api, "Farbe: Rot", claims=SECOND)
    stale = write(api, "Farbe: Blau", base)
    assert (stale.status, stale.code) == (409, "version-conflict")
    assert stale.json["yours"] == {"base": base, "data_text": "Farbe: Blau"}
    theirs = stale.json["theirs"]
    assert (theirs["data_text"], theirs["author"], theirs["version"]) == ("Farbe: Rot", "ute", data(api)["version"])
    assert len(history(api)) == 1
    assert write(api, "Farbe: Rot und Blau", theirs["version"]).status == 200


@pytest.mark.parametrize("base", ["", "of another file"])
def test_a_change_of_an_upload_that_the_editor_did_not_see_is_refused(api: CatalogueApi, base: str) -> None:
    answer = write(api, "Farbe: Rot", base)
    assert (answer.code, answer.json["theirs"]["author"]) == ("version-conflict", "")
    assert (in_bucket(api), history(api)) == (UPLOADED, [])


def test_an_undo_overwrites_no_newer_upload(api: CatalogueApi) -> None:
    write(api, "Farbe: Rot")
    upload(api, b'{"Farbe": "Gr\xc3\xbcn"}')
    answer = undo(api, 1)
    assert (answer.status, answer.code) == (409, "version-conflict")
    assert answer.json["yours"] == {"base": "", "data_text": "Farbe: Weiß"}
    assert (answer.json["theirs"]["data_text"], answer.json["theirs"]["author"]) == ("Farbe: Grün", "")
    assert in_bucket(api) == b'{"Farbe": "Gr\xc3\xbcn"}'
    assert len(history(api)) == 1


def test_the_same_change_sent_again_is_stored_once_because_its_answer_may_be_lost(api: CatalogueApi) -> None:
    base = data(api)["version"]
    first = write(api, "Farbe: Rot", base)
    again = write(api, "Farbe: Rot", base)
    assert (again.status, again.json) == (200, first.json)
    assert len(history(api)) == 1


# -- at the same time -----------------------------------------------------------------------------------


def between(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Once, right after the next decision was appended and before the file is stored."""
    append, calls = DynamoDecisions.append, count()

    def appended(self: DynamoDecisions, article: str, decision: Decision) -> None:
        append(self, article, decision)
        if next(calls) == 0:
            act()

    monkeypatch.setattr(DynamoDecisions, "append", appended)


@pytest.mark.parametrize("undone", [False, True])
def test_an_upload_at_the_last_moment_stays_and_the_change_is_in_the_history(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch, undone: bool
) -> None:
    if undone:
        write(api, "Farbe: Blau")
    between(monkeypatch, lambda: upload(api, b'{"Farbe": "Gelb"}'))
    answer = undo(api, 1) if undone else write(api, "Farbe: Rot")
    assert (answer.status, answer.code) == (409, "version-conflict")
    assert answer.json["yours"]["data_text"] == ("Farbe: Weiß" if undone else "Farbe: Rot")
    assert answer.json["theirs"]["data_text"] == "Farbe: Gelb"
    assert in_bucket(api) == b'{"Farbe": "Gelb"}'
    overtaken, made, *_ = history(api)
    assert answer.json["version"] == overtaken["version"]
    assert overtaken["summary"] == sentences.OVERTAKEN.format(version=made["version"])
    assert (made["undone"], overtaken["changes"], overtaken["changes_data"]) == (True, [], True)
    redo = undo(api, overtaken["version"])
    assert redo.json["yours"]["data_text"] == answer.json["yours"]["data_text"]
    merged = write(api, "Farbe: Gelb und Rot", redo.json["theirs"]["version"])
    assert merged.json["author"] == "eva"


def test_a_file_deleted_at_the_last_moment_is_not_brought_back_unseen(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, lambda: api.s3.delete_object(Bucket="photos", Key=KEY))
    answer = write(api, "Farbe: Rot")
    assert (answer.code, answer.json["theirs"]["version"]) == ("version-conflict", "")
    assert in_bucket(api) is None
    assert write(api, "Farbe: Rot", "").status == 200


def test_a_change_whose_first_answer_was_lost_by_s3_is_a_success(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = ChangeableArticleFiles.replace

    def twice(self: ChangeableArticleFiles, *given: Any) -> None:
        replace(self, *given)
        replace(self, *given)

    monkeypatch.setattr(ChangeableArticleFiles, "replace", twice)
    assert write(api, "Farbe: Rot").json["decision"] == 1
    assert [entry["undone"] for entry in history(api)] == [False]


@pytest.mark.parametrize("undone", [False, True])
def test_what_was_interrupted_before_it_reached_the_bucket_is_repeated(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch, undone: bool
) -> None:
    if undone:
        write(api, "Farbe: Rot")

    def fails(*_: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as interrupted:
        interrupted.setattr(ChangeableArticleFiles, "replace", fails)
        assert (undo(api, 1) if undone else write(api, "Farbe: Rot")).status == 500
    assert (undo(api, 1) if undone else write(api, "Farbe: Rot")).status == 200
    assert data(api)["data_text"] == ("Farbe: Weiß" if undone else "Farbe: Rot")


@pytest.mark.parametrize("stored", [False, True])
def test_of_two_editors_at_once_the_first_in_the_bucket_wins_and_the_other_gets_both(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    """The other editor's decision is appended right before mine, and their file is stored before mine or not yet."""
    who: Any = {"at": moment(), "by": "u-2", "by_name": "ute"}
    theirs = DataWritten(1, **who, before=DataFile(UPLOADED.decode()), after=DataFile('{"data_text": "Farbe: Gelb"}'))
    base, append, calls = data(api)["version"], DynamoDecisions.append, count()

    def store() -> None:
        ChangeableArticleFiles(api.s3, "photos").replace(NUMBER, base, theirs.after.content.encode(), "")

    def appended(self: DynamoDecisions, article: str, decision: Decision) -> None:
        if next(calls) == 0:
            append(self, article, theirs)
            if stored:
                store()
        append(self, article, decision)

    monkeypatch.setattr(DynamoDecisions, "append", appended)
    answer = write(api, "Farbe: Rot", base)
    if stored:
        assert (answer.code, answer.json["theirs"]["author"]) == ("version-conflict", "ute")
        assert data(api)["data_text"] == "Farbe: Gelb"
        assert [entry["by"] for entry in history(api)] == ["ute"]
    else:
        assert (answer.status, data(api)["data_text"]) == (200, "Farbe: Rot")
        with pytest.raises(VersionConflict):
            store()
        assert [entry["by"] for entry in history(api)] == ["eva", "ute"]


# -- limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  ", "x" * (MAX_ARTICLE_BYTES + 1)])
def test_wrong_data_are_refused(api: CatalogueApi, text: str) -> None:
    assert write(api, text).code == "invalid-request"
    assert (in_bucket(api), history(api)) == (UPLOADED, [])


def test_data_that_do_not_fit_the_file_or_the_decision_change_nothing(api: CatalogueApi) -> None:
    assert write(api, "ü" * (MAX_ARTICLE_BYTES // 2 + 1)).code == "product-data-too-large"
    upload(api, json.dumps({"data": {"Text": "x" * 190_000}}).encode())
    assert data(api)["data_text"] is None, "too much to be changed as lines"
    assert write(api, "y" * 190_000).code == "payload-too-large"
    upload(api, b"x" * (MAX_ARTICLE_BYTES + 1))
    assert data(api)["data_text"] is None
    assert history(api) == []


def test_other_decisions_are_undone_as_before(api: CatalogueApi) -> None:
    write(api, "Farbe: Rot")
    choice = {"photo": FRONT, "facet": "colour", "labels": ["white"]}
    api.article("PATCH /articles/{number}/tags", {"version": 1, "choices": [choice]})
    assert undo(api, 2).status == 200
    assert data(api)["data_text"] == "Farbe: Rot"
    assert undo(api, 1).status == 200
    assert in_bucket(api) == UPLOADED
