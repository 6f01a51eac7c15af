"""Scores exactly at a limit, extreme models, and label files with unknown words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bildtext.label_vectors import FacetRows, LabelVectors
from bildtext.labels import Facet, Label, LabelSet, Name
from tagging.scoring import Abstention, FacetScores, Scoring, Tag, score, select

N = Name("x", "x")
TWO = (FacetRows("a", 0, ("p", "q"), 0, ()),)


def labelled(rows: list[list[float]], facets: tuple[FacetRows, ...] = TWO) -> LabelVectors:
    return LabelVectors("f", np.array(rows, np.float32), facets)


def photos(*rows: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array(rows, np.float32)


def facet(*labels: str, choose: int | None = 1, threshold: float = 0.5, margin: float = 0.25) -> Facet:
    own = tuple(Label(label, N, label, (), threshold) for label in labels)
    return Facet("a", N, choose, (), threshold, margin, None, (), own)


def decided(values: list[float], none: float, asked: Facet) -> tuple[Tag | Abstention, ...]:
    ids = tuple(label.id for label in asked.labels)
    found = FacetScores(ids, np.array([values], np.float32), np.array([none], np.float32))
    (photo,) = select({"a": found}, LabelSet((asked,)))
    return (*photo.tags, *photo.abstentions)


def test_a_score_exactly_at_threshold_and_margin_is_stated() -> None:
    assert decided([0.5, 0.25], 0.0, facet("p", "q")) == (Tag("a", "p", N, 0.5, 1),)
    assert decided([0.5, 0.0], 0.25, facet("p", "q")) == (Tag("a", "p", N, 0.5, 1),)
    assert decided([0.5, 0.5], 0.0, facet("p", "q")) == (Abstention("a", "margin", "p", 0.5),)


def test_none_is_the_reason_if_it_is_as_strong_as_the_best_label() -> None:
    assert decided([0.5, 0.1], 0.5, facet("p", "q", threshold=0.75)) == (Abstention("a", "none", "p", 0.5),)


def test_the_only_label_of_a_facet_needs_no_margin() -> None:
    assert decided([0.75], 0.0, facet("p")) == (Tag("a", "p", N, 0.75, 1),)


def test_scores_are_rounded_to_four_digits() -> None:
    assert decided([0.812345, 0.1], 0.0, facet("p", "q")) == (Tag("a", "p", N, 0.8123, 1),)
    assert decided([0.412345, 0.1], 0.0, facet("p", "q")) == (Abstention("a", "threshold", "p", 0.4123),)


def test_labels_with_equal_scores_keep_the_files_order() -> None:
    many = [f"l{number:03}" for number in range(200)]
    stated = decided([0.5, 0.25] * 100, 0.0, facet(*many, choose=None, threshold=0.25))
    assert [tag.label for tag in stated] == [*many[::2], *many[1::2]]


def test_the_abstention_of_a_facet_without_scores_names_no_label() -> None:
    empty = FacetScores((), np.zeros((1, 0), np.float32), np.zeros(1, np.float32))
    (photo,) = select({"a": empty}, LabelSet((facet("p", "q"),)))
    (abstention,) = photo.abstentions
    assert (abstention.reason, abstention.label, abstention.score) == ("unknown-words", None, None)


def test_a_model_that_knows_none_of_the_words_abstains_for_each_photo() -> None:
    nothing = LabelVectors("f", np.zeros((0, 0), np.float32), (FacetRows("a", 0, (), 0, ("p", "q")),))
    found = score(photos([1, 0], [0, 1]), nothing, Scoring(9))
    tagged = select(found, LabelSet((facet("p", "q"),)))
    assert [photo.abstentions for photo in tagged] == [(Abstention("a", "unknown-words"),)] * 2


def test_a_label_file_without_facets_has_no_results() -> None:
    assert select(score(photos([1, 0]), labelled([], ()), Scoring(9)), LabelSet(())) == []


def test_the_scores_of_one_photo_are_a_batch_of_one() -> None:
    found = score(photos([1, 0], [0, 1], [1, 0]), labelled([[1, 0], [0, 1]]), Scoring(2))["a"]
    one = found.of(1)
    assert (one.ids, one.labels.shape, one.none.shape) == (("p", "q"), (1, 2), (1,))
    assert one.labels.dtype == np.float32
    assert one.labels[0].tolist() == found.labels[1].tolist()


def test_a_sigmoid_without_a_bias_is_one_half_at_right_angles() -> None:
    found = score(photos([0, 1]), labelled([[1, 0], [0, 1]]), Scoring(2, kind="sigmoid"))["a"]
    assert found.labels[0] == pytest.approx([0.5, 1 / (1 + math.exp(-2))])


def test_the_none_score_is_that_of_the_best_labels_competitors() -> None:
    # Powers 4, 3 and a "none" of 3 that "q" is spared: p = 4/10, q = 3/7. "q" is the best, without a competing "none".
    rows = (FacetRows("a", 0, ("p", "q"), 1, (), spared=((), (0,))),)
    found = score(photos([1]), labelled([[math.log(4)], [math.log(3)], [math.log(3)]], rows), Scoring(1))["a"]
    assert found.labels[0] == pytest.approx([4 / 10, 3 / 7])
    assert found.none[0] == 0


@pytest.mark.parametrize("scale", [100, 1000])
def test_scores_in_a_batch_are_independent_at_extreme_scales(scale: float) -> None:
    found = score(photos([1, 0], [-1, 0]), labelled([[1, 0], [0.999, 0]]), Scoring(scale))["a"]
    closer = 1 / (1 + math.exp(-0.001 * scale))
    assert found.labels == pytest.approx(np.array([[closer, 1 - closer], [1 - closer, closer]]), abs=1e-4)
