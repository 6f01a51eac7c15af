"""What an event costs where little or nothing is to be done, and what is said of it then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bildtext.change_events import ChangeEvent
from bildtext.errors import ImageTooLarge, NotFound
from bildtext.labels import ad_hoc_labels
from bildtext.storage.keys import PhotoKey, photo_key, uploaded_photo
from bildtext.storage.photo_items import ImageItem
from tagging import steps
from tagging.flow import tag_arrivals, tag_images
from tagging.steps import InFlightPhoto, Outcome, ms_since
from tagging.triage import fetch, triage
from tests.tagging_setup import FailingOnBlue, TaggingSetup, a_photo

RED, BLUE, FOLDER = "articles/1/front.png", "articles/2/front.png", "articles/1/"


def came(key: str = RED, sequencer: str = "10", version: str | None = None) -> ChangeEvent[PhotoKey]:
    photo = uploaded_photo(key)
    assert photo is not None
    return ChangeEvent(photo, "c", version, sequencer)


def come(tagging_setup: TaggingSetup, *changes: ChangeEvent[PhotoKey]) -> list[Outcome]:
    return tag_arrivals(changes, tagging_setup.tagger, tagging_setup.dependencies)


def asked_for(tagging_setup: TaggingSetup, key: str = RED) -> Outcome:
    """As a request by key does: no event, no version."""
    (outcome,) = come(tagging_setup, ChangeEvent(photo_key(key), "c"))
    return outcome


def refusal_of(item: ImageItem) -> tuple[str, str]:
    assert item.refusal is not None
    return item.refusal["code"], item.refusal["detail"]


def test_a_photo_asked_for_by_key_whose_result_is_there_costs_a_look_and_no_photo(tagging_setup: TaggingSetup) -> None:
    come(tagging_setup, came(version=tagging_setup.bucket.put(RED, a_photo("red"))))
    assert asked_for(tagging_setup).status == "unchanged"
    assert (tagging_setup.photos.looked_at, tagging_setup.photos.fetched) == ([RED], [RED])


def test_a_late_event_of_the_very_photo_whose_result_is_there_costs_nothing(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.bucket.put(RED, a_photo("red"))
    come(tagging_setup, came(sequencer="20", version=version))
    assert come(tagging_setup, came(sequencer="10", version=version))[0].status == "unchanged"
    assert (tagging_setup.photos.looked_at, tagging_setup.photos.fetched) == ([], [RED])


def test_an_old_version_that_expires_costs_a_look_and_no_photo(tagging_setup: TaggingSetup) -> None:
    come(tagging_setup, came(version=tagging_setup.bucket.put(RED, a_photo("red"))))
    assert come(tagging_setup, came(sequencer="20"))[0].status == "unchanged"
    assert (tagging_setup.photos.looked_at, tagging_setup.photos.fetched) == ([RED], [RED])


def test_a_photo_that_is_too_large_is_read_once_for_each_version_it_has(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    def too_large(key: str) -> object:
        fetched.append(key)
        refusal = ImageTooLarge("The file has 30 MB.")
        refusal.version = "v1"
        raise refusal

    monkeypatch.setattr(tagging_setup.photos, "fetch", too_large)
    assert come(tagging_setup, came(version="replaced meanwhile"))[0].status == "refused"
    assert tagging_setup.table.items[RED].version == "v1"
    assert refusal_of(tagging_setup.table.items[RED])[0] == "image-too-large"
    assert come(tagging_setup, came(sequencer="20", version="v1"))[0].status == "unchanged"
    assert fetched == [RED]
    come(tagging_setup, came(sequencer="30", version="v2"))
    assert fetched == [RED, RED]


def test_a_folders_mark_says_that_it_is_one_and_an_empty_photo_that_it_is_empty(tagging_setup: TaggingSetup) -> None:
    for key in (FOLDER, RED):
        tagging_setup.bucket.put(key, b"")
    come(tagging_setup, came(FOLDER), came(RED))
    assert "marks a folder" in refusal_of(tagging_setup.table.items[FOLDER])[1]
    assert refusal_of(tagging_setup.table.items[RED])[0] == "empty-image"
    assert "folder" not in refusal_of(tagging_setup.table.items[RED])[1]


def test_a_photo_that_somebody_named_like_a_folder_is_a_photo(tagging_setup: TaggingSetup) -> None:
    tagging_setup.bucket.put(FOLDER, a_photo("red"))
    assert come(tagging_setup, came(FOLDER))[0].status == "tagged"


def test_nothing_where_a_photo_is_asked_for_leaves_nothing_and_says_so(tagging_setup: TaggingSetup) -> None:
    outcome = asked_for(tagging_setup)
    assert outcome.status == "gone"
    assert isinstance(outcome.error, NotFound)
    assert (tagging_setup.table.items, tagging_setup.table.removed) == ({}, {})


def test_nothing_where_an_event_said_there_is_a_photo_is_remembered_against_older_results(
    tagging_setup: TaggingSetup,
) -> None:
    for sequencer in ("20", "30"):
        (outcome,) = come(tagging_setup, came(sequencer=sequencer))
        assert outcome.status == "gone"
        assert isinstance(outcome.error, NotFound)
        assert tagging_setup.table.removed[RED].sequencer == sequencer


def test_a_result_that_holds_is_left_to_the_newer_one_that_came_meanwhile(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = tagging_setup.bucket.put(RED, a_photo("red"))
    come(tagging_setup, came(sequencer="10", version=version))
    seen = dict(tagging_setup.table.items)
    newer = replace(seen[RED], sequencer="30", correlation_id="newer")
    tagging_setup.table.write(newer)
    monkeypatch.setattr(tagging_setup.table, "read", lambda _: seen)
    (outcome,) = come(tagging_setup, came(sequencer="20", version=version))
    assert (outcome.status, outcome.item) == ("superseded", None)
    assert tagging_setup.table.items[RED] is newer


def test_a_photo_that_is_gone_leaves_the_newer_result_that_came_meanwhile(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(tagging_setup, came(sequencer="10", version=tagging_setup.bucket.put(RED, a_photo("red"))))
    seen = dict(tagging_setup.table.items)
    tagging_setup.table.write(replace(seen[RED], sequencer="30"))
    tagging_setup.bucket.delete(RED)
    monkeypatch.setattr(tagging_setup.table, "read", lambda _: seen)
    (outcome,) = come(tagging_setup, came(sequencer="20"))
    assert (outcome.status, outcome.item) == ("superseded", None)
    assert RED in tagging_setup.table.items


def test_a_vector_that_still_holds_takes_the_place_of_the_photo_it_was_made_of(tagging_setup: TaggingSetup) -> None:
    come(tagging_setup, came(version=tagging_setup.bucket.put(RED, a_photo("red"))))
    relabelled = tagging_setup.relabelled(ad_hoc_labels(["red", "green"], ["a {label}"]))
    (step,) = triage(
        [came(sequencer="20", version="other")], tagging_setup.table.items, relabelled, tagging_setup.dependencies
    )
    (step,) = fetch([step], relabelled, tagging_setup.dependencies)
    assert isinstance(step, InFlightPhoto)
    assert step.vector is not None
    assert step.data == b""
    assert step.vector.dtype.name == "float32"


def test_neither_a_refused_nor_a_decoded_photo_holds_its_bytes_in_memory(tagging_setup: TaggingSetup) -> None:
    refused, tagged = tag_images([b"GIF89a", a_photo("red")], tagging_setup.tagger)
    assert (refused.data, tagged.data, tagged.pixels) == (b"", b"", None)


def test_what_failed_says_why(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch) -> None:
    tagging_setup.photos.away.add(RED)
    (outcome,) = come(tagging_setup, came())
    assert "SlowDown" in str(outcome.error)
    monkeypatch.setattr(tagging_setup.photos, "fetch", lambda _: 1 / 0)
    (outcome,) = come(tagging_setup, came())
    assert outcome.error is not None
    assert isinstance(outcome.error.__cause__, ZeroDivisionError)


def test_a_photo_without_a_vector_says_what_can_be_done(tagging_setup: TaggingSetup) -> None:
    tagging_setup.bucket.put(BLUE, a_photo("blue"))
    tagger = replace(tagging_setup.tagger, encoder=FailingOnBlue(tagging_setup.eyes, [0, 0, 0]))
    tag_arrivals([came(BLUE)], tagger, tagging_setup.dependencies)
    assert "tag it with another model" in refusal_of(tagging_setup.table.items[BLUE])[1]


def test_steps_are_timed_in_milliseconds_and_to_the_microsecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "perf_counter", lambda: 12.0001234)
    assert ms_since(10.5) == 1500.123
