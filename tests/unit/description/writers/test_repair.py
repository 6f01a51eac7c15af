"""A repair changes the sentences that have a finding, and no other character of the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext.language_models import Message
from description.claims.model import Finding
from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence
from description.writers import Draft, WritingTask
from description.writers.repair import repaired, sentences_of, with_replaced, without_flagged

TASK = WritingTask(Evidence(ProductData((Statement(Field.BRAND, "Marke", "Gemini", ("Gemini",)),))))
TEXT = "Slipper von  Gemini, ca. 5 cm hoch. Er ist rot.\tEr hat ein Futter!"
LIST = "Slipper von Gemini\n- rot\n- mit Futter"


def wrong(text: str, *words: str) -> tuple[Finding, ...]:
    starts = [(text.index(word), word) for word in words]
    return tuple(Finding(at, at + len(word), word, "colour", "unsupported", "") for at, word in starts)


def repaired_with(text: str, answers: list[Draft | str], *words: str, task: WritingTask = TASK) -> Draft:
    given = [Draft(answer) if isinstance(answer, str) else answer for answer in answers]

    def answer(messages: Sequence[Message]) -> Draft:
        assert messages[2].content == " ".join(text.split())
        return given.pop(0)

    found = repaired(task, Draft(text), wrong(text, *words), answer)
    assert given == []
    return found


def test_sentences_and_items_keep_their_places() -> None:
    for text in (TEXT, LIST):
        found = sentences_of(text)
        assert len(found) == 3
        assert all(text[one.start : one.end] == one.text for one in found)
    assert [one.text for one in sentences_of(LIST)] == ["Slipper von Gemini", "rot", "mit Futter"]


@pytest.mark.parametrize(
    ("text", "answer", "words", "expected"),
    [
        (TEXT, "Er ist weiß.", "rot", "Slipper von  Gemini, ca. 5 cm hoch. Er ist weiß.\tEr hat ein Futter!"),
        (TEXT, "Er ist weiß", "rot", "Slipper von  Gemini, ca. 5 cm hoch. Er ist weiß.\tEr hat ein Futter!"),
        (TEXT, "„Er ist weiß.“", "rot", "Slipper von  Gemini, ca. 5 cm hoch. Er ist weiß.\tEr hat ein Futter!"),
        (TEXT, "-", "rot", "Slipper von  Gemini, ca. 5 cm hoch.\tEr hat ein Futter!"),
        (TEXT, "–", "Futter", "Slipper von  Gemini, ca. 5 cm hoch. Er ist rot.\t"),
        (TEXT, "Slipper.", "Gemini", "Slipper. Er ist rot.\tEr hat ein Futter!"),
        (LIST, "- weiß.", "rot", "Slipper von Gemini\n- weiß\n- mit Futter"),
        (LIST, "-", "rot", "Slipper von Gemini\n- mit Futter"),
        (LIST, "-", "Futter", "Slipper von Gemini\n- rot"),
    ],
)
def test_one_sentence_is_replaced_or_left_out(text: str, answer: str, words: str, expected: str) -> None:
    assert repaired_with(text, [answer], words) == Draft(expected)


def test_of_a_whole_text_only_the_new_sentence_is_taken() -> None:
    answer = "Slipper von Gemini, ca. 5 cm hoch. Er ist weiß. Er hat ein Futter!"
    text = TEXT.replace("  ", " ")
    assert repaired_with(text, [answer], "rot").text == text.replace("rot", "weiß")


@pytest.mark.parametrize("answer", ["Er ist rot.", Draft("Er ist weiß.", "cut"), Draft("", "cut")])
def test_an_answer_without_a_new_complete_sentence_changes_nothing(answer: Draft | str) -> None:
    assert repaired_with(TEXT, [answer], "rot") == Draft(TEXT)


def test_the_first_sentence_is_never_left_out() -> None:
    assert repaired_with(TEXT, ["-"], "Gemini") == Draft(TEXT)


def test_several_sentences_are_repaired_one_by_one() -> None:
    found = repaired_with(TEXT, ["Slipper.", "-", "Er wärmt."], "Gemini", "rot", "Futter")
    assert found == Draft("Slipper.\tEr wärmt.")


def test_out_of_time_the_repairs_so_far_are_kept() -> None:
    found = repaired_with(TEXT, ["Slipper.", Draft("", "out-of-time")], "Gemini", "rot", "Futter")
    assert found == Draft("Slipper. Er ist rot.\tEr hat ein Futter!", "out-of-time")


def test_a_longer_sentence_that_exceeds_the_limit_is_not_used() -> None:
    task = WritingTask(TASK.facts, max_words=14)
    longer = "Er ist von Gemini."
    assert len(TEXT.split()) == 14
    assert repaired_with(TEXT, [longer], "rot", task=task) == Draft(TEXT)
    assert longer in repaired_with(TEXT, [longer], "rot").text


def test_a_finding_over_two_sentences_is_in_both() -> None:
    start = TEXT.index("hoch")
    both = (Finding(start, TEXT.index("ist"), "hoch. Er", "measure", "unsupported", ""),)
    assert [bool(one.findings) for one in sentences_of(TEXT, both)] == [True, True, False]
    assert without_flagged(TEXT, both).strip() == "Er hat ein Futter!"


@given(
    st.lists(st.sampled_from(["Er ist rot.", "Sie hat ca. 5 cm!", "Gr. 38", "z. B. so."]), max_size=6),
    st.lists(st.sampled_from([" ", "  ", "\n", "\n- ", "\n\n"]), min_size=6, max_size=6),
    st.data(),
)
def test_everything_but_the_replaced_sentence_stays(said: list[str], gaps: list[str], data: st.DataObject) -> None:
    text = "".join(part + gap for part, gap in zip(said, gaps, strict=False))
    if not (parts := sentences_of(text)):
        return
    one = data.draw(st.sampled_from(parts))
    assert with_replaced(text, {one: "NEU"}) == f"{text[: one.start]}NEU{text[one.end :]}"
    left = with_replaced(text, {one: ""})
    assert [each.text for each in sentences_of(left)] == [each.text for each in parts if each is not one]
