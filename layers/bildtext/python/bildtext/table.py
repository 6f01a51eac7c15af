"""The article table: one item per photo under its article, written so that an older event never wins over a newer one.

pk ARTICLE#<number>   sk IMAGE#<key>   status tagged | refused, and what ImageItem holds
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from numpy.typing import NDArray

from bildtext.articles import PhotoKey
from bildtext.aws import translated
from bildtext.errors import PassingFailure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEYS_PER_READ = 100  # DynamoDB's own limit for one BatchGetItem


@dataclass(frozen=True)
class ImageItem:
    """What is known about one photo: its tags, or why it was refused.

    `version` is the object's; `sequencer` orders S3's events of one key (see `comparable_sequencer`); `model` and
    `labels` (the label file's fingerprint) say what made the tags; `vector` is float16 `[d]`; `took_ms` is per step.
    """

    photo: PhotoKey
    version: str
    sequencer: str
    status: Literal["tagged", "refused"]
    correlation_id: str
    written_at: str
    model: str
    labels: str
    tags: tuple[Mapping[str, Any], ...] = ()
    abstentions: tuple[Mapping[str, Any], ...] = ()
    vector: NDArray[np.float16] | None = None
    took_ms: Mapping[str, float] = field(default_factory=dict)
    cost_usd: float = 0.0
    encoder: str = ""
    refusal: Mapping[str, str] | None = None


class Table(Protocol):
    """Where results are kept."""

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, ImageItem]:
        """The items there are, by key. Raises PassingFailure."""
        ...

    def write(self, item: ImageItem) -> bool:
        """Write unless a newer event's result is there; says whether it was written. Raises PassingFailure."""
        ...

    def remove(self, photo: PhotoKey, sequencer: str, version: str | None = None) -> bool:
        """Remove unless a newer event's result is there, or it is of another version. Raises PassingFailure."""
        ...


def comparable_sequencer(sequencer: str) -> str:
    """S3's sequencer, made comparable as text: hexadecimal, shorter ones filled up with zeros on the right.

    Source: Amazon S3 user guide, "Event message structure", `sequencer`.
    """
    return sequencer.upper().ljust(32, "0")


class DynamoTable:
    """The table on DynamoDB: one conditional write per photo, one batched read per hundred."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, ImageItem]:
        found: dict[str, ImageItem] = {}
        keys = list({photo.key: _item_key(photo) for photo in photos}.values())
        while keys:
            with translated("read the article table"):
                answer = self._client.batch_get_item(
                    RequestItems={self._name: {"Keys": keys[:_KEYS_PER_READ], "ConsistentRead": True}}
                )
            items = [_from_item(item) for item in answer["Responses"].get(self._name, [])]
            found |= {item.photo.key: item for item in items}
            left: Any = answer["UnprocessedKeys"]
            unread = left.get(self._name, {}).get("Keys", [])
            if unread and not items:
                raise PassingFailure("Could not read the article table: throttled.")
            keys = [*unread, *keys[_KEYS_PER_READ:]]
        return found

    def write(self, item: ImageItem) -> bool:
        return self._unless_newer(
            f"store the result of {item.photo.key!r}",
            lambda: self._client.put_item(
                TableName=self._name,
                Item=_to_item(item),
                ConditionExpression="attribute_not_exists(pk) OR sequencer <= :sequencer",
                ExpressionAttributeValues={":sequencer": {"S": item.sequencer}},
            ),
        )

    def remove(self, photo: PhotoKey, sequencer: str, version: str | None = None) -> bool:
        conditions: dict[str, Any] = {
            "ConditionExpression": "sequencer <= :sequencer",
            "ExpressionAttributeValues": {":sequencer": {"S": sequencer}},
        }
        if version is not None:
            conditions["ConditionExpression"] += " AND #version = :version"
            conditions["ExpressionAttributeNames"] = {"#version": "version"}
            conditions["ExpressionAttributeValues"][":version"] = {"S": version}
        return self._unless_newer(
            f"remove {photo.key!r}",
            lambda: self._client.delete_item(TableName=self._name, Key=_item_key(photo), **conditions),
        )

    def _unless_newer(self, doing: str, call: Any) -> bool:
        with translated(doing):
            try:
                call()
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True


# -- items --------------------------------------------------------------------------------------------

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def _item_key(photo: PhotoKey) -> dict[str, Any]:
    return {"pk": {"S": f"ARTICLE#{photo.article}"}, "sk": {"S": f"IMAGE#{photo.key}"}}


def _to_item(item: ImageItem) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": item.photo.key,
        "article": item.photo.article,
        "view": item.photo.view,
        "version": item.version,
        "sequencer": item.sequencer,
        "status": item.status,
        "correlation_id": item.correlation_id,
        "written_at": item.written_at,
        "model": item.model,
        "labels": item.labels,
        "tags": list(item.tags),
        "abstentions": list(item.abstentions),
        "took_ms": item.took_ms,
        "cost_usd": item.cost_usd,
        "encoder": item.encoder,
        "refusal": item.refusal,
        "vector": None if item.vector is None else item.vector.astype("<f2").tobytes(),
    }
    stored = {name: _serialize(_exact(value)) for name, value in values.items() if value not in (None, [], {})}
    return {**_item_key(item.photo), **stored}


def _from_item(stored: Mapping[str, Any]) -> ImageItem:
    values = {name: _plain(_deserialize(value)) for name, value in stored.items()}
    vector = values.get("vector")
    return ImageItem(
        photo=PhotoKey(values["key"], values["article"], values["view"]),
        version=values["version"],
        sequencer=values["sequencer"],
        status=values["status"],
        correlation_id=values["correlation_id"],
        written_at=values["written_at"],
        model=values["model"],
        labels=values["labels"],
        tags=tuple(values.get("tags", ())),
        abstentions=tuple(values.get("abstentions", ())),
        vector=None if vector is None else np.frombuffer(bytes(vector), dtype="<f2"),
        took_ms=values.get("took_ms", {}),
        cost_usd=values.get("cost_usd", 0.0),
        encoder=values.get("encoder", ""),
        refusal=values.get("refusal"),
    )


def _exact(value: Any) -> Any:
    """DynamoDB stores decimals, not floats."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: _exact(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [_exact(inner) for inner in value]
    return value


def _plain(value: Any) -> Any:
    """The reverse of `_exact`."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
