"""What a text says to be possible: "lässt sich abnehmen" claims what "abnehmbar" claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from description.claims.care import process_of
from description.claims.implied import alike
from description.claims.line import COMMA, NONE, STOP, Unit
from description.claims.manners import is_caring
from description.claims.mention import Mention
from description.claims.polarity import negates
from description.claims.senses import Sense
from description.claims.senses import sense as sense_named
from description.claims.suppositions import supposes
from description.claims.targets import clause_of, joined_to, subject_of
from description.language.function_words import function_words

_NOT = "nicht"
_CHANCES = function_words("chance")
_TO = "zu"
_WITH_TO = re.compile(r"^([a-zäöüß]{2,6})zu([a-zäöüß]{3,}en)$")
_MEANS = function_words("means-preposition")
_WEARING = function_words("wearing")


def possibilities(units: Sequence[Unit], at: int) -> Iterator[Mention]:
    """ "lässt sich abnehmen" claims what "abnehmbar" claims; "darf gewaschen werden", how the article is cared for."""
    if _is_last(units, at) and at and not units[at].gap:  # "der Gürtel, der sich abnehmen lässt"
        reach: Sequence[int] = (at - 1,)
    elif at == 1 or (at and units[at - 1].gap == STOP and not units[at].gap):  # "abnehmen lassen sich die Träger"
        reach = (at - 1, *range(at + 1, len(units)))
    else:
        reach = range(at + 1, len(units))
    for place in reach:
        unit = units[place]
        if unit.gap == STOP and place > at:
            return
        if supposes(units, place):  # "damit das Handtuch gut trocknen kann"
            return
        if process_of(units, place) or is_caring(unit):
            return
        if units[place - 1].text == _NOT and place + 1 < len(units) and units[place + 1].text == "werden":
            possible = sense_named(f"{unit.sense.stem}bar")  # "kann nicht gekürzt werden"
            yield Mention(units[place - 1].start, unit.end, "feature", possible, denied=True)
            return
        if any(other.sense.role == "number" for other in units[at:place]):
            return  # "lässt sich nicht auf mehr als 95 cm einstellen": the number says it
        said = _possible(units, place, at)
        if said is not None:
            noun = subject_of(units, place)
            about = units[noun].sense if noun is not None else None
            denied = _is_denied(units, at, place)
            yield Mention(unit.start, unit.end, said.kind, said, denied=denied, about=about)
            for other in joined_to(units, noun) if noun is not None else ():
                beside = units[other]
                yield Mention(beside.start, beside.end, said.kind, said, denied=denied, about=beside.sense)


def _is_denied(units: Sequence[Unit], at: int, place: int) -> bool:
    """ "lässt sich nicht abnehmen", "abnehmen lässt sie sich nicht"."""
    last = clause_of(units, at)[1] - 1
    return units[last].text == _NOT or any(other.text == _NOT for other in units[min(at, place) : place])


def _possible(units: Sequence[Unit], place: int, at: int) -> Sense | None:
    """What an infinitive behind the verb at `at` says to be possible; None for what is none, or claims nothing."""
    fronted = place + 1 == at and units[place].text[0].isupper()
    verb = units[place].text.lower() if fronted else units[place].text
    own = sense_named(verb)
    last = place < at or _is_last(units, place) or units[place + 1].sense.role
    if not verb[0].islower() or not verb.endswith("en") or own.role or not last:
        return None
    if verb in _WEARING or (own.kind and not own.loose and not fronted):
        return None
    possible = sense_named(f"{verb[:-2]}bar")
    if own.kind and not (own.options and possible.options):
        possible = own
    if possible.kind and possible.options:
        return possible
    by_means = any(other.text.lower() in _MEANS for other in units[min(at, place) : place])  # "per Kordelzug"
    return possible if possible.kind and alike(possible.stem) and not by_means else None


def _is_last(units: Sequence[Unit], place: int) -> bool:
    return place + 1 == len(units) or units[place + 1].gap != NONE


def chances(units: Sequence[Unit]) -> Iterator[Mention]:
    """ "es gibt keine Möglichkeit, die Kapuze abzunehmen": that it is not abnehmbar."""
    for at, unit in enumerate(units):
        if unit.text not in _CHANCES or at + 1 >= len(units) or units[at + 1].gap > COMMA:
            continue
        first, last = clause_of(units, at + 1)
        verb = _infinitive(units[last - 2 : last])
        noun = next((place for place in range(max(first, at + 1), last) if units[place].sense.noun), None)
        said = sense_named(f"{verb[:-2]}bar") if verb else None
        if said is not None and noun is not None and (said.options or alike(said.stem)):
            denied = negates(units[at - 1]) if at else False
            about = units[noun].sense
            yield Mention(units[noun].start, units[last - 1].end, "feature", said, denied=denied, about=about)


def _infinitive(units: Sequence[Unit]) -> str:
    """ "zu verstellen", "abzunehmen" → the bare infinitive; "" for none."""
    if len(units) == 2 and units[0].text == _TO:
        return units[1].text
    found = _WITH_TO.match(units[-1].text) if units else None
    return f"{found[1]}{found[2]}" if found else ""
