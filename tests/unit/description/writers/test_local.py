"""The local writer keeps to its limits, whatever the model says, and never leaves half a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from bildtext.language_models import Ended, Message, Sampling
from description.claims.model import Finding
from description.evidence import Evidence
from description.german.text import count_words
from description.product_data.model import Entry, Field, ProductData
from description.writers import Draft, Writer, WritingTask
from description.writers.local import LocalWriter

TEXT = "Weißer Slipper von Gemini. Das Besondere ist die Antirutschsohle."
BRIEF = WritingTask(Evidence(ProductData((Entry(Field.BRAND, "Marke", "Gemini", ("Gemini",)),))), article="4711")
WRONG = (Finding(0, 6, "Weißer", "colour", "unsupported", "Steht nicht in den Daten."),)


class Clock:
    """Seconds that pass only when a model speaks."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Speaks:
    """A language model that says the given text, a second for each piece of three characters."""

    name = "speaks@1/int4"

    def __init__(self, text: str, clock: Clock | None = None, ended: Ended = "itself") -> None:
        self.text, self.clock, self.ended = text, clock or Clock(), ended
        self.asked: list[tuple[Sequence[Message], Sampling]] = []
        self.said = ""

    def answer(self, messages: Sequence[Message], sampling: Sampling, goes_on: Callable[[str], bool]) -> Ended:
        self.asked.append((messages, sampling))
        for at in range(0, len(self.text), 3):
            self.clock.seconds += 1
            self.said += self.text[at : at + 3]
            if not goes_on(self.text[at : at + 3]):
                return "stopped"
        return self.ended


def test_the_text_is_what_the_model_said() -> None:
    writer: Writer = LocalWriter(Speaks(TEXT))
    assert writer.write(BRIEF, until=1e9) == Draft(TEXT, "whole")
    assert (writer.name, writer.model) == ("local", "speaks@1/int4")


def test_thoughts_and_wrapping_are_not_part_of_the_text() -> None:
    model = Speaks(f'<think>Hm.</think>Hier ist der Text:\n\n"{TEXT}"')
    assert LocalWriter(model).write(BRIEF, until=1e9) == Draft(TEXT, "whole")


def test_beyond_the_word_limit_the_model_is_stopped_and_the_text_cut_at_a_sentence() -> None:
    model = Speaks(f"{TEXT} " * 100)
    draft = LocalWriter(model).write(WritingTask(BRIEF.facts, max_words=40), until=1e9)
    assert draft == Draft(" ".join([TEXT] * 4 + ["Weißer Slipper von Gemini."]), "cut")
    assert count_words(draft.text) == 40
    assert count_words(model.said) <= 42


def test_when_the_time_is_up_the_finished_sentences_are_the_draft() -> None:
    clock = Clock()
    model = Speaks(f"{TEXT} Obermaterial aus Glattleder.", clock)
    draft = LocalWriter(model, now=clock).write(BRIEF, until=100 + 25)
    assert draft == Draft(TEXT, "out-of-time")


def test_when_the_time_is_up_before_the_first_sentence_is_finished_there_is_no_text() -> None:
    clock = Clock()
    assert LocalWriter(Speaks(TEXT, clock), now=clock).write(BRIEF, until=105) == Draft("", "out-of-time")


def test_without_any_time_the_model_is_not_asked() -> None:
    model = Speaks(TEXT)
    assert LocalWriter(model, now=Clock()).write(BRIEF, until=100) == Draft("", "out-of-time")
    assert model.asked == []


def test_an_answer_at_the_limit_of_tokens_is_cut_at_a_sentence() -> None:
    draft = LocalWriter(Speaks(f"{TEXT} Obermaterial aus Gl", ended="limit")).write(BRIEF, until=1e9)
    assert draft == Draft(TEXT, "cut")


def test_a_model_that_says_nothing_gives_an_empty_draft() -> None:
    assert LocalWriter(Speaks("")).write(BRIEF, until=1e9).text == ""


def test_the_first_try_is_greedy_and_so_is_one_that_is_told_what_was_wrong() -> None:
    model = Speaks(TEXT)
    writer = LocalWriter(model)
    draft = writer.write(BRIEF, until=1e9)
    writer.write(BRIEF, until=1e9, before=draft, wrong=WRONG)
    (first, second) = model.asked
    assert first[1].temperature == second[1].temperature == 0
    assert len(second[0]) == len(first[0]) + 2


def test_a_try_with_nothing_to_correct_is_drawn_with_the_articles_own_seed() -> None:
    model = Speaks(TEXT)
    writer = LocalWriter(model)
    for task in (BRIEF, BRIEF, WritingTask(BRIEF.facts, article="4712")):
        writer.write(task, until=1e9, before=Draft("", "cut"))
    first, again, other = (sampling for _, sampling in model.asked)
    assert first.temperature > 0
    assert first.seed == again.seed != other.seed


def test_progress_is_the_text_so_far() -> None:
    heard: list[str] = []
    LocalWriter(Speaks(f"<think>Hm.</think>{TEXT}"), progress=heard.append).write(BRIEF, until=1e9)
    assert heard[0] == ""
    assert heard[-1] == TEXT
    assert all(TEXT.startswith(one) for one in heard)


@pytest.mark.parametrize("max_words", [5, 17, 120])
def test_there_is_room_for_the_words_that_are_asked_for(max_words: int) -> None:
    model = Speaks(TEXT)
    LocalWriter(model).write(WritingTask(BRIEF.facts, max_words=max_words), until=1e9)
    assert model.asked[0][1].max_new_tokens > max_words * 3
