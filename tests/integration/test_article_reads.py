"""Reads of the article table with many rows, under throttling, and with a missing table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import pytest

from bildtext.errors import ConfigurationError, TransientError
from bildtext.storage.article_table import DynamoArticleTable
from bildtext.storage.photo_table import DynamoPhotoTable
from tests.stores import TAG, Store, a_photo_key, a_result, a_text, some_data

PHOTO = a_photo_key()


def test_an_article_with_many_photos_is_read_completely(on_dynamodb: Store) -> None:
    for number in range(12):  # of 120 kB each: more than the megabyte that one page of a query holds
        tag = {**TAG, "label": "x" * 120_000}
        on_dynamodb.photos.write(replace(a_result(a_photo_key(f"articles/1/{number:02}.jpg")), tags=(tag,)))
    assert [image.photo.view for image in on_dynamodb.articles.read("1").photos] == [
        f"{number:02}" for number in range(12)
    ]


def test_every_read_is_consistent_and_requests_each_key_once(on_dynamodb: Store, dynamodb: Any) -> None:
    asked: list[tuple[str, int, object]] = []

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        requests = params.get("RequestItems", {"": params}).values()
        asked.extend((model.name, len(one.get("Keys", ())), one.get("ConsistentRead")) for one in requests)

    dynamodb.meta.events.register("provide-client-params.dynamodb", note)
    photos = [a_photo_key(f"articles/{number}/front.jpg") for number in range(101)]
    on_dynamodb.photos.read([*photos, *photos])
    on_dynamodb.articles.read("1")
    on_dynamodb.articles.without_data(["1", "2", "1"])
    assert asked == [
        ("BatchGetItem", 100, True),
        ("BatchGetItem", 1, True),
        ("Query", 0, True),
        ("BatchGetItem", 2, True),
    ]


class Throttled:
    """A client that reads at most `most` keys per call, and none in the calls numbered in `none`."""

    def __init__(self, dynamodb: Any, most: int, none: Collection[int] = ()) -> None:
        self.dynamodb, self.most, self.none, self.calls = dynamodb, most, none, 0

    def batch_get_item(self, RequestItems: dict[str, dict[str, Any]]) -> Any:  # noqa: N803 - boto3's name
        ((table, asked),) = RequestItems.items()
        most = 0 if self.calls in self.none else self.most
        self.calls += 1
        answer: Any = {"Responses": {}}  # DynamoDB may also omit the table
        if most:
            answer = self.dynamodb.batch_get_item(RequestItems={table: {**asked, "Keys": asked["Keys"][:most]}})
        left = asked["Keys"][most:]
        return {**answer, "UnprocessedKeys": {table: {**asked, "Keys": left}} if left else {}}


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Records the pauses in seconds instead of waiting."""
    waited: list[float] = []
    monkeypatch.setattr("bildtext.storage.dynamodb.time.sleep", waited.append)
    return waited


def test_new_photos_are_all_read_when_calls_return_only_some(
    on_dynamodb: Store, dynamodb: Any, pauses: list[float]
) -> None:
    """A new photo has no row; the list of unprocessed keys shows that its key was read."""
    photos = [a_photo_key(f"articles/1/{number:03}.jpg") for number in range(130)]
    on_dynamodb.photos.write(a_result(photos[129]))
    throttled = Throttled(dynamodb, most=40, none={0, 1, 3})
    assert set(DynamoPhotoTable(throttled, "articles").read(photos)) == {photos[129].key}  # type: ignore[arg-type]
    assert (throttled.calls, pauses) == (7, [0.05, 0.1, 0.05]), "after progress it begins again with short pauses"


def test_a_table_that_keeps_throttling_is_a_transient_error(dynamodb: Any, pauses: list[float]) -> None:
    throttled = Throttled(dynamodb, most=0)
    with pytest.raises(TransientError, match=r"^Could not read the article table: throttled\.$"):
        DynamoPhotoTable(throttled, "articles").read([PHOTO])  # type: ignore[arg-type]
    assert (throttled.calls, pauses) == (6, [0.05, 0.1, 0.2, 0.4, 0.8])


def test_a_missing_table_is_not_a_transient_error(dynamodb: Any) -> None:
    photos, articles = DynamoPhotoTable(dynamodb, "elsewhere"), DynamoArticleTable(dynamodb, "elsewhere")
    calls: dict[str, Callable[[], object]] = {
        "read the article table 'elsewhere'": lambda: photos.read([PHOTO]),
        "store the result of 'articles/1/front.jpg'": lambda: photos.write(a_result(PHOTO)),
        "remove 'IMAGE#articles/1/front.jpg' of 'ARTICLE#1'": lambda: photos.remove(PHOTO, "B"),
        "read article '1' in the article table 'elsewhere'": lambda: articles.read("1"),
        "store the data of article '1'": lambda: articles.write_data(some_data()),
        "store the text of article '1'": lambda: articles.write_text(a_text()),
        "remove 'TEXT' of 'ARTICLE#1'": lambda: articles.remove("1", "B"),
    }
    for doing, call in calls.items():
        with pytest.raises(ConfigurationError) as error:
            call()
        assert str(error.value) == f"Could not {doing}: ResourceNotFoundException."


def test_articles_not_looked_up_because_of_throttling_are_not_reported(dynamodb: Any) -> None:
    throttled: Any = Throttled(dynamodb, most=1)
    assert DynamoArticleTable(throttled, "articles").without_data(["1", "2"]) == {"1"}
