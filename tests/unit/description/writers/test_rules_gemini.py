"""The reference request: a Gemini slipper, described in the style of an example about Caprice slingbacks."""

from __future__ import annotations

import pytest

from description.claims import ClaimChecker
from description.evidence import Evidence
from description.ingest import parse
from description.realise import RulesWriter
from description.writers import WritingTask
from tests.reference_request import CAPRICE, GEMINI, PROMPT

FACTS = Evidence(parse(GEMINI))


def written(max_words: int = 120, examples: tuple[str, ...] = (CAPRICE,), prompt: str = PROMPT) -> str:
    return RulesWriter().write(WritingTask(FACTS, "536.514.002", examples, prompt, max_words), deadline=0.0).text


def test_the_text_follows_the_style_of_the_example() -> None:
    assert written() == (
        "Weißer Slipper von Gemini mit Schlupfeinstieg. Das Besondere sind die "
        "Antirutschsohle, das Wechselfußbett und "
        "die weiche Polsterung. Obermaterial aus Glattleder, Innensohle aus Leder. Laufsohle aus TR."
    )


def test_without_an_example_the_text_has_complete_sentences() -> None:
    assert written(examples=()) == (
        "Aus Glattleder gefertigt, hat dieser weiße Slipper von Gemini einen Schlupfeinstieg. Das Besondere sind das "
        "Wechselfußbett, die weiche Polsterung und die Antirutschsohle für sicheren Halt. Die Innensohle ist aus "
        "Leder, die Laufsohle aus TR."
    )


@pytest.mark.parametrize("leak", ["Caprice", "Slingpumps", "elegant", "Anl", "dämpf", "45", "Weite", "flexib"])
def test_no_fact_of_the_example_leaks(leak: str) -> None:
    assert leak.lower() not in written().lower()


@pytest.mark.parametrize("lining", ["futter", "gefüttert", "Innenausstattung"])
def test_conflicting_values_are_not_stated(lining: str) -> None:
    assert lining.lower() not in written().lower()


@pytest.mark.parametrize("examples", [(), (CAPRICE,)])
def test_every_claim_has_a_source(examples: tuple[str, ...]) -> None:
    assert ClaimChecker(FACTS).check(written(examples=examples), examples).rejected == ()


@pytest.mark.parametrize(
    ("most", "text"),
    [
        (1, "Slipper."),
        (2, "Weißer Slipper."),
        (4, "Weißer Slipper von Gemini."),
        (6, "Weißer Slipper von Gemini mit Schlupfeinstieg."),
        (
            18,
            (
                "Weißer Slipper von Gemini mit Schlupfeinstieg. Das Besondere sind die "
                "Antirutschsohle, das Wechselfußbett "
                "und die weiche Polsterung."
            ),
        ),
    ],
)
def test_the_word_limit_drops_whole_sentences_least_important_first(most: int, text: str) -> None:
    assert written(max_words=most) == text


@pytest.mark.parametrize("most", range(1, 60))
def test_no_limit_is_ever_exceeded(most: int) -> None:
    assert 0 < len(written(max_words=most).split()) <= most
    assert 0 < len(written(max_words=most, examples=()).split()) <= most


def test_the_text_is_deterministic() -> None:
    assert len({written() for _ in range(20)}) == 1
