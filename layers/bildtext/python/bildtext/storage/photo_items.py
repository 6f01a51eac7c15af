"""The item of a photo in the article table, and its conversion to and from a dataclass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

from bildtext.storage.dynamodb import from_item, to_item
from bildtext.storage.keys import PhotoKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class PhotoItem:
    """The result of a photo: its tags, why it was refused, or (for a day) that it was removed.

    `version` is the object's; `sequencer` orders S3's events of one key (see `comparable_sequencer`). The tags are from
    `model` and the label file with `label_fingerprint`; `calibrated` is whether their scores are confidences.
    `runners_up` are the best labels that are no tags. `vector` is float16 `[d]`, computed by `encoder`: a runtime
    (`openvino`) or `endpoint`. `duration_ms` is per step.
    """

    photo: PhotoKey
    version: str
    sequencer: str
    status: Literal["tagged", "refused", "removed"]
    correlation_id: str
    written_at: str
    model: str
    label_fingerprint: str
    tags: tuple[Mapping[str, Any], ...] = ()
    abstentions: tuple[Mapping[str, Any], ...] = ()
    vector: NDArray[np.float16] | None = None
    duration_ms: Mapping[str, float] = field(default_factory=dict)
    cost_usd: float = 0.0
    encoder: str = ""
    refusal: Mapping[str, str] | None = None
    calibrated: bool = False
    runners_up: tuple[Mapping[str, Any], ...] = ()


_FIELDS = [field.name for field in fields(PhotoItem) if field.name != "photo"]


def photo_values(item: PhotoItem) -> dict[str, Any]:
    """The attributes of the stored item, without its key."""
    values = {name: getattr(item, name) for name in _FIELDS}
    values |= {name: list(values[name]) for name in _LISTS}
    values["vector"] = None if item.vector is None else item.vector.astype("<f2").tobytes()
    return to_item({**vars(item.photo), **values})


def photo_item(stored: Mapping[str, Any]) -> PhotoItem:
    """The reverse of `photo_values`."""
    values = {**_NOT_IN_TOMBSTONES, **from_item(stored)}
    values |= {name: tuple(values.get(name, ())) for name in _LISTS}
    if "vector" in values:
        values["vector"] = _half_floats(bytes(values["vector"]))
    photo = PhotoKey(values["key"], values["article"], values["view"])
    return PhotoItem(photo, **{name: values[name] for name in _FIELDS if name in values})


_LISTS = ("tags", "abstentions", "runners_up")
_NOT_IN_TOMBSTONES = {"version": "", "correlation_id": "", "model": "", "label_fingerprint": ""}


def _half_floats(data: bytes) -> NDArray[np.float16]:
    import numpy as np  # imported here because it slows down a cold start

    return np.frombuffer(data, dtype="<f2")
