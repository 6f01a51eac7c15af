"""Every text of an article's grammar is German that its data allows, whatever is chosen by chance."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from bildtext_dev.quality.sentences import faults
from bildtext_dev.quality.sets import articles
from bildtext_dev.quality.texts import EXAMPLES
from description.claims import ClaimChecker
from description.domain.statement import ProductData
from description.evidence import Evidence
from description.ingest import parse
from description.language.text import count_words, sentences
from description.realise.choices import choices_of
from description.writers import WritingTask
from description.writers.claim_safe import grammar_of
from tests.ebnf import Grammar
from tests.reference_request import CAPRICE, GEMINI

ARTICLES = [(article.id, article.read()) for article in articles()][::9]
SHORT = ("Du-Form, maximal 2 Sätze", "maximal 15 Wörter")
PROMPTS = ("", "als Liste", "ein Satz, dann eine Liste", "Telegrammstil", *SHORT)
DRAWN = 12


def task_of(data: ProductData, examples: tuple[str, ...] = (), prompt: str = "", article: str = "1") -> WritingTask:
    return WritingTask(Evidence(data), article, examples, prompt)


def drawn(task: WritingTask, number: int = DRAWN) -> list[str]:
    grammar = Grammar(grammar_of(task))
    return [grammar.draw(Random(seed)) for seed in range(number)]  # noqa: S311 - not a secret


@cache
def of_the_reference(prompt: str = "", examples: tuple[str, ...] = ()) -> list[str]:
    return drawn(task_of(parse(GEMINI), examples, prompt), 60)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_no_choice_leads_to_an_unsupported_claim_or_broken_german(prompt: str) -> None:
    unsupported = []
    for at, (name, data) in enumerate(ARTICLES):
        task = task_of(data, EXAMPLES[at % len(EXAMPLES)], prompt, name)
        checker = ClaimChecker(task.facts)
        for text in drawn(task, 4):
            unsupported += [text] if checker.check(text, task.examples).rejected else []
            assert 0 < count_words(text) <= task.style.most_words, (name, text)
            assert len(sentences(text)) <= task.style.most_sentences, (name, text)
            if not prompt:
                assert faults(text) == (), (name, text)
                assert text.endswith("."), (name, text)
    assert unsupported == []


def test_there_is_a_choice_of_beginning_facts_order_and_phrasing() -> None:
    texts = of_the_reference()
    assert len(set(texts)) > 40
    assert len({text.split(".")[0] for text in texts}) > 10
    assert len({len(sentences(text)) for text in texts}) > 1
    orders = {tuple(word for word in sorted(("Glattleder", "Antirutschsohle"), key=text.find) if word in text)
              for text in texts}  # fmt: skip
    assert {("Glattleder", "Antirutschsohle"), ("Antirutschsohle", "Glattleder")} <= orders


def test_no_fact_is_told_twice_and_no_text_is_without_the_material() -> None:
    for text in of_the_reference():
        assert len(sentences(text)) == len(set(sentences(text)))
        for fact in ("Antirutschsohle", "Wechselfußbett", "Glattleder", "Polsterung"):
            assert text.count(fact) <= 1, text
        assert "Glattleder" in text


def test_the_examples_decide_the_manner() -> None:
    for text in of_the_reference("", (CAPRICE,)):
        assert text.startswith("Weißer Slipper von Gemini")
        assert " hat " not in text
        assert "Caprice" not in text
        assert "45" not in text
    assert any("\n- " in text for text in of_the_reference("Liste mit Bindestrichen"))


def test_a_pronoun_follows_only_the_article() -> None:
    data = parse("Schuhe: Slipper\nMarke: Gemini\nFutter: Leder\nObermaterial: Leder\nVerschluss: Schlupf")
    for text in drawn(task_of(data), 60):
        first, *rest = sentences(text)
        for before, after in zip([first, *rest], rest, strict=False):
            if after.startswith("Er "):
                assert not before.startswith(("Er ", "Obermaterial", "Das Obermaterial", "Das Futter")), text


@pytest.mark.parametrize("value", ['a" | "Superlativ" | "b', "\\", 'Leder") | [a-z]* ("', "x\n\nroot ::= [a-z]*"])
def test_no_value_changes_the_grammar(value: str) -> None:
    data = parse(f"Schuhe: Slipper\nMarke: {value}\nObermaterial: Leder\nBesonderheit: {value}\nName: {value}")
    task = task_of(data)
    checker = ClaimChecker(task.facts)
    for text in drawn(task, 30):
        assert checker.check(text).rejected == ()
        assert "Slipper" in text


def test_data_that_says_nothing_has_no_grammar() -> None:
    assert grammar_of(task_of(ProductData(()))) == ""


def test_a_needed_part_is_one_that_the_rules_would_never_leave_out() -> None:
    choices = choices_of(task_of(parse(GEMINI)))
    assert choices.outlines
    for outline in choices.outlines:
        told = " ".join((*outline.openings, *(text for part in outline.parts if part.needed for text in part.texts)))
        assert "Glattleder" in told
