"""The contract of the article table for articles: in memory and on DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bildtext.storage.article_table import StoredArticle, TextItem
from tests.stores import BACK, ORDER, OTHER, PHOTO, Clock, Store, a_photo_key, a_result, a_text, some_data


def test_an_unknown_article_is_empty(store: Store) -> None:
    assert store.articles.read("1") == StoredArticle(None, None, (), "", "")


def test_data_and_text_are_read_back_as_they_were_written_with_the_articles_photos(store: Store) -> None:
    data = replace(some_data(), content="", refusal="The product data has 201 kB.", correlation_id="r")
    text = replace(a_text(), status="refused", refusal={"code": "x", "detail": "Ä"}, cost_usd=1.5e-6)
    assert store.articles.write_data(data)
    assert store.articles.write_text(text)
    for photo in (PHOTO, BACK, OTHER):
        store.photos.write(a_result(photo))
    assert store.articles.read("1") == StoredArticle(data, text, (a_result(BACK), a_result(PHOTO)), "", "")
    assert store.articles.read("2") == StoredArticle(photos=(a_result(OTHER),))


def test_a_minimal_text_is_read_back_as_it_was_written(store: Store) -> None:
    least = TextItem("1", "refused", "", "B", "", "", "")
    assert store.articles.write_text(least)
    assert store.articles.read("1").text == least


@pytest.mark.parametrize(("sequencer", "written"), ORDER)
def test_older_data_never_overwrites_newer(store: Store, sequencer: str, written: bool) -> None:
    store.articles.write_data(some_data())
    newer = replace(some_data(), content="{}", sequencer=sequencer)
    assert store.articles.write_data(newer) == written
    assert store.articles.read("1").data == (newer if written else some_data())


@pytest.mark.parametrize(
    ("sequencer", "photos_as_of", "written"),
    [
        ("A", "2026-11-23T11:59:00", False),
        ("B", "2026-11-23T10:59:00", False),
        ("B", "2026-11-23T11:00:00", True),
        ("B", "2026-11-23T11:01:00", True),
        ("C", "", True),
    ],
)
def test_a_text_of_older_data_or_older_photos_never_overwrites_a_newer_one(
    store: Store, sequencer: str, photos_as_of: str, written: bool
) -> None:
    store.articles.write_text(a_text())
    newer = replace(a_text(), inputs="new", sequencer=sequencer, photos_as_of=photos_as_of)
    assert store.articles.write_text(newer) == written
    assert store.articles.read("1").text == (newer if written else a_text())


@pytest.mark.parametrize(("sequencer", "removed"), ORDER)
def test_a_removal_deletes_data_and_text_unless_they_are_newer(store: Store, sequencer: str, removed: bool) -> None:
    store.articles.write_data(some_data())
    store.articles.write_text(a_text())
    assert store.articles.remove("1", sequencer) == removed
    left = StoredArticle(removal_sequencer=sequencer) if removed else StoredArticle(some_data(), a_text())
    assert store.articles.read("1") == left


@pytest.mark.parametrize("write", ["data", "text"])
def test_a_removal_of_only_data_or_only_text_returns_true(store: Store, write: str) -> None:
    assert not store.articles.remove("1", "A")
    if write == "data":
        store.articles.write_data(some_data())
    else:
        store.articles.write_text(a_text())
    assert store.articles.remove("1", "B")
    assert not store.articles.remove("1", "B")
    assert store.articles.read("1") == StoredArticle(removal_sequencer="B")


@pytest.mark.parametrize(("sequencer", "written"), ORDER)
def test_data_and_text_are_restored_after_a_removal_by_the_same_or_an_older_event(
    store: Store, sequencer: str, written: bool
) -> None:
    store.articles.remove("1", "B")
    data, text = some_data(sequencer=sequencer), a_text(sequencer=sequencer, photos_as_of="")
    assert (store.articles.write_data(data), store.articles.write_text(text)) == (written, written)
    assert store.articles.read("1") == (StoredArticle(data, text) if written else StoredArticle(removal_sequencer="B"))


def test_a_removed_photo_leaves_its_removal_time_on_the_article_until_restored(store: Store, clock: Clock) -> None:
    for photo in (PHOTO, BACK):
        store.photos.write(a_result(photo))
    store.photos.remove(PHOTO, "B")
    clock.time += timedelta(hours=1)
    store.photos.remove(BACK, "B")
    assert store.articles.read("1") == StoredArticle(last_removal_at="2026-11-23T13:00:00.123+00:00")
    store.photos.write(a_result(BACK))
    assert store.articles.read("1").last_removal_at == "2026-11-23T12:00:00.123+00:00"
    store.articles.write_data(some_data())
    store.articles.remove("1", "B")
    assert store.articles.read("1").last_removal_at == "2026-11-23T12:00:00.123+00:00", (
        "the removal of data does not count"
    )


@pytest.mark.parametrize(
    ("stored", "photos_as_of"),
    [
        (StoredArticle(), ""),
        (
            StoredArticle(photos=(a_result(PHOTO),), last_removal_at="2026-11-23T10:00:00.000"),
            "2026-11-23T11:00:00.000",
        ),
        (
            StoredArticle(photos=(a_result(PHOTO),), last_removal_at="2026-11-23T11:30:00.000"),
            "2026-11-23T11:30:00.000",
        ),
        (StoredArticle(text=a_text(photos_as_of="2026-11-22T23:59:59.999+00:00")), "2026-11-22T23:59:59.999+00:00"),
        (StoredArticle(text=a_text(photos_as_of="2026-11-23T00:00:00.123456+00:00")), ""),
    ],
)
def test_photos_as_of_is_the_newest_photo_change_or_after_half_a_day_that_of_the_text(
    stored: StoredArticle, photos_as_of: str
) -> None:
    assert stored.photos_as_of(Clock().time) == photos_as_of


def test_articles_without_data_are_found_among_any_number(store: Store) -> None:
    numbers = [str(number) for number in range(1, 121)]
    store.photos.write(a_result(a_photo_key("articles/3/front.jpg")))
    for number in ("1", "2", "119"):
        store.articles.write_data(some_data(number))
    store.articles.remove("2", "C")
    assert store.articles.without_data(numbers) == {*numbers} - {"1", "119"}
    assert store.articles.without_data([]) == set()
