"""A heat map is warm where covering the photo lowers a label's score, and only there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bildtext.encoders import Pixels, Vectors
from bildtext.errors import InvalidVector, NotFound, TransientError, UnknownFacet, UnknownLabel, UnknownWords
from tagging.batch import Encoder, Tagger
from tagging.explaining import explain, scores_when_covered
from tagging.occlusion import heat_map, with_covered
from tagging.scoring import FacetScores, label_scores, leaves_of
from tests.tagging_setup import LABEL_FILE, RED, TaggingSetup, image_file, new_tagging_setup

SIZE = 16


@dataclass(frozen=True)
class Quarter:
    """An encoder that sees red in one quarter of the photo only; the rest may show anything."""

    top: bool
    left: bool

    def of(self, values: Any) -> Any:
        """The quarter of an array."""
        half = len(values) // 2
        rows = values[:half] if self.top else values[half:]
        return rows[:, :half] if self.left else rows[:, half:]

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        red = np.array([(self.of(one)[..., 0] > 200).mean() for one in pixels])
        vectors = np.stack([red, np.zeros_like(red), 1 - red], axis=1)
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(unit, dtype=np.float32), ("memory",) * len(pixels)


def seen_by(encoder: Encoder, setup: TaggingSetup) -> Tagger:
    """The setup's tagger with this encoder."""
    return replace(setup.tagger, encoder=encoder)


@pytest.mark.parametrize("top", [True, False])
@pytest.mark.parametrize("left", [True, False])
def test_the_map_is_warm_in_the_quarter_that_the_model_looks_at(
    top: bool, left: bool, tagging_setup: TaggingSetup
) -> None:
    tagging_setup.upload("red")
    tagger = seen_by(Quarter(top, left), tagging_setup)
    heat = explain(RED, "category", "red", tagger, tagging_setup.photos, time.monotonic() + 60).heat
    inside, opposite = Quarter(top, left).of(heat.values), Quarter(not top, not left).of(heat.values)
    assert heat.values.shape == (8, 8)
    assert heat.score > heat.lowest
    assert inside.max() == heat.values.max() > 0
    assert inside.min() > 0
    assert (opposite > 0).sum() <= 4, "only where a square reaches into the quarter"
    assert inside.mean() > 10 * opposite.mean()
    assert ((heat.values >= 0) & (heat.values <= 1)).all()


def test_the_photo_is_covered_completely_and_evenly() -> None:
    pixels = np.full((SIZE, SIZE, 3), 255, np.uint8)
    images = with_covered(pixels)
    assert images.shape == (65, SIZE, SIZE, 3)
    assert (images[0] == pixels).all(), "the first is the photo itself"
    covered = (images[1:] == 127).all(axis=3)
    assert {int(one.sum()) for one in covered} == {(SIZE // 4) ** 2}
    assert covered.any(axis=0).all()
    assert (covered == covered[::-1, ::-1, ::-1]).all(), "symmetric"
    assert (pixels == 255).all(), "the photo is not changed"


def test_a_score_that_nothing_lowers_gives_an_empty_map() -> None:
    heat = heat_map(np.array([0.4, *[0.9] * 64]))
    assert (heat.score, heat.lowest, heat.values.max()) == (0.4, 0.4, 0)


def test_a_score_that_everything_lowers_gives_an_even_map() -> None:
    heat = heat_map(np.array([1.0, *[0.25] * 64]))
    assert heat.lowest == 0.25
    assert heat.values == pytest.approx(np.full((8, 8), 0.75))


def test_one_position_warms_the_cells_that_it_covers() -> None:
    scores = np.ones(65)
    scores[1] = 0  # the square in the top left corner, a quarter wide: cells 0 and 1
    values = heat_map(scores).values
    assert values[0, 0] == values.max() > 0
    assert {(int(row), int(column)) for row, column in np.argwhere(values > 0)} == {(0, 0), (0, 1), (1, 0), (1, 1)}


# -- labels -------------------------------------------------------------------------------------------


def test_a_group_scores_as_its_labels_together(tagging_setup: TaggingSetup) -> None:
    category = tagging_setup.tagger.labels.facet("category")
    scores = FacetScores(("red", "yellow", "blue"), np.array([[0.5, 0.25, 0.25]], np.float32), np.zeros(1, np.float32))
    assert label_scores(scores, leaves_of(category, "warm")) == pytest.approx([0.75])
    assert label_scores(scores, leaves_of(category, "blue")) == pytest.approx([0.25])


@pytest.mark.parametrize(
    ("facet", "label", "kind", "hint"),
    [
        ("colours", "red", UnknownFacet, "category"),
        ("category", "rad", UnknownLabel, "did you mean `red`"),
        ("category", "", UnknownLabel, "`warm`"),
        ("category", "ocean", UnknownLabel, "category"),
    ],
)
def test_labels_that_do_not_exist(
    facet: str, label: str, kind: type[Exception], hint: str, tagging_setup: TaggingSetup
) -> None:
    tagging_setup.upload("red")
    with pytest.raises(kind, match=hint):
        explain(RED, facet, label, tagging_setup.tagger, tagging_setup.photos, time.monotonic() + 60)
    assert tagging_setup.encoder.calls == []


def test_labels_without_a_score(tmp_path: Path) -> None:
    label = "          - {id: yellow, name: {de: Gelb, en: Yellow}}"
    assert label in LABEL_FILE
    setup = new_tagging_setup(
        tmp_path, LABEL_FILE.replace(label, label.replace("yellow", "mauve").replace("Yellow", "Mauve"))
    )
    setup.upload("red")
    with pytest.raises(UnknownWords, match="mauve"):
        explain(RED, "category", "mauve", setup.tagger, setup.photos, time.monotonic() + 60)


# -- the encoder --------------------------------------------------------------------------------------


def test_images_are_encoded_in_batches_and_counted_by_encoder(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("blue")
    explained = explain(RED, "category", "blue", tagging_setup.tagger, tagging_setup.photos, time.monotonic() + 60)
    assert tagging_setup.encoder.calls == [16, 16, 16, 16, 1]
    assert explained.encoders == {"memory": 65}
    assert set(explained.duration_ms) == {"fetch", "decode", "encode"}


def test_it_ends_with_the_deadline(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch) -> None:
    encode, calls = tagging_setup.encoder.encode, []

    def slow(pixels: Pixels) -> Vectors:
        calls.append(len(pixels))
        time.sleep(0.2)
        return encode(pixels)

    monkeypatch.setattr(tagging_setup.encoder, "encode", slow)
    tagging_setup.upload("blue")
    started = time.monotonic()
    with pytest.raises(TransientError, match="not enough time") as caught:
        explain(RED, "category", "blue", tagging_setup.tagger, tagging_setup.photos, started + 0.3)
    assert time.monotonic() - started < 0.6
    assert caught.value.status == 503
    assert len(calls) <= 2, "what cannot be used any more is not encoded"


def test_a_failure_before_the_deadline_keeps_its_own_reason(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_key: str) -> None:
        raise TransientError("S3 is busy.")

    monkeypatch.setattr(tagging_setup.photos, "fetch", busy)
    with pytest.raises(TransientError, match="S3 is busy"):
        explain(RED, "category", "blue", tagging_setup.tagger, tagging_setup.photos, time.monotonic() + 60)


def test_a_missing_photo(tagging_setup: TaggingSetup) -> None:
    with pytest.raises(NotFound):
        explain(RED, "category", "blue", tagging_setup.tagger, tagging_setup.photos, time.monotonic() + 60)


def test_a_vector_without_numbers_is_an_error_of_the_model(tagging_setup: TaggingSetup) -> None:
    class Overflowing:
        def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
            return np.full((len(pixels), 3), np.nan, np.float32), ("memory",) * len(pixels)

    with pytest.raises(InvalidVector):
        scores_when_covered(np.zeros((SIZE, SIZE, 3), np.uint8), seen_by(Overflowing(), tagging_setup))


def test_the_part_of_the_photo_and_its_version_are_in_the_answer(tagging_setup: TaggingSetup) -> None:
    version = tagging_setup.bucket.put(RED, image_file("red", (30, 60)))
    explained = explain(RED, "category", "red", tagging_setup.tagger, tagging_setup.photos, time.monotonic() + 60)
    assert explained.version == version
    assert explained.part == pytest.approx((0, 0.25, 1, 0.75))
