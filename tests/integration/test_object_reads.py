"""How objects are read from and stored in S3: the amount read, and the metadata stored with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from bildtext.errors import ConfigurationError, ImageRejected, ImageTooLarge, UnsupportedImage
from bildtext.storage.article_files import MAX_ARTICLE_BYTES, S3ArticleFiles
from bildtext.storage.keys import object_version
from bildtext.storage.photo_bucket import S3PhotoBucket
from tests.aws_in_memory import aws_in_memory, create_bucket

JPEG, PHOTO, DATA = b"\xff\xd8\xff", "articles/1/front.jpg", "articles/1/article.json"


class Watched:
    """A client that records how much of an object is read (None: all), and whether it is closed."""

    def __init__(self, s3: Any) -> None:
        self.s3 = s3
        self.asked: list[int | None] = []
        self.closed = 0

    def get_object(self, **where: Any) -> Any:
        answer = self.s3.get_object(**where)
        read, close = answer["Body"].read, answer["Body"].close

        def noted(amount: int | None = None) -> bytes:
            self.asked.append(amount)
            return bytes(read(amount))

        def closed() -> None:
            self.closed += 1
            close()

        answer["Body"].read, answer["Body"].close = noted, closed
        return answer


@pytest.fixture
def s3() -> Iterator[Any]:
    with aws_in_memory():
        client = boto3.client("s3")
        create_bucket(client, "photos")
        yield client


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\0\0\0\x18ftypisom" + bytes(100_000), UnsupportedImage),
        (JPEG + bytes(100_000), ImageTooLarge),
        (b"a" * 2**20, UnsupportedImage),
    ],
)
def test_a_file_over_the_limit_is_refused_by_its_first_bytes_and_length(
    s3: Any, content: bytes, error: type[ImageRejected]
) -> None:
    s3.put_object(Bucket="photos", Key=PHOTO, Body=content)
    watched = Watched(s3)
    with pytest.raises(error):
        S3PhotoBucket(watched, "photos", max_bytes=50_000).fetch(PHOTO)  # type: ignore[arg-type]
    assert (watched.asked, watched.closed) == ([1024], 1)


def test_a_photo_is_read_once_and_closed(s3: Any) -> None:
    s3.put_object(Bucket="photos", Key=PHOTO, Body=JPEG)
    watched = Watched(s3)
    S3PhotoBucket(watched, "photos", max_bytes=3).fetch(PHOTO)  # type: ignore[arg-type]
    assert (watched.asked, watched.closed) == ([None], 1)


@pytest.mark.parametrize(("size", "asked"), [(MAX_ARTICLE_BYTES, [None]), (MAX_ARTICLE_BYTES + 1, [])])
def test_data_over_the_limit_is_not_read(s3: Any, size: int, asked: list[int | None]) -> None:
    s3.put_object(Bucket="photos", Key=DATA, Body=b"x" * size)
    watched = Watched(s3)
    S3ArticleFiles(watched, "photos").fetch("1")  # type: ignore[arg-type]
    assert (watched.asked, watched.closed) == (asked, 1)


def test_stored_data_has_a_content_type_and_a_correlation_id(s3: Any) -> None:
    files = S3ArticleFiles(s3, "photos")
    for correlation_id, metadata in (("request-1", {"correlation-id": "request-1"}), ("", {}), ("größe", {})):
        files.put("1", "{}", correlation_id)
        stored = s3.get_object(Bucket="photos", Key=DATA)
        assert (stored["ContentType"], stored["Metadata"]) == ("application/json; charset=utf-8", metadata)


@pytest.mark.parametrize(
    ("version_id", "etag", "version"),
    [
        ("v1", '"e"', "v1"),
        ("null", '"e"', "e"),
        (None, '"e"', "e"),
        (None, "e", "e"),
        ("v1", None, "v1"),
        (None, None, ""),
    ],
)
def test_the_version_is_the_etag_without_versioning(version_id: str | None, etag: str | None, version: str) -> None:
    """The version id of an object stored while versioning is suspended is "null"."""
    assert object_version(version_id, etag) == version


def test_a_missing_bucket_is_not_a_transient_error(s3: Any) -> None:
    photos, files = S3PhotoBucket(s3, "elsewhere", 3), S3ArticleFiles(s3, "elsewhere")
    for doing, call in (
        (f"fetch {PHOTO!r}", lambda: photos.fetch(PHOTO)),
        (f"fetch {DATA!r}", lambda: files.fetch("1")),
        (f"store {DATA!r}", lambda: files.put("1", "{}", "")),
    ):
        with pytest.raises(ConfigurationError) as error:
            call()
        assert str(error.value) == f"Could not {doing}: NoSuchBucket."
