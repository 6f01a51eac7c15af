"""A world small enough to reason about: three colours, a model that sees them, and AWS kept in memory."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from bildtext.announcements import Announcement
from bildtext.articles import PhotoKey
from bildtext.cost import prices
from bildtext.encoders import Pixels, Vectors
from bildtext.errors import NotFound, PassingFailure
from bildtext.image_items import ImageItem
from bildtext.images import Limits, Preparation
from bildtext.label_vectors import compile_labels
from bildtext.labels import LabelSet, load_labels
from bildtext.photos import Photo
from tagging.scoring import Scoring
from tagging.steps import Outside, OwnEncoder, Tagger

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
    """An image encoder whose vector is the photo's mean colour; counts its calls."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def encode(self, pixels: Pixels) -> Vectors:
        self.calls.append(len(pixels))
        means = pixels.reshape(len(pixels), -1, 3).mean(axis=1) + 1e-6
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Encoders:
    """Several encoders that share a batch."""

    eyes: ColourEyes
    names: Sequence[str]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        return self.eyes.encode(pixels), self.names


@dataclass(frozen=True)
class FailingOnBlue:
    """An encoder that answers `vector` for every blue photo, as a model does that overflows on some."""

    eyes: ColourEyes
    vector: Sequence[float]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        vectors = self.eyes.encode(pixels)
        vectors[vectors[:, 2] > 0.9] = self.vector
        return vectors, ("memory",) * len(pixels)


class ColourWords:
    """The text encoder to it: knows four colour words and the article."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([np.sum([_AXES[word] for word in text.split() if word in _AXES], axis=0) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split() if word not in {*_AXES, "a"})


@dataclass
class Bucket:
    """Photos in memory, versions counted up; counts fetches, and looks at a version alone."""

    stored: dict[str, Photo] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def put(self, key: str, data: bytes) -> str:
        version = f"v{sum(1 for _ in self.stored) + len(self.fetched) + 1}-{len(data)}"
        self.stored[key] = Photo(data, version)
        return version

    def fetch(self, key: str) -> Photo:
        self.fetched.append(key)
        if key in self.away:
            raise PassingFailure("Could not fetch: SlowDown.")
        if key not in self.stored:
            raise NotFound("Could not fetch: NoSuchKey.")
        return self.stored[key]

    def version(self, key: str) -> str:
        self.looked_at.append(key)
        if key not in self.stored:
            raise NotFound("Could not look up: 404.")
        return self.stored[key].version


@dataclass
class MemoryTable:
    """The table in memory, with the same conditions as the real one; counts reads and writes.

    `removed` are the tombstones of photos that are in `items` no more.
    """

    items: dict[str, ImageItem] = field(default_factory=dict)
    removed: dict[str, ImageItem] = field(default_factory=dict)
    reads: int = 0
    writes: int = 0
    away: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, ImageItem]:
        self.reads += 1
        known = self.removed | self.items
        return {photo.key: known[photo.key] for photo in photos if photo.key in known}

    def write(self, item: ImageItem) -> bool:
        with self.lock:
            self.writes += 1
            if item.photo.key in self.away:
                raise PassingFailure("Could not store: throttled.")
            there = (self.removed | self.items).get(item.photo.key)
            if there is not None and there.sequencer > item.sequencer:
                return False
            self.removed.pop(item.photo.key, None)
            self.items[item.photo.key] = item
            return True

    def remove(self, photo: PhotoKey, sequencer: str) -> bool:
        with self.lock:
            there = (self.removed | self.items).get(photo.key)
            if there is not None and there.sequencer > sequencer:
                return False
            self.removed[photo.key] = ImageItem(photo, "", sequencer, "removed", "", "2026-11-23T12:00:00.000", "", "")
            return self.items.pop(photo.key, None) is not None


@dataclass
class Bus:
    """Announcements in memory; `away` fails the next ones."""

    told: list[Announcement] = field(default_factory=list)
    away: bool = False

    def announce(self, announcements: Sequence[Announcement]) -> list[PassingFailure | None]:
        if self.away:
            return [PassingFailure("Could not announce: throttled.")] * len(announcements)
        self.told += announcements
        return [None] * len(announcements)


@dataclass
class World:
    """Everything `tag_arrivals` needs, and what can be looked at afterwards."""

    eyes: ColourEyes
    tagger: Tagger
    bucket: Bucket
    table: MemoryTable
    bus: Bus

    @property
    def outside(self) -> Outside:
        noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
        return Outside(self.bucket, self.table, self.bus, lambda: noon, prices(), memory_mb=2048)

    def encoded_by(self, *names: str) -> Tagger:
        """The same model, whose encoder says that these have encoded, one name per photo."""
        return replace(self.tagger, encoder=Encoders(self.eyes, names))

    def relabelled(self, labels: LabelSet) -> Tagger:
        """The same model with another label file."""
        return replace(self.tagger, labels=labels, vectors=compile_labels(labels, ColourWords()))


def a_world(folder: Path, label_file: str = LABEL_FILE) -> World:
    """A fresh world whose label file is `label_file`."""
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
    return World(eyes, tagger, Bucket(), MemoryTable(), Bus())


def a_photo(colour: str, size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """A photo of one colour, encoded."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()
