"""A photo's result in the table, its bytes in the bucket and its news on the bus, on moto: the real expressions."""

from __future__ import annotations

import boto3
import pytest

from bildtext.announcements import ARTICLE_TAGGED, Announcement, EventBridgeAnnouncer
from bildtext.articles import PhotoKey
from bildtext.errors import ImageTooLarge
from bildtext.image_items import ImageItem
from bildtext.photos import S3Photos
from bildtext.table import DynamoTable
from bildtext.texts import DynamoArticles
from tests.doors import BUCKET, Doors


def a_photo(number: int = 1) -> PhotoKey:
    return PhotoKey(f"articles/{number}/front.jpg", str(number), "front")


def an_item(photo: PhotoKey, sequencer: str = "B", version: str = "v1") -> ImageItem:
    return ImageItem(photo, version, sequencer, "tagged", "c", "2026-11-23T11:00:00", "m", "l")


@pytest.fixture
def table(doors: Doors) -> DynamoTable:
    return DynamoTable(doors.dynamodb, doors.table)


@pytest.mark.parametrize(("sequencer", "written"), [("A", False), ("B", True), ("C", True)])
def test_a_result_overwrites_that_of_the_same_or_an_older_event(
    table: DynamoTable, sequencer: str, written: bool
) -> None:
    photo = a_photo()
    assert table.write(an_item(photo))
    assert table.write(an_item(photo, sequencer, "v2")) == written
    assert table.read([photo])[photo.key].version == ("v2" if written else "v1")


@pytest.mark.parametrize(("sequencer", "removed"), [("A", False), ("B", True), ("C", True)])
def test_a_removal_takes_the_result_of_the_same_or_an_older_event(
    table: DynamoTable, sequencer: str, removed: bool
) -> None:
    photo = a_photo()
    table.write(an_item(photo))
    assert table.remove(photo, sequencer) == removed
    assert table.read([photo])[photo.key].status == ("removed" if removed else "tagged")


def test_nothing_is_removed_where_nothing_is(table: DynamoTable) -> None:
    assert not table.remove(a_photo(), "B")


def test_more_results_than_one_call_reads_are_all_read(table: DynamoTable) -> None:
    photos = [a_photo(number) for number in range(203)]
    for photo in photos:
        table.write(an_item(photo))
    assert table.read([*photos, photos[0], a_photo(999)]).keys() == {photo.key for photo in photos}


def test_every_read_sees_the_newest_write(table: DynamoTable, doors: Doors) -> None:
    asked: dict[str, list[object]] = {"BatchGetItem": [], "Query": []}

    def note(params: dict[str, object], model: object, **_: object) -> None:
        name = str(getattr(model, "name", ""))
        if name in asked:
            requests = params.get("RequestItems", {"": params})
            assert isinstance(requests, dict)
            asked[name] += [one.get("ConsistentRead") for one in requests.values()]

    doors.dynamodb.meta.events.register("provide-client-params.dynamodb", note)
    table.read([a_photo(number) for number in range(101)])
    DynamoArticles(doors.dynamodb, doors.table).read("1")
    assert asked == {"BatchGetItem": [True, True], "Query": [True]}


def test_more_news_than_one_call_takes_is_told_once_each(doors: Doors) -> None:
    news = [Announcement(ARTICLE_TAGGED, {"article": str(number)}) for number in range(23)]
    buses = boto3.client("events").list_event_buses()["EventBuses"]
    bus = next(bus["Name"] for bus in buses if bus["Name"] != "default")
    assert EventBridgeAnnouncer(boto3.client("events"), bus).announce(news) == [None] * 23
    told = [event["detail"]["article"] for event in doors.announcements()]
    assert sorted(told, key=int) == [str(number) for number in range(23)]


def test_a_photo_of_more_bytes_than_allowed_is_refused_with_its_version(doors: Doors) -> None:
    allowed, beyond = b"\xff\xd8\xff" + bytes(97), b"\xff\xd8\xff" + bytes(98)
    doors.s3.put_object(Bucket=BUCKET, Key="articles/1/a.jpg", Body=allowed)
    put = doors.s3.put_object(Bucket=BUCKET, Key="articles/1/b.jpg", Body=beyond)
    photos = S3Photos(doors.s3, BUCKET, max_bytes=100)
    assert photos.fetch("articles/1/a.jpg").data == allowed
    with pytest.raises(ImageTooLarge) as refused:
        photos.fetch("articles/1/b.jpg")
    assert refused.value.version == put["VersionId"]
