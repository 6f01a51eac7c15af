"""The outcome of change events of photos."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bildtext.change_events import ChangeEvent, comparable_sequencer
from bildtext.labels import ad_hoc_labels
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_items import photo_item, photo_values
from tagging.flow import tag_photos
from tests.tagging_setup import BLUE, RED, FailingOnBlue, TaggingSetup, change, image_file


def test_an_uploaded_photo_is_tagged_stored_and_published(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.upload("blue", BLUE)
    assert tagging_setup.statuses(change(BLUE, version=version)) == ["tagged"]
    item = tagging_setup.table.items[BLUE]
    assert [(tag["facet"], tag["label"]) for tag in item.tags] == [("category", "blue"), ("depth", "ocean")]
    assert (item.version, item.model, item.label_fingerprint) == (
        version,
        tagging_setup.tagger.model,
        tagging_setup.tagger.labels.fingerprint,
    )
    assert item.vector is not None
    np.testing.assert_allclose(item.vector, [0, 0, 1], atol=1e-3)
    assert set(item.duration_ms) == {"fetch", "decode", "encode", "score"}
    assert item.cost_usd > 0
    (event,) = tagging_setup.bus.published
    assert event.kind == "Article Tagged"
    assert (event.detail["article"], event.detail["correlation_id"]) == ("2", "corr-1")


def test_scores_are_marked_uncalibrated_in_the_table_and_on_the_bus(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("blue", BLUE)
    (event,) = tagging_setup.bus.published
    assert (tagging_setup.table.items[BLUE].calibrated, event.detail["calibrated"]) == (False, False)
    assert photo_item(photo_values(tagging_setup.table.items[BLUE])).calibrated is False


def test_a_batch_costs_one_table_read_one_encode_call_and_one_fetch_and_one_write_per_photo(
    tagging_setup: TaggingSetup,
) -> None:
    keys = [f"articles/{n}/front.png" for n in range(16)]
    for key in keys:
        tagging_setup.upload("red", key)
    assert tagging_setup.statuses(*map(change, keys)) == ["tagged"] * 16
    assert tagging_setup.encoder.calls == [16]
    assert (tagging_setup.table.reads, tagging_setup.table.writes, sorted(tagging_setup.photos.fetched)) == (
        1,
        16,
        sorted(keys),
    )


def test_each_result_names_its_encoder(tagging_setup: TaggingSetup) -> None:
    keys = [f"articles/{n}/front.png" for n in range(3)]
    for key in keys:
        tagging_setup.upload("red", key)
    tagging_setup.bucket.put("articles/9/broken.png", b"GIF89a")
    tagger = tagging_setup.encoded_by("gpu", "cpu", "gpu")
    tagging_setup.process(*map(change, ["articles/9/broken.png", *keys]), tagger=tagger)
    assert [tagging_setup.table.items[key].encoder for key in keys] == ["gpu", "cpu", "gpu"]
    assert tagging_setup.table.items["articles/9/broken.png"].encoder == ""


def test_a_bad_photo_does_not_fail_others_in_its_batch(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red")
    tagging_setup.bucket.put("articles/3/broken.jpg", b"\xff\xd8\xff not a photo")
    tagging_setup.upload("red", "articles/4/away.png")
    tagging_setup.photos.unavailable.add("articles/4/away.png")
    keys = "articles/3/broken.jpg", RED, "articles/4/away.png", "articles/5/never-there.png"
    assert tagging_setup.statuses(*map(change, keys)) == ["refused", "tagged", "failed", "gone"]
    assert tagging_setup.encoder.calls == [1]
    assert tagging_setup.refusal("articles/3/broken.jpg")[0] == "corrupt-image"
    assert len(tagging_setup.bus.published) == 1


def test_an_unexpected_error_fails_only_its_own_photo(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging_setup.upload("red")
    tagging_setup.upload("blue", BLUE)
    fetch = tagging_setup.photos.fetch

    def odd(key: str) -> object:
        if key == RED:
            raise ZeroDivisionError
        return fetch(key)

    monkeypatch.setattr(tagging_setup.photos, "fetch", odd)
    assert tagging_setup.statuses(change(), change(BLUE)) == ["failed", "tagged"]


def test_a_redelivered_photo_is_published_again_because_it_may_only_have_been_stored(
    tagging_setup: TaggingSetup,
) -> None:
    version = tagging_setup.upload("red")
    tagging_setup.bus.unavailable = True
    assert tagging_setup.statuses(change(RED, version=version)) == ["failed"]
    tagging_setup.bus.unavailable = False
    assert tagging_setup.statuses(change(RED, version=version, redelivered=True)) == ["unchanged"]
    assert tagging_setup.encoder.calls == [1]
    assert len(tagging_setup.bus.published) == 1


def test_a_late_older_event_keeps_the_newer_result(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red", sequencer="20")
    before = tagging_setup.table.items[RED]
    assert tagging_setup.statuses(change(RED, "10", version="old")) == ["unchanged"]
    assert tagging_setup.table.items[RED] is before
    assert (tagging_setup.photos.version_lookups, tagging_setup.photos.fetched) == ([RED], [RED])


def test_a_late_older_event_still_follows_the_bucket(tagging_setup: TaggingSetup) -> None:
    """For example if a sequencer is missing or does not reflect the order of changes."""
    tagging_setup.upload_and_tag("red", sequencer="20")
    tagging_setup.upload("blue")
    assert tagging_setup.statuses(change(RED, ""), change(BLUE, "")) == ["tagged", "gone"]
    assert tagging_setup.table.items[RED].tags[0]["label"] == "blue"
    assert tagging_setup.table.items[RED].sequencer == comparable_sequencer("20")


def test_an_event_that_changes_nothing_neither_reads_the_bucket_nor_publishes(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.upload_and_tag("red", sequencer="20")
    for sequencer in ("20", "30"):
        (outcome,) = tagging_setup.process(change(RED, sequencer, version=version))
        assert (outcome.status, outcome.must_publish) == ("unchanged", False)
    assert (tagging_setup.photos.version_lookups, tagging_setup.photos.fetched) == ([], [RED])
    assert (tagging_setup.encoder.calls, len(tagging_setup.bus.published)) == ([1], 1)


def test_an_unchanged_result_gets_the_newer_events_sequencer(tagging_setup: TaggingSetup) -> None:
    """Put, delete, put: the events of both puts find the second photo; then the deletion's event is delivered late."""
    version = tagging_setup.upload("red")
    assert tagging_setup.statuses(change(RED, "10", version="first")) == ["tagged"]
    assert tagging_setup.statuses(change(RED, "30", version=version)) == ["unchanged"]
    assert tagging_setup.table.items[RED].sequencer == comparable_sequencer("30")
    assert tagging_setup.statuses(change(RED, "20")) == ["unchanged"]
    assert tagging_setup.encoder.calls == [1]


def test_a_photo_replaced_before_its_first_event_is_encoded_once(tagging_setup: TaggingSetup) -> None:
    """Both events read the second photo; the later one finds its result."""
    version = tagging_setup.upload("blue")
    tagging_setup.process(change(RED, "10", version="first"))
    assert tagging_setup.statuses(change(RED, "20", version="between")) == ["unchanged"]
    assert tagging_setup.statuses(change(RED, "30", version=version)) == ["unchanged"]
    assert (tagging_setup.encoder.calls, len(tagging_setup.bus.published)) == ([1], 1)


def test_an_older_event_that_ends_after_a_concurrent_newer_one_is_superseded(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging_setup.upload("red")
    with monkeypatch.context() as unseen:
        unseen.setattr(tagging_setup.table, "read", lambda _photos: {})
        tagging_setup.process(change(RED, "20", version="new"))
        assert tagging_setup.statuses(change(RED, "10", version="old")) == ["superseded"]
    assert [event.detail["correlation_id"] for event in tagging_setup.bus.published] == ["corr-1"]
    assert tagging_setup.table.items[RED].sequencer == comparable_sequencer("20")


def test_only_the_newest_event_of_a_photo_in_a_batch_is_processed(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red")
    batch = change(RED, "30", version="c"), change(RED, "10", version="a"), change(RED, "20")
    assert tagging_setup.statuses(*batch) == ["tagged", "superseded", "superseded"]
    assert tagging_setup.photos.fetched == [RED]


def test_a_restored_older_version_is_tagged(tagging_setup: TaggingSetup) -> None:
    """After its replacement or its delete marker was deleted."""
    first = tagging_setup.upload("red")
    tagging_setup.process(change(RED, "10", version=first))
    second = tagging_setup.upload("blue")
    tagging_setup.process(change(RED, "20", version=second))
    tagging_setup.bucket.drop(RED, second)
    assert tagging_setup.statuses(change(RED, "30")) == ["tagged"]
    item = tagging_setup.table.items[RED]
    assert (item.version, item.tags[0]["label"]) == (first, "red")
    assert [event.detail["version"] for event in tagging_setup.bus.published][-1] == first


def test_a_late_removal_does_not_remove_a_newer_photo(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red", sequencer="20")
    assert tagging_setup.statuses(change(RED, "10")) == ["unchanged"]
    assert RED in tagging_setup.table.items


def test_the_old_event_of_a_removed_photo_does_not_restore_it(tagging_setup: TaggingSetup) -> None:
    assert tagging_setup.statuses(change(RED, "10", version="v1")) == ["gone"]
    assert tagging_setup.table.items == {}


def test_a_request_by_key_of_a_deleted_photo_removes_its_result(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red")
    tagging_setup.bucket.delete(RED)
    assert tagging_setup.statuses(ChangeEvent(photo_key(RED), "corr-2")) == ["removed"]
    assert tagging_setup.table.items == {}


LOOSE, LONG, FOLDER = "articles/loose.jpg", "articles/1/" + "x" * 1008, "articles/1/"


def test_a_file_with_an_invalid_key_is_refused_without_fetching_it(tagging_setup: TaggingSetup) -> None:
    for key in (LOOSE, LONG, RED):
        tagging_setup.upload("red", key)
    tagging_setup.bucket.put(FOLDER, b"")
    assert tagging_setup.statuses(*map(change, (LOOSE, LONG, FOLDER, RED))) == [*["refused"] * 3, "tagged"]
    reasons = {key: item.refusal["code"] for key, item in tagging_setup.table.items.items() if item.refusal}
    assert reasons == {LOOSE: "invalid-key", LONG: "invalid-key", FOLDER: "empty-image"}
    assert sorted(tagging_setup.photos.fetched) == sorted([FOLDER, RED])
    assert tagging_setup.statuses(change(LOOSE, "20"), change(LONG, "10")) == [
        "unchanged",
        "unchanged",
    ]
    tagging_setup.bucket.delete(LOOSE)
    assert tagging_setup.statuses(change(LOOSE, "30")) == ["removed"]


def test_a_new_label_file_rescores_the_stored_vector_without_fetching_or_encoding(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.upload_and_tag("blue", BLUE)
    relabelled = tagging_setup.relabelled(ad_hoc_labels(["blue", "green"], ["a {label}"]))
    (outcome,) = tagging_setup.process(change(BLUE, "20", version=version), tagger=relabelled)
    assert outcome.status == "tagged"
    assert tagging_setup.table.items[BLUE].tags[0]["label"] == "blue"
    assert tagging_setup.table.items[BLUE].encoder == "memory"
    assert (tagging_setup.photos.fetched, tagging_setup.encoder.calls) == ([BLUE], [1])


def test_a_request_by_key_tags_the_current_version(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red")
    tagging_setup.upload("blue")
    (outcome,) = tagging_setup.process(ChangeEvent(photo_key(RED), "corr-2"))
    assert outcome.status == "tagged"
    assert tagging_setup.table.items[RED].tags[0]["label"] == "blue"
    assert tagging_setup.table.items[RED].sequencer == comparable_sequencer("10")


def test_a_result_that_cannot_be_stored_fails_and_is_not_published(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red")
    tagging_setup.table.unavailable.add(RED)
    assert tagging_setup.statuses(change()) == ["failed"]
    assert tagging_setup.bus.published == []


def test_photos_given_as_bytes_are_tagged_in_order_with_refusals_in_place(tagging_setup: TaggingSetup) -> None:
    red, bad, blue = tag_photos([image_file("red"), b"GIF89a", image_file("blue")], tagging_setup.tagger)
    assert (red.tags.tags[0].label, blue.tags.tags[0].label) == ("red", "blue")
    assert bad.refusal is not None
    assert bad.refusal.code == "unsupported-image"
    assert tagging_setup.encoder.calls == [2]


def test_a_batch_of_refusals_does_not_call_the_encoder(tagging_setup: TaggingSetup) -> None:
    (photo,) = tag_photos([b""], tagging_setup.tagger)
    assert photo.refusal is not None
    assert tagging_setup.encoder.calls == []


NO_DIRECTION = pytest.mark.parametrize("vector", [[np.nan] * 3, [0.6, np.nan, 0.8], [np.inf, 0, 0], [0, 0, 0]], ids=str)


@NO_DIRECTION
def test_a_vector_without_a_direction_refuses_only_its_own_photo(
    tagging_setup: TaggingSetup, vector: list[float]
) -> None:
    tagging_setup.upload("red")
    tagging_setup.upload("blue", BLUE)
    tagger = replace(tagging_setup.tagger, encoder=FailingOnBlue(tagging_setup.encoder, vector))
    red, blue = tagging_setup.process(change(), change(BLUE), tagger=tagger)
    assert (red.status, blue.status) == ("tagged", "refused")
    assert blue.error is not None
    assert blue.error.code == "invalid-vector"
    item = tagging_setup.table.items[BLUE]
    assert tagging_setup.refusal(BLUE)[0] == "invalid-vector"
    assert (item.tags, item.abstentions, item.vector) == ((), (), None)
    assert [event.detail["article"] for event in tagging_setup.bus.published] == ["1"]


@NO_DIRECTION
def test_a_photo_given_as_bytes_is_refused_if_its_vector_has_no_direction(
    tagging_setup: TaggingSetup, vector: list[float]
) -> None:
    tagger = replace(tagging_setup.tagger, encoder=FailingOnBlue(tagging_setup.encoder, vector))
    red, blue = tag_photos([image_file("red"), image_file("blue")], tagger)
    assert red.tags.tags[0].label == "red"
    assert blue.refusal is not None
    assert (blue.refusal.code, blue.refusal.status, blue.tags.abstentions) == ("invalid-vector", 500, ())


def test_a_stored_vector_without_a_direction_refuses_instead_of_abstaining(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.upload_and_tag("blue", BLUE)
    stored = tagging_setup.table.items[BLUE]
    tagging_setup.table.write(replace(stored, vector=np.full(3, np.nan, np.float16)))
    relabelled = tagging_setup.relabelled(ad_hoc_labels(["blue", "green"], ["a {label}"]))
    (outcome,) = tagging_setup.process(change(BLUE, "20", version=version), tagger=relabelled)
    assert outcome.error is not None
    assert outcome.error.code == "invalid-vector"
    (again,) = tagging_setup.process(change(BLUE, "30", version=version))
    assert again.status == "tagged"


def kinds(tagging_setup: TaggingSetup) -> list[str]:
    return [event.kind for event in tagging_setup.bus.published]


def test_a_removed_or_refused_photo_is_published_as_untagged(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload_and_tag("red")
    tagging_setup.process(change(RED, "20", version=tagging_setup.bucket.put(RED, b"%PDF")))
    tagging_setup.bucket.delete(RED)
    tagging_setup.process(change(RED, "30"))
    assert kinds(tagging_setup) == ["Article Tagged", "Article Untagged", "Article Untagged"]
    assert [event.detail["reason"] for event in tagging_setup.bus.published[1:]] == ["unsupported-image", "removed"]
    assert {event.detail["article"] for event in tagging_setup.bus.published} == {"1"}


@pytest.mark.parametrize("content", [image_file("red"), b"%PDF", None], ids=["tagged", "refused", "removed"])
def test_unpublished_results_are_published_on_redelivery_even_with_a_newer_event_in_the_batch(
    tagging_setup: TaggingSetup, content: bytes | None
) -> None:
    tagging_setup.upload_and_tag("blue")
    before = len(tagging_setup.bus.published)
    if content is None:
        tagging_setup.bucket.delete(RED)
    else:
        tagging_setup.bucket.put(RED, content)
    tagging_setup.bus.unavailable = True
    assert tagging_setup.statuses(change(RED, "20")) == ["failed"]
    tagging_setup.bus.unavailable = False
    tagging_setup.process(change(RED, "20", redelivered=True), change(RED, "30"))
    assert len(tagging_setup.bus.published) == before + 1


def test_a_file_without_an_article_publishes_nothing(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red", LOOSE)
    assert tagging_setup.statuses(change(LOOSE)) == ["refused"]
    tagging_setup.bucket.delete(LOOSE)
    assert tagging_setup.statuses(change(LOOSE, "20")) == ["removed"]
    assert tagging_setup.bus.published == []
