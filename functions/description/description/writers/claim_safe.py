"""Claim-safe decoding: the grammar of the texts about one article, for a language model that is held to it.

The literals are the sentences that the constructions of the rules make of the allowed statements
(realise/choices.py), each checked before it is one. A model chooses the first sentence, the facts, their order, the
phrasing and where to end; it has no way to a word that no statement has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from description.claims import ClaimChecker
from description.claims.model import Checked
from description.realise.choices import Choices, Outline, Part, choices_of
from description.realise.surface import SUBJECT, Named, sentence
from description.writers import WritingTask
from description.writers.word_graph import Rules, literal

# How the article can be spoken of in the next sentence: by its noun alone, also by a pronoun, or by a pronoun but not
# at the start, where the sentence before has it. The same as surface.settled.
_Subject = Literal["noun", "pronoun", "inner pronoun"]
_MOST_PERMUTED = 4  # parts in any order; more have the order of the rules
_MOST_CHARACTERS = 6000  # a runtime compiles some 10,000 a second


def grammar_of(task: WritingTask) -> str:
    """The EBNF grammar of all texts that state what the task's data allows; "" where the rules know no such text."""
    choices = _checked(choices_of(task), task)
    while choices.outlines:
        rules = Rules()
        roots = [_Texts(rules, choices, outline).root() for outline in choices.outlines]
        if rules.characters <= _MOST_CHARACTERS or len(roots) == 1:
            return rules.grammar(" | ".join(roots))
        choices = replace(choices, outlines=choices.outlines[:-1])
    return ""


def _checked(choices: Choices, task: WritingTask) -> Choices:
    """The choices without the sentences that the checker finds something in."""
    checker = ClaimChecker(task.facts)

    @cache
    def backed(text: str) -> bool:
        return not checker.check(_with_noun(text, choices.named), task.examples).rejected

    outlines = []
    for outline in choices.outlines:
        openings = tuple(filter(backed, outline.openings))
        parts = [Part(tuple(filter(backed, part.texts)), part.needed) for part in outline.parts]
        parts = [part for part in parts if part.texts]
        while spoiling := _spoiling(openings[:1], parts, choices, lambda text: checker.check(text, task.examples)):
            parts.remove(spoiling)
        if openings or (parts and not outline.openings):
            outlines.append(Outline(openings, tuple(parts)))
    return replace(choices, outlines=tuple(outlines))


def _spoiling(
    opening: Sequence[str], parts: Sequence[Part], choices: Choices, check: Callable[[str], Checked]
) -> Part | None:
    """A part with a finding, because its sentence is read otherwise behind another: "Mit Spitze. Futter aus Leder.".

    One that is needed only where no other has the finding.
    """
    texts = [*opening, *(_with_noun(part.texts[0], choices.named) for part in parts)]
    findings = check(choices.between.join(texts)).rejected
    found: list[Part] = []
    start = len("".join(f"{text}{choices.between}" for text in opening))
    for part, text in zip(parts, texts[len(opening) :], strict=True):
        end = start + len(text)
        found += [part] if any(one.start < end and one.end > start for one in findings) else []
        start = end + len(choices.between)
    return min(found, key=lambda part: part.needed, default=None)


def _with_noun(text: str, named: Named) -> str:
    return sentence(text.replace(SUBJECT, named.the())) if SUBJECT in text else text


class _Texts:
    """The rules of one outline: one for each set of parts that are left and each way to speak of the article."""

    def __init__(self, rules: Rules, choices: Choices, outline: Outline) -> None:
        self._rules, self._choices, self._outline = rules, choices, outline
        self._free = choices.free_order and len(outline.parts) <= _MOST_PERMUTED
        self._names: dict[tuple[tuple[int, ...], _Subject], str] = {}

    def root(self) -> str:
        """The expression of all texts."""
        every = tuple(range(len(self._outline.parts)))
        if not self._outline.openings:
            return self._rest(every, "noun")
        first: _Subject = "pronoun" if self._choices.introduced else "noun"
        return f"{self._rules.one_of(self._outline.openings)} {self._tail(every, first)}"

    def _tail(self, left: tuple[int, ...], subject: _Subject) -> str:
        """What can follow a part: another one, or nothing where all that are needed are told."""
        ends = not any(self._outline.parts[at].needed for at in left)
        if not left:
            return '""'
        more = f"{literal(self._choices.between)} {self._rest(left, subject)}"
        return f'({more} | "")' if ends else more

    def _rest(self, left: tuple[int, ...], subject: _Subject) -> str:
        """The name of the rule for the parts that are left, which has at least one of them."""
        if (left, subject) not in self._names:
            name = self._names[left, subject] = self._rules.new_name()
            self._rules.define(name, " | ".join(self._alternatives(left, subject)))
        return self._names[left, subject]

    def _alternatives(self, left: tuple[int, ...], subject: _Subject) -> Iterator[str]:
        for at in self._next(left):
            rest = tuple(each for each in left if (each != at if self._free else each > at))
            follows: dict[_Subject, list[str]] = {}
            for expression, after in self._said(self._outline.parts[at], subject):
                follows.setdefault(after, []).append(expression)
            for after, expressions in follows.items():
                yield f"({' | '.join(expressions)}) {self._tail(rest, after)}"

    def _next(self, left: tuple[int, ...]) -> Sequence[int]:
        """The parts that can come next: in the order of the rules none is passed over that is needed."""
        if self._free:
            return left
        needed = next((number for number, at in enumerate(left) if self._outline.parts[at].needed), len(left))
        return left[: needed + 1]

    def _said(self, part: Part, subject: _Subject) -> Iterator[tuple[str, _Subject]]:
        """The sentences of a part, and how the article can be spoken of after them."""
        named, one_of = self._choices.named, self._rules.one_of
        leading = [text[1:].replace(SUBJECT, named.pronoun) for text in part.texts if text.startswith(SUBJECT)]
        inner = [text for text in part.texts if SUBJECT in text and not text.startswith(SUBJECT)]
        if leading:
            yield f"{literal(_capital(named.the()))} {one_of(leading)}", "pronoun"
        if leading and subject == "pronoun":
            yield f"{literal(_capital(named.pronoun))} {one_of(leading)}", "inner pronoun"
        if inner:
            said = named.the() if subject == "noun" else named.pronoun
            yield one_of([text.replace(SUBJECT, said, 1).replace(SUBJECT, named.pronoun) for text in inner]), "pronoun"
        if others := [text for text in part.texts if SUBJECT not in text]:
            yield one_of(others), "noun"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
