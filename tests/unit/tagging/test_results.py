"""What is stored and published for a photo, and the cost that is reported."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from bildtext.cost import result_cost
from bildtext.images import Limits
from bildtext.labels import ad_hoc_labels
from tagging import flow
from tagging.batch import InFlightPhoto, Tagger
from tagging.flow import ITEM_BYTES, store, tag_photos
from tests.tagging_setup import BLUE, RED, TaggingSetup, change, image_file


def test_the_published_event_has_the_tags_and_their_provenance(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.upload("blue", BLUE)
    tagging_setup.process(change(BLUE))
    (event,) = tagging_setup.bus.published
    detail = dict(event.detail)
    tags = detail.pop("tags")
    assert detail == {
        "article": "2",
        "key": BLUE,
        "view": "front",
        "version": version,
        "model": "colours@1/fp32",
        "labels": tagging_setup.tagger.labels.fingerprint,
        "calibrated": False,
        "correlation_id": "corr-1",
    }
    assert isinstance(tags, list)
    assert [set(tag) for tag in tags] == [{"facet", "label", "score", "rank"}] * 2


def test_a_removed_photo_leaves_no_item_and_is_published_with_the_reason(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red")
    tagging_setup.process(change())
    tagging_setup.bucket.delete(RED)
    assert tagging_setup.statuses(change(sequencer="20")) == ["removed"]
    assert tagging_setup.table.items == {}
    assert tagging_setup.bus.published[-1].detail == {
        "article": "1",
        "key": RED,
        "view": "front",
        "reason": "removed",
        "correlation_id": "corr-1",
    }


class Calibrated(Tagger):
    """A tagger whose scores are calibrated."""

    @property
    def calibrated(self) -> bool:
        return True


def test_whether_scores_are_calibrated_is_stored_and_published(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red")
    tagging_setup.process(change(), tagger=Calibrated(**vars(tagging_setup.tagger)))
    (event,) = tagging_setup.bus.published
    assert (tagging_setup.table.items[RED].calibrated, event.detail["calibrated"]) == (True, True)


def test_a_photo_that_never_had_tags_is_never_published_as_untagged(tagging_setup: TaggingSetup) -> None:
    for sequencer, content in (("10", b"%PDF"), ("20", b"%PDF-1.7")):
        tagging_setup.bucket.put(RED, content)
        (outcome,) = tagging_setup.process(change(sequencer=sequencer))
        assert (outcome.status, outcome.must_publish) == ("refused", False)
    assert tagging_setup.bus.published == []


def test_an_unpublished_untagging_is_published_on_redelivery_even_with_a_new_label_file(
    tagging_setup: TaggingSetup,
) -> None:
    tagging_setup.upload("red")
    tagging_setup.process(change())
    tagging_setup.bucket.put(RED, b"%PDF")
    tagging_setup.bus.unavailable = True
    (outcome,) = tagging_setup.process(change(sequencer="20"))
    assert "throttled" in str(outcome.error)
    tagging_setup.bus.unavailable = False
    relabelled = tagging_setup.relabelled(ad_hoc_labels(["red", "green"], ["a {label}"]))
    tagging_setup.process(change(sequencer="20", redelivered=True), tagger=relabelled)
    assert [event.kind for event in tagging_setup.bus.published] == ["Article Tagged", "Article Untagged"]


def test_a_publisher_with_too_few_answers_fails_the_batch(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging_setup.upload("red")
    monkeypatch.setattr(tagging_setup.bus, "publish", lambda _: [])
    with pytest.raises(ValueError, match="shorter"):
        tagging_setup.process(change())


def test_abstention_reasons_and_the_half_precision_vector_are_stored(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("purple")
    tagging_setup.process(change())
    item = tagging_setup.table.items[RED]
    assert {(one["facet"], one["reason"]) for one in item.abstentions} >= {("depth", "category-unknown")}
    assert item.vector is not None
    assert item.vector.dtype == np.float16


def test_only_requested_facets_are_returned(tagging_setup: TaggingSetup) -> None:
    (photo,) = tag_photos([image_file("blue")], tagging_setup.tagger, ["depth"])
    assert [tag.facet for tag in photo.tags.tags] == ["depth"]


def test_every_label_has_a_score_whether_stated_or_not(tagging_setup: TaggingSetup) -> None:
    (photo,) = tag_photos([image_file("blue")], tagging_setup.tagger)
    assert {facet: scores.ids for facet, scores in photo.scores.items()} == {
        "category": ("red", "yellow", "blue"),
        "depth": ("ocean", "sun"),
    }


def test_a_photo_with_too_many_pixels_is_refused(tagging_setup: TaggingSetup) -> None:
    tagger = replace(tagging_setup.tagger, limits=Limits(max_pixels=100))
    (photo,) = tag_photos([image_file("red", (20, 20))], tagger)
    assert photo.refusal is not None
    assert photo.refusal.code == "image-too-large"


def test_a_photo_that_triggers_a_bug_has_the_cause_in_its_refusal(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "decode", lambda *_: 1 / 0)
    (photo,) = tag_photos([image_file("red")], tagging_setup.tagger)
    assert photo.refusal is not None
    assert isinstance(photo.refusal.__cause__, ZeroDivisionError)


def test_the_duration_of_batch_steps_is_divided_among_the_photos(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "ms_since", lambda _: 60.0)
    photos = tag_photos([image_file("red")] * 3, tagging_setup.tagger)
    assert [photo.duration_ms for photo in photos] == [{"decode": 60.0, "encode": 20.0, "score": 20.0}] * 3


@pytest.mark.parametrize(("photos", "seconds"), [(1, 10.0), (2, 5.0), (4, 2.5)])
def test_the_cost_of_a_result_is_its_share_of_the_batchs_time(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, photos: int, seconds: float
) -> None:
    monkeypatch.setattr(flow, "perf_counter", lambda: 112.0)
    steps = [InFlightPhoto(replace(change(f"articles/{n}/front.png"), version="v")) for n in range(photos)]
    outcomes = store(steps, tagging_setup.tagger, tagging_setup.dependencies, started=102.0)
    cost = result_cost(seconds, 2048, photos, ITEM_BYTES, tagging_setup.dependencies.prices)
    assert [outcome.item.cost_usd for outcome in outcomes if outcome.item] == [pytest.approx(cost, rel=5e-3)] * photos


def test_an_empty_batch_has_no_outcomes(tagging_setup: TaggingSetup) -> None:
    assert tagging_setup.process() == []


def test_the_assumed_item_size_is_that_of_an_item_with_ten_tags() -> None:
    tag = {"facet": "category", "label": "sneaker-low", "name": {"de": "Halbschuh", "en": "Low shoe"}, "score": 0.9312}
    words = len(json.dumps([{**tag, "rank": 1}] * 10))
    vector = 2 * 512  # of a ViT-B/32
    assert math.ceil((words + vector) / 1024) * 1024 == ITEM_BYTES
