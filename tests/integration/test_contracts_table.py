"""The contract of the article table for photos: in memory and on DynamoDB."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from bildtext.storage.article_table import StoredArticle
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import WriteResult
from tests.stores import BACK, ORDER, OTHER, PHOTO, Store, a_photo_key, a_result, comparable


def test_a_result_is_read_back_as_it_was_written(store: Store) -> None:
    item = PhotoItem(
        PHOTO,
        version="v1",
        sequencer="B",
        status="tagged",
        correlation_id="c",
        written_at="2026-11-23T11:00:00.000",
        model="m@1/fp32",
        label_fingerprint="fingerprint",
        tags=({"facet": "colour", "name": {"de": "Weiß"}, "score": 0.1 + 0.2, "rank": 1},),
        abstentions=({"facet": "heel", "best": 3e-10},),
        vector=np.array([0.5, -1, 6e-8], np.float16),
        duration_ms={"fetch": 12.5, "encode": 3.0},
        cost_usd=1.23e-07,
        encoder="openvino",
        refusal={"code": "x", "detail": "Größe"},
        calibrated=True,
        runners_up=({"facet": "colour", "label": "grey", "score": 0.25},),
    )
    assert store.photos.write(item)
    assert comparable(store.photos.read([PHOTO])) == {PHOTO.key: comparable(item)}
    assert comparable(store.articles.read("1")) == (StoredArticle(), [comparable(item)])


def test_a_minimal_result_is_read_back_as_it_was_written(store: Store) -> None:
    least = PhotoItem(PHOTO, "", "", "refused", "", "", "", "")
    assert store.photos.write(least)
    assert store.photos.read([PHOTO]) == {PHOTO.key: least}


def test_whole_numbers_and_fractions_are_read_back_as_such(store: Store) -> None:
    """The difference is visible in JSON answers."""
    store.photos.write(a_result(PHOTO))
    (tag,) = store.photos.read([PHOTO])[PHOTO.key].tags
    assert json.dumps([tag["rank"], tag["score"]]) == "[1, 0.9]"


def test_a_new_result_replaces_all_of_the_one_before(store: Store) -> None:
    store.photos.write(replace(a_result(PHOTO), encoder="openvino", cost_usd=1.0, refusal={"code": "x"}))
    refused = PhotoItem(PHOTO, "v2", "C", "refused", "d", "2026-11-23T11:30:00.000", "n", "l", refusal={"code": "y"})
    store.photos.write(refused)
    assert store.photos.read([PHOTO]) == {PHOTO.key: refused}


@pytest.mark.parametrize(("sequencer", "written"), ORDER)
def test_a_result_overwrites_that_of_the_same_or_an_older_event(store: Store, sequencer: str, written: bool) -> None:
    assert store.photos.write(a_result(PHOTO))
    assert bool(store.photos.write(a_result(PHOTO, sequencer, "v2"))) == written
    assert store.photos.read([PHOTO])[PHOTO.key].version == ("v2" if written else "v1")


@pytest.mark.parametrize(("sequencer", "removed"), ORDER)
def test_a_removal_deletes_the_result_of_the_same_or_an_older_event(
    store: Store, sequencer: str, removed: bool
) -> None:
    store.photos.write(a_result(PHOTO))
    assert bool(store.photos.remove(PHOTO, sequencer)) == removed
    assert store.photos.read([PHOTO])[PHOTO.key].status == ("removed" if removed else "tagged")


@pytest.mark.parametrize(("sequencer", "written"), ORDER)
def test_a_result_is_restored_after_a_removal_by_the_same_or_an_older_event(
    store: Store, sequencer: str, written: bool
) -> None:
    store.photos.remove(PHOTO, "B")
    assert bool(store.photos.write(a_result(PHOTO, sequencer))) == written
    assert store.photos.read([PHOTO])[PHOTO.key].status == ("tagged" if written else "removed")


def previous(written: WriteResult | None) -> tuple[str, str] | None:
    return (written.previous.status, written.previous.sequencer) if written and written.previous else None


def test_a_write_returns_what_it_replaced(store: Store) -> None:
    assert store.photos.remove(PHOTO, "B") == WriteResult(None)
    assert previous(store.photos.remove(PHOTO, "C")) == ("removed", "B")
    assert previous(store.photos.write(a_result(PHOTO, "D"))) == ("removed", "C")
    assert store.photos.remove(PHOTO, "C") is None
    assert previous(store.photos.remove(PHOTO, "D")) == ("tagged", "D")
    assert previous(store.photos.remove(PHOTO, "D")) == ("removed", "D")


@pytest.mark.parametrize(
    "key", ["articles/1/Größe 38 + 40/ß%20.jpg", "articles/ loose.jpg", "articles/1/" + "x" * 1013]
)
def test_a_removed_photo_is_read_as_removed_with_its_removal_time(store: Store, key: str) -> None:
    photo = a_photo_key(key)
    store.photos.write(a_result(photo))
    store.photos.remove(photo, "B")
    removed = PhotoItem(photo, "", "B", "removed", "", "2026-11-23T12:00:00.123+00:00", "", "")
    assert store.photos.read([photo]) == {key: removed}
    assert store.articles.read(photo.article).photos == ()


def test_one_removal_and_one_result_leave_the_other_photos_alone(store: Store) -> None:
    for photo in (PHOTO, BACK, OTHER):
        store.photos.write(a_result(photo))
    store.photos.remove(BACK, "C")
    assert {key: item.status for key, item in store.photos.read([PHOTO, BACK, OTHER]).items()} == {
        PHOTO.key: "tagged",
        BACK.key: "removed",
        OTHER.key: "tagged",
    }
    assert store.articles.read("1").photos == (a_result(PHOTO),)


def test_any_number_of_photos_is_read_and_unknown_ones_are_omitted(store: Store) -> None:
    photos = [a_photo_key(f"articles/{number}/front.jpg") for number in range(203)]
    assert store.photos.read(photos) == {}
    for photo in photos:
        store.photos.write(a_result(photo))
    assert store.photos.read([*photos, photos[0], a_photo_key("articles/999/front.jpg")]).keys() == {
        photo.key for photo in photos
    }
    assert store.photos.read([]) == {}
