"""Presigned addresses: to upload photos straight to the bucket, and to look at them. And a retry of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bildtext.aws import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SECONDS_TO_UPLOAD: Final = 3600  # 500 photos over a slow line
SECONDS_TO_LOOK: Final = 300


@dataclass(frozen=True)
class UploadForm:
    """Where a browser posts a file, and the form's fields before it."""

    url: str
    fields: Mapping[str, str]


class PhotoAddresses:
    """Addresses in one bucket. Presigning needs no call."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def upload_form(self, key: str, content_type: str, max_bytes: int) -> UploadForm:
        """A form for exactly this key and content type, and 1 to `max_bytes` bytes: S3 refuses everything else."""
        form = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields={"Content-Type": content_type},
            Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, max_bytes]],
            ExpiresIn=SECONDS_TO_UPLOAD,
        )
        return UploadForm(form["url"], form["fields"])

    def view_url(self, key: str) -> str:
        """The photo, readable for SECONDS_TO_LOOK."""
        return self._client.generate_presigned_url(
            "get_object", Params={"Bucket": self._bucket, "Key": key}, ExpiresIn=SECONDS_TO_LOOK
        )

    def store_again(self, key: str) -> None:
        """Copy a file onto itself: a new version, processed as usual. Raises NotFound, TransientError."""
        with aws_errors(f"read {key!r}"):
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        source: Any = {"Bucket": self._bucket, "Key": key}
        with aws_errors(f"store {key!r} again"):
            self._client.copy_object(
                Bucket=self._bucket,
                Key=key,
                CopySource=source,
                MetadataDirective="REPLACE",  # S3 refuses a copy onto itself that changes nothing
                Metadata=head["Metadata"],
                ContentType=head["ContentType"],
            )
