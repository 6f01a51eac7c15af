"""House examples through the real handler: every change is kept, undone and redone; nobody's is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bildtext.edit_errors import VersionConflict
from bildtext.errors import TransientError
from bildtext.storage.house_examples import DynamoHouseExamples, ExamplesChange, HouseExamples, undone_changes
from tests.api_events import ApiAnswer, user
from tests.catalogue_api import CatalogueApi, catalogue_api, moment

SECOND = user("Redaktion", name="ute")
SHOES = {"group": "shoes"}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    with catalogue_api(monkeypatch, tmp_path) as running:
        yield running


def write(api: CatalogueApi, version: int, *examples: str, **more: Any) -> ApiAnswer:
    return api.call("PUT /examples/{group}", SHOES, {"version": version, "examples": examples}, **more)


def undo(api: CatalogueApi, version: int, **more: Any) -> ApiAnswer:
    return api.call("POST /examples/{group}/undo", SHOES, {"version": version}, **more)


def stored(api: CatalogueApi) -> Any:
    return api.call("GET /examples/{group}", SHOES).json


def test_a_change_keeps_who_when_and_what_was_before(api: CatalogueApi) -> None:
    assert stored(api)["history"] == []
    write(api, 0, "Alt.", "Bleibt.")
    answer = write(api, 1, "Neu.", "Bleibt.", claims=SECOND).json
    assert answer == stored(api)
    newest, first = answer["history"]
    assert (newest["by"], newest["kind"], newest["summary"]) == ("ute", "examples-written", "Beispieltexte gespeichert")
    assert newest["changes"] == [{"kind": "removed", "text": "Alt."}, {"kind": "added", "text": "Neu."}]
    assert (newest["can_undo"], first["can_undo"], newest["at"] >= first["at"]) == (True, False, True)


def test_changes_are_undone_and_redone(api: CatalogueApi) -> None:
    write(api, 0, "Eins.")
    write(api, 1, "Zwei.")
    undone = undo(api, 2, claims=SECOND).json
    assert (undone["version"], undone["examples"], undone["by_name"]) == (3, ["Eins."], "ute")
    assert [(one["version"], one["undone"], one["can_undo"]) for one in undone["history"]] == [
        (3, False, True),
        (2, True, False),
        (1, False, True),
    ]
    assert undo(api, 1).json["examples"] == [], "before the first change there were none"
    assert undo(api, 4).json["examples"] == ["Eins."]
    assert undo(api, 3).json["examples"] == ["Zwei."]


def test_an_undo_overwrites_no_newer_examples(api: CatalogueApi) -> None:
    write(api, 0, "Eins.")
    write(api, 1, "Zwei.")
    write(api, 2, "Drei.", claims=SECOND)
    answer = undo(api, 2)
    assert (answer.status, answer.code) == (409, "version-conflict")
    assert answer.json["yours"] == {"version": 2, "examples": ["Eins."]}
    assert (answer.json["theirs"]["examples"], answer.json["theirs"]["by_name"]) == (["Drei."], "ute")
    assert stored(api)["examples"] == ["Drei."]
    for unknown in (4, 99):
        assert undo(api, unknown).code == "not-found"
    assert api.call("POST /examples/{group}/undo", {"group": "no-group"}, {"version": 1}).code == "not-found"


def test_a_stale_change_gets_both_and_changes_nothing(api: CatalogueApi) -> None:
    write(api, 0, "Eins.")
    stale = write(api, 0, "Zwei.", claims=SECOND)
    assert (stale.status, stale.json["version"]) == (409, 1)
    assert (stale.json["yours"]["examples"], stale.json["theirs"]["examples"]) == (["Zwei."], ["Eins."])
    assert len(stored(api)["history"]) == 1


def test_the_same_change_sent_again_is_stored_once_because_its_answer_may_be_lost(api: CatalogueApi) -> None:
    write(api, 0, "Eins.")
    assert write(api, 0, "Eins.").json["version"] == 1
    assert write(api, 0, "Eins.", claims=SECOND).code == "version-conflict"


def test_of_editors_at_once_one_wins_and_the_history_has_no_other(api: CatalogueApi) -> None:
    examples = DynamoHouseExamples(api.dynamodb, "articles")

    def attempt(one: int) -> bool:
        try:
            examples.write("shoes", ExamplesChange(1, (), (f"{one}.",), moment(), f"u-{one}", "eva"))
        except (VersionConflict, TransientError):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = [one for one, wrote in enumerate(pool.map(attempt, range(8))) if wrote]
    assert len(won) == 1
    assert (stored(api)["examples"], len(stored(api)["history"])) == ([f"{won[0]}."], 1)


def test_an_editor_who_was_overtaken_at_the_last_moment_gets_both(
    api: CatalogueApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(api, 0, "Eins.")
    read, theirs = DynamoHouseExamples.read, ExamplesChange(2, ("Eins.",), ("Zwei.",), moment(), "u-2", "ute")
    calls = count()

    def overtaken(self: DynamoHouseExamples, group: str) -> HouseExamples:
        found = read(self, group)
        if next(calls) == 0:
            self.write(group, theirs)
        return found

    monkeypatch.setattr(DynamoHouseExamples, "read", overtaken)
    answer = write(api, 1, "Drei.")
    assert (answer.status, answer.json["yours"]["examples"]) == (409, ["Drei."])
    assert (answer.json["theirs"]["examples"], answer.json["theirs"]["by_name"]) == (["Zwei."], "ute")


def test_examples_from_before_there_was_a_history_are_changed_and_come_back(api: CatalogueApi) -> None:
    old = {"pk": "EXAMPLES", "sk": "shoes", "group": "shoes", "at": "2026-11-01", "by": "u-1", "by_name": "ute"}
    item: Any = {name: {"S": value} for name, value in old.items()}
    item |= {"version": {"N": "7"}, "base": {"N": "6"}, "examples": {"L": [{"S": "Alt."}]}}
    api.dynamodb.put_item(TableName="articles", Item=item)
    assert (stored(api)["version"], stored(api)["history"]) == (7, [])
    assert write(api, 7, "Neu.").json["version"] == 8
    assert undo(api, 8).json["examples"] == ["Alt."]


def test_the_newest_changes_are_shown(api: CatalogueApi) -> None:
    examples = DynamoHouseExamples(api.dynamodb, "articles")
    for version in range(32):
        before = (f"{version - 1}.",) if version else ()
        examples.write("shoes", ExamplesChange(version + 1, before, (f"{version}.",), moment(), "u-1", "eva"))
    assert [one["version"] for one in stored(api)["history"]] == list(range(32, 2, -1))
    assert undo(api, 32).json["examples"] == ["30."]


def test_an_undo_that_was_undone_undoes_nothing() -> None:
    def change(version: int, undone: int = 0) -> ExamplesChange:
        return ExamplesChange(version, (), (), "", "", "", undone)

    assert undone_changes([change(1), change(2, 1), change(3, 2)]) == {2}
    assert undone_changes([change(3, 2), change(1), change(4, 3), change(2, 1)]) == {1, 3}
