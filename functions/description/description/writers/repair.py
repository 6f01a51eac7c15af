"""Repair of a draft: only the sentences with findings change; the rest stays as it is, character for character."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bildtext.language_models import Message
from description.claims.model import Finding
from description.language.text import SENTENCE_ENDS, count_words, sentences
from description.writers import Draft, WritingTask
from description.writers.answer import text_in
from description.writers.prompt import repair_conversation

LONGEST_SENTENCE = 40  # words of a repaired sentence

_MARK = re.compile(r"^\s*(?:[-–•*·✓]\s+)?")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft, or an item of its list without the mark, at `start:end`, and the findings in it."""

    start: int
    end: int
    text: str
    findings: tuple[Finding, ...] = ()


def sentences_of(text: str, findings: Sequence[Finding] = ()) -> tuple[Sentence, ...]:
    """All sentences and items of a text in their order."""
    found: list[Sentence] = []
    at = 0
    for line in text.split("\n"):
        unmarked = _MARK.sub("", line)
        end = at + len(line) - len(unmarked)
        for said in sentences(unmarked):
            start = text.index(said, end)
            end = start + len(said)
            inside = tuple(one for one in findings if one.start < end and one.end > start)
            found.append(Sentence(start, end, said, inside))
        at += len(line) + 1
    return tuple(found)


def with_replaced(text: str, replacements: Mapping[Sentence, str]) -> str:
    """The text with other sentences in the place of some; "" leaves one out, with its line if nothing else is on it."""
    for one in sorted(replacements, key=lambda sentence: -sentence.start):
        before, new, after = text[: one.start], replacements[one], text[one.end :]
        if not new:
            line = before.rpartition("\n")[2]
            if _MARK.fullmatch(line) and not after.partition("\n")[0].strip():
                before, after = before[: len(before) - len(line)], after.partition("\n")[2]
                before = before if after else before.rstrip("\n")
            elif before.endswith(" "):
                before = before.rstrip(" ")
            else:
                after = after.lstrip(" ")
        text = f"{before}{new}{after}"
    return text


def without_flagged(text: str, findings: Sequence[Finding]) -> str:
    """The text without the sentences that have a finding."""
    return with_replaced(text, {one: "" for one in sentences_of(text, findings) if one.findings})


def repaired(
    task: WritingTask, draft: Draft, findings: Sequence[Finding], answer: Callable[[Sequence[Message]], Draft]
) -> Draft:
    """The draft with each sentence that has a finding as `answer` says it anew, or without it where that says nothing.

    A sentence stays as it is where the answer is cut, has no new sentence, or makes the text too long, and so does the
    first one where nothing is left to say: no text goes on from a sentence that it does not have. It ends
    "out-of-time" as soon as an answer does.
    """
    every = sentences_of(draft.text, findings)
    known = {one.text for one in every}
    replacements: dict[Sentence, str] = {}
    for one in every:
        if not one.findings:
            continue
        said = answer(repair_conversation(task, draft, one.text, one.findings))
        if said.ended == "out-of-time":
            return Draft(with_replaced(draft.text, replacements), said.ended)
        new = _sentence_in(said.text, one.text, known) if said.ended == "whole" else None
        if new is None or (not new and one is every[0]):
            continue
        text = with_replaced(draft.text, {**replacements, one: new})
        if not new or count_words(text) <= task.max_words:
            replacements[one] = new
            known.add(new)
    return replace(draft, text=with_replaced(draft.text, replacements))


def _sentence_in(answer: str, before: str, known: set[str]) -> str | None:
    """The first sentence of an answer that the text does not have, ended as the one `before`; "" where the answer has
    no words, None where it has no new sentence. Small models like to answer with the whole text."""
    text = text_in(answer)
    if not _LETTER.search(text):
        return ""
    new = next((said for said in sentences(text) if said not in known), None)
    if new is None:
        return None
    if not before.endswith(SENTENCE_ENDS):  # an item of a list
        return new.rstrip(".")
    return new if new.endswith((*SENTENCE_ENDS, "“", '"')) else f"{new}."
