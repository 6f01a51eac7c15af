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
from bildtext.storage.article_table import ArticleTable, DynamoArticleTable
from bildtext.storage.keys import article_of_data, uploaded_photo
from bildtext.storage.photo_bucket import S3PhotoBucket
from bildtext.storage.photo_table import DynamoPhotoTable, PhotoTable
from description.flow import describe_jobs
from description.jobs import jobs_of
from tagging.flow import tag_changed_photos
from tests.aws_in_memory import aws_in_memory, create_bucket, create_table
from tests.description_setup import DescriptionSetup
from tests.histories import UNVERSIONED, KeyInBucket, Message, Operation, deliveries, histories
from tests.tagging_setup import TaggingSetup, image_file, new_tagging_setup

BUCKET, TABLE = "photos", "articles"
COLOURS = {image_file(colour): colour for colour in ("red", "blue")}
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
class PhotoFlow:
    """The tagging function's flow."""

    tagging_setup: TaggingSetup
    photos: S3PhotoBucket
    table: PhotoTable
    contents = tuple(COLOURS)
    longest = 3

    def new_key(self) -> str:
        return f"articles/{next(NUMBERS)}/front.png"

    def deliver(self, *messages: Message) -> None:
        found = [change for message in messages for change in photo_changes(message, BUCKET)]
        dependencies = replace(self.tagging_setup.dependencies, photos=self.photos, table=self.table)
        outcomes = tag_changed_photos(found, self.tagging_setup.tagger, dependencies)
        assert [outcome.error for outcome in outcomes if outcome.status == "failed"] == []

    def holds(self, key: str) -> tuple[str, str] | None:
        photo = uploaded_photo(key)
        assert photo is not None
        item = self.table.read([photo]).get(key)
        return None if item is None or item.status == "removed" else (item.version, item.tags[0]["label"])

    def expects(self, content: bytes) -> str:
        return COLOURS[content]


@dataclass
class TextFlow:
    """The description function's flow."""

    files: S3ArticleFiles
    articles: ArticleTable
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
        create_bucket(client, BUCKET, versioned=request.param == "versioned")
        create_table(boto3.client("dynamodb"), TABLE)
        yield client


@pytest.fixture(params=["photos", "texts"])
def follower(request: pytest.FixtureRequest, s3: Any, tmp_path: Path) -> Follower:
    if request.param == "photos":
        table = DynamoPhotoTable(boto3.client("dynamodb"), TABLE)
        return PhotoFlow(new_tagging_setup(tmp_path), S3PhotoBucket(s3, BUCKET, 10_000), table)
    return TextFlow(S3ArticleFiles(s3, BUCKET), DynamoArticleTable(boto3.client("dynamodb"), TABLE))


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
    """A table that runs `meanwhile` before its first call of one of the `writes`."""

    def __init__(self, table: Any, writes: Sequence[str], meanwhile: Callable[[], None]) -> None:
        self.table = table
        self.writes = writes
        self.meanwhile: Callable[[], None] | None = meanwhile

    def __getattr__(self, name: str) -> Any:
        if name in self.writes and (meanwhile := self.meanwhile) is not None:
            self.meanwhile = None
            meanwhile()
        return getattr(self.table, name)


def check_interrupted(
    s3: Any, follower: Follower, interrupt: Callable[[Callable[[], None]], tuple[Interrupted, Follower]]
) -> None:
    """The last operation of a history and its event are processed between an earlier event's read and its write."""
    interruptions = 0
    for *before, last in possible(s3, 3):
        for late in range(len(before)):
            key = KeyInBucket(s3, BUCKET, follower.new_key(), follower.contents)
            messages = [key.do(operation) for operation in before]

            def meanwhile(key: KeyInBucket = key, last: Operation = last) -> None:
                follower.deliver(key.do(last))

            table, interrupted = interrupt(meanwhile)
            interrupted.deliver(messages[late])
            if table.meanwhile is None:
                interruptions += 1
                check(key, follower, before, last, late)
    assert interruptions


def test_a_stale_read_of_the_bucket_does_not_overwrite_a_newer_one(s3: Any, tmp_path: Path) -> None:
    table = DynamoPhotoTable(boto3.client("dynamodb"), TABLE)
    slow = PhotoFlow(new_tagging_setup(tmp_path), S3PhotoBucket(s3, BUCKET, 10_000), table)

    def interrupt(meanwhile: Callable[[], None]) -> tuple[Interrupted, Follower]:
        interrupted = Interrupted(table, ("write", "remove"), meanwhile)
        return interrupted, replace(slow, table=interrupted)

    check_interrupted(s3, slow, interrupt)


@pytest.mark.parametrize("write", ["write_data", "write_text"])
def test_data_changed_during_writing_leaves_no_older_data_or_text(s3: Any, write: str) -> None:
    articles = DynamoArticleTable(boto3.client("dynamodb"), TABLE)
    texts = TextFlow(S3ArticleFiles(s3, BUCKET), articles)

    def interrupt(meanwhile: Callable[[], None]) -> tuple[Interrupted, Follower]:
        interrupted = Interrupted(articles, (write,), meanwhile)
        return interrupted, replace(texts, articles=interrupted)

    check_interrupted(s3, texts, interrupt)
