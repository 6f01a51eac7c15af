"""The keys that one request asked to upload, so that its progress can be shown.

pk UPLOAD#<id>   sk PART#<number, four digits>   up to KEYS_PER_PART keys (an item has at most 400 kB), who and when;
                                                 expires after KEPT
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bildtext.aws import aws_errors
from bildtext.errors import NotFound
from bildtext.storage.dynamodb import from_item, is_tombstone, put, to_item
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_table import stored_items
from bildtext.storage.summary_items import ArticleError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEYS_PER_PART: Final = 100
KEPT: Final = timedelta(days=7)


@dataclass(frozen=True)
class UploadBatch:
    """What one request asked to upload."""

    id: str
    keys: tuple[str, ...]
    at: datetime
    by: str


@dataclass(frozen=True)
class Progress:
    """How far a batch is. `waiting` counts photos that are not uploaded or not processed (yet): `waiting_keys`, in the
    batch's order."""

    total: int
    tagged: int
    refused: tuple[ArticleError, ...]
    waiting: int
    waiting_keys: tuple[str, ...]


class DynamoUploads:
    """Batches in DynamoDB."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, batch: UploadBatch) -> None:
        """Store a batch. Raises TransientError."""
        for part, start in enumerate(range(0, len(batch.keys), KEYS_PER_PART)):
            values = {
                "keys": list(batch.keys[start : start + KEYS_PER_PART]),
                "at": batch.at.isoformat(timespec="milliseconds"),
                "by": batch.by,
                "expires": int((batch.at + KEPT).timestamp()),
            }
            row = {"pk": {"S": _pk(batch.id)}, "sk": {"S": f"PART#{part:04d}"}, **to_item(values)}
            put(self._client, self._table, "store the upload", row, "attribute_not_exists(pk) OR expires = :expires")

    def progress(self, batch_id: str) -> Progress:
        """How far a batch is. Raises NotFound for an unknown or expired one, TransientError."""
        parts = self._parts(batch_id)
        keys = [key for part in parts for key in part["keys"]]
        # Results of an earlier photo under the same key are older than the batch.
        found = [item for item in self._results(keys) if item["written_at"] >= parts[0]["at"]]
        refused = [item for item in found if item["status"] == "refused"]
        tagged = sum(item["status"] == "tagged" for item in found)
        processed = {item["key"] for item in found if item["status"] in ("tagged", "refused")}
        waiting = tuple(key for key in keys if key not in processed)
        reasons = [ArticleError(item["key"], item["refusal"]["code"], item["refusal"]["detail"]) for item in refused]
        return Progress(
            total=len(keys),
            tagged=tagged,
            refused=tuple(sorted(reasons, key=lambda one: one.key)),
            waiting=len(waiting),
            waiting_keys=waiting,
        )

    def _parts(self, batch_id: str) -> Sequence[Mapping[str, Any]]:
        with aws_errors("read the upload"):
            answer = self._client.query(
                TableName=self._table,
                ConsistentRead=True,  # the page asks right after the batch was stored, and forgets it on a 404
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": _pk(batch_id)}},
            )
        if not answer["Items"]:
            raise NotFound(f"There is no upload {batch_id!r} (any more); uploads are kept for {KEPT.days} days.")
        return [from_item(item) for item in answer["Items"]]

    def _results(self, keys: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """The results, read eventually consistent at half the price, because progress is asked for again and again."""
        items = stored_items(
            self._client,
            self._table,
            [photo_key(key) for key in keys],
            ConsistentRead=False,
            ProjectionExpression="#key, #status, refusal, written_at",
            ExpressionAttributeNames={"#key": "key", "#status": "status"},
        )
        return (from_item(item) for item in items if not is_tombstone(item))


def _pk(batch_id: str) -> str:
    return f"UPLOAD#{batch_id}"
