"""The photo bucket: bytes by key, and which version they are."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from bildtext.aws import translated
from bildtext.errors import ImageRejected

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_FIRST_BYTES: Final = 1024  # tell what a file is


@dataclass(frozen=True)
class Photo:
    """A photo's bytes and the version they have in the bucket (the ETag where the bucket keeps no versions)."""

    data: bytes
    version: str


class Photos(Protocol):
    """Where photos are kept."""

    def fetch(self, key: str) -> Photo:
        """The photo as it is now. Raises NotFound, TransientError, and ImageRejected with the version it is of."""
        ...

    def version(self, key: str) -> str:
        """The version the photo has now, without its bytes. Raises NotFound, TransientError."""
        ...


class S3Photos:
    """Photos in a bucket. One beyond `max_bytes` is refused by its length and first bytes, the rest is not read."""

    def __init__(self, client: S3Client, bucket: str, max_bytes: int) -> None:
        self._client = client
        self._bucket = bucket
        self._max_bytes = max_bytes

    def fetch(self, key: str) -> Photo:
        with translated(f"fetch {key!r}"):
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            # Not the body's own `with`: that hands out the stream below, which checks neither length nor checksum.
            with closing(answer["Body"]) as body:
                version = _version(answer)
                if answer["ContentLength"] > self._max_bytes:
                    self._refuse(body.read(_FIRST_BYTES), answer["ContentLength"], version)
                return Photo(body.read(), version)

    def _refuse(self, first_bytes: bytes, size: int, version: str) -> None:
        """Raises UnsupportedImage, or ImageTooLarge for what would be a photo."""
        # Here, because whoever reads no large file starts faster without Pillow.
        from bildtext.images.formats import format_of
        from bildtext.images.limits import Limits, check_file_size

        try:
            format_of(first_bytes)
            check_file_size(size, Limits(self._max_bytes))
        except ImageRejected as refusal:
            refusal.version = version
            raise

    def version(self, key: str) -> str:
        with translated(f"look up {key!r}"):
            return _version(self._client.head_object(Bucket=self._bucket, Key=key))


def _version(answer: Any) -> str:
    return object_version(answer.get("VersionId"), answer["ETag"])


def object_version(version_id: str | None, etag: str | None) -> str:
    """What tells one upload of a key from another: the version, or the ETag where the bucket keeps no versions.

    Empty where neither is known.
    """
    if version_id and version_id != "null":
        return str(version_id)
    return str(etag or "").strip('"')
