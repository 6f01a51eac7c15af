"""PARENT, against values worked out by hand from the formulas of Dhingra et al. 2019."""

from __future__ import annotations

import pytest

from bildtext_dev.quality.parent import parent, words_of

TABLE = (("a",), ("f", "e"))
TEXT, REFERENCE = list("abcdf"), list("abcde")


def test_precision_counts_what_the_reference_has_or_the_table_entails() -> None:
    # n-grams of the text that the reference lacks: f (entailed 1), df (1/2), cdf (1/3), bcdf (1/4)
    orders = (5 / 5, 3.5 / 4, (2 + 1 / 3) / 3, (1 + 1 / 4) / 2)
    assert parent(TEXT, REFERENCE, TABLE).precision == pytest.approx((orders[1] * orders[2] * orders[3]) ** 0.25)


def test_recall_weighs_the_reference_by_the_table_and_adds_the_table_itself() -> None:
    # of a, e: a; of ab, de (1/2 each): ab; of abc, cde (1/3): abc; of abcd, bcde (1/4): abcd. So 1/2 of each order.
    # The table: "a" is mentioned whole, of "f e" one word of two, in the text as in the reference: 3/4, λ = 1 − 3/4.
    found = parent(TEXT, REFERENCE, TABLE)
    assert found.recall == pytest.approx(0.5**0.75 * 0.75**0.25)
    assert found.f1 == pytest.approx(2 * found.precision * found.recall / (found.precision + found.recall))


@pytest.mark.parametrize(("weight", "recall"), [(0.0, 0.5), (0.5, (0.5 * 0.75) ** 0.5), (1.0, 0.75)])
def test_the_weight_of_the_table_can_be_given(weight: float, recall: float) -> None:
    assert parent(TEXT, REFERENCE, TABLE, weight).recall == pytest.approx(recall)


def test_a_repeated_word_counts_only_as_often_as_in_the_reference_and_longer_misses_are_smoothed() -> None:
    # one word: 2 of 4; two words: 1 of 3; three and four words: none, 0.00001 each
    found = parent(list("aaaa"), list("aabc"), (("b",),))
    assert found.precision == pytest.approx((2 / 4 * 1 / 3 * 1e-5 * 1e-5) ** 0.25)
    assert found.recall == pytest.approx(1e-5)


def test_a_value_is_mentioned_by_its_words_in_their_order() -> None:
    text = list("xcyazb")
    # "a b c": the longest common subsequence is a b, 2 of 3
    assert parent(text, text, (("a", "b", "c"),), 1.0).recall == pytest.approx(2 / 3)


def test_the_reference_itself_is_precise_and_misses_only_what_it_does_not_mention() -> None:
    found = parent(REFERENCE, REFERENCE, TABLE)
    assert found.precision == pytest.approx(1)
    assert found.recall == pytest.approx(0.75**0.25)


def test_a_text_about_something_else_scores_nothing() -> None:
    assert parent(list("xyz"), REFERENCE, TABLE).f1 == 0
    assert parent([], REFERENCE, TABLE).f1 == 0


def test_words_are_compared_in_lower_case_with_their_endings() -> None:
    assert words_of("Weißer 2,5-cm-Absatz, 60\u00a0% Wolle.") == ("weisser", "2,5-cm-absatz", "60", "%", "wolle")
