"""The local writer respects its limits for any answer and never returns half a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bildtext.errors import TransientError
from bildtext.language_models import FinishReason, Message, Sampling
from description.claims.model import Finding
from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence
from description.ingest import parse
from description.language.text import count_words
from description.writers import Draft, Writer, WritingTask
from description.writers.claim_safe import grammar_of
from description.writers.local import LocalWriter

TEXT = "Weißer Slipper von Gemini. Das Besondere ist die Antirutschsohle."
TASK = WritingTask(Evidence(ProductData((Statement(Field.BRAND, "Marke", "Gemini", ("Gemini",)),))), article="4711")
WRONG = (Finding(0, 6, "Weißer", "colour", "unsupported", "Steht nicht in den Daten."),)


class Clock:
    """Seconds that pass only when a model speaks."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class ScriptedModel:
    """A language model that says the given text, a second for each piece of three characters."""

    name = "scripted@1/int4"
    keeps_grammars = False

    def __init__(self, text: str, clock: Clock | None = None, ended: FinishReason = "end") -> None:
        self.text, self.clock, self.ended = text, clock or Clock(), ended
        self.asked: list[tuple[Sequence[Message], Sampling]] = []
        self.answered = ""

    def answer(
        self, messages: Sequence[Message], sampling: Sampling, keep_going: Callable[[str], bool]
    ) -> FinishReason:
        self.asked.append((messages, sampling))
        for at in range(0, len(self.text), 3):
            self.clock.seconds += 1
            self.answered += self.text[at : at + 3]
            if not keep_going(self.text[at : at + 3]):
                return "stopped"
        return self.ended


def test_the_text_is_the_models_answer() -> None:
    writer: Writer = LocalWriter(ScriptedModel(TEXT))
    assert writer.write(TASK, deadline=1e9) == Draft(TEXT, "whole")
    assert (writer.name, writer.model) == ("local", "scripted@1/int4")


def test_thoughts_and_wrapping_are_not_part_of_the_text() -> None:
    model = ScriptedModel(f'<think>Hm.</think>Hier ist der Text:\n\n"{TEXT}"')
    assert LocalWriter(model).write(TASK, deadline=1e9) == Draft(TEXT, "whole")


def test_at_the_word_limit_the_model_is_stopped_and_the_text_truncated_at_a_sentence() -> None:
    model = ScriptedModel(f"{TEXT} " * 100)
    draft = LocalWriter(model).write(WritingTask(TASK.facts, max_words=40), deadline=1e9)
    assert draft == Draft(" ".join([TEXT] * 4 + ["Weißer Slipper von Gemini."]), "cut")
    assert count_words(draft.text) == 40
    assert count_words(model.answered) <= 42


def test_at_the_deadline_the_finished_sentences_are_the_draft() -> None:
    clock = Clock()
    model = ScriptedModel(f"{TEXT} Obermaterial aus Glattleder.", clock)
    draft = LocalWriter(model, now=clock).write(TASK, deadline=100 + 25)
    assert draft == Draft(TEXT, "out-of-time")


def test_if_no_sentence_is_finished_by_the_deadline_there_is_no_text() -> None:
    clock = Clock()
    assert LocalWriter(ScriptedModel(TEXT, clock), now=clock).write(TASK, deadline=105) == Draft("", "out-of-time")


def test_after_the_deadline_the_model_is_not_called() -> None:
    model = ScriptedModel(TEXT)
    assert LocalWriter(model, now=Clock()).write(TASK, deadline=100) == Draft("", "out-of-time")
    assert model.asked == []


def test_an_answer_at_the_token_limit_is_truncated_at_a_sentence() -> None:
    draft = LocalWriter(ScriptedModel(f"{TEXT} Obermaterial aus Gl", ended="limit")).write(TASK, deadline=1e9)
    assert draft == Draft(TEXT, "cut")


def test_an_empty_answer_gives_an_empty_draft() -> None:
    assert LocalWriter(ScriptedModel("")).write(TASK, deadline=1e9).text == ""


def test_a_repair_is_one_greedy_answer_for_each_wrong_sentence() -> None:
    model = ScriptedModel("Schwarzer Slipper von Gemini.")
    writer = LocalWriter(model)
    text = f"{TEXT} Er ist weiß."
    wrong = (*WRONG, Finding(73, 77, "weiß", "colour", "unsupported", "Steht nicht in den Daten."))
    repaired = writer.repair(TASK, Draft(text), wrong, deadline=1e9)
    assert repaired == Draft("Schwarzer Slipper von Gemini. Das Besondere ist die Antirutschsohle. Er ist weiß.")
    assert [sampling.temperature for _, sampling in model.asked] == [0, 0]
    assert [[one.role for one in messages] for messages, _ in model.asked] == [
        ["system", "user", "assistant", "user"]
    ] * 2
    assert all(text in messages[2].content for messages, _ in model.asked)


def test_a_repair_that_is_late_or_cut_changes_nothing() -> None:
    clock = Clock()
    late = LocalWriter(ScriptedModel("Schwarzer Slipper von Gemini.", clock), now=clock)
    assert late.repair(TASK, Draft(TEXT), WRONG, deadline=103) == Draft(TEXT, "out-of-time")
    cut = LocalWriter(ScriptedModel("Schwarzer Slipper. Von Gem", ended="limit"))
    assert cut.repair(TASK, Draft(TEXT), WRONG, deadline=1e9) == Draft(TEXT)


def test_progress_is_the_text_so_far() -> None:
    heard: list[str] = []
    LocalWriter(ScriptedModel(f"<think>Hm.</think>{TEXT}"), progress=heard.append).write(TASK, deadline=1e9)
    assert heard[0] == ""
    assert heard[-1] == TEXT
    assert all(TEXT.startswith(one) for one in heard)


@pytest.mark.parametrize("max_words", [5, 17, 120])
def test_the_token_limit_allows_for_the_requested_words(max_words: int) -> None:
    model = ScriptedModel(TEXT)
    LocalWriter(model).write(WritingTask(TASK.facts, max_words=max_words), deadline=1e9)
    assert model.asked[0][1].max_new_tokens > max_words * 3


class ModelWithGrammars(ScriptedModel):
    """Fails on a grammar with `error`, as a runtime does that cannot compile it."""

    keeps_grammars = True
    error: TransientError | None = None

    def answer(
        self, messages: Sequence[Message], sampling: Sampling, keep_going: Callable[[str], bool]
    ) -> FinishReason:
        if sampling.grammar and self.error is not None:
            self.asked.append((messages, sampling))
            raise self.error
        return super().answer(messages, sampling, keep_going)


SLIPPER = WritingTask(Evidence(parse("Schuhe: Slipper\nMarke: Gemini\nFarbe: weiß\nObermaterial: Glattleder")))


def test_a_draft_is_held_to_the_grammar_of_the_article_and_asked_for_in_the_same_words() -> None:
    held, free = ModelWithGrammars(TEXT), ModelWithGrammars(TEXT)
    assert LocalWriter(held).write(SLIPPER, deadline=1e9) == Draft(TEXT)
    LocalWriter(free, claim_safe=False).write(SLIPPER, deadline=1e9)
    ((messages, sampling),), ((free_messages, free_sampling),) = held.asked, free.asked
    assert sampling == replace(free_sampling, grammar=grammar_of(SLIPPER))
    assert "Glattleder" in sampling.grammar
    assert free_sampling.grammar == ""
    assert messages == free_messages


def test_a_repair_is_not_held_to_it() -> None:
    model = ModelWithGrammars("Schwarzer Slipper von Gemini.")
    LocalWriter(model).repair(SLIPPER, Draft(TEXT), WRONG, deadline=1e9)
    assert [sampling.grammar for _, sampling in model.asked] == [""]


def test_a_runtime_without_grammars_gets_none() -> None:
    model = ScriptedModel(TEXT)
    LocalWriter(model).write(SLIPPER, deadline=1e9)
    assert model.asked[0][1].grammar == ""


def test_a_grammar_that_a_runtime_refuses_is_logged_and_the_draft_written_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    model = ModelWithGrammars(TEXT)
    model.error = TransientError("EBNF lexer error at line 1")
    assert LocalWriter(model).write(replace(SLIPPER, article="4711"), deadline=1e9) == Draft(TEXT)
    assert [bool(sampling.grammar) for _, sampling in model.asked] == [True, False]
    assert "4711" in caplog.text
    assert "EBNF lexer error" in caplog.text


def test_a_model_that_fails_without_a_grammar_too_is_not_hidden() -> None:
    class Failing(ModelWithGrammars):
        def answer(self, *_: object) -> FinishReason:
            raise TransientError("Out of memory.")

    with pytest.raises(TransientError, match=r"Out of memory\."):
        LocalWriter(Failing(TEXT)).write(SLIPPER, deadline=1e9)
