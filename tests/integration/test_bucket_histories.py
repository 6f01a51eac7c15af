"""For any history of a key's versions, and any order and duplication of its events, the table finally matches the
bucket. Real flows on moto's bucket and table.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import boto3
import pytest

from bildtext.change_events import article_changes, photo_changes
from bildtext.storage.article_files import S3ArticleFiles
from bildtext.storage.article_table import Articles, DataItem, DynamoArticles, StoredArticle, TextItem
from bildtext.storage.keys import PhotoKey, article_of_data, uploaded_photo
from bildtext.storage.photo_bucket import S3Photos
from bildtext.storage.photo_items import ImageItem
from bildtext.storage.photo_table import DynamoTable, Table, Written
from description.flow import describe_jobs
from description.jobs import jobs_of
from tagging.flow import tag_arrivals
from tests.aws_in_memory import a_bucket, a_table, aws_in_memory
from tests.description_setup import DescriptionSetup
from tests.histories import UNVERSIONED, KeyInBucket, Message, Operation, deliveries, histories
from tests.tagging_setup import TaggingSetup, a_photo, new_tagging_setup

BUCKET, TABLE = "photos", "articles"
COLOURS = {a_photo(colour): colour for colour in ("red", "blue")}
KINDS = {json.dumps({"Marke": "Gemini", "Schuhe": kind}).encode(): kind for kind in ("Slipper", "Sandale")}
NUMBERS = count(1)


class Follower(Protocol):
    """A flow that keeps the table in sync with the bucket, for one kind of file."""

    contents: tuple[bytes, ...]
    longest: int  # operations in a history tested in every order; a text costs more than a photo

    def new_key(self) -> str: ...

    def deliver(self, *messages: Message) -> None:
        """Process one queue batch; no message may fail."""

    def holds(self, key: str) -> tuple[str, str] | None:
        """The version in the table and its result."""

    def expects(self, content: bytes) -> str: ...


@dataclass
class Photographs:
    """The tagging function's flow."""

    tagging_setup: TaggingSetup
    photos: S3Photos
    table: Table
    contents = tuple(COLOURS)
    longest = 3

    def new_key(self) -> str:
        return f"articles/{next(NUMBERS)}/front.png"

    def deliver(self, *messages: Message) -> None:
        found = [change for message in messages for change in photo_changes(message, BUCKET)]
        dependencies = replace(self.tagging_setup.dependencies, photos=self.photos, table=self.table)
        outcomes = tag_arrivals(found, self.tagging_setup.tagger, dependencies)
        assert [outcome.error for outcome in outcomes if outcome.status == "failed"] == []

    def holds(self, key: str) -> tuple[str, str] | None:
        photo = uploaded_photo(key)
        assert photo is not None
        item = self.table.read([photo]).get(key)
        return None if item is None or item.status == "removed" else (item.version, item.tags[0]["label"])

    def expects(self, content: bytes) -> str:
        return COLOURS[content]


@dataclass
class Texts:
    """The description function's flow."""

    files: S3ArticleFiles
    articles: Articles
    contents = tuple(KINDS)
    longest = 2

    def new_key(self) -> str:
        return f"articles/{next(NUMBERS)}/article.json"

    def deliver(self, *messages: Message) -> None:
        found = [change for message in messages for change in article_changes(message, BUCKET)]
        description_setup = DescriptionSetup()
        dependencies = replace(description_setup.dependencies, files=self.files, articles=self.articles)
        outcomes = describe_jobs(jobs_of(found), description_setup.describer, dependencies, time.monotonic() + 60)
        assert [outcome.error for outcome in outcomes if outcome.status == "failed"] == []

    def holds(self, key: str) -> tuple[str, str] | None:
        stored = self.articles.read(article_of_data(key) or "")
        assert (stored.data is None) == (stored.text is None)
        if stored.data is None or stored.text is None:
            return None
        (kind,) = (kind for kind in KINDS.values() if kind in stored.text.description["text"])
        return stored.data.version, kind

    def expects(self, content: bytes) -> str:
        return KINDS[content]


@pytest.fixture(scope="module", params=["versioned", "unversioned"])
def s3(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A bucket and a table; each history has a separate key."""
    with aws_in_memory():
        client = boto3.client("s3")
        a_bucket(client, BUCKET, versioned=request.param == "versioned")
        a_table(boto3.client("dynamodb"), TABLE)
        yield client


@pytest.fixture(params=["photos", "texts"])
def follower(request: pytest.FixtureRequest, s3: Any, tmp_path: Path) -> Follower:
    if request.param == "photos":
        table = DynamoTable(boto3.client("dynamodb"), TABLE)
        return Photographs(new_tagging_setup(tmp_path), S3Photos(s3, BUCKET, 10_000), table)
    return Texts(S3ArticleFiles(s3, BUCKET), DynamoArticles(boto3.client("dynamodb"), TABLE))


def possible(s3: Any, length: int) -> list[tuple[Operation, ...]]:
    """The histories of a bucket of this kind."""
    versioned = "Status" in s3.get_bucket_versioning(Bucket=BUCKET)
    return [history for history in histories(length) if versioned or set(history) <= UNVERSIONED]


def check(key: KeyInBucket, follower: Follower, *how: object) -> None:
    current = key.current()
    assert follower.holds(key.key) == (current and (current[0], follower.expects(current[1]))), how


def test_the_table_matches_the_bucket_for_every_event_order_and_for_duplicates(s3: Any, follower: Follower) -> None:
    for history in possible(s3, follower.longest):
        for order in deliveries(follower.longest):
            key = KeyInBucket(s3, BUCKET, follower.new_key(), follower.contents)
            messages: list[Message] = []
            for step, at in order:
                if step == "do":
                    messages.append(key.do(history[at]))
                else:
                    follower.deliver(messages[at])
            check(key, follower, history, order)
            for message in messages:  # redelivered long after
                follower.deliver(message)
            check(key, follower, history, order, "again")


def test_longer_histories_with_events_reversed_or_in_one_batch(s3: Any, follower: Follower) -> None:
    def one_by_one(messages: list[Message]) -> None:
        for message in messages:
            follower.deliver(message)

    ways: tuple[Callable[[list[Message]], None], ...] = (
        lambda messages: one_by_one(messages[::-1]),
        lambda messages: follower.deliver(*messages[::-1]),
    )
    for history in possible(s3, follower.longest + 1):
        for way in ways:
            key = KeyInBucket(s3, BUCKET, follower.new_key(), follower.contents)
            way([key.do(operation) for operation in history])
            check(key, follower, history)


@pytest.mark.parametrize("sequencers", [("", "", ""), ("C", "B", "A"), ("B", "A", "B")])
def test_missing_or_misleading_sequencers_do_not_corrupt_the_table(
    s3: Any, follower: Follower, sequencers: tuple[str, ...]
) -> None:
    for history in possible(s3, 3):
        key = KeyInBucket(s3, BUCKET, follower.new_key(), follower.contents, sequencers=iter(sequencers))
        for operation in history:
            follower.deliver(key.do(operation))
            check(key, follower, history, operation)


class Interrupted:
    """A table that runs `meanwhile` before its first write."""

    def __init__(self, table: Table, meanwhile: Callable[[], None]) -> None:
        self.table = table
        self.meanwhile: Callable[[], None] | None = meanwhile

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, ImageItem]:
        return self.table.read(photos)

    def write(self, item: ImageItem) -> Written | None:
        self._run_meanwhile()
        return self.table.write(item)

    def remove(self, photo: PhotoKey, sequencer: str) -> Written | None:
        self._run_meanwhile()
        return self.table.remove(photo, sequencer)

    def _run_meanwhile(self) -> None:
        if (meanwhile := self.meanwhile) is not None:
            self.meanwhile = None
            meanwhile()


def test_a_stale_read_of_the_bucket_does_not_overwrite_a_newer_one(s3: Any, tmp_path: Path) -> None:
    """The next operation and its event are processed between an event's read and its write."""
    slow = Photographs(
        new_tagging_setup(tmp_path), S3Photos(s3, BUCKET, 10_000), DynamoTable(boto3.client("dynamodb"), TABLE)
    )
    interrupted = 0
    for *before, last in possible(s3, 3):
        for late in range(len(before)):
            key = KeyInBucket(s3, BUCKET, slow.new_key(), slow.contents)
            messages = [key.do(operation) for operation in before]

            def meanwhile(key: KeyInBucket = key, last: Operation = last) -> None:
                message = key.do(last)
                slow.deliver(message)

            table = Interrupted(slow.table, meanwhile)
            replace(slow, table=table).deliver(messages[late])
            if table.meanwhile is None:
                interrupted += 1
                check(key, slow, before, last, late)
    assert interrupted


@dataclass
class InterruptedArticles:
    """The same for articles: `meanwhile` runs before the first write of data, or of a text."""

    articles: Articles
    kind: type[DataItem | TextItem]
    meanwhile: Callable[[], None] | None

    def read(self, article: str) -> StoredArticle:
        return self.articles.read(article)

    def without_data(self, articles: Sequence[str]) -> set[str]:
        return self.articles.without_data(articles)

    def write_data(self, item: DataItem) -> bool:
        self._run_meanwhile(item)
        return self.articles.write_data(item)

    def write_text(self, item: TextItem) -> bool:
        self._run_meanwhile(item)
        return self.articles.write_text(item)

    def remove(self, article: str, sequencer: str) -> bool:
        return self.articles.remove(article, sequencer)

    def _run_meanwhile(self, item: DataItem | TextItem) -> None:
        if isinstance(item, self.kind) and (meanwhile := self.meanwhile) is not None:
            self.meanwhile = None
            meanwhile()


@pytest.mark.parametrize("kind", [DataItem, TextItem])
def test_data_changed_during_writing_leaves_no_older_data_or_text(s3: Any, kind: type[DataItem | TextItem]) -> None:
    texts = Texts(S3ArticleFiles(s3, BUCKET), DynamoArticles(boto3.client("dynamodb"), TABLE))
    interrupted = 0
    for *before, last in possible(s3, 3):
        for late in range(len(before)):
            key = KeyInBucket(s3, BUCKET, texts.new_key(), texts.contents)
            messages = [key.do(operation) for operation in before]

            def meanwhile(key: KeyInBucket = key, last: Operation = last) -> None:
                texts.deliver(key.do(last))

            articles = InterruptedArticles(texts.articles, kind, meanwhile)
            replace(texts, articles=articles).deliver(messages[late])
            if articles.meanwhile is None:
                interrupted += 1
                check(key, texts, before, last, late)
    assert interrupted
