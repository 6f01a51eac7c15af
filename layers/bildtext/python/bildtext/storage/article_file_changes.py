"""Changes of article.json files that overwrite nothing unseen: catalogue systems upload them beside the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from botocore.exceptions import ClientError

from bildtext.aws import aws_errors
from bildtext.edit_errors import VersionConflict
from bildtext.errors import PayloadTooLarge
from bildtext.storage.article_files import S3ArticleFiles
from bildtext.storage.keys import data_key

_MAX_RESTORED_BYTES: Final = 10_000_000  # of an earlier version, whatever it holds


class ChangeableArticleFiles(S3ArticleFiles):
    """article.json files in an S3 bucket, replaced or deleted only if they are what the caller saw."""

    def earlier(self, article: str, version: str) -> bytes:
        """The bytes of a version. Raises NotFound (S3 keeps replaced ones for 30 days), PayloadTooLarge,
        TransientError."""
        key = data_key(article)
        with aws_errors(f"fetch version {version!r} of {key!r}"):
            response = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version)
            with closing(response["Body"]) as body:
                if response["ContentLength"] > _MAX_RESTORED_BYTES:
                    raise PayloadTooLarge(f"The version of {key!r} is too large to be restored; copy it in the bucket.")
                return body.read()

    def replace(self, article: str, etag: str, data: bytes | None, correlation_id: str) -> None:
        """Store the file, or delete it for None, if the bucket still holds the one with this ETag ("" is none).

        Raises:
            VersionConflict: it holds another one; this one, if the answer to a first attempt was lost.
            TransientError: it may or may not have been stored.
        """
        key = data_key(article)
        with aws_errors(f"replace {key!r}"), _conflicts(key):
            if data is None:
                self._client.delete_object(Bucket=self._bucket, Key=key, IfMatch=etag)
            else:
                self._put(key, data, correlation_id, **({"IfMatch": etag} if etag else {"IfNoneMatch": "*"}))


@contextmanager
def _conflicts(key: str) -> Iterator[None]:
    """Raises VersionConflict if the condition of a write does not hold; NoSuchKey: the file was deleted."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("PreconditionFailed", "NoSuchKey"):
            raise
        raise VersionConflict(f"{key!r} was replaced or deleted in the meantime; load it again.") from error
