"""What a text says of all, or of some only, where the data says it of some, or of all: "alle Nähte" of "kritische Nähte
getapt", "nur an den Ecken" of a Rundumgummi, "eigens für Damen" of what is for both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from description.claims.binding import noun_after, noun_behind
from description.claims.counts import SIZED
from description.claims.index import Index, Source
from description.claims.line import COMMA, STOP, Unit, units_of
from description.claims.measured import SIZE_NOUNS
from description.claims.mention import Otherwise
from description.claims.polarity import negates
from description.claims.senses import Sense
from description.claims.targets import clause_of
from description.claims.topics import roots_of
from description.language.function_words import function_words, lower_words

_ALL = lower_words("universal")
_ONLY = lower_words("exclusive")
_ENTIRELY = lower_words("everywhere") | lower_words("extent-entire")
_AROUND = tuple(function_words("around-opener"))
_OF_WHICH = lower_words("of-which") | _ONLY | lower_words("extent-partial")
_SOLE = lower_words("sole")
_ONE = function_words("one")


def quantified(units: Sequence[Unit], index: Index) -> Iterator[Otherwise]:
    """The quantifiers of a text that the data rules out, in order."""
    for at, unit in enumerate(units):
        text = unit.text.lower()
        if text in _ALL:
            yield from _of_all(units, at, index)
        elif text in _SOLE and at and units[at - 1].text.lower() in _ONE:
            yield from _of_one(units, at, index)
        elif text in _ONLY and not (at and negates(units[at - 1])):
            yield from _of_some(units, at, index)


def _of_all(units: Sequence[Unit], at: int, index: Index) -> Iterator[Otherwise]:
    noun = noun_after(units, at)
    if noun is None:
        return
    said = _said(units, at, noun, index)
    for place, source in enumerate(index.sources) if said else ():
        if _is_of_some(units[noun].sense, said, source):
            yield Otherwise(at, noun, units[noun].sense, units[at].sense, place, "value")
            return


def _said(units: Sequence[Unit], at: int, end: int, index: Index) -> list[Sense]:
    """What the clause says besides the units `at` to `end`, but for the article's own name."""
    first, last = clause_of(units, at)
    others = (units[place].sense for place in (*range(first, at), *range(end + 1, last)))
    return [sense for sense in others if not sense.role and not index.is_article(sense)]


def _tells(source: Source, sense: Sense) -> bool:
    told = source.stated.answers | source.stated.about
    names = (*sense.names, *(f"~{root}" for root in roots_of(sense.text)))
    return any(name in told for name in names) and (bool(sense.kind) or sense.noun)


def _is_of_some(noun: Sense, said: Sequence[Sense], source: Source) -> bool:
    """Whether a source says something of some of the things only."""
    telling = [sense for sense in said if _tells(source, sense)]
    if not telling:
        return False
    if noun.stem in SIZE_NOUNS:
        return any(code.startswith(SIZED) for code in source.stated.codes)
    value = _value(source)
    words = {unit.text.lower() for unit in value}
    if not words.isdisjoint(_ENTIRELY | _ALL):
        return False
    stems = {sense.stem for sense in telling}
    for before, unit in pairwise(value):
        described = before.sense.attributive and before.sense.stem not in stems and not unit.gap
        if unit.sense.stem == noun.stem and described:
            return True
    if any(unit.sense.stem.endswith(noun.stem) for unit in value) and not words.isdisjoint(_OF_WHICH):
        return True
    counted = [segment for segment in _listed(value) if any(unit.sense.role == "number" for unit in segment)]
    if len(counted) > 1:  # "2 seitlich mit Reißverschluss, 1 hinten"
        return noun.stem in _stems(source) and any(stems.isdisjoint(_all_stems(segment)) for segment in counted)
    return not counted and any(not sense.noun for sense in telling) and _names_a_kind(noun, value)


def _value(source: Source) -> Sequence[Unit]:
    return units_of(source.says.partition(":")[2])


def _listed(value: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """The items of a list."""
    first = 0
    for at in range(1, len(value) + 1):
        if at == len(value) or value[at].gap in (COMMA, STOP):
            yield value[first:at]
            first = at


def _all_stems(units: Sequence[Unit]) -> frozenset[str]:
    return frozenset(key[1:] for unit in units for key in unit.sense.answers if key[0] == "~")


def _stems(source: Source) -> frozenset[str]:
    return frozenset(key[1:] for key in source.stated.about if key[0] == "~")


def _names_a_kind(noun: Sense, value: Sequence[Unit]) -> bool:
    """ "Hauptnähte", "Zeigefinger": a compound of the noun, and not the noun itself."""
    stems = {unit.sense.stem for unit in value if unit.sense.noun}
    return noun.stem not in stems and any(stem.endswith(noun.stem) for stem in stems)


def _of_some(units: Sequence[Unit], at: int, index: Index) -> Iterator[Otherwise]:
    """ "nur an den Ecken", "nur stellenweise" of what the data says to be so all around, or entirely."""
    following = units[at + 1] if at + 1 < len(units) and not units[at + 1].gap else None
    if following is None or following.sense.role == "number" or following.text in _ONE:
        return
    first, last = clause_of(units, at)
    if any(unit.text.lower() in _ENTIRELY for unit in units[first:last]):
        return
    noun = noun_behind(units, at)
    end = noun if noun is not None and noun < last else at + 1
    said = _said(units, at, end, index)
    for place, source in enumerate(index.sources) if said else ():
        told = any(_tells(source, sense) for sense in said) and _is_entire(source)
        if told and all(unit.sense.stem != units[end].sense.stem for unit in _value(source)):
            yield Otherwise(at, end, None, units[end].sense, place, "value")
            return


def _of_one(units: Sequence[Unit], at: int, index: Index) -> Iterator[Otherwise]:
    """ "ein einzelner Stern" of what is strewn all over."""
    noun = noun_after(units, at)
    if noun is None:
        return
    sense = units[noun].sense
    places = [place for place in index.places(sense.names) if _is_entire(index.sources[place])]
    if places:
        yield Otherwise(at - 1, noun, sense, sense, places[0], "value")


def _is_entire(source: Source) -> bool:
    words = (unit.text.lower() for unit in units_of(source.says))
    return any(word in _ENTIRELY or word.startswith(_AROUND) for word in words)
