"""A set of texts as rules: exactly these texts, each shared word once, and no text leaves its literal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from description.writers.word_graph import Rules, literal
from tests.ebnf import Grammar

FRAMES = [f"{begins} einen Stehkragen und {ends}" for begins in ("Er hat", "Dazu kommt", "Sie besitzt")
          for ends in ("zwei Taschen.", "drei Knöpfe.", "eine Kapuze.")]  # fmt: skip


def texts_of(*texts: str) -> set[str]:
    rules = Rules()
    return Grammar(rules.grammar(rules.one_of(texts))).texts()


def test_the_rules_stand_for_exactly_the_texts() -> None:
    assert texts_of(*FRAMES) == set(FRAMES)
    assert texts_of("Er", "Er hat", "Er hat Knöpfe") == {"Er", "Er hat", "Er hat Knöpfe"}


def test_common_beginnings_and_ends_are_written_once() -> None:
    rules = Rules()
    grammar = rules.grammar(rules.one_of(FRAMES))
    for words in ("einen", "Stehkragen", "zwei", "drei", "Kapuze", "Dazu"):
        assert grammar.count(words) == 1
    assert rules.characters < sum(map(len, FRAMES)) / 3


@given(st.lists(st.text(st.sampled_from('Aße f0"\\|()\n\u00a0\u0000😀„“::='), min_size=1), min_size=1, max_size=6))
def test_no_sign_of_a_value_is_read_as_grammar(texts: list[str]) -> None:
    expected = {text.replace("\u0000", "") for text in texts}
    if all(expected):
        assert texts_of(*texts) == expected


def test_no_digit_is_read_as_part_of_an_escape() -> None:
    # xgrammar also writes "ß" as an escape before it reads the grammar again
    assert literal("Fußbett") == '"Fuß" "bett"'
    assert literal("ca. 5\u00a0cm") == '"ca. 5\\u00a0" "cm"'
    assert literal("Maße") == '"Maß" "e"'
