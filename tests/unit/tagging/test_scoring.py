"""Scores match probabilities calculated by hand; decisions follow the label file."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bildtext.label_vectors import FacetRows, LabelVectors
from bildtext.labels import Facet, Group, Label, LabelSet, Name
from tagging.scoring import Abstention, FacetScores, RunnerUp, Scoring, Tag, score, select

N = Name("x", "x")


def vectors(rows: list[list[float]], facets: tuple[FacetRows, ...]) -> LabelVectors:
    return LabelVectors("f", np.array(rows, np.float32), facets)


def facet(name: str, labels: list[str], choose: int | None = 1, threshold: float = 0.3, **more: object) -> Facet:
    values: dict[str, object] = {"none": (), "margin": 0.1, "applies_to": None, "groups": (), **more}
    own = tuple(Label(label, N, label, (), threshold) for label in labels)
    return Facet(id=name, name=N, choose=choose, threshold=threshold, labels=own, **values)  # type: ignore[arg-type]


def scores(**by_facet: tuple[list[str], list[float], float]) -> dict[str, FacetScores]:
    return {
        name: FacetScores(tuple(ids), np.array([values], np.float32), np.array([none], np.float32))
        for name, (ids, values, none) in by_facet.items()
    }


def test_softmax_is_over_the_labels_and_none_prompts_of_one_facet() -> None:
    # cosines with [1, 0]: labels 1 and 0, none 0.6; the other facet must not matter. Scale 2: e^2, e^0, e^1.2
    rows = (FacetRows("a", 0, ("p", "q"), 1, ()), FacetRows("b", 3, ("r", "s"), 0, ()))
    found = score(
        np.array([[1, 0]], np.float32), vectors([[1, 0], [0, 1], [0.6, 0.8], [1, 0], [1, 0]], rows), Scoring(2.0)
    )
    total = math.exp(2) + 1 + math.exp(1.2)
    assert found["a"].labels[0] == pytest.approx([math.exp(2) / total, 1 / total], rel=1e-5)
    assert found["a"].none[0] == pytest.approx(math.exp(1.2) / total, rel=1e-5)
    assert found["b"].labels[0] == pytest.approx([0.5, 0.5])


def test_a_label_does_not_compete_with_the_nones_it_is_spared() -> None:
    # as above, but "p" is spared the one "none": p = e^2 / (e^2 + e^0), q = e^0 / (e^2 + e^0 + e^1.2)
    rows = (FacetRows("a", 0, ("p", "q"), 1, (), spared=((0,), ())),)
    labels = vectors([[1, 0], [0, 1], [0.6, 0.8]], rows)
    found = score(np.array([[1, 0], [0, 1]], np.float32), labels, Scoring(2.0))["a"]
    total = math.exp(2) + 1 + math.exp(1.2)
    assert found.labels[0] == pytest.approx([math.exp(2) / (math.exp(2) + 1), 1 / total], rel=1e-5)
    assert found.none[0] == 0, "the best label is spared it"
    # the second photo is "q": e^2 against e^0 and the "none" at cosine 0.8
    assert found.none[1] == pytest.approx(math.exp(1.6) / (math.exp(2) + 1 + math.exp(1.6)), rel=1e-5)


def test_a_spared_none_far_above_the_labels_leaves_scores_finite() -> None:
    rows = (FacetRows("a", 0, ("p", "q"), 1, (), spared=((0,), (0,))),)
    found = score(np.array([[1, 0]], np.float32), vectors([[0, 1], [-0.6, 0.8], [1, 0]], rows), Scoring(200.0))["a"]
    assert found.labels[0] == pytest.approx([1, 0])


def test_sigmoid_scores_each_label_independently_with_the_models_bias() -> None:
    rows = (FacetRows("a", 0, ("p", "q"), 0, ()),)
    found = score(np.array([[1, 0]], np.float32), vectors([[1, 0], [0, 1]], rows), Scoring(10, -10, "sigmoid"))
    assert found["a"].labels[0] == pytest.approx([0.5, 1 / (1 + math.exp(10))], rel=1e-4)


def test_a_batch_has_the_same_scores_as_single_photos() -> None:
    rng = np.random.default_rng(3)
    photos = rng.normal(size=(7, 4)).astype(np.float32)
    labels = vectors(rng.normal(size=(5, 4)).tolist(), (FacetRows("a", 0, ("p", "q", "r"), 2, ()),))
    together = score(photos, labels, Scoring(3.0))["a"].labels
    alone = [score(photo[None], labels, Scoring(3.0))["a"].labels[0] for photo in photos]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


def test_a_single_label_under_softmax_has_no_score() -> None:
    found = score(
        np.array([[1, 0]], np.float32), vectors([[1, 0]], (FacetRows("a", 0, ("p",), 0, ("q",)),)), Scoring(9)
    )
    (photo,) = select(found, LabelSet((facet("a", ["p", "q"]),)))
    assert photo.abstentions == (Abstention("a", "unknown-words"),)


@pytest.mark.parametrize(
    ("values", "none", "expected"),
    [
        ([0.6, 0.3], 0.1, Tag("a", "p", N, 0.6, 1)),
        ([0.3, 0.6], 0.1, Tag("a", "q", N, 0.6, 1)),
        ([0.45, 0.4], 0.0, Abstention("a", "margin", "p", 0.45)),
        ([0.25, 0.1], 0.2, Abstention("a", "threshold", "p", 0.25)),
        ([0.3, 0.1], 0.6, Abstention("a", "none", "p", 0.3)),
        ([0.5, 0.05], 0.45, Abstention("a", "margin", "p", 0.5)),
    ],
)
def test_choose_one_states_a_clear_winner_or_the_reason_for_abstaining(
    values: list[float], none: float, expected: Tag | Abstention
) -> None:
    (photo,) = select(scores(a=(["p", "q"], values, none)), LabelSet((facet("a", ["p", "q"]),)))
    assert (photo.tags or photo.abstentions) == (expected,)


def test_up_to_k_states_the_best_that_reach_their_threshold() -> None:
    labels = LabelSet((facet("a", ["p", "q", "r", "s"], choose=2, threshold=0.2),))
    (photo,) = select(scores(a=(["p", "q", "r", "s"], [0.21, 0.4, 0.24, 0.15], 0.0)), labels)
    assert [(tag.label, tag.rank) for tag in photo.tags] == [("q", 1), ("r", 2)]


def test_labels_below_none_are_not_stated() -> None:
    several = facet("a", ["p", "q", "r"], choose=None, threshold=0.1)
    (photo,) = select(scores(a=(["p", "q", "r"], [0.5, 0.3, 0.2], 0.3)), LabelSet((several,)))
    assert [tag.label for tag in photo.tags] == ["p", "q"]
    (photo,) = select(scores(a=(["p", "q", "r"], [0.5, 0.3, 0.2], 0.6)), LabelSet((several,)))
    assert (photo.tags, photo.abstentions) == ((), (Abstention("a", "none", "p", 0.5),))


def test_a_labels_threshold_overrides_the_facets() -> None:
    strict = Facet("a", N, None, (), 0.2, 0.0, None, (), (Label("p", N, "p", (), 0.9), Label("q", N, "q", (), 0.2)))
    (photo,) = select(scores(a=(["p", "q"], [0.5, 0.5], 0.0)), LabelSet((strict,)))
    assert [tag.label for tag in photo.tags] == ["q"]


def a_tree() -> LabelSet:
    leaves = tuple(
        Label(name, N, name, (), 0.4, group) for name, group in [("mule", "shoes"), ("clog", "shoes"), ("hat", "hats")]
    )
    category = Facet("category", N, 1, (), 0.4, 0.2, None, (Group("shoes", N), Group("hats", N)), leaves)
    heel = facet("heel", ["high", "low"], applies_to=frozenset({"mule", "clog"}))
    brim = facet("brim", ["wide", "small"], applies_to=frozenset({"hat"}))
    return LabelSet((heel, brim, category))


SURE = {"heel": (["high", "low"], [0.9, 0.1], 0.0), "brim": (["wide", "small"], [0.9, 0.1], 0.0)}


def test_facets_apply_only_to_their_categories_in_any_file_order() -> None:
    (photo,) = select(scores(category=(["mule", "clog", "hat"], [0.9, 0.05, 0.05], 0.0), **SURE), a_tree())
    assert [(tag.facet, tag.label) for tag in photo.tags] == [("category", "mule"), ("heel", "high")]
    assert photo.abstentions == ()


def test_without_a_clear_leaf_the_group_is_stated_and_decides_which_facets_apply() -> None:
    (photo,) = select(scores(category=(["mule", "clog", "hat"], [0.45, 0.44, 0.11], 0.0), **SURE), a_tree())
    assert photo.tags[0].label == "shoes"
    assert photo.tags[0].score == pytest.approx(0.89)
    assert [tag.facet for tag in photo.tags] == ["category", "heel"]


def test_an_unclear_category_makes_dependent_facets_abstain() -> None:
    (photo,) = select(scores(category=(["mule", "clog", "hat"], [0.3, 0.2, 0.5], 0.0), **SURE), a_tree())
    assert photo.tags == ()
    assert {one.facet: one.reason for one in photo.abstentions} == {
        "category": "margin",
        "heel": "category-unknown",
        "brim": "category-unknown",
    }


def test_a_single_requested_facet_still_depends_on_the_category() -> None:
    sure_of_hat = scores(category=(["mule", "clog", "hat"], [0.05, 0.05, 0.9], 0.0), **SURE)
    (photo,) = select(sure_of_hat, a_tree(), facets=["heel"])
    assert (photo.tags, photo.abstentions) == ((), ())
    (photo,) = select(sure_of_hat, a_tree(), facets=["brim"])
    assert [tag.facet for tag in photo.tags] == ["brim"]


def test_the_best_labels_that_are_no_tags_are_kept_two_where_the_facet_abstains() -> None:
    one, several = facet("one", ["p", "q", "r"]), facet("several", ["p", "q", "r"], choose=2)
    clear = scores(one=(["p", "q", "r"], [0.2, 0.7, 0.1], 0.0), several=(["p", "q", "r"], [0.4, 0.5, 0.1], 0.0))
    (photo,) = select(clear, LabelSet((one, several)))
    assert photo.runners_up == (RunnerUp("one", "p", 0.2), RunnerUp("several", "r", 0.1))
    unclear = scores(one=(["p", "q", "r"], [0.28, 0.25, 0.27], 0.0))
    (photo,) = select(unclear, LabelSet((one,)))
    assert photo.runners_up == (RunnerUp("one", "p", 0.28), RunnerUp("one", "r", 0.27))
    (photo,) = select(scores(one=([], [], 0.0)), LabelSet((one,)))
    assert photo.runners_up == ()
