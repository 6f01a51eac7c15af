"""Fills the slots of a template: {part dat ein +value} becomes "einem roten Kragen"."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bildtext_dev.quality.swaps.surface import (
    adjective,
    compound,
    contracted,
    counted,
    determiner,
    inflected,
    is_plural,
    pronoun,
)
from bildtext_dev.quality.swaps.words import Noun, Value, document

_SLOT: Final = re.compile(r"\{(\w{1,40}+)(:?) ?([^}]{0,200}+)\}")
_CLOSING: Final[dict[str, str]] = document("grammar")["closing"]


class InapplicableError(Exception):
    """The template needs a word or form that the statement does not have."""


@dataclass(frozen=True)
class Slots:
    """The words of one statement by slot name, and its number. `exact`: one item excludes more ("genau ein")."""

    words: Mapping[str, Noun | Value | str]
    rng: random.Random
    count: int | None = None
    exact: bool = False

    def filled(self, template: str) -> str:
        """Return the template in words, with its brackets. Raises InapplicableError."""
        return contracted(_SLOT.sub(self._slot, template))

    def _slot(self, slot: re.Match[str]) -> str:
        name, verb, rest = slot.groups()
        if name == "count":
            return str(rest.split("|")[(self.count or 0) > 1])
        word = self.words.get(name)
        match word:
            case None:
                raise InapplicableError
            case str():
                return f"{word}n" if rest == "dat" and word.endswith("er") else word
            case Value():
                return self._value(word, rest)
            case Noun() if verb:
                return str(rest.split("|")[is_plural(word)])
            case Noun():
                return self._noun(word, rest.split())

    def _value(self, word: Value, rest: str) -> str:
        """Return a form with an ending ("pred+er"), or a verb phrase that agrees with a noun ("is type")."""
        form, _, subject = rest.partition(" ")
        form, _, ending = form.partition("+")
        text = self._form(word, form) + ending
        noun = self.words.get(subject)
        return text.split("|")[is_plural(noun)] if isinstance(noun, Noun) else text

    def _form(self, word: Value, form: str) -> str:
        if not word.forms.get(form):
            raise InapplicableError
        return self.rng.choice(word.forms[form])

    def _noun(self, noun: Noun, forms: list[str]) -> str:
        match forms:
            case ["lemma"]:
                return noun.lemma
            case ["rel" | "pron" as kind, case]:
                return pronoun(noun, case, "relative" if kind == "rel" else "pronoun")
            case ["closes" | "opens" as verb]:
                if "closing" not in self.words:
                    raise InapplicableError
                return _CLOSING[verb]
            case [case, "num"]:
                return counted(noun, case, self.count or 0, self.rng, self.exact)
            case [case, "noun"]:
                return inflected(noun, case)
            case [case, kind, "det"]:
                return determiner(noun, case, kind)
            case [case, kind, extra] if extra.startswith("adj:"):
                return adjective(self._stem(extra.removeprefix("adj:")), noun, case, kind)
            case [case, kind, *extras]:
                return self._phrase(noun, case, "none" if kind == "no" else kind, extras)
        raise ValueError(f"unknown form of a noun: {forms}")

    def _phrase(self, noun: Noun, case: str, kind: str, extras: list[str]) -> str:
        words = [determiner(noun, case, kind)]
        for extra in extras:
            if extra.startswith("+"):
                words.append(adjective(self._stem(extra[1:]), noun, case, kind))
                continue
            material = self.words[extra.removeprefix("*")]
            if "c" not in noun.flags or not isinstance(material, Value):
                raise InapplicableError
            noun = compound(self._form(material, "compound"), noun)
        return " ".join(filter(None, (*words, inflected(noun, case))))

    def _stem(self, name: str) -> str:
        """Return the adjective stem of a word ("value", "value.neg"), or the name itself as the stem."""
        slot, _, form = name.partition(".")
        word = self.words.get(slot)
        return self._form(word, form or "stem") if isinstance(word, Value) else name
