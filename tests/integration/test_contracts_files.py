"""The contract of photos and article.json files: in memory and on S3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from bildtext.edit_errors import VersionConflict
from bildtext.errors import ImageRejected, ImageTooLarge, InvalidKey, InvalidProductData, NotFound, UnsupportedImage
from bildtext.storage.article_file_changes import ChangeableArticleFiles
from bildtext.storage.article_files import MAX_ARTICLE_BYTES, ArticleFile, ArticleFiles, S3ArticleFiles
from bildtext.storage.photo_bucket import Photo, PhotoBucket, S3PhotoBucket
from tests.aws_in_memory import aws_in_memory, create_bucket
from tests.memory_bucket import MemoryArticleFiles, MemoryBucket, MemoryPhotos

LIMIT = 2**20  # bytes of a photo
JPEG = b"\xff\xd8\xff"
ODD = ("articles/1/Größe 38 + 40/ß%20.jpg", "articles/1/", "articles/1/" + "x" * 1013)
DATA = "articles/1/article.json"


@dataclass(frozen=True)
class Bucket:
    """`upload` acts as an external uploader: it takes key, content and metadata and returns the version."""

    upload: Callable[[str, bytes, Mapping[str, str]], str]
    photos: PhotoBucket
    files: ArticleFiles


@pytest.fixture(params=["in memory", "on S3", "in memory, unversioned", "on S3, unversioned"])
def bucket(request: pytest.FixtureRequest) -> Iterator[Bucket]:
    versioned = "unversioned" not in request.param
    if "memory" in request.param:
        memory = MemoryBucket(versioned)
        yield Bucket(memory.put, MemoryPhotos(memory, LIMIT), MemoryArticleFiles(memory))
        return
    with aws_in_memory():
        s3 = boto3.client("s3")
        name = create_bucket(s3, versioned=versioned)

        def upload(key: str, content: bytes, metadata: Mapping[str, str]) -> str:
            put: Any = s3.put_object(Bucket=name, Key=key, Body=content, Metadata=metadata)
            return str(put.get("VersionId") or put["ETag"].strip('"'))

        yield Bucket(upload, S3PhotoBucket(s3, name, LIMIT), S3ArticleFiles(s3, name))


# -- photos --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ODD)
def test_fetch_returns_the_latest_upload_for_any_key(bucket: Bucket, key: str) -> None:
    for content in (b"", b"red", b"blue", JPEG + bytes(LIMIT - 3)):
        version = bucket.upload(key, content, {})
        assert bucket.photos.fetch(key) == Photo(content, version)
        assert bucket.photos.version(key) == version


def test_a_missing_photo_is_not_found(bucket: Bucket) -> None:
    bucket.upload("articles/1/front.jpg", b"red", {})
    for key in ("articles/1/front.JPG", "articles/1/front.jp", "articles/1/"):
        with pytest.raises(NotFound, match=re.escape(f"Could not fetch {key!r}: NoSuchKey.")):
            bucket.photos.fetch(key)
        with pytest.raises(NotFound, match=re.escape(f"Could not look up {key!r}: 404.")):
            bucket.photos.version(key)


@pytest.mark.parametrize(
    ("first", "error", "reason"),
    [(JPEG, ImageTooLarge, "The file has 1.0 MiB, the limit is 1 MiB"), (b"%PDF", UnsupportedImage, "is PDF")],
)
def test_a_file_one_byte_over_the_limit_is_refused_by_type_with_its_version(
    bucket: Bucket, first: bytes, error: type[ImageRejected], reason: str
) -> None:
    version = bucket.upload("articles/1/front.jpg", first + bytes(LIMIT + 1 - len(first)), {})
    with pytest.raises(error, match=reason) as refused:
        bucket.photos.fetch("articles/1/front.jpg")
    assert refused.value.version == version
    assert bucket.photos.version("articles/1/front.jpg") == version


# -- article.json --------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", ["1", "536.514.002", "Größe 38 + 40 %20", "x" * 1002])
def test_a_stored_file_is_fetched_unchanged_for_any_article(bucket: Bucket, article: str) -> None:
    for content in ('{"Marke": "Größe ß €"}', "", "ü" * (MAX_ARTICLE_BYTES // 2)):
        bucket.files.put(article, content, "request-1")
        version = bucket.photos.version(f"articles/{article}/article.json")
        assert bucket.files.fetch(article) == ArticleFile(content, version, "", "request-1")


@pytest.mark.parametrize(
    ("given", "stored"), [("r 1~", "r 1~"), ("", ""), ("größe", ""), ("a\nb", ""), ("a\tb", ""), ("\x7f", "")]
)
def test_a_correlation_id_is_stored_with_the_file_if_a_header_can_hold_it(
    bucket: Bucket, given: str, stored: str
) -> None:
    bucket.files.put("1", "{}", given)
    assert bucket.files.fetch("1").correlation_id == stored


@pytest.mark.parametrize("article", ["", " ", "a/b", "/", "x" * 1003, "ü" * 502, "a\0b", "\ud800"])
def test_a_file_of_an_invalid_article_is_neither_stored_nor_fetched(bucket: Bucket, article: str) -> None:
    with pytest.raises(InvalidKey):
        bucket.files.put(article, "{}", "")
    with pytest.raises(InvalidKey):
        bucket.files.fetch(article)


def test_a_missing_file_is_not_found(bucket: Bucket) -> None:
    with pytest.raises(NotFound, match=re.escape(f"Could not fetch {DATA!r}: NoSuchKey.")):
        bucket.files.fetch("1")


def test_a_file_one_byte_over_the_limit_is_not_stored(bucket: Bucket) -> None:
    with pytest.raises(InvalidProductData, match="has 200 kB, 200 kB are the limit"):
        bucket.files.put("1", "ü" * (MAX_ARTICLE_BYTES // 2) + "x", "")
    with pytest.raises(NotFound):
        bucket.files.fetch("1")


def _too_large(kilobytes: int) -> str:
    return f"The product data has {kilobytes} kB, 200 kB are the limit; send one article only."


@pytest.mark.parametrize(
    ("content", "code", "refusal"),
    [
        (b"x" * (MAX_ARTICLE_BYTES + 1), "product-data-too-large", _too_large(200)),
        (b"\xff\xff" * MAX_ARTICLE_BYTES, "product-data-too-large", _too_large(400)),
        (b"x" * 10 * MAX_ARTICLE_BYTES, "product-data-too-large", _too_large(2000)),
        (
            b'{"a": "\xe4"}',
            "unreadable-product-data",
            f"{DATA!r} is not UTF-8 (byte 8 cannot be read); save and send it as UTF-8.",
        ),
    ],
)
def test_an_unusable_upload_is_returned_without_content_but_with_the_reason(
    bucket: Bucket, content: bytes, code: str, refusal: str
) -> None:
    version = bucket.upload(DATA, content, {"correlation-id": "request-1"})
    assert bucket.files.fetch("1") == ArticleFile("", version, refusal, "request-1", code)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_uploaded_file_is_read_in_any_unicode(bucket: Bucket, encoding: str) -> None:
    version = bucket.upload(DATA, '{"Schuhe": "Größe ß"}'.encode(encoding), {"other": "x"})
    assert bucket.files.fetch("1") == ArticleFile('{"Schuhe": "Größe ß"}', version, "", "")


# -- article.json, conditionally: only on S3, because only the catalogue does it ------------------------


@pytest.fixture
def files() -> Iterator[ChangeableArticleFiles]:
    with aws_in_memory():
        s3 = boto3.client("s3")
        yield ChangeableArticleFiles(s3, create_bucket(s3))


def test_a_file_is_replaced_and_deleted_only_if_it_is_the_expected_one(files: ChangeableArticleFiles) -> None:
    files.replace("1", "", b"{}", "request-1")
    first = files.fetch("1")
    assert (first.content, first.correlation_id) == ("{}", "request-1")
    files.replace("1", first.etag, b"[1]", "")
    second = files.fetch("1")
    for expected in ("", first.etag):
        with pytest.raises(VersionConflict):
            files.replace("1", expected, b"[2]", "")
    with pytest.raises(VersionConflict):
        files.replace("1", first.etag, None, "")
    assert files.fetch("1") == second
    files.replace("1", second.etag, None, "")
    with pytest.raises(NotFound):
        files.fetch("1")
    with pytest.raises(VersionConflict):
        files.replace("1", second.etag, b"[3]", "")


def test_an_earlier_version_is_read_byte_by_byte(files: ChangeableArticleFiles) -> None:
    files.replace("1", "", b"\xff\xfe\xff", "")
    first = files.fetch("1")
    files.replace("1", first.etag, b"{}", "")
    assert files.earlier("1", first.version) == b"\xff\xfe\xff"
    with pytest.raises(NotFound):
        files.earlier("1", "12345678-0000-0000-0000-000000000000")
