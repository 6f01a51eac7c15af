"""What is stored of a photo, what is told to others about it, and what it is said to have cost."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from bildtext.articles import PhotoKey, photo_key
from bildtext.change_events import ChangeEvent
from bildtext.cost import result_cost
from bildtext.images import Limits
from bildtext.labels import ad_hoc_labels
from tagging import flow
from tagging.flow import ITEM_BYTES, store, tag_arrivals, tag_images
from tagging.steps import OnItsWay, Outcome, Tagger
from tests.worlds import World, a_photo

RED, BLUE = "articles/1/front.png", "articles/2/front.png"


def came(key: str = RED, sequencer: str = "10", *, redelivered: bool = False) -> ChangeEvent[PhotoKey]:
    return ChangeEvent(photo_key(key), "corr-1", sequencer=sequencer, redelivered=redelivered)


def come(world: World, *arrivals: ChangeEvent[PhotoKey]) -> list[Outcome]:
    return tag_arrivals(arrivals, world.tagger, world.outside)


def test_tags_are_told_with_all_that_is_needed_to_use_them(world: World) -> None:
    version = world.bucket.put(BLUE, a_photo("blue"))
    come(world, came(BLUE))
    (told,) = world.bus.told
    detail = dict(told.detail)
    tags = detail.pop("tags")
    assert detail == {
        "article": "2",
        "key": BLUE,
        "view": "front",
        "version": version,
        "model": "colours@1/fp32",
        "labels": world.tagger.labels.fingerprint,
        "calibrated": False,
        "correlation_id": "corr-1",
    }
    assert isinstance(tags, list)
    assert [set(tag) for tag in tags] == [{"facet", "label", "score", "rank"}] * 2


def test_a_photo_that_lost_its_tags_is_told_with_the_reason(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    come(world, came())
    world.bucket.delete(RED)
    come(world, came(sequencer="20"))
    assert world.bus.told[-1].detail == {
        "article": "1",
        "key": RED,
        "view": "front",
        "reason": "removed",
        "correlation_id": "corr-1",
    }


class Calibrated(Tagger):
    """A tagger whose scores are confidence."""

    @property
    def calibrated(self) -> bool:
        return True


def test_whether_scores_are_confidence_is_stored_and_told_as_the_tagger_says(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    tag_arrivals([came()], Calibrated(**vars(world.tagger)), world.outside)
    (told,) = world.bus.told
    assert (world.table.items[RED].calibrated, told.detail["calibrated"]) == (True, True)


def test_a_photo_that_never_had_tags_is_told_of_by_nobody_however_often_it_is_refused(world: World) -> None:
    for sequencer, content in (("10", b"%PDF"), ("20", b"%PDF-1.7")):
        world.bucket.put(RED, content)
        (outcome,) = come(world, came(sequencer=sequencer))
        assert (outcome.status, outcome.news) == ("refused", False)
    assert world.bus.told == []


def test_a_lost_tag_that_could_not_be_told_is_told_later_even_with_a_new_label_file(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    come(world, came())
    world.bucket.put(RED, b"%PDF")
    world.bus.away = True
    (outcome,) = come(world, came(sequencer="20"))
    assert "throttled" in str(outcome.error)
    world.bus.away = False
    relabelled = world.relabelled(ad_hoc_labels(["red", "green"], ["a {label}"]))
    tag_arrivals([came(sequencer="20", redelivered=True)], relabelled, world.outside)
    assert [told.kind for told in world.bus.told] == ["Article Tagged", "Article Untagged"]


def test_a_bus_that_answers_for_fewer_news_than_it_was_told_fails_the_batch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.bucket.put(RED, a_photo("red"))
    monkeypatch.setattr(world.bus, "announce", lambda _: [])
    with pytest.raises(ValueError, match="shorter"):
        come(world, came())


def test_why_a_facet_says_nothing_is_stored_and_the_vector_at_half_precision(world: World) -> None:
    world.bucket.put(RED, a_photo("purple"))
    come(world, came())
    item = world.table.items[RED]
    assert {(one["facet"], one["reason"]) for one in item.abstentions} >= {("depth", "category-unknown")}
    assert item.vector is not None
    assert item.vector.dtype == np.float16


def test_facets_that_are_asked_for_are_answered_and_no_others(world: World) -> None:
    (photo,) = tag_images([a_photo("blue")], world.tagger, ["depth"])
    assert [tag.facet for tag in photo.tags.tags] == ["depth"]


def test_every_label_has_its_score_whether_stated_or_not(world: World) -> None:
    (photo,) = tag_images([a_photo("blue")], world.tagger)
    assert {facet: scores.ids for facet, scores in photo.scores.items()} == {
        "category": ("red", "yellow", "blue"),
        "depth": ("ocean", "sun"),
    }


def test_a_photo_at_hand_with_more_pixels_than_allowed_is_refused(world: World) -> None:
    tagger = replace(world.tagger, limits=Limits(max_pixels=100))
    (photo,) = tag_images([a_photo("red", (20, 20))], tagger)
    assert photo.refusal is not None
    assert photo.refusal.code == "image-too-large"


def test_a_photo_at_hand_that_brings_out_a_mistake_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "decode", lambda *_: 1 / 0)
    (photo,) = tag_images([a_photo("red")], world.tagger)
    assert photo.refusal is not None
    assert isinstance(photo.refusal.__cause__, ZeroDivisionError)


def test_what_a_batch_takes_together_is_shared_among_its_photos(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "ms_since", lambda _: 60.0)
    photos = tag_images([a_photo("red")] * 3, world.tagger)
    assert [photo.took_ms for photo in photos] == [{"decode": 60.0, "encode": 20.0, "score": 20.0}] * 3


@pytest.mark.parametrize(("photos", "seconds"), [(1, 10.0), (2, 5.0), (4, 2.5)])
def test_a_result_costs_its_share_of_the_batchs_time(
    world: World, monkeypatch: pytest.MonkeyPatch, photos: int, seconds: float
) -> None:
    monkeypatch.setattr(flow, "perf_counter", lambda: 112.0)
    steps = [OnItsWay(replace(came(f"articles/{n}/front.png"), version="v")) for n in range(photos)]
    outcomes = store(steps, world.tagger, world.outside, started=102.0)
    cost = result_cost(seconds, 2048, photos, ITEM_BYTES, world.outside.prices)
    assert [outcome.item.cost_usd for outcome in outcomes if outcome.item] == [pytest.approx(cost, rel=5e-3)] * photos


def test_an_empty_batch_is_done(world: World) -> None:
    assert come(world) == []


def test_a_result_is_reckoned_with_as_many_write_units_as_one_of_ten_tags_takes() -> None:
    tag = {"facet": "category", "label": "sneaker-low", "name": {"de": "Halbschuh", "en": "Low shoe"}, "score": 0.9312}
    words = len(json.dumps([{**tag, "rank": 1}] * 10))
    vector = 2 * 512  # of a ViT-B/32
    assert math.ceil((words + vector) / 1024) * 1024 == ITEM_BYTES
