"""German forms: noun phrases in case, gender and number, adjective endings, verb agreement, numbers with units."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Final

from bildtext_dev.quality.swaps.words import Noun, document

_GRAMMAR: Final = document("grammar")
_GENDERS: Final[list[str]] = _GRAMMAR["genders"]
DEFINITE: Final = "\x01"  # before a definite article, so that only such a one is contracted (beim, am)
_METRES: Final = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000)}
_GRAMS: Final = {"g": Decimal(1), "kg": Decimal(1000)}


def is_plural(noun: Noun, count: int | None = None) -> bool:
    """Return whether a verb with this subject stands in the plural."""
    return noun.gender == "p" if count is None else count > 1


def determiner(noun: Noun, case: str, kind: str) -> str:
    """Return the article, with a mark if it is definite; "" if there is none."""
    word = _GRAMMAR["determiners"][kind][case][_GENDERS.index(noun.gender)]
    return "" if word == "-" else f"{DEFINITE}{word}" if kind == "def" else word


def adjective(stem: str, noun: Noun, case: str, kind: str) -> str:
    """Return the adjective with its ending after this kind of determiner."""
    place = _GENDERS.index(noun.gender)
    declension = "strong" if determiner(noun, case, kind) == "" else _GRAMMAR["declension"][kind]
    return stem + str(_GRAMMAR["endings"][declension][case][place])


def inflected(noun: Noun, case: str, *, plural: bool = False) -> str:
    """Return the noun in a case of the singular, or of the plural if it has no other or `plural` is set."""
    if plural or noun.gender == "p":
        form = noun.plural or noun.lemma
        return f"{form}n" if case == "dat" and form[-1] not in "ns" else form
    if case == "gen" and noun.gender in "mn":
        return noun.lemma + ("es" if noun.lemma[-1] in "sßxz" else "s")
    return noun.lemma


def counted(noun: Noun, case: str, count: int, rng: random.Random, exactly: bool) -> str:
    """Return "zwei Laken", "2 Laken" or "ein Laken"; for one and `exactly`, words that exclude more."""
    if count > 1:
        numeral = str(count) if rng.random() < 0.4 else _GRAMMAR["numerals"][count]
        return f"{numeral} {inflected(noun, case, plural=True)}"
    phrase = f"{determiner(noun, case, 'ein')} {inflected(noun, case)}"
    return f"{rng.choice(_GRAMMAR['only_one'])} {phrase}" if exactly else phrase


def pronoun(noun: Noun, case: str, kind: str) -> str:
    """Return the pronoun (`kind`: relative or pronoun) that stands for the noun."""
    return str(_GRAMMAR[kind][case][_GENDERS.index(noun.gender)])


def compound(first: str, noun: Noun) -> Noun:
    """Return the noun with another before it: Leder and Futter give Lederfutter."""
    lemma, plural = (
        first + (form if first.endswith("-") else form[:1].lower() + form[1:]) for form in (noun.lemma, noun.plural)
    )
    return Noun(lemma, noun.gender, plural)


def contracted(text: str) -> str:
    """Join prepositions with marked articles (bei dem → beim) and remove the marks."""
    for pair, short in _GRAMMAR["contractions"].items():
        preposition, article = pair.split()
        text = text.replace(f" {preposition} {DEFINITE}{article} ", f" {short} ")
        text = text.replace(f" {preposition} [{DEFINITE}{article} ", f" [{short} ")
        for opening in ("", "["):
            if text.startswith(f"{opening}{preposition} {DEFINITE}{article} "):
                text = f"{opening}{short} " + text[len(f"{opening}{preposition} {DEFINITE}{article} ") :]
        if text.startswith(f"{preposition} [{DEFINITE}{article} "):
            text = f"[{short} " + text[len(f"{preposition} [{DEFINITE}{article} ") :]
    return text.replace(DEFINITE, "")


def amount(number: Decimal, unit: str, rng: random.Random, convert: float) -> str:
    """Return number and unit in symbols or words, with probability `convert` in another unit."""
    if rng.random() < convert:
        number, unit = _converted(number, unit)
    word = _GRAMMAR["units"][unit] if rng.random() < 0.3 else unit
    return f"{figure(number)} {word}"


def _converted(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the same length or mass in another usual unit; the same unit if there is none."""
    for factors, units in ((_METRES, ("mm", "cm", "m")), (_GRAMS, ("g", "kg"))):
        if unit in factors:
            base = number * factors[unit]
            usual = [one for one in units if one != unit and Decimal("0.5") <= base / factors[one] < 1000]
            if usual:
                return base / factors[usual[0]], usual[0]
    return number, unit


def figure(number: Decimal) -> str:
    """Return the number with a decimal comma and without trailing zeros."""
    return f"{number.normalize():f}".replace(".", ",")
