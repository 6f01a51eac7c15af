"""The article table's storage format: keys, attributes and expiry of its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bildtext.storage.article_table import DynamoArticleTable
from bildtext.storage.dynamodb import from_item
from bildtext.storage.photo_table import DynamoPhotoTable
from tests.stores import TAG, Store, a_photo_key, a_result, a_text, some_data

PHOTO = a_photo_key()
EXPIRES = 1795521600  # 2026-11-24T12:00:00Z, a day after the clock's time


def rows(dynamodb: Any) -> dict[tuple[str, str], dict[str, Any]]:
    items = dynamodb.scan(TableName="articles")["Items"]
    return {(item.pop("pk")["S"], item.pop("sk")["S"]): from_item(item) for item in items}


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("articles/1/front.jpg", ("ARTICLE#1", "IMAGE#articles/1/front.jpg")),
        ("articles/Größe 38 +/ß%20.jpg", ("ARTICLE#Größe 38 +", "IMAGE#articles/Größe 38 +/ß%20.jpg")),
        ("articles/loose.jpg", ("UNASSIGNED", "IMAGE#articles/loose.jpg")),
        ("articles/1/" + "x" * 1007, ("ARTICLE#1", "IMAGE#articles/1/" + "x" * 1007)),
        (
            "articles/1/" + "x" * 1008,  # sha256sum of the key
            ("ARTICLE#1", "IMAGE#sha256:bb9813467e3dfdc6448c919a4a812fe0f6e82ce6e84ea9981f5b50a54c515ad7"),
        ),
    ],
)
def test_the_key_of_a_photo_row(on_dynamodb: Store, dynamodb: Any, key: str, place: tuple[str, str]) -> None:
    on_dynamodb.photos.write(a_result(a_photo_key(key)))
    assert set(rows(dynamodb)) == {place}


def test_the_stored_attributes_of_each_row(on_dynamodb: Store, dynamodb: Any) -> None:
    """Other readers of the table rely on these attribute names."""
    on_dynamodb.photos.write(replace(a_result(PHOTO), cost_usd=0.5, encoder="openvino"))
    on_dynamodb.articles.write_data(some_data())
    on_dynamodb.articles.write_text(a_text())
    assert rows(dynamodb) == {
        ("ARTICLE#1", "IMAGE#articles/1/front.jpg"): {
            "key": "articles/1/front.jpg",
            "article": "1",
            "view": "front",
            "version": "v1",
            "sequencer": "B",
            "status": "tagged",
            "correlation_id": "c",
            "written_at": "2026-11-23T11:00:00.000",
            "model": "m",
            "label_fingerprint": "l",
            "calibrated": False,
            "tags": [TAG],
            "cost_usd": 0.5,
            "encoder": "openvino",
        },
        ("ARTICLE#1", "DATA"): {
            "article": "1",
            "content": '{"Marke": "Gemini"}',
            "version": "v1",
            "sequencer": "B",
            "written_at": "2026-11-23T12:00:00",
            "refusal": "",
            "refusal_code": "",
            "correlation_id": "",
        },
        ("ARTICLE#1", "TEXT"): {
            "article": "1",
            "status": "described",
            "inputs": "abc",
            "sequencer": "B",
            "photos_as_of": "2026-11-23T11:00:00",
            "correlation_id": "c",
            "written_at": "2026-11-23T12:00:00",
            "description": {"text": "Ä ß", "n": 1.5},
            "cost_usd": 0.0,
        },
    }


def test_removed_rows_expire_after_a_day(on_dynamodb: Store, dynamodb: Any) -> None:
    on_dynamodb.photos.remove(PHOTO, "B")
    on_dynamodb.articles.remove("1", "C")
    tombstone = {"status": "removed", "written_at": "2026-11-23T12:00:00.123+00:00", "expires": EXPIRES}
    photo = {"key": PHOTO.key, "article": "1", "view": "front", "sequencer": "B", **tombstone}
    article = {"sequencer": "C", **tombstone}
    assert rows(dynamodb) == {
        ("ARTICLE#1", "IMAGE#articles/1/front.jpg"): photo,
        ("ARTICLE#1", "DATA"): article,
        ("ARTICLE#1", "TEXT"): article,
    }


def test_without_another_clock_a_removal_has_the_present_time_in_utc(dynamodb: Any) -> None:
    before = datetime.now(UTC)
    DynamoPhotoTable(dynamodb, "articles").remove(PHOTO, "B")
    DynamoArticleTable(dynamodb, "articles").remove("1", "B")
    for row in rows(dynamodb).values():
        assert row["written_at"].endswith("+00:00")
        since = datetime.fromisoformat(row["written_at"]) - before
        assert timedelta(milliseconds=-1) <= since < timedelta(hours=1)


def test_restored_rows_do_not_expire(on_dynamodb: Store, dynamodb: Any) -> None:
    on_dynamodb.photos.remove(PHOTO, "A")
    on_dynamodb.articles.remove("1", "A")
    assert on_dynamodb.photos.write(a_result(PHOTO))
    assert (on_dynamodb.articles.write_data(some_data()), on_dynamodb.articles.write_text(a_text())) == (True, True)
    assert not any("expires" in row for row in rows(dynamodb).values())


def test_none_is_omitted_at_any_depth_and_tuples_become_lists(on_dynamodb: Store, dynamodb: Any) -> None:
    description: dict[str, Any] = {
        "caption": None,
        "claims": ({"start": 1, "source": None, "share": 0.25},),
        "text": "",
        "conflicts": [],
    }
    on_dynamodb.articles.write_text(replace(a_text(), description=description))
    (row,) = rows(dynamodb).values()
    assert row["description"] == {"claims": [{"start": 1, "share": 0.25}], "text": "", "conflicts": []}
