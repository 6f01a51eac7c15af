"""Reads a text, or a value of the data, as mentions: what is said, of which part, how much, whether it is denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from description.claims.asides import is_aside, is_caring, is_ground, is_relative, is_time
from description.claims.binding import coloured_part, denied_units, half_of, material_parts, noun_after, subject_of
from description.claims.brands import brand_end, names_brand
from description.claims.line import NONE, STOP, Unit, units_of
from description.claims.numbers import Figure, figure_at, single_at
from description.claims.roles import PACKED
from description.claims.senses import Sense, sense_of
from description.claims.senses import sense as sense_named
from description.claims.shares import share_end
from description.german.vocabulary import Word

_COMPARED = frozenset({"als", "denn"})
_REACH = 3
_NO_COMPARATIVE_WORDS = "immer wieder aber eher weiter später früher daher bisher sicher jeder lieber selber"
_NO_COMPARATIVES = frozenset(_NO_COMPARATIVE_WORDS.split())
_ADVERBS = frozenset({"weit", "hoch", "tief", "lang", "kurz", "eng", "rund", "leicht"})
_LETTING = frozenset({"lässt", "lassen", "kann", "können"})
_WEARING = frozenset({"anziehen", "ausziehen", "tragen", "kombinieren"})
_PASSIVES = frozenset({"wird", "werden", "wurde", "wurden"})
_MAINLY = frozenset({"hauptsächlich", "überwiegend", "größtenteils", "vorwiegend", "vornehmlich"})
_HALF = Decimal(50)
_PURE = frozenset({"rein", "pur"})
_COMPARING = Word("vergleichend", "comparison")


class Mention(NamedTuple):
    """One checkable thing of a text at `start:end`.

    `slot` is the part of a material or colour; "" means the article itself. `about` is the noun that an adjective
    belongs to. `figure` is there when a number is said.
    """

    start: int
    end: int
    kind: str
    sense: Sense
    slot: str = ""
    denied: bool = False
    percent: Decimal | None = None
    figure: Figure | None = None
    about: Sense | None = None
    part_at: int = -1  # where the word begins that names a material's part, when it is a word of its own
    pure: bool = False  # "reine Wolle"
    had: bool = False  # "mit Leder": any part may be of it
    mainly: bool = False  # "hauptsächlich aus Wolle"
    with_part: bool = False  # "Hemd mit Stehkragen aus Leinen": the material may be the article's


def read(text: str) -> tuple[Mention, ...]:
    """What a text says, in its order."""
    return mentions_of(text, units_of(text))


def mentions_of(text: str, units: Sequence[Unit]) -> tuple[Mention, ...]:
    """What the units of a text say."""
    return tuple(_mentions(text, units))


def _mentions(text: str, units: Sequence[Unit]) -> Iterator[Mention]:
    denied = denied_units(units)
    at = 0
    while at < len(units):
        unit = units[at]
        sense = unit.sense
        if sense.idle:
            at += 1
            continue
        if sense.figure:
            figure = figure_at(text, units, at)
            if figure is not None:
                numbered, at = _numbered(units, at, figure)
                yield from numbered
                at += 1
                continue
        if (last := share_end(units, at) or at + _compares(units, at)) > at:
            said = text[unit.start : units[last].end]
            yield Mention(unit.start, units[last].end, "comparison", sense_of(_COMPARING, said))
            at = last + 1
            continue
        if unit.text in _LETTING:
            yield from _of_possibility(units, at)
        if not sense.kind:
            at += 1
            continue
        last = brand_end(units, at) if names_brand(units, at) else at
        if last > at or (names_brand(units, at) and not sense.options):
            yield Mention(unit.start, units[last].end, "brand", replace(sense, text=text[unit.start : units[last].end]))
            at = last + 1
            continue
        if at in denied and _is_denied_care(units, at):
            yield Mention(unit.start, unit.end, "care", sense, denied=True)
        elif not is_aside(units, at):
            for mention in _of_unit(units, at, at in denied):
                yield mention._replace(end=max(mention.end, units[denied[at]].end)) if mention.denied else mention
        at += 1


def _of_unit(units: Sequence[Unit], at: int, denied: bool) -> Iterator[Mention]:
    unit = units[at]
    sense = unit.sense
    if sense.stem in _ADVERBS and _is_adverb(units, at):
        return
    if denied and sense.type is not None and len(sense.options) == 1:  # "braucht keine Socken"
        return
    if sense.material is not None and sense.type is None:
        if unit.text.islower() and all(option.head.adjective is None for option in sense.options):
            return  # "Tropfen perlen ab"
        pure = at > 0 and unit.gap == NONE and units[at - 1].sense.stem in _PURE
        place = at
        while place > 0 and not units[place].gap and units[place - 1].sense.attributive:
            place -= 1
        had = place > 0 and not units[place].gap and units[place - 1].sense.role == "with"
        had = had or not _is_made_from(units, at)
        mainly = at > 1 and units[at - 1].sense.role == "from" and units[at - 2].text.lower() in _MAINLY
        mention = Mention(unit.start, unit.end, "material", sense, denied=denied, pure=pure, mainly=mainly, had=had)
        half = half_of(units, place)
        if half is not None:
            mention = mention._replace(start=units[half].start, percent=_HALF)
        yield from _of_material(units, at, mention)
    elif sense.colour is not None:
        noun = noun_after(units, at) if sense.attributive else None
        if noun is None or not is_time(units[noun].sense):
            about = units[noun].sense if noun is not None else None
            yield Mention(unit.start, unit.end, "colour", sense, coloured_part(units, at), denied, about=about)
    else:
        noun = noun_after(units, at) if sense.attributive else subject_of(units, at)
        if not sense.options and unit.text[0].islower() and unit.text[-1] == "t" and _is_passive(units, at):
            return
        if sense.loose and not (noun is not None and sense.attributive):
            return
        if noun is not None and (is_time(units[noun].sense) or is_relative(sense, units[noun].sense)):
            return
        unsaid = noun is not None and noun > at and units[noun].sense.kind and is_aside(units, noun)
        if noun is not None and (unsaid or is_ground(units, at, noun)):
            return
        yield Mention(
            unit.start, unit.end, sense.kind, sense, "", denied, about=units[noun].sense if noun is not None else None
        )
        if sense.noun and (single := single_at(units, at)) is not None:
            yield Mention(units[single.first].start, unit.end, "count", sense, figure=single)


def _is_denied_care(units: Sequence[Unit], at: int) -> bool:
    """ "darf nicht gebügelt werden"."""
    return is_caring(units[at]) and units[at - 1].text == "nicht" and noun_after(units, at) is None


def _of_possibility(units: Sequence[Unit], at: int) -> Iterator[Mention]:
    """ "lässt sich abnehmen" claims what "abnehmbar" claims."""
    for place in range(at + 1, len(units)):
        unit = units[place]
        if unit.gap == STOP:
            return
        denied = units[place - 1].text == "nicht"
        if denied and place + 1 < len(units) and units[place + 1].text == "werden" and not is_caring(unit):
            possible = sense_named(f"{unit.sense.stem}bar")  # "kann nicht gekürzt werden"
            yield Mention(units[place - 1].start, unit.end, "feature", possible, denied=True)
            return
        last = place + 1 == len(units) or units[place + 1].gap or units[place + 1].sense.role
        if not unit.text[0].islower() or not unit.text.endswith("en") or unit.sense.role or not last:
            continue
        if unit.text in _WEARING:
            continue
        if unit.sense.kind and not unit.sense.loose:
            continue
        possible = unit.sense if unit.sense.kind else sense_named(f"{unit.text[:-2]}bar")
        if possible.kind and possible.options:
            yield Mention(
                unit.start, unit.end, possible.kind, possible, denied=any(u.text == "nicht" for u in units[at:place])
            )


def _is_passive(units: Sequence[Unit], at: int) -> bool:
    """ "wird mit einem Kordelzug reguliert": a verb."""
    for place in range(at - 1, -1, -1):
        if units[place].text in _PASSIVES:
            return True
        if units[place + 1].gap == STOP:
            break
    return False


def _is_adverb(units: Sequence[Unit], at: int) -> bool:
    """ "reicht weit herunter", "hoch hinaus": no claim before another small word that claims nothing."""
    if at + 1 >= len(units) or units[at + 1].gap != NONE or units[at].sense.attributive:
        return False
    following = units[at + 1]
    if following.sense.role == "number":
        return True
    if units[at].text == "leicht":
        return following.text[0].islower() and not following.sense.role
    return following.text[0].islower() and not following.sense.kind and following.sense.role in ("", "function")


def _of_material(units: Sequence[Unit], at: int, mention: Mention) -> Iterator[Mention]:
    """One mention for each part that the material is said of; the last one reaches from the part to the material."""
    parts = material_parts(units, at)
    for slot, place in parts[:-1]:
        yield mention._replace(start=units[place].start, end=units[place].end, slot=slot, part_at=units[place].start)
    slot, place = parts[-1]
    start, end = min(mention.start, units[place].start), max(mention.end, units[place].end)
    part_at = units[place].start if place != at else -1
    with_part = part_at >= 0 and place > 0 and place < at and units[place - 1].sense.role in ("with", "and")
    yield mention._replace(start=start, end=end, slot=slot, part_at=part_at, with_part=with_part)


def _numbered(units: Sequence[Unit], at: int, figure: Figure) -> tuple[list[Mention], int]:
    """The mentions of a figure, and the place of its last unit. A percentage takes its fibre along."""
    first, last = units[figure.first], figure.last
    about = figure.about
    if (
        figure.kind == "count"
        and about is not None
        and not about.kind
        and first.text.isalpha()
        and not _is_counted(about)
    ):
        return [], last  # "Platz für zwei Personen"
    place = _fibre(units, at, last) if figure.kind == "percent" and figure.amounts else None
    if place is None:
        return [Mention(first.start, units[figure.end].end, figure.kind, units[at].sense, figure=figure)], last
    start, end = min(first.start, units[place].start), max(units[last].end, units[place].end)
    mention = Mention(start, end, "material", units[place].sense, percent=figure.amounts[0].low, figure=figure)
    return list(_of_material(units, place, mention)), max(last, place)


def _is_made_from(units: Sequence[Unit], at: int) -> bool:
    """Whether "aus" stands before, in the same clause."""
    for place in range(at, -1, -1):
        if units[place].sense.role in ("from", "link"):
            return True
        if units[place].gap == STOP:
            return False
    return False


def _is_counted(noun: Sense) -> bool:
    return not PACKED.isdisjoint(noun.answers)


def _fibre(units: Sequence[Unit], at: int, last: int) -> int | None:
    for place in range(last + 1, min(last + 1 + _REACH, len(units))):
        if units[place].gap != NONE:
            break
        if units[place].sense.material is not None:
            return place
        if units[place].sense.noun:
            break
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if units[place + 1].gap == STOP or units[place].text == "%":
            break
        if units[place].sense.material is not None:
            return place
    return None


def _compares(units: Sequence[Unit], at: int) -> bool:
    """ "bequemer als": a comparative and what it is measured by."""
    text = units[at].text.lower()
    if at + 1 >= len(units) or units[at + 1].text not in _COMPARED or units[at + 1].gap != NONE:
        return False
    comparative = text in ("mehr", "weniger") or (text.endswith("er") and text not in _NO_COMPARATIVES)
    return comparative and not units[at].sense.role
