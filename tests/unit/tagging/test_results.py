"""What is stored of a photo, what is told to others about it, and what it is said to have cost."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from bildtext.change_events import ChangeEvent
from bildtext.cost import result_cost
from bildtext.images import Limits
from bildtext.labels import ad_hoc_labels
from bildtext.storage.keys import PhotoKey, photo_key
from tagging import flow
from tagging.flow import ITEM_BYTES, store, tag_arrivals, tag_images
from tagging.steps import InFlightPhoto, Outcome
from tests.tagging_setup import TaggingSetup, a_photo

RED, BLUE = "articles/1/front.png", "articles/2/front.png"


def came(key: str = RED, sequencer: str = "10", *, redelivered: bool = False) -> ChangeEvent[PhotoKey]:
    return ChangeEvent(photo_key(key), "corr-1", sequencer=sequencer, redelivered=redelivered)


def come(tagging_setup: TaggingSetup, *changes: ChangeEvent[PhotoKey]) -> list[Outcome]:
    return tag_arrivals(changes, tagging_setup.tagger, tagging_setup.dependencies)


def test_tags_are_told_with_all_that_is_needed_to_use_them(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.bucket.put(BLUE, a_photo("blue"))
    come(tagging_setup, came(BLUE))
    (told,) = tagging_setup.bus.published
    detail = dict(told.detail)
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


def test_a_photo_that_lost_its_tags_is_told_with_the_reason(tagging_setup: TaggingSetup) -> None:
    tagging_setup.bucket.put(RED, a_photo("red"))
    come(tagging_setup, came())
    tagging_setup.bucket.delete(RED)
    come(tagging_setup, came(sequencer="20"))
    assert tagging_setup.bus.published[-1].detail == {
        "article": "1",
        "key": RED,
        "view": "front",
        "reason": "removed",
        "correlation_id": "corr-1",
    }


def test_a_lost_tag_that_could_not_be_told_is_told_later_even_with_a_new_label_file(
    tagging_setup: TaggingSetup,
) -> None:
    tagging_setup.bucket.put(RED, a_photo("red"))
    come(tagging_setup, came())
    tagging_setup.bucket.put(RED, b"%PDF")
    tagging_setup.bus.away = True
    (outcome,) = come(tagging_setup, came(sequencer="20"))
    assert "throttled" in str(outcome.error)
    tagging_setup.bus.away = False
    relabelled = tagging_setup.relabelled(ad_hoc_labels(["red", "green"], ["a {label}"]))
    tag_arrivals([came(sequencer="20", redelivered=True)], relabelled, tagging_setup.dependencies)
    assert [told.kind for told in tagging_setup.bus.published] == ["Article Tagged", "Article Untagged"]


def test_a_bus_that_answers_for_fewer_news_than_it_was_told_fails_the_batch(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagging_setup.bucket.put(RED, a_photo("red"))
    monkeypatch.setattr(tagging_setup.bus, "publish", lambda _: [])
    with pytest.raises(ValueError, match="shorter"):
        come(tagging_setup, came())


def test_why_a_facet_says_nothing_is_stored_and_the_vector_at_half_precision(tagging_setup: TaggingSetup) -> None:
    tagging_setup.bucket.put(RED, a_photo("purple"))
    come(tagging_setup, came())
    item = tagging_setup.table.items[RED]
    assert {(one["facet"], one["reason"]) for one in item.abstentions} >= {("depth", "category-unknown")}
    assert item.vector is not None
    assert item.vector.dtype == np.float16


def test_facets_that_are_asked_for_are_answered_and_no_others(tagging_setup: TaggingSetup) -> None:
    (photo,) = tag_images([a_photo("blue")], tagging_setup.tagger, ["depth"])
    assert [tag.facet for tag in photo.tags.tags] == ["depth"]


def test_every_label_has_its_score_whether_stated_or_not(tagging_setup: TaggingSetup) -> None:
    (photo,) = tag_images([a_photo("blue")], tagging_setup.tagger)
    assert {facet: scores.ids for facet, scores in photo.scores.items()} == {
        "category": ("red", "yellow", "blue"),
        "depth": ("ocean", "sun"),
    }


def test_a_photo_at_hand_with_more_pixels_than_allowed_is_refused(tagging_setup: TaggingSetup) -> None:
    tagger = replace(tagging_setup.tagger, limits=Limits(max_pixels=100))
    (photo,) = tag_images([a_photo("red", (20, 20))], tagger)
    assert photo.refusal is not None
    assert photo.refusal.code == "image-too-large"


def test_a_photo_at_hand_that_brings_out_a_mistake_says_so(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "decode", lambda *_: 1 / 0)
    (photo,) = tag_images([a_photo("red")], tagging_setup.tagger)
    assert photo.refusal is not None
    assert isinstance(photo.refusal.__cause__, ZeroDivisionError)


def test_what_a_batch_takes_together_is_shared_among_its_photos(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "ms_since", lambda _: 60.0)
    photos = tag_images([a_photo("red")] * 3, tagging_setup.tagger)
    assert [photo.duration_ms for photo in photos] == [{"decode": 60.0, "encode": 20.0, "score": 20.0}] * 3


@pytest.mark.parametrize(("photos", "seconds"), [(1, 10.0), (2, 5.0), (4, 2.5)])
def test_a_result_costs_its_share_of_the_batchs_time(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, photos: int, seconds: float
) -> None:
    monkeypatch.setattr(flow, "perf_counter", lambda: 112.0)
    steps = [InFlightPhoto(replace(came(f"articles/{n}/front.png"), version="v")) for n in range(photos)]
    outcomes = store(steps, tagging_setup.tagger, tagging_setup.dependencies, started=102.0)
    cost = result_cost(seconds, 2048, photos, ITEM_BYTES, tagging_setup.dependencies.prices)
    assert [outcome.item.cost_usd for outcome in outcomes if outcome.item] == [pytest.approx(cost, rel=5e-3)] * photos


def test_an_empty_batch_is_done(tagging_setup: TaggingSetup) -> None:
    assert come(tagging_setup) == []


def test_a_result_is_reckoned_with_as_many_write_units_as_one_of_ten_tags_takes() -> None:
    tag = {"facet": "category", "label": "sneaker-low", "name": {"de": "Halbschuh", "en": "Low shoe"}, "score": 0.9312}
    words = len(json.dumps([{**tag, "rank": 1}] * 10))
    vector = 2 * 512  # of a ViT-B/32
    assert math.ceil((words + vector) / 1024) * 1024 == ITEM_BYTES
