"""Where something is: "der Reißverschluss sitzt hinten", "seitliche Taschen", "wird vorn geschlossen"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from description.claims.binding import noun_after
from description.claims.line import COMMA, NONE, Unit, unit_behind
from description.claims.senses import Sense, sense
from description.claims.stems import stem
from description.claims.targets import clause_of, is_led, subject_of
from description.language.function_words import function_words

_SIDES = ("front", "back", "side", "top", "bottom", "left", "right", "inside", "outside")
_DEPTHS = ("inside", "outside")
_CLOSING = function_words("closing-verb")
# Closures that are at one side by their nature: a Knopfleiste at the front, hooks and eyes at the back.
_FIXED = {f"~{stem(word)}": side for side in ("front", "back") for word in function_words(f"closure-at-{side}")}
_ARTICLES = function_words("article")
_LOCATING = function_words("locating")
CLOSURE = f"~{stem('Verschluss')}"
_ADVERBS = frozenset({word for side in _SIDES for word in function_words(f"position-{side}") if word.endswith("en")})
_LOCATED = frozenset({"closure", "pocket", "part", "collar", "feature", "pattern"})

# What opens a compound to say at which side its thing is, in lower case: "Gesäßtasche", "Vordertasche".
SIDE_OPENERS = {
    word.lower(): side for side in ("back", "front", "side") for word in function_words(f"side-opener-{side}")
}


class Position(NamedTuple):
    """A side at which a thing is said to be. `of` is the thing; None for the way the article is closed."""

    start: int
    end: int
    side: str
    of: Sense | None


def positions(units: Sequence[Unit]) -> Iterator[Position]:
    """Every position that a text says of a thing."""
    for at, unit in enumerate(units):
        side = _side(units, at)
        if side is None:
            continue
        if " " in unit.text:  # a phrase: "seitlicher Reißverschluss"
            yield Position(unit.start, unit.end, side, sense(unit.text.split(" ")[-1]))
            continue
        noun = noun_after(units, at) if _is_declined(unit) else None
        if noun is not None and side_of(units[noun].text):
            continue  # "auf der rechten Seite": said at the noun
        if noun is None and not _is_of_noun(units, at) and _closes(units, at):
            yield Position(unit.start, unit.end, side, None)
            continue
        noun = _thing(units, at) if noun is None else noun
        if noun is not None and _is_located(units[noun].sense):
            yield Position(unit.start, unit.end, side, units[noun].sense)


def _thing(units: Sequence[Unit], at: int) -> int | None:
    """What is at a side: the noun beside, the subject, or the only other thing in the clause."""
    beside = _noun_beside(units, at, NONE)
    if beside is not None and (_is_located(units[beside].sense) or (beside == at - 1 and not units[beside].sense.type)):
        return beside
    first, last = clause_of(units, at)
    if at + 1 < last and units[at + 1].sense.kind and not (units[at + 1].sense.noun or units[at + 1].sense.loose):
        return None  # "ist vorne spitz"
    near = [*range(at + 1, last), *range(at - 1, first - 1, -1)]
    things = (place for place in near if units[place].sense.noun and _is_located(units[place].sense))
    return next((place for place in things if not is_led(units, place, first)), None)


def _is_of_noun(units: Sequence[Unit], at: int) -> bool:
    """ "Das Münzfach innen schließt ein Reißverschluss": the noun right before, in front of the verb."""
    first, _ = clause_of(units, at)
    before = units[first:at]
    return at > first and units[at - 1].sense.noun and not any(unit.text.lower() in _CLOSING for unit in before)


def stated_positions(units: Sequence[Unit], keys: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The sides that a statement of the data states, each with the keys of the thing that is there; `keys` are those of
    the statement's own key, which a side without a noun is about ("Verschluss: seitlich")."""
    for at, unit in enumerate(units):
        for fixed in {_FIXED[key] for key in unit.sense.answers if key in _FIXED}:
            yield fixed, frozenset({CLOSURE, *unit.sense.answers})
        openers = (opener.lemma for option in unit.sense.options for opener in option.openers)
        opening = _opening_side(unit) if unit.sense.noun else None
        if opening is not None:
            yield opening, unit.sense.answers | (keys if len(units) == 1 else frozenset())  # "Innentasche"
        for word in (*openers, *re.split(r"[\s-]", unit.text)):
            if side := side_of(word):
                noun = _noun_beside(units, at, COMMA) if word == unit.text else at
                if word == unit.text and _is_declined(unit):
                    noun = noun_after(units, at)
                yield side, keys if noun is None else units[noun].sense.answers | keys


def _opening_side(unit: Unit) -> str | None:
    text = unit.text.lower()
    return next((side for word, side in _openings().items() if text.startswith(word) and text != word), None)


def side_of(word: str) -> str | None:
    """The side that a word names, in any form: "vorderen" → "front"."""
    return _sides().get(stem(word))


def _side(units: Sequence[Unit], at: int) -> str | None:
    """The side that an adverb, an adjective or "am Rücken" says; "von hinten" is none, nor is a noun by itself."""
    unit = units[at]
    if not unit.sense.noun and unit.sense.stem not in _sides() and " " not in unit.text:
        return None
    behind = unit_behind(units, at)
    if behind is not None and behind.text in _LOCATING:
        return None  # "unten im Bodenfach": the noun says where
    if unit.sense.role not in ("", "inside") or _is_direction(units, at):
        return None
    if " " in unit.text:
        return side_of(unit.text.split(" ")[0])
    if not unit.sense.noun:
        return side_of(unit.text)
    place, side = at - 1, side_of(unit.text)
    while (
        place >= 0 and not units[place + 1].gap and (units[place].sense.attributive or units[place].text in _ARTICLES)
    ):
        side = side_of(units[place].text) or side  # "auf der rechten Seite"
        place -= 1
    return side if place >= 0 and units[place].text.lower() in _LOCATING and not units[place + 1].gap else None


def _is_direction(units: Sequence[Unit], at: int) -> bool:
    """ "von hinten", "von oben und unten"."""
    while at >= 2 and not units[at].gap and units[at - 1].sense.role == "and" and side_of(units[at - 2].text):
        at -= 2
    return at > 0 and not units[at].gap and units[at - 1].sense.role in ("of", "to", "from")


def _closes(units: Sequence[Unit], at: int) -> bool:
    """Whether the verb beside, in the same clause and not behind an "und", is one of closing."""
    first, last = clause_of(units, at)
    for reach in (range(at - 1, first - 1, -1), range(at + 1, last)):
        beside = takewhile(lambda place: units[place].sense.role != "and", reach)
        if any(units[place].text.lower() in _CLOSING for place in beside):
            return True
    return False


def _is_declined(unit: Unit) -> bool:
    """ "hintere", not the adverb "hinten"."""
    return unit.sense.attributive and unit.text not in _ADVERBS


def _noun_beside(units: Sequence[Unit], at: int, widest: int) -> int | None:
    """The noun before a side, over a gap of at most this width, or its subject."""
    place = at - 1
    while place > 0 and units[place + 1].gap == NONE and units[place].sense.role == "function":
        place -= 1  # "Reißverschluss am Rücken"
    if place >= 0 and units[place + 1].gap <= widest and units[place].sense.noun:
        return place
    return subject_of(units, at)


def _is_located(noun: Sense) -> bool:
    return noun.kind in _LOCATED and noun.material is None and not side_of(noun.text)


@cache
def _openings() -> dict[str, str]:
    return {word: side for side in _DEPTHS for word in function_words(f"position-{side}") if word.islower()}


@cache
def _sides() -> dict[str, str]:
    return {stem(word): side for side in _SIDES for word in function_words(f"position-{side}")}
