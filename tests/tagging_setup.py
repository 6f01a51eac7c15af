"""The tagging flow with a colour model small enough to reason about and AWS in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from bildtext.change_events import ChangeEvent, comparable_sequencer
from bildtext.cost import prices
from bildtext.encoders import Pixels, Vectors
from bildtext.images import Limits, Preparation
from bildtext.label_vectors import compile_labels
from bildtext.labels import LabelSet, load_labels
from bildtext.storage.keys import PhotoKey, uploaded_photo
from tagging.batch import Dependencies, LocalEncoder, Outcome, Tagger
from tagging.flow import tag_changed_photos
from tagging.scoring import Scoring
from tests.memory_bucket import MemoryBucket, MemoryPhotos
from tests.memory_bus import MemoryBus
from tests.memory_table import MemoryTable

LABEL_FILE = """
version: 1
facets:
  - id: category
    name: {de: Kategorie, en: Category}
    choose: one
    prompts: ["a {label}"]
    threshold: 0.4
    margin: 0.2
    labels:
      - id: warm
        name: {de: Warm, en: Warm}
        labels:
          - {id: red, name: {de: Rot, en: Red}}
          - {id: yellow, name: {de: Gelb, en: Yellow}}
      - id: cold
        name: {de: Kalt, en: Cold}
        labels:
          - {id: blue, name: {de: Blau, en: Blue}}
  - id: depth
    name: {de: Tiefe, en: Depth}
    choose: one
    prompts: ["a {label}"]
    threshold: 0.4
    applies_to: [cold]
    labels:
      - {id: ocean, name: {de: Meer, en: Ocean}, term: blue}
      - {id: sun, name: {de: Sonne, en: Sun}, term: yellow}
"""

RED, BLUE = "articles/1/front.png", "articles/2/front.png"
_AXES = {"red": [1, 0, 0], "yellow": [1, 1, 0], "green": [0, 1, 0], "blue": [0, 0, 1]}


class MeanColourEncoder:
    """An image encoder that returns each photo's mean colour as a unit vector; `calls` holds the size of each batch."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def encode(self, pixels: Pixels) -> Vectors:
        self.calls.append(len(pixels))
        means = pixels.reshape(len(pixels), -1, 3).mean(axis=1) + 1e-6
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Encoders:
    """An encoder that attributes the photos of a batch to several encoders, one of `names` per photo."""

    encoder: MeanColourEncoder
    names: Sequence[str]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        return self.encoder.encode(pixels), self.names


@dataclass(frozen=True)
class FailingOnBlue:
    """An encoder that returns `vector` for every blue photo, like a model that overflows on some inputs."""

    encoder: MeanColourEncoder
    vector: Sequence[float]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        vectors = self.encoder.encode(pixels)
        vectors[vectors[:, 2] > 0.9] = self.vector
        return vectors, ("memory",) * len(pixels)


class ColourTextEncoder:
    """The matching text encoder; its vocabulary is four colour words and "a"."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([np.sum([_AXES[word] for word in text.split() if word in _AXES], axis=0) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split() if word not in {*_AXES, "a"})


@dataclass
class TaggingSetup:
    """Everything `tag_changed_photos` needs; its stores can be inspected afterwards."""

    encoder: MeanColourEncoder
    tagger: Tagger
    bucket: MemoryBucket = field(default_factory=MemoryBucket)
    photos: MemoryPhotos = field(init=False)
    table: MemoryTable = field(default_factory=MemoryTable)
    bus: MemoryBus = field(default_factory=MemoryBus)

    def __post_init__(self) -> None:
        self.photos = MemoryPhotos(self.bucket)

    @property
    def dependencies(self) -> Dependencies:
        noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
        return Dependencies(self.photos, self.table, self.bus, lambda: noon, prices(), memory_mb=2048)

    def process(self, *changes: ChangeEvent[PhotoKey], tagger: Tagger | None = None) -> list[Outcome]:
        """The outcomes of one batch, without a deadline."""
        return tag_changed_photos(changes, tagger or self.tagger, self.dependencies)

    def statuses(self, *changes: ChangeEvent[PhotoKey]) -> list[str]:
        """Process one batch; returns the status of each outcome."""
        return [outcome.status for outcome in self.process(*changes)]

    def upload(self, colour: str, key: str = RED) -> str:
        """Upload a photo of one colour; returns its version."""
        return self.bucket.put(key, image_file(colour))

    def upload_and_tag(self, colour: str, key: str = RED, sequencer: str = "10") -> str:
        """Upload a photo of one colour and process its event; returns its version."""
        version = self.upload(colour, key)
        self.process(change(key, sequencer, version=version))
        return version

    def refusal(self, key: str = RED) -> tuple[str, str]:
        """Code and detail of a stored refusal."""
        refusal = self.table.items[key].refusal
        assert refusal is not None
        return refusal["code"], refusal["detail"]

    def encoded_by(self, *names: str) -> Tagger:
        """The same model with an encoder that reports `names` as the encoders, one per photo."""
        return replace(self.tagger, encoder=Encoders(self.encoder, names))

    def relabelled(self, labels: LabelSet) -> Tagger:
        """The same model with another label file."""
        return replace(self.tagger, labels=labels, vectors=compile_labels(labels, ColourTextEncoder()))


def new_tagging_setup(folder: Path, label_file: str = LABEL_FILE) -> TaggingSetup:
    """A new setup with this label file, written to `folder`."""
    path = folder / "labels.yaml"
    path.write_text(label_file, encoding="utf-8")
    labels, encoder = load_labels(path), MeanColourEncoder()
    tagger = Tagger(
        model="colours@1/fp32",
        encoder=LocalEncoder(encoder, "memory"),
        preparation=Preparation(size=16),
        limits=Limits(),
        labels=labels,
        vectors=compile_labels(labels, ColourTextEncoder()),
        scoring=Scoring(logit_scale=20),
    )
    return TaggingSetup(encoder, tagger)


def image_file(colour: str, size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """An image file of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def change(
    key: str = RED, sequencer: str = "10", *, version: str | None = None, redelivered: bool = False
) -> ChangeEvent[PhotoKey]:
    """An event about a file under articles/; without a version it is a deletion."""
    photo = uploaded_photo(key)
    assert photo is not None
    return ChangeEvent(photo, "corr-1", version, comparable_sequencer(sequencer), redelivered)
