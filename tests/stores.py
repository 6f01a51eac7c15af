"""The article table in memory and on DynamoDB, and sample rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from bildtext.storage.article_table import ArticleTable, DataItem, DynamoArticleTable, StoredArticle, TextItem
from bildtext.storage.dynamodb import utc_now
from bildtext.storage.keys import PhotoKey, uploaded_photo
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import DynamoPhotoTable, PhotoTable, WriteResult
from tests.memory_table import ArticleRows, MemoryArticles, MemoryTable


@dataclass(frozen=True)
class Store:
    """One table with the interfaces of both functions."""

    photos: PhotoTable
    articles: ArticleTable


@dataclass
class Clock:
    """A clock that only changes when `time` is set."""

    time: datetime = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def memory_store(now: Callable[[], datetime] = utc_now) -> Store:
    rows = ArticleRows(now=now)
    return Store(MemoryTable(rows), MemoryArticles(rows))


def dynamo_store(client: Any, table: str, now: Callable[[], datetime] = utc_now) -> Store:
    return Store(DynamoPhotoTable(client, table, now), DynamoArticleTable(client, table, now))


def a_photo_key(key: str = "articles/1/front.jpg") -> PhotoKey:
    photo = uploaded_photo(key)
    assert photo is not None
    return photo


ORDER = [("A", False), ("B", True), ("C", True)]  # sequencers, and whether they win over B
PHOTO, BACK, OTHER = a_photo_key(), a_photo_key("articles/1/back.jpg"), a_photo_key("articles/2/front.jpg")
TAG = {"facet": "colour", "label": "white", "name": {"de": "Weiß", "en": "White"}, "score": 0.9, "rank": 1}


def a_result(photo: PhotoKey, sequencer: str = "B", version: str = "v1") -> PhotoItem:
    """The result of a tagged photo."""
    return PhotoItem(photo, version, sequencer, "tagged", "c", "2026-11-23T11:00:00.000", "m", "l", tags=(TAG,))


def some_data(article: str = "1", sequencer: str = "B") -> DataItem:
    return DataItem(article, '{"Marke": "Gemini"}', "v1", sequencer, "2026-11-23T12:00:00")


def a_text(article: str = "1", sequencer: str = "B", photos_as_of: str = "2026-11-23T11:00:00") -> TextItem:
    description = {"text": "Ä ß", "n": 1.5}
    return TextItem(article, "described", "abc", sequencer, photos_as_of, "c", "2026-11-23T12:00:00", description)


def comparable(answer: object) -> object:
    """An answer of the store in a form in which `==` compares vectors by dtype, shape and content."""
    if isinstance(answer, dict):
        return {key: comparable(item) for key, item in answer.items()}
    if isinstance(answer, StoredArticle):
        return replace(answer, photos=()), [comparable(photo) for photo in answer.photos]
    if isinstance(answer, WriteResult):
        return "written", comparable(answer.previous)
    if isinstance(answer, PhotoItem) and (vector := answer.vector) is not None:
        return replace(answer, vector=None), vector.dtype, vector.shape, np.asarray(vector).tobytes()
    return answer
