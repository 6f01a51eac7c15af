"""The article.json files in the bucket: the data of an article as it was uploaded."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from bildtext.aws import translated
from bildtext.errors import InvalidProductData
from bildtext.json_text import JsonRefused, json_text
from bildtext.storage.keys import data_key
from bildtext.storage.photo_bucket import object_version

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CORRELATION_ID: Final = "correlation-id"  # object metadata
LARGEST: Final = 200_000  # bytes; DynamoDB's limit for an item is 400 kB


@dataclass(frozen=True)
class ArticleFile:
    """The content of article.json and its version in the bucket; `refusal` is the reason if it cannot be used.

    `correlation_id` is that of the request that stored it, if any.
    """

    content: str
    version: str
    refusal: str
    correlation_id: str


class ArticleFiles(Protocol):
    """Reads and writes article.json files."""

    def fetch(self, article: str) -> ArticleFile:
        """The current file. Raises NotFound, InvalidKey, TransientError."""
        ...

    def put(self, article: str, content: str, correlation_id: str) -> None:
        """Store the file, which triggers its event. Raises InvalidProductData, InvalidKey, TransientError."""
        ...


class S3ArticleFiles:
    """article.json files in an S3 bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def fetch(self, article: str) -> ArticleFile:
        key = data_key(article)
        with translated(f"fetch {key!r}"):
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            version = object_version(answer.get("VersionId"), answer["ETag"])
            asked_by = answer["Metadata"].get(_CORRELATION_ID, "")
            with closing(answer["Body"]) as body:  # the body's own `with` would skip the checksum
                try:
                    check_size(answer["ContentLength"])
                    return ArticleFile(json_text(body.read()), version, "", asked_by)
                except InvalidProductData as refused:
                    return ArticleFile("", version, str(refused), asked_by)
                except JsonRefused as refused:
                    return ArticleFile("", version, f"{key!r} {refused}.", asked_by)

    def put(self, article: str, content: str, correlation_id: str) -> None:
        key, data = data_key(article), content.encode()
        check_size(len(data))
        with translated(f"store {key!r}"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=data,
                ContentType="application/json; charset=utf-8",
                Metadata={_CORRELATION_ID: correlation_id} if _fits_a_header(correlation_id) else {},
            )


def _fits_a_header(correlation_id: str) -> bool:
    return bool(correlation_id) and correlation_id.isascii() and correlation_id.isprintable()


def check_size(size: int) -> None:
    """Raises InvalidProductData for more than LARGEST bytes."""
    if size > LARGEST:
        raise InvalidProductData(
            f"The product data has {size / 1000:.0f} kB, {LARGEST // 1000} kB are the limit; send one article only."
        )
