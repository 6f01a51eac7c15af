"""Events that need little or no work: the AWS calls they make, and their outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bildtext.change_events import ChangeEvent, comparable_sequencer
from bildtext.errors import ImageTooLarge, NotFound, TransientError
from bildtext.labels import ad_hoc_labels
from bildtext.storage.keys import photo_key
from tagging import batch
from tagging.batch import InFlightPhoto, Outcome, ms_since
from tagging.flow import tag_photos
from tagging.triage import fetch, triage
from tests.tagging_setup import BLUE, RED, FailingOnBlue, TaggingSetup, change, image_file

FOLDER = "articles/1/"


def process_by_key(tagging_setup: TaggingSetup, key: str = RED) -> Outcome:
    """Process a request by key: without an event and a version."""
    (outcome,) = tagging_setup.process(ChangeEvent(photo_key(key), "c"))
    return outcome


def test_a_request_by_key_with_a_current_result_checks_the_version_and_does_not_fetch(
    tagging_setup: TaggingSetup,
) -> None:
    tagging_setup.upload_and_tag("red")
    assert process_by_key(tagging_setup).status == "unchanged"
    assert (tagging_setup.photos.version_lookups, tagging_setup.photos.fetched) == ([RED], [RED])


def test_a_late_event_for_the_version_of_the_result_makes_no_calls(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.upload_and_tag("red", sequencer="20")
    assert tagging_setup.process(change(sequencer="10", version=version))[0].status == "unchanged"
    assert (tagging_setup.photos.version_lookups, tagging_setup.photos.fetched) == ([], [RED])


def test_expiry_of_an_old_version_checks_the_version_and_does_not_fetch(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red")
    assert tagging_setup.process(change(sequencer="20"))[0].status == "unchanged"
    assert (tagging_setup.photos.version_lookups, tagging_setup.photos.fetched) == ([RED], [RED])
    assert (tagging_setup.encoder.calls, len(tagging_setup.bus.published)) == ([1], 1)


def test_a_too_large_photo_is_fetched_once_per_version(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    def too_large(key: str) -> object:
        fetched.append(key)
        refusal = ImageTooLarge("The file has 30 MB.")
        refusal.version = "v1"
        raise refusal

    monkeypatch.setattr(tagging_setup.photos, "fetch", too_large)
    assert tagging_setup.process(change(version="since-replaced"))[0].status == "refused"
    assert tagging_setup.table.items[RED].version == "v1"
    assert tagging_setup.refusal()[0] == "image-too-large"
    assert tagging_setup.process(change(sequencer="20", version="v1"))[0].status == "unchanged"
    assert fetched == [RED]
    tagging_setup.process(change(sequencer="30", version="v2"))
    assert fetched == [RED, RED]


def test_refusals_distinguish_folder_markers_from_empty_photos(tagging_setup: TaggingSetup) -> None:
    for key in (FOLDER, RED):
        tagging_setup.bucket.put(key, b"")
    tagging_setup.process(change(FOLDER), change())
    assert "marks a folder" in tagging_setup.refusal(FOLDER)[1]
    assert tagging_setup.refusal()[0] == "empty-image"
    assert "folder" not in tagging_setup.refusal()[1]


def test_a_photo_with_a_key_like_a_folder_is_tagged(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red", FOLDER)
    assert tagging_setup.process(change(FOLDER))[0].status == "tagged"


def test_a_request_for_a_missing_key_stores_nothing_and_reports_not_found(tagging_setup: TaggingSetup) -> None:
    outcome = process_by_key(tagging_setup)
    assert outcome.status == "gone"
    assert isinstance(outcome.error, NotFound)
    assert (tagging_setup.table.items, tagging_setup.table.removed) == ({}, {})


def test_an_event_for_a_missing_photo_stores_a_removal_against_older_results(tagging_setup: TaggingSetup) -> None:
    for sequencer in ("20", "30"):
        (outcome,) = tagging_setup.process(change(sequencer=sequencer))
        assert outcome.status == "gone"
        assert isinstance(outcome.error, NotFound)
        assert tagging_setup.table.removed[RED].sequencer == comparable_sequencer(sequencer)


def test_an_unchanged_result_does_not_overwrite_a_newer_concurrent_one(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = tagging_setup.upload_and_tag("red")
    before = dict(tagging_setup.table.items)
    newer = replace(before[RED], sequencer="30", correlation_id="newer")
    tagging_setup.table.write(newer)
    monkeypatch.setattr(tagging_setup.table, "read", lambda _: before)
    (outcome,) = tagging_setup.process(change(sequencer="20", version=version))
    assert (outcome.status, outcome.item) == ("superseded", None)
    assert tagging_setup.table.items[RED] is newer


def test_a_redelivered_event_that_lost_to_a_newer_one_is_retried(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first attempt may not have published the result that the newer event found."""
    version = tagging_setup.upload_and_tag("red")
    seen = dict(tagging_setup.table.items)
    tagging_setup.table.write(replace(seen[RED], sequencer="30"))
    monkeypatch.setattr(tagging_setup.table, "read", lambda _: seen)
    (outcome,) = tagging_setup.process(replace(change(sequencer="20", version=version), redelivered=True))
    assert (outcome.status, outcome.item) == ("failed", None)
    assert isinstance(outcome.error, TransientError)
    assert "A newer event was processed concurrently" in str(outcome.error)


def test_an_unchanged_result_is_published_again_if_another_was_stored_meanwhile(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other result may have been published, and listeners keep the last event."""
    version = tagging_setup.upload_and_tag("red")
    seen = dict(tagging_setup.table.items)
    tagging_setup.table.remove(photo_key(RED), "15")
    tagging_setup.bus.published.clear()
    monkeypatch.setattr(tagging_setup.table, "read", lambda _: seen)
    (outcome,) = tagging_setup.process(change(sequencer="20", version=version))
    assert (outcome.status, outcome.must_publish, tagging_setup.table.items[RED].sequencer) == (
        "unchanged",
        True,
        comparable_sequencer("20"),
    )
    assert [event.kind for event in tagging_setup.bus.published] == ["Article Tagged"]


def test_a_removal_does_not_delete_a_newer_concurrent_result(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging_setup.upload_and_tag("red")
    before = dict(tagging_setup.table.items)
    tagging_setup.table.write(replace(before[RED], sequencer="30"))
    tagging_setup.bucket.delete(RED)
    monkeypatch.setattr(tagging_setup.table, "read", lambda _: before)
    (outcome,) = tagging_setup.process(change(sequencer="20"))
    assert (outcome.status, outcome.item) == ("superseded", None)
    assert RED in tagging_setup.table.items


def test_a_valid_stored_vector_replaces_the_photos_bytes(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red")
    relabelled = tagging_setup.relabelled(ad_hoc_labels(["red", "green"], ["a {label}"]))
    (step,) = triage(
        [change(sequencer="20", version="other")], tagging_setup.table.items, relabelled, tagging_setup.dependencies
    )
    (step,) = fetch([step], relabelled, tagging_setup.dependencies)
    assert isinstance(step, InFlightPhoto)
    assert step.vector is not None
    assert step.data == b""
    assert step.vector.dtype.name == "float32"


def test_refused_and_decoded_photos_do_not_keep_their_bytes(tagging_setup: TaggingSetup) -> None:
    refused, tagged = tag_photos([b"GIF89a", image_file("red")], tagging_setup.tagger)
    assert (refused.data, tagged.data, tagged.pixels) == (b"", b"", None)


def test_a_failed_outcome_has_its_cause(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch) -> None:
    tagging_setup.photos.unavailable.add(RED)
    (outcome,) = tagging_setup.process(change())
    assert "SlowDown" in str(outcome.error)
    monkeypatch.setattr(tagging_setup.photos, "fetch", lambda _: 1 / 0)
    (outcome,) = tagging_setup.process(change())
    assert outcome.error is not None
    assert isinstance(outcome.error.__cause__, ZeroDivisionError)


def test_the_refusal_of_a_photo_without_a_vector_suggests_a_remedy(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("blue", BLUE)
    tagger = replace(tagging_setup.tagger, encoder=FailingOnBlue(tagging_setup.encoder, [0, 0, 0]))
    tagging_setup.process(change(BLUE), tagger=tagger)
    assert "tag it with another model" in tagging_setup.refusal(BLUE)[1]


def test_steps_are_timed_in_milliseconds_with_microsecond_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "perf_counter", lambda: 12.0001234)
    assert ms_since(10.5) == 1500.123
