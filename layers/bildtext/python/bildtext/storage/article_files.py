"""The article.json files in the bucket: the data of an article as it was uploaded."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from bildtext.aws import aws_errors
from bildtext.errors import (
    InvalidProductData,
    ProductDataTooLarge,
    UnreadableProductData,
)
from bildtext.json_text import JsonError, json_text
from bildtext.storage.keys import data_key, object_version

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CORRELATION_ID: Final = "correlation-id"  # object metadata
MAX_ARTICLE_BYTES: Final = 200_000  # bytes; DynamoDB's limit for an item is 400 kB


@dataclass(frozen=True)
class ArticleFile:
    """The content of article.json, its version in the bucket, and its ETag there, which conditional writes name;
    `refusal` is the reason if it cannot be used, and `refusal_code` the error's code.

    `correlation_id` is that of the request that stored it, if any.
    """

    content: str
    version: str
    refusal: str
    correlation_id: str
    refusal_code: str = ""
    etag: str = field(default="", compare=False)


class ArticleFiles(Protocol):
    """Reads and writes article.json files."""

    def fetch(self, article: str) -> ArticleFile:
        """The current file. Raises NotFound, InvalidKey, TransientError."""
        ...

    def put(self, article: str, content: str, correlation_id: str) -> None:
        """Store the file, which triggers its event. Raises ProductDataTooLarge, InvalidKey, TransientError."""
        ...


class S3ArticleFiles:
    """article.json files in an S3 bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def fetch(self, article: str) -> ArticleFile:
        key = data_key(article)
        with aws_errors(f"fetch {key!r}"):
            response = self._client.get_object(Bucket=self._bucket, Key=key)
            etag = response["ETag"]
            version = object_version(response.get("VersionId"), etag)
            correlation_id = response["Metadata"].get(_CORRELATION_ID, "")
            with closing(response["Body"]) as body:  # the body's own `with` would skip the checksum
                try:
                    check_size(response["ContentLength"])
                    return ArticleFile(json_text(body.read()), version, "", correlation_id, etag=etag)
                except InvalidProductData as refusal:
                    return ArticleFile("", version, str(refusal), correlation_id, refusal.code, etag)
                except JsonError as error:
                    code = UnreadableProductData.code
                    return ArticleFile("", version, f"{key!r} {error}.", correlation_id, code, etag)

    def put(self, article: str, content: str, correlation_id: str) -> None:
        key, data = data_key(article), content.encode()
        check_size(len(data))
        with aws_errors(f"store {key!r}"):
            self._put(key, data, correlation_id)

    def _put(self, key: str, data: bytes, correlation_id: str, **condition: Any) -> None:
        fits_a_header = bool(correlation_id) and correlation_id.isascii() and correlation_id.isprintable()
        self._client.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=data,
            ContentType="application/json; charset=utf-8",
            Metadata={_CORRELATION_ID: correlation_id} if fits_a_header else {},
            **condition,
        )


def check_size(size: int) -> None:
    """Raises ProductDataTooLarge for more than MAX_ARTICLE_BYTES bytes."""
    if size > MAX_ARTICLE_BYTES:
        raise ProductDataTooLarge(
            f"The product data has {size / 1000:.0f} kB, {MAX_ARTICLE_BYTES // 1000} kB are the limit; "
            "send one article only."
        )
