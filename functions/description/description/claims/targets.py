"""Which noun a predicate is said of: "der Gürtel, der sich abnehmen lässt", "die Kapuze ist fest angenäht"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from description.claims.binding import noun_after
from description.claims.line import COLON, COMMA, LONGEST_CLAUSE, NONE, STOP, Line, Unit, stretch_around
from description.claims.roles import MAIN
from description.claims.senses import Sense, is_adjectival
from description.domain.quantity import UNITS
from description.language.function_words import function_words
from description.language.vocabulary import vocabulary

FINITE = function_words("finite")
_RELATIVE = function_words("relative")
_WHOSE = function_words("possessive-relative")
_PREPOSITIONS = function_words("preposition") | function_words("instead")
_HOSTING = function_words("hosting-preposition")
_GENITIVE = function_words("genitive-article")
_POSITIONS = function_words("position-adverb")
_NO_SUBJECTS = function_words("person") | UNITS.keys()  # "man kann den Kragen abnehmen", "7 cm hoch ist der Absatz"


def subject_of(units: Sequence[Unit], place: int) -> int | None:
    """The noun that a predicate at `place` is said of; None for the article itself ("sie ist warm") and where no verb
    says it of anything."""
    first, last = clause_of(units, place)
    verb = _verb(units, place, first, last)
    if verb is None:
        return None
    if verb > first and verb < place and units[verb - 1].sense.role == "and":
        return _elided(units, verb)
    opener = units[first].text.lower()
    if first and units[first].gap == COMMA:
        if opener in _RELATIVE and units[last - 1].text.lower() in FINITE:
            return _noun_before(units, first - 1)
        if opener in _WHOSE:
            return next((at for at in range(first + 1, last) if units[at].sense.noun), None)
    begin = _own_begin(units, place, first, verb)
    nominative = [at for at in range(begin, min(place, verb)) if is_nominative(units, at, begin)]
    is_subject = begin < place < verb and is_nominative(units, place, begin)
    if not nominative and not is_subject:  # "vorn ist der Schuh rund", "elastisch sind die Träger"
        reach = range(verb + 1, place if verb < place else last)
        nominative = [at for at in reach if is_nominative(units, at, verb + 1)]
    return nominative[0] if nominative else None


def said_of(units: Sequence[Unit], place: int) -> int | None:
    """The noun that an adjective stands before, else that which it is said of by a verb; None for neither."""
    noun = noun_after(units, place)
    return subject_of(units, place) if noun is None else noun


def joined_to(units: Sequence[Unit], noun: int) -> Iterator[int]:
    """The nouns that "und" joins to a subject: Gürtel, of "Kapuze und Gürtel sind abnehmbar"."""
    at = noun + 1
    while at + 1 < len(units) and (units[at].sense.role == "and" or units[at].gap == COMMA):
        at += units[at].sense.role == "and"
        while at < len(units) and units[at].gap == NONE and is_determining(units[at]):
            at += 1
        if at >= len(units) or units[at].gap > COMMA or not units[at].sense.noun:
            return
        yield at
        at += 1


def _elided(units: Sequence[Unit], verb: int) -> int | None:
    """ "Er hat kurze Ärmel und ist warm": the subject of the sentence, which the second verb shares."""
    begin, _ = stretch_around(units, verb, LONGEST_CLAUSE, COLON)
    for at in range(begin, verb):
        if units[at].text.lower() in _NO_SUBJECTS:
            return None
        if is_nominative(units, at, begin):
            return at
    return None


def host_of(units: Sequence[Unit], place: int) -> int | None:
    """The noun of "beim Gürtel", "an der Hose" in the clause of a word that is no part of such a phrase itself."""
    first, last = clause_of(units, place)
    for at in range(first, last):
        if units[at].text.lower() not in _HOSTING or at == place:
            continue
        noun = next((to for to in range(at + 1, last) if not is_determining(units[to])), last)
        if noun < last and noun != place and units[noun].sense.noun:
            return noun
    return None


def is_determining(unit: Unit) -> bool:
    """Whether a word may stand between a preposition and its noun: an article, an adjective or a number."""
    return unit.sense.attributive or unit.sense.role in ("function", "number")


def clause_of(units: Sequence[Unit], place: int) -> tuple[int, int]:
    """The places where the clause around a unit begins and where the next one does."""
    line = units if isinstance(units, Line) else Line(units)
    return line.clause(place)


def _verb(units: Sequence[Unit], place: int, first: int, last: int) -> int | None:
    """The finite verb that the predicate belongs to: the nearest before it, else the one behind."""
    before = (at for at in range(place - 1, first - 1, -1) if units[at].text.lower() in FINITE)
    behind = (at for at in range(place + 1, last) if units[at].text.lower() in FINITE)
    return next(before, next(behind, None))


def _own_begin(units: Sequence[Unit], place: int, first: int, verb: int) -> int:
    """Where the predicate's own main clause begins: behind an "und" that a new subject follows."""
    for at in range(place - 1, first, -1):
        if units[at].sense.role != "and":
            continue
        if at > verb and any(is_nominative(units, noun, at + 1) for noun in range(at + 1, place)):
            return at + 1  # "die Kapuze ist abnehmbar und der Gürtel fest"
        if at < verb and any(units[other].text.lower() in FINITE for other in range(first, at)):
            return at + 1 if any(units[noun].sense.noun for noun in range(at + 1, verb)) else first
    return first


def is_nominative(units: Sequence[Unit], at: int, begin: int) -> bool:
    """Whether a noun is no part of a phrase with a preposition, nor a genitive behind another noun."""
    if not units[at].sense.noun or opens_as_adjective(units[at]) or units[at].text.lower() in _NO_SUBJECTS:
        return False
    if at - 1 > begin and units[at - 1].sense.role == "and" and units[at - 2].sense.noun:
        return is_nominative(units, at - 2, begin)  # "aus Leder und Textil"
    for place in range(at - 1, begin - 1, -1):
        text = units[place].text.lower()
        if text in _PREPOSITIONS or (text in _GENITIVE and place > begin and units[place - 1].sense.noun):
            return False
        if units[place].sense.noun:
            return units[place + 1].sense.role == "and" or place + 1 == at
        if not (units[place].sense.attributive or units[place].sense.role in ("function", "number", "not")):
            return True
    return True


def is_led(units: Sequence[Unit], at: int, begin: int) -> bool:
    """Whether a preposition leads a noun, over its articles and adjectives: "zum Einsatz"."""
    for place in range(at - 1, begin - 1, -1):
        if units[place].text.lower() in _PREPOSITIONS:
            return True
        if units[place + 1].gap != NONE or not is_determining(units[place]):
            return False
    return False


def opens_as_adjective(unit: Unit) -> bool:
    """ "Geknöpft wird die Bluse verdeckt": the capital letter makes it no noun."""
    adjectives = bool(unit.sense.options) and all(option.head.noun is None for option in unit.sense.options)
    lower = unit.text.lower()
    return unit.gap == STOP and (adjectives or is_adjectival(lower) or lower in _POSITIONS)


def _noun_before(units: Sequence[Unit], place: int) -> int | None:
    for at in range(place, max(-1, place - LONGEST_CLAUSE), -1):
        if units[at].sense.noun:
            return at
        if units[at].gap == STOP:
            return None
    return None


@lru_cache(maxsize=4096)
def part_named(noun: Sense) -> str:
    """The part that a noun can name, also where it is the name of an article: a Gürtel belongs to a coat, too.

    "" for the article's own material and where it names none.
    """
    if noun.part or noun.type is None:
        return "" if noun.part == MAIN else noun.part
    return f"part:{noun.stem}" if vocabulary().named(noun.text, "type") is not None else ""


def part_of_key(key_units: Sequence[Unit]) -> str:
    """The first part that a key of the data names; "" for none."""
    return next((part for unit in key_units if (part := part_named(unit.sense))), "")


def target_key(noun: Sense) -> str:
    """The key of a part for data and text to meet, also of a noun that is seldom a part: "der Boden der Tasche"."""
    return part_named(noun) or f"part:{noun.stem}"


class Predicated(NamedTuple):
    """A key that says something of a part: "Kapuze abnehmbar", with the keys of either."""

    part: str
    noun: frozenset[str]
    adjectives: tuple[Unit, ...]

    @property
    def said(self) -> frozenset[str]:
        return frozenset(key for unit in self.adjectives for key in unit.sense.answers)


def predicated(key_units: Sequence[Unit]) -> Predicated | None:
    """What a key says of which part; None where it is no noun with adjectives behind."""
    if len(key_units) < 2 or not key_units[0].sense.noun:
        return None
    noun, *adjectives = key_units
    part = target_key(noun.sense) if noun.sense.part or noun.sense.type is not None else ""
    if not part or not all(_is_predicate(unit) for unit in adjectives):
        return None
    return Predicated(part, noun.sense.answers, tuple(adjectives))


def _is_predicate(unit: Unit) -> bool:
    return unit.sense.kind not in ("", "care") and not unit.sense.noun and unit.gap == NONE
