"""The tagging flow with a colour model small enough to reason about and AWS in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from bildtext.change_events import ChangeEvent
from bildtext.cost import prices
from bildtext.encoders import Pixels, Vectors
from bildtext.images import Limits, Preparation
from bildtext.label_vectors import compile_labels
from bildtext.labels import LabelSet, load_labels
from bildtext.storage.keys import PhotoKey
from tagging.flow import tag_arrivals
from tagging.scoring import Scoring
from tagging.steps import Dependencies, Outcome, OwnEncoder, Tagger
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

_AXES = {"red": [1, 0, 0], "yellow": [1, 1, 0], "green": [0, 1, 0], "blue": [0, 0, 1]}


class ColourEyes:
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

    eyes: ColourEyes
    names: Sequence[str]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        return self.eyes.encode(pixels), self.names


@dataclass(frozen=True)
class FailingOnBlue:
    """An encoder that returns `vector` for every blue photo, like a model that overflows on some inputs."""

    eyes: ColourEyes
    vector: Sequence[float]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        vectors = self.eyes.encode(pixels)
        vectors[vectors[:, 2] > 0.9] = self.vector
        return vectors, ("memory",) * len(pixels)


class ColourWords:
    """The matching text encoder; its vocabulary is four colour words and "a"."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([np.sum([_AXES[word] for word in text.split() if word in _AXES], axis=0) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split() if word not in {*_AXES, "a"})


@dataclass
class TaggingSetup:
    """Everything `tag_arrivals` needs; its stores can be inspected afterwards."""

    eyes: ColourEyes
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

    def process(self, *changes: ChangeEvent[PhotoKey]) -> list[Outcome]:
        """The outcomes of one batch, without a deadline."""
        return tag_arrivals(changes, self.tagger, self.dependencies)

    def encoded_by(self, *names: str) -> Tagger:
        """The same model with an encoder that reports `names` as the encoders, one per photo."""
        return replace(self.tagger, encoder=Encoders(self.eyes, names))

    def relabelled(self, labels: LabelSet) -> Tagger:
        """The same model with another label file."""
        return replace(self.tagger, labels=labels, vectors=compile_labels(labels, ColourWords()))


def new_tagging_setup(folder: Path, label_file: str = LABEL_FILE) -> TaggingSetup:
    """A new setup with this label file, written to `folder`."""
    path = folder / "labels.yaml"
    path.write_text(label_file, encoding="utf-8")
    labels, eyes = load_labels(path), ColourEyes()
    tagger = Tagger(
        model="colours@1/fp32",
        encoder=OwnEncoder(eyes, "memory"),
        preparation=Preparation(size=16),
        limits=Limits(),
        labels=labels,
        vectors=compile_labels(labels, ColourWords()),
        scoring=Scoring(logit_scale=20),
    )
    return TaggingSetup(eyes, tagger)


def a_photo(colour: str, size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """An image file of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()
