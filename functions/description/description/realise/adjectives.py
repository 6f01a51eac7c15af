"""Adjectives of a value: the base form of an inflected one, that as it was written, several before one noun."""

from __future__ import annotations

from collections.abc import Sequence

from description.language.grammar import Adjective, Gender, Number
from description.language.vocabulary import vocabulary
from description.language.words import key
from description.realise.tables import pattern

ENDINGS: tuple[str, ...] = ("em", "en", "er", "es", "e")
_STEM = pattern("inflected-stem")


def declined(token: str, gender: Gender) -> tuple[Adjective, set[Number]] | None:
    """The adjective of an inflected form in the nominative without article, and the numbers it may stand in."""
    for ending in ENDINGS:
        if not token.endswith(ending) or len(token) < len(ending) + 3:
            continue
        known = vocabulary().adjective(token)
        if known is None and vocabulary().named(token.removesuffix(ending), "material") is not None:
            return None
        if (known is not None and not known.declines) or (
            known is None and not _STEM.fullmatch(token.removesuffix(ending))
        ):
            return None
        adjective = _whole(token, ending, known)
        numbers: set[Number] = {number for number in ("sg", "pl") if adjective.form(gender, "nom", number) == token}
        return (adjective, numbers) if numbers else None
    return None


def _whole(token: str, ending: str, adjective: Adjective | None) -> Adjective:
    """The base form as it was written: "fersenoffene" and offen → fersenoffen, "dunkle" and dunkel → dunkel."""
    if adjective is not None and token.endswith(adjective.stem + ending):
        return Adjective(token.removesuffix(adjective.stem + ending) + adjective.lemma)
    return Adjective(token.removesuffix(ending))


def base_adjective(text: str) -> Adjective | None:
    """The adjective whose base form this is, as it is written."""
    lower = text if text[1:2].isupper() else text[:1].lower() + text[1:]
    for reading in vocabulary().readings(lower):
        adjective = reading.parts[-1].adjective
        if adjective is not None and (lower.endswith(adjective.lemma) or key(lower) == key(adjective.lemma)):
            return Adjective(lower, adjective.declines)
    return None


Pair = tuple[str, Adjective]  # an adverb, or what joins the adjective to the one before it, and the adjective


def coordinate(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Adjectives of one rank, each once: "breiter, fester und elastischer Bund", "18 cm hoher, fester Schaft"."""
    each = {adjective.lemma: (before.removeprefix("und").strip(" ,"), adjective) for before, adjective in pairs}
    told = list(each.values())
    found = told[:1]
    for at, (before, adjective) in enumerate(told[1:], 1):
        last = at == len(told) - 1 and not any(letter.isdigit() for letter in told[at - 1][0])
        found.append((f"{'und' if last else ','} {before}".strip(), adjective))
    return tuple(found)
