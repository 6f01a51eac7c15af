"""The photos in the bucket: bytes and version by key."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from bildtext.aws import aws_errors
from bildtext.errors import ImageRejected
from bildtext.storage.keys import object_version

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_FIRST_BYTES: Final = 1024  # enough to detect the format


@dataclass(frozen=True)
class Photo:
    """A photo's bytes and version in the bucket (the ETag if the bucket is not versioned)."""

    data: bytes
    version: str


class PhotoBucket(Protocol):
    """Reads photos."""

    def fetch(self, key: str) -> Photo:
        """The current photo. Raises NotFound, TransientError, and ImageRejected with the photo's version."""
        ...

    def version(self, key: str) -> str:
        """The photo's current version. Raises NotFound, TransientError."""
        ...


class S3PhotoBucket:
    """Photos in an S3 bucket. Of one larger than `max_bytes` only the first bytes are read, to refuse it."""

    def __init__(self, client: S3Client, bucket: str, max_bytes: int) -> None:
        self._client = client
        self._bucket = bucket
        self._max_bytes = max_bytes

    def fetch(self, key: str) -> Photo:
        with aws_errors(f"fetch {key!r}"):
            response = self._client.get_object(Bucket=self._bucket, Key=key)
            # The body's own `with` would return the underlying stream, which checks neither length nor checksum.
            with closing(response["Body"]) as body:
                version = _version(response)
                if response["ContentLength"] > self._max_bytes:
                    self._reject(body.read(_FIRST_BYTES), response["ContentLength"], version)
                return Photo(body.read(), version)

    def _reject(self, first_bytes: bytes, size: int, version: str) -> None:
        """Raises UnsupportedImage, or ImageTooLarge for a supported format."""
        # Imported here because Pillow slows down a cold start.
        from bildtext.images.formats import detect_format
        from bildtext.images.limits import Limits, check_file_size

        try:
            detect_format(first_bytes)
            check_file_size(size, Limits(self._max_bytes))
        except ImageRejected as refusal:
            refusal.version = version
            raise

    def version(self, key: str) -> str:
        with aws_errors(f"look up {key!r}"):
            return _version(self._client.head_object(Bucket=self._bucket, Key=key))


def _version(response: Any) -> str:
    return object_version(response.get("VersionId"), response["ETag"])
