"""An article's data and text in the table on moto: an older event never wins over a newer one."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from bildtext.articles import PhotoKey
from bildtext.errors import PassingFailure
from bildtext.image_items import ImageItem
from bildtext.table import DynamoTable
from bildtext.texts import DataItem, DynamoArticles, TextItem
from tests.doors import Doors

DATA = DataItem("1", '{"Marke": "Gemini"}', "v1", "B", "2026-11-23T12:00:00")
TEXT = TextItem(
    "1", "described", "abc", "B", "2026-11-23T11:00:00", "c", "2026-11-23T12:00:00", {"text": "Ä ß", "n": 1.5}
)


@pytest.fixture
def articles(desk: Doors) -> DynamoArticles:
    return DynamoArticles(desk.dynamodb, "articles")


def an_image(article: str, view: str) -> ImageItem:
    photo = PhotoKey(f"articles/{article}/{view}.jpg", article, view)
    tag = {"facet": "colour", "label": "white", "name": {"de": "Weiß", "en": "White"}, "score": 0.9, "rank": 1}
    return ImageItem(photo, "v", "A", "tagged", "c", "2026-11-23T11:00:00", "m", "l", tags=(tag,))


def test_what_is_written_is_read_back_as_it_was_with_the_articles_photos(articles: DynamoArticles, desk: Doors) -> None:
    assert articles.write_data(DATA)
    assert articles.write_text(TEXT)
    photos = DynamoTable(desk.dynamodb, "articles")
    photos.write(an_image("1", "front"))
    photos.write(an_image("2", "front"))
    stored = articles.read("1")
    assert (stored.data, stored.text) == (DATA, TEXT)
    assert [image.photo.key for image in stored.images] == ["articles/1/front.jpg"]


def test_an_article_nobody_knows_is_empty(articles: DynamoArticles) -> None:
    assert articles.read("1") == articles.read("1").__class__()


def test_articles_without_data_are_found_in_few_reads(articles: DynamoArticles, desk: Doors) -> None:
    numbers = [str(number) for number in range(1, 121)]
    photos = DynamoTable(desk.dynamodb, "articles")
    for number in ("1", "3", "120"):
        photos.write(an_image(number, "front"))
    for number in ("1", "2", "119"):
        articles.write_data(replace(DATA, article=number))
    articles.remove("2", "C")
    assert articles.without_data(numbers) == {*numbers} - {"1", "119"}


def test_of_articles_that_a_throttled_table_did_not_look_for_nothing_is_said(desk: Doors) -> None:
    throttled: Any = Throttled(desk.dynamodb, most=1, none=())
    assert DynamoArticles(throttled, "articles").without_data(["1", "2"]) == {"1"}


@pytest.mark.parametrize(("sequencer", "written"), [("A", False), ("B", True), ("C", True)])
def test_older_data_never_overwrites_newer(articles: DynamoArticles, sequencer: str, written: bool) -> None:
    articles.write_data(DATA)
    assert articles.write_data(replace(DATA, content="{}", sequencer=sequencer)) == written


@pytest.mark.parametrize(
    ("sequencer", "seen_at", "written"),
    [
        ("A", "2026-11-23T11:59:00", False),
        ("B", "2026-11-23T10:59:00", False),
        ("B", "2026-11-23T11:00:00", True),
        ("B", "2026-11-23T11:01:00", True),
        ("C", "", True),
    ],
)
def test_a_text_of_older_data_or_older_photos_never_overwrites_a_newer_one(
    articles: DynamoArticles, sequencer: str, seen_at: str, written: bool
) -> None:
    articles.write_text(TEXT)
    assert articles.write_text(replace(TEXT, inputs="new", sequencer=sequencer, seen_at=seen_at)) == written


@pytest.mark.parametrize(("sequencer", "left"), [("A", True), ("B", False), ("C", False)])
def test_a_removal_takes_data_and_text_unless_they_are_newer(
    articles: DynamoArticles, sequencer: str, left: bool
) -> None:
    articles.write_data(DATA)
    articles.write_text(TEXT)
    assert articles.remove("1", sequencer) != left
    stored = articles.read("1")
    assert (stored.data is not None, stored.text is not None) == (left, left)


def test_what_is_gone_is_remembered_for_a_day_and_is_nothing_to_a_reader(articles: DynamoArticles, desk: Doors) -> None:
    photos, image = DynamoTable(desk.dynamodb, "articles"), an_image("1", "front")
    assert not photos.remove(image.photo, "B")
    assert not photos.write(image)
    assert photos.write(replace(image, sequencer="C"))
    assert not photos.remove(image.photo, "B")
    assert photos.remove(image.photo, "C")
    assert not photos.remove(image.photo, "D")
    articles.write_data(DATA)
    assert articles.remove("1", "C")
    assert not articles.write_data(DATA)
    assert not articles.write_text(TEXT)
    stored = articles.read("1")
    assert (stored.data, stored.text, stored.images, stored.removed) == (None, None, (), "C")
    assert stored.untagged_at[:10] == datetime.now(UTC).date().isoformat()
    left = {
        item["sk"]["S"]: int(item["expires"]["N"]) - time.time()
        for item in desk.dynamodb.scan(TableName="articles")["Items"]
    }
    assert set(left) == {"DATA", "TEXT", "IMAGE#articles/1/front.jpg"}
    assert all(23 * 3600 < seconds <= 24 * 3600 for seconds in left.values())


def test_data_and_photos_that_come_back_after_a_removal_are_there_for_good(
    articles: DynamoArticles, desk: Doors
) -> None:
    photos, image = DynamoTable(desk.dynamodb, "articles"), an_image("1", "front")
    photos.remove(image.photo, "A")
    articles.remove("1", "A")
    assert (photos.write(image), articles.write_data(DATA), articles.write_text(TEXT)) == (True, True, True)
    assert not any("expires" in item for item in desk.dynamodb.scan(TableName="articles")["Items"])
    assert (articles.read("1").data, articles.read("1").text) == (DATA, TEXT)


def test_an_article_of_many_photos_is_read_whole(articles: DynamoArticles, desk: Doors) -> None:
    photos = DynamoTable(boto3.client("dynamodb"), "articles")
    for number in range(12):  # of 120 kB each: more than the megabyte that one page of a query holds
        tag = {"facet": "colour", "label": "x" * 120_000, "name": {"de": "", "en": ""}, "score": 0.5, "rank": 1}
        photos.write(replace(an_image("1", f"{number:02}"), tags=(tag,)))
    assert len(articles.read("1").images) == 12


class Throttled:
    """The client, but that it reads at most `most` keys of a call, and none in the calls numbered in `none`."""

    def __init__(self, dynamodb: Any, most: int, none: Collection[int] = ()) -> None:
        self.dynamodb, self.most, self.none, self.calls = dynamodb, most, none, 0

    def batch_get_item(self, RequestItems: dict[str, dict[str, Any]]) -> Any:  # noqa: N803 - boto3's name
        ((table, asked),) = RequestItems.items()
        most = 0 if self.calls in self.none else self.most
        self.calls += 1
        answer: Any = {"Responses": {table: []}}
        if most:
            answer = self.dynamodb.batch_get_item(RequestItems={table: {**asked, "Keys": asked["Keys"][:most]}})
        left = asked["Keys"][most:]
        return {**answer, "UnprocessedKeys": {table: {**asked, "Keys": left}} if left else {}}


def test_new_photos_of_which_only_some_are_read_at_once_are_all_read(desk: Doors) -> None:
    """Nothing is found of a new photo; that its key was read is seen by the list that is left."""
    photos = [an_image("1", f"{number:03}").photo for number in range(130)]
    DynamoTable(desk.dynamodb, "articles").write(an_image("1", "129"))
    throttled = Throttled(desk.dynamodb, most=40, none={0, 2})
    assert set(DynamoTable(throttled, "articles").read(photos)) == {"articles/1/129.jpg"}  # type: ignore[arg-type]
    assert throttled.calls == 6


def test_a_table_that_reads_nothing_for_long_fails_in_passing(desk: Doors) -> None:
    throttled = Throttled(desk.dynamodb, most=0)
    with pytest.raises(PassingFailure, match="throttled"):
        DynamoTable(throttled, "articles").read([an_image("1", "front").photo])  # type: ignore[arg-type]
    assert throttled.calls == 6
