"""The item of a photo in the article table, and its conversion to and from a dataclass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bildtext.storage.dynamodb import from_item, to_item
from bildtext.storage.keys import PhotoKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ImageItem:
    """The result of a photo: its tags, why it was refused, or (for a day) that it was removed.

    `version` is the object's; `sequencer` orders S3's events of one key (see `comparable_sequencer`). The tags are from
    `model` and `labels` (the label file's fingerprint); `calibrated` is whether their scores are confidences.
    `vector` is float16 `[d]`, computed by `encoder`: a runtime (`openvino`) or `endpoint`. `duration_ms` is per step.
    """

    photo: PhotoKey
    version: str
    sequencer: str
    status: Literal["tagged", "refused", "removed"]
    correlation_id: str
    written_at: str
    model: str
    labels: str
    tags: tuple[Mapping[str, Any], ...] = ()
    abstentions: tuple[Mapping[str, Any], ...] = ()
    vector: NDArray[np.float16] | None = None
    duration_ms: Mapping[str, float] = field(default_factory=dict)
    cost_usd: float = 0.0
    encoder: str = ""
    refusal: Mapping[str, str] | None = None
    calibrated: bool = False


def image_values(item: ImageItem) -> dict[str, Any]:
    """The attributes of the stored item, without its key."""
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
        "calibrated": item.calibrated,
        "tags": list(item.tags),
        "abstentions": list(item.abstentions),
        "duration_ms": item.duration_ms,
        "cost_usd": item.cost_usd,
        "encoder": item.encoder,
        "refusal": item.refusal,
        "vector": None if item.vector is None else item.vector.astype("<f2").tobytes(),
    }
    return to_item(values)


def image_item(stored: Mapping[str, Any]) -> ImageItem:
    """The reverse of `image_values`."""
    values = from_item(stored)
    vector = values.get("vector")
    return ImageItem(
        photo=PhotoKey(values["key"], values["article"], values["view"]),
        version=values.get("version", ""),
        sequencer=values["sequencer"],
        status=values["status"],
        correlation_id=values.get("correlation_id", ""),
        written_at=values["written_at"],
        model=values.get("model", ""),
        labels=values.get("labels", ""),
        tags=tuple(values.get("tags", ())),
        abstentions=tuple(values.get("abstentions", ())),
        vector=None if vector is None else _half_floats(bytes(vector)),
        duration_ms=values.get("duration_ms", {}),
        cost_usd=values.get("cost_usd", 0.0),
        encoder=values.get("encoder", ""),
        refusal=values.get("refusal"),
        calibrated=values.get("calibrated", False),
    )


def _half_floats(data: bytes) -> NDArray[np.float16]:
    import numpy as np  # imported here because it slows down a cold start

    return np.frombuffer(data, dtype="<f2")
