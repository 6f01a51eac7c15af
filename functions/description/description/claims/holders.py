"""Which part has a thing: "das Oberteil hat einen Kordelzug", "Kapuze mit Reißverschluss", "die Hose wird mit Knöpfen
geschlossen", "Verschluss Hose: Kordelzug"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.line import NONE, Unit
from description.claims.mention import Holder, Mention
from description.claims.senses import Sense
from description.claims.stems import stem
from description.claims.targets import clause_of, host_of, is_nominative, part_named, target_key
from description.language.function_words import function_words

WHOLE = ""  # the article itself
_CLOSING = function_words("closing-verb")
_HAVING = function_words("having-verb")
_COMBINING = function_words("combining-verb")  # "verbindet ein Motiv mit einem Brustgurt"
_MEANS = function_words("means-preposition")
_CLOSURE = stem("Verschluss")
_HELD = frozenset({"closure", "pattern"})


def holder_of(units: Sequence[Unit], at: int) -> Holder | None:
    """Who has the thing that the noun at a place names; None where no verb and no "mit" says so."""
    first, last = clause_of(units, at)
    opener = _means_before(units, at, first)
    if _is_closure(units, at):
        return Holder(None, closes=True)
    if any(units[place].text.lower() in _CLOSING for place in range(first, last) if place != at):
        return _closed(units, at, first, last, by_means=opener is not None)
    if opener is not None:
        before = units[opener - 1] if opener > first and units[opener].gap == NONE else None
        combined = any(units[place].text.lower() in _COMBINING for place in range(first, opener))
        if before is None or not before.sense.noun or not _is_thing(before.sense):  # "in Orange mit Reißverschluss"
            return None
        return Holder(before.sense) if units[opener].text == "mit" and not combined else None
    return _having(units, at, first)


def _means_before(units: Sequence[Unit], at: int, first: int) -> int | None:
    """The place of the "mit" or "über" that governs a noun, over its articles and adjectives."""
    place = at
    while place > first:
        place -= 1
        if units[place].text.lower() in _MEANS:
            return place
        if not (units[place].sense.attributive or units[place].sense.role == "function"):
            return None
    return None


def _having(units: Sequence[Unit], at: int, first: int) -> Holder | None:
    """ "das Oberteil hat einen Kordelzug"; without a subject the noun that the thing stands beside."""
    subject = next((place for place in range(first, at) if is_nominative(units, place, first)), None)
    if subject is not None:
        has = any(units[place].text.lower() in _HAVING for place in range(subject + 1, at))
        if has and _is_thing(units[subject].sense):
            return Holder(units[subject].sense)
    host = host_of(units, at) if subject is None else None
    if host is None or not _is_thing(units[host].sense):
        return None
    beside = any(units[place].sense.noun for place in range(at + 1, host))  # "ein Gurt und eine Borte am Ärmel"
    return None if beside else Holder(units[host].sense)


def _closed(units: Sequence[Unit], at: int, first: int, last: int, *, by_means: bool) -> Holder | None:
    """What a thing closes: the subject where "mit" or "über" governs the thing, the object where it is the subject."""
    reach = range(first, last) if by_means else range(at + 1, last)
    nouns = (place for place in reach if place != at and units[place].sense.noun and _is_thing(units[place].sense))
    closed = next((place for place in nouns if not by_means or is_nominative(units, place, first)), None)
    if closed is None or (not by_means and not is_nominative(units, at, first)):
        return None
    return Holder(units[closed].sense, closes=True)


def _is_thing(noun: Sense) -> bool:
    return noun.type is not None or bool(noun.part)


def held(
    mentions: Sequence[Mention], key_units: Sequence[Unit], beside: str, *, closes: bool
) -> Iterator[tuple[str, str]]:
    """The stems of the closures and patterns that a statement says something has, each with the part or the WHOLE."""
    nouns = [unit.sense for unit in key_units if unit.sense.noun and unit.sense.stem != _CLOSURE]
    of_field = closes or any(unit.sense.stem == _CLOSURE for unit in key_units)
    if of_field:
        owner: str | None = beside or WHOLE
    else:
        alone = len(nouns) == len(key_units) == 1
        owner = target_key(nouns[0]) if alone and (part_named(nouns[0]) or _is_thing(nouns[0])) else None
    if owner is None:
        return
    for mention in mentions:
        if mention.denied or not (mention.sense.kind in _HELD or (of_field and mention.sense.noun)):
            continue
        for said in stems_of(mention.sense):
            yield said, owner


def stems_of(sense: Sense) -> frozenset[str]:
    """The stems by which a thing of the data and one of a text meet."""
    return frozenset(name[1:] for name in sense.names if name[0] == "~")


def _is_closure(units: Sequence[Unit], at: int) -> bool:
    """ "ein Druckknopf als Verschluss"."""
    return (
        at + 2 < len(units)
        and units[at + 1].text == "als"
        and units[at + 2].sense.stem == _CLOSURE
        and units[at + 1].gap == units[at + 2].gap == NONE
    )
