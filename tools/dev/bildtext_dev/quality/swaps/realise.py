"""Puts statements into words: a template of their kind, with words for the statement's target and value."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from bildtext_dev.quality.swaps.slots import InapplicableError, Slots
from bildtext_dev.quality.swaps.statements import Statement, Truth
from bildtext_dev.quality.swaps.surface import amount, figure
from bildtext_dev.quality.swaps.words import Noun, Value, Words, document

_GENERIC: Final[str] = document("grammar")["generic"]
_TABLES: Final = {"mixed": "material", "share": "material", "quantified": "feature"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `text[start:end]` are the words that state its claim."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Realiser:
    """Realises statements about one article."""

    truth: Truth
    words: Words
    rng: random.Random

    def sentence(self, claim: Statement, *, exact: bool = False, convert: float = 0.0) -> Sentence | None:
        """Return the claim in words, every fifth joined to a true one about something else; None if impossible.

        `exact`: a count of one excludes more, as a false one has to. `convert`: probability of another unit.
        """
        text = self._clause(claim, exact, convert)
        if text is None:
            return None
        if not text.startswith("~") and self.rng.random() < 0.2:
            text = self._joined(text, claim)
        return spanned(text.removeprefix("~"))

    def _joined(self, text: str, claim: Statement) -> str:
        others = [one for one in self.truth.statements if _subject(one) != _subject(claim)]
        other = self._clause(self.rng.choice(others), exact=False, convert=0.0)
        if other is None or other.startswith("~"):
            return text
        plain = other.replace("[", "").replace("]", "")
        first, second = (text, plain) if self.rng.random() < 0.5 else (plain, text)
        return f"{first.removesuffix('.')}, und {second}"

    def _clause(self, claim: Statement, exact: bool, convert: float) -> str | None:
        """Return the claim in a template picked at random, in lower case and with its brackets."""
        count = int(claim.number) if claim.number is not None else None
        slots = Slots(self._bound(claim, convert), self.rng, count, exact)
        templates = self.words.templates[claim.kind]
        for template in self.rng.sample(templates, len(templates)):
            try:
                return slots.filled(template)
            except InapplicableError:
                continue
        return None

    def _bound(self, claim: Statement, convert: float) -> dict[str, Noun | Value | str]:
        """Return the words for the slots of a template."""
        article = self.words.nouns[claim.value] if claim.attribute == "type" else self._reference()
        return {
            "type": article,
            "brand": self.truth.brand,
            **self._value(claim),
            **self._target(claim, article),
            **self._number(claim, convert),
        }

    def _value(self, claim: Statement) -> dict[str, Noun | Value | str]:
        if claim.attribute == "closure":
            return {"value": self._synonym(claim.value)}
        known = self.words.values.get(_TABLES.get(claim.attribute, claim.attribute), {})
        names = zip(("value", "other"), claim.value.split("/"), strict=False)
        found: dict[str, Noun | Value | str] = {slot: known[name] for slot, name in names if name in known}
        if claim.quantifier in self.words.quantifiers:
            found["quant"] = self.rng.choice(self.words.quantifiers[claim.quantifier])
        return found

    def _target(self, claim: Statement, article: Noun) -> dict[str, Noun | Value | str]:
        axes = self.words.values["axis"]
        match claim.attribute:
            case "dimension":
                part, axis = self.words.dimensions[claim.target]
                return {"part": self.words.nouns[part], "axis": axes[axis], "dim": self.words.nouns[claim.target]}
            case "axis":
                return {"axis": axes[claim.target]}
        if not claim.target:
            return {"part": article}
        closing = {"closing": "only"} if self._closes_alone(claim) else {}
        return {**dict.fromkeys(("part", "item", "dim"), self._synonym(claim.target)), **closing}

    def _number(self, claim: Statement, convert: float) -> dict[str, Noun | Value | str]:
        if claim.attribute == "itemsize":
            return {"size": f"{claim.value.replace(' × ', self.rng.choice((' × ', ' x ', ' mal ')))} cm"}
        if claim.number is None:
            return {}
        written = amount(claim.number, claim.unit, self.rng, convert) if claim.unit else ""
        return {"n": figure(claim.number), "amount": written, "percent": written}

    def _closes_alone(self, claim: Statement) -> bool:
        """Return whether its position is the only one at which the article may be closed."""
        placed = {one.target for one in self.truth.statements if one.attribute == "position"}
        closing = [target for target in sorted(placed) if "v" in self.words.nouns[target].flags]
        return claim.attribute == "position" and closing == [claim.target]

    def _reference(self) -> Noun:
        """Return the article's type, sometimes a wider word for it."""
        noun = self.words.nouns[self.truth.type]
        if noun.hypernym and self.rng.random() < 0.2:
            return self.words.nouns[noun.hypernym]
        if self.truth.group != "sets" and self.rng.random() < 0.1:
            return self.words.nouns[_GENERIC]
        return self._synonym(noun.lemma)

    def _synonym(self, name: str) -> Noun:
        return self.words.nouns[self.rng.choice(self.words.nouns[name].synonyms)]


def _subject(one: Statement) -> tuple[str, ...]:
    """Return what a statement is about, to join only statements about different things."""
    about_values = one.attribute in ("property", "care", "share")
    return (one.target or one.attribute, one.value if about_values else "")


def spanned(marked: str) -> Sentence:
    """Capitalise the sentence and take its brackets out. Raises ValueError unless there is exactly one pair."""
    if marked.count("[") != 1 or marked.count("]") != 1:
        raise ValueError(f"needs one [ ]: {marked}")
    tidy = " ".join(marked.replace("[ ", " [").split())
    start, end = tidy.index("["), tidy.index("]") - 1
    text = tidy.replace("[", "").replace("]", "")
    return Sentence(text[:1].upper() + text[1:], start, end)
