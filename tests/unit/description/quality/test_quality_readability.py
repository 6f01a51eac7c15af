"""Readability: the formulas on texts counted by hand, and the syllables that one of them needs."""

from __future__ import annotations

import pytest

from bildtext_dev.quality.readability import Counts, counts, syllables


def test_the_formulas_match_a_text_counted_by_hand() -> None:
    # 3 + 6 words in two sentences; "ca." ends none and "45" is no word.
    # Der 1 Schuh 1 passt 1 | Sein 1 Absatz 2 misst 1 ca 1 mm 1, Obermaterial 6 → estimated as 6; long: Obermaterial
    found = counts("Der Schuh passt. Sein Absatz misst ca. 45 mm, Obermaterial.")
    assert found == Counts(sentences=2, words=9, syllables=15, long_words=1)
    assert found.flesch == pytest.approx(180 - 9 / 2 - 58.5 * 15 / 9)
    assert found.lix == pytest.approx(9 / 2 + 100 / 9)


def test_a_word_is_long_from_seven_letters_on() -> None:
    assert counts("Stiefel Tasche T-Shirts").long_words == 2


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Leder", 2),
        ("Reißverschluss", 3),
        ("Trittdämpfung", 3),
        ("Seitentaschen", 4),
        ("Feuer", 2),
        ("bequem", 2),
        ("Quaste", 2),
        ("geeignet", 3),
        ("Radio", 3),
        ("neue", 2),
        ("Wechselfußbett", 4),
        ("mm", 1),
    ],
)
def test_syllables_are_the_vowels_and_diphthongs(word: str, number: int) -> None:
    assert syllables(word) == number


def test_a_text_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        counts("45 %")
