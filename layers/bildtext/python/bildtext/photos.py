"""The photo bucket: bytes by key, and which version they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bildtext.aws import translated
from bildtext.errors import ImageTooLarge

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Photo:
    """A photo's bytes and the version they have in the bucket (the ETag where the bucket keeps no versions)."""

    data: bytes
    version: str


class Photos(Protocol):
    """Where photos are kept."""

    def fetch(self, key: str) -> Photo:
        """The photo as it is now. Raises NotFound, ImageTooLarge, PassingFailure."""
        ...

    def version(self, key: str) -> str:
        """The version the photo has now, without its bytes. Raises NotFound, PassingFailure."""
        ...


class S3Photos:
    """Photos in a bucket. An object beyond `max_bytes` is refused by its length, before its bytes are read."""

    def __init__(self, client: S3Client, bucket: str, max_bytes: int) -> None:
        self._client = client
        self._bucket = bucket
        self._max_bytes = max_bytes

    def fetch(self, key: str) -> Photo:
        with translated(f"fetch {key!r}"):
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            with answer["Body"] as body:
                if answer["ContentLength"] > self._max_bytes:
                    raise ImageTooLarge(
                        f"The file has {answer['ContentLength'] / 2**20:.1f} MiB, "
                        f"the limit is {self._max_bytes / 2**20:g} MiB; export it smaller."
                    )
                return Photo(body.read(), _version(answer))

    def version(self, key: str) -> str:
        with translated(f"look up {key!r}"):
            return _version(self._client.head_object(Bucket=self._bucket, Key=key))


def _version(answer: Any) -> str:
    return object_version(answer.get("VersionId"), answer["ETag"]) or ""


def object_version(version_id: str | None, etag: str | None) -> str | None:
    """What tells one upload of a key from another: the version, or the ETag where the bucket keeps no versions."""
    if version_id and version_id != "null":
        return str(version_id)
    return str(etag).strip('"') if etag else None
