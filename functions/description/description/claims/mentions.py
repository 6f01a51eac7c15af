"""Reads a text, or a value of the data, as mentions: what is said, of which part, how much, whether it is denied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from description.claims.asides import is_aside
from description.claims.binding import noun_after
from description.claims.brands import brand_end, names_brand
from description.claims.care import care_said, process_of
from description.claims.coloured import coloured_noun, is_in_passing, own_part
from description.claims.comparisons import compares
from description.claims.extents import extent_of
from description.claims.figures_said import numbered
from description.claims.holders import holder_of
from description.claims.line import Unit, unit_behind
from description.claims.materials_said import is_shade, materials_said
from description.claims.mention import Mention
from description.claims.numbers import OPENINGS, approximates, begins_figure, figure_at, single_at
from description.claims.places import located
from description.claims.positions import positions, side_of
from description.claims.possibilities import chances, possibilities
from description.claims.questions import short_questions
from description.claims.senses import sense as sense_named
from description.claims.senses import sense_of
from description.claims.shares import compared_shares
from description.claims.stems import stem
from description.claims.suppositions import clause_around, supposes
from description.claims.surroundings import is_ground, is_relative, is_time
from description.claims.targets import clause_of, host_of, joined_to, opens_as_adjective, subject_of
from description.claims.world import is_of_the_world
from description.language.function_words import function_words
from description.language.vocabulary import Word

_ADVERBS = function_words("dimension-adverb")
_LETTING = function_words("letting")
_WORN = function_words("worn")
_LEVELS = frozenset(map(stem, function_words("level")))
_SET_OFF = frozenset(map(stem, function_words("set-off")))
_COMPARING = Word("vergleichend", "comparison")


def read(text: str, units: Sequence[Unit], denied: Mapping[int, int]) -> tuple[Mention, ...]:
    """What a text says in its order, given its units and what of them it denies (`denied_units`)."""
    sides = {side.start: side for side in positions(units)}
    asked = tuple(short_questions(text)) if "?" in text else ()
    found = [
        mention
        for mention in mentions_of(text, units, denied)
        if (mention.start not in sides or mention.figure or " " in mention.sense.text)
        and not any(first <= mention.start < last for first, last in asked)
    ]
    found += [
        Mention(
            side.start, side.end, "position", sense_named(text[side.start : side.end]), about=side.of, side=side.side
        )
        for side in sides.values()
    ]
    found += chances(units)
    found += [
        Mention(
            units[care.first].start,
            units[care.last].end,
            "care",
            units[care.at].sense,
            denied=not care.allowed,
            care=care,
        )
        for care in care_said(units)
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def mentions_of(text: str, units: Sequence[Unit], denied: Mapping[int, int]) -> tuple[Mention, ...]:
    """What the units of a text say."""
    mentions: list[Mention] = []
    at = 0
    while at < len(units):
        if not units[at].sense.idle or units[at].text.lower() in OPENINGS:
            found, at = _found_at(text, units, at, denied)
            mentions += found
        at += 1
    return tuple(mentions)


def _found_at(text: str, units: Sequence[Unit], at: int, denied: Mapping[int, int]) -> tuple[Iterable[Mention], int]:
    """What is said from a unit on, and the last unit that says it."""
    unit = units[at]
    sense = unit.sense
    opens = unit.text.lower() in OPENINGS
    shares = compared_shares(units, at) if opens else None
    one = shares is not None or (opens and begins_figure(units, at))
    if (sense.idle and not one) or (opens and approximates(units, at)):
        return (), at
    figure = figure_at(text, units, at) if sense.figure or one else None
    if figure is not None:
        return numbered(units, at, figure)
    last, said = shares if shares is not None else (at + compares(units, at), "")
    if last > at or shares is not None:
        said = said or text[unit.start : units[last].end]
        return (Mention(unit.start, units[last].end, "comparison", sense_of(_COMPARING, said)),), last
    possible = list(possibilities(units, at)) if unit.text in _LETTING else []
    if not sense.kind or (sense.kind == "care" and process_of(units, at)):
        return possible, at
    last = brand_end(units, at) if names_brand(units, at) else at
    if last > at or (not sense.options and names_brand(units, at)):
        brand = replace(sense, text=text[unit.start : units[last].end])
        return (*possible, Mention(unit.start, units[last].end, "brand", brand)), last
    counted = sense.stem[0].isdigit()  # "dreistufig"
    if counted or not is_aside(units, at) or (at in denied and sense.type is not None):
        possible += _of_unit(units, at, denied)
    return possible, at


def _of_unit(units: Sequence[Unit], at: int, denied: Mapping[int, int]) -> Iterator[Mention]:
    """What one unit claims; what is denied reaches to the word that denies it."""
    sense = units[at].sense
    if at in denied and sense.type is None and supposes(units, at):
        return  # "wer sie lieber ohne Träger trägt"
    if at in denied and sense.noun and any(other.text in _WORN for other in clause_around(units, at)):
        return  # "wer den Parka lieber ohne Kapuze trägt"
    if sense.stem in _ADVERBS and _is_adverb(units, at):
        return
    if sense.stem in _LEVELS and at and units[at - 1].sense.role == "number":
        return  # "in drei Stufen": the count says it
    if sense.material is not None and sense.type is None and not is_shade(units, at):
        found = materials_said(units, at, denied=at in denied)
    elif sense.colour is not None:
        found = _of_colour(units, at, denied=at in denied)
    else:
        found = _of_word(units, at, denied=at in denied)
    for mention in found:
        yield mention._replace(end=max(mention.end, units[denied[at]].end)) if mention.denied else mention


def _of_colour(units: Sequence[Unit], at: int, *, denied: bool) -> Iterator[Mention]:
    unit = units[at]
    noun = coloured_noun(units, at)
    slot = own_part(units[noun].sense) if noun is not None else ""
    if noun is None and not unit.sense.attributive:
        noun = host_of(units, at)
        noun = subject_of(units, at) if noun is None else noun
    about = units[noun].sense if noun is not None else None
    if noun is not None and about is not None:
        elsewhere = noun > at and about.type is not None and is_aside(units, noun)
        if elsewhere or is_time(about):
            return
    passing = is_in_passing(units, at, noun) or (
        not unit.sense.attributive and not slot and (about is None or about.type is not None) and _is_placed(units, at)
    )
    yield Mention(unit.start, unit.end, "colour", unit.sense, slot, denied, about=about, passing=passing)


def _is_placed(units: Sequence[Unit], at: int) -> bool:
    """ "An der Ferse ist der Schuh grün", "grün oben": a clause that says where, so that the colour may be a part's."""
    first, last = clause_of(units, at)
    if any(side_of(units[place].text) and not units[place].sense.noun for place in range(first, last)):
        return True
    return any(found.place.part for found in located(units, first, last))


def _of_word(units: Sequence[Unit], at: int, *, denied: bool) -> Iterator[Mention]:
    unit = units[at]
    sense = unit.sense
    noun = noun_after(units, at) if sense.attributive or _is_described(unit) else None
    predicate = noun is None and not sense.attributive
    noun = subject_of(units, at) if predicate else noun
    if noun is not None and noun < at and is_of_the_world(units, noun):
        noun = None  # "Geldbeutel und Schlüssel sind hinter Reißverschlüssen sicher"
    if _is_of_no_article(units, at, noun):
        return
    about = units[noun].sense if noun is not None else None
    extent = extent_of(units, at) if unit.text[0].islower() or " " in unit.text or unit.gap else None
    is_thing = sense.noun and sense.type is None and not opens_as_adjective(unit)
    holder = holder_of(units, at) if is_thing else None
    if holder is not None and holder.noun is not None and noun != at:
        about = about if about is holder.noun else None  # "der Gürtel und die Kapuze mit Kordelzug"
    yield Mention(unit.start, unit.end, sense.kind, sense, "", denied, about=about, extent=extent, holder=holder)
    if predicate and noun is not None and not sense.noun:
        for other in joined_to(units, noun):
            beside = units[other]
            yield Mention(beside.start, beside.end, sense.kind, sense, "", denied, about=beside.sense)
    if sense.noun and (single := single_at(units, at)) is not None:
        yield Mention(units[single.first].start, unit.end, "count", sense, figure=single)


def _is_of_no_article(units: Sequence[Unit], at: int, noun: int | None) -> bool:
    """Whether a word is said of a thing that is not the article's: of days, of the ground it stands on."""
    unit = units[at]
    sense = unit.sense
    if sense.stem in _SET_OFF and at and not unit.gap and units[at - 1].sense.colour is not None:
        return True  # "schwarz abgesetzt": the colour says it
    if noun is None or (sense.loose and not sense.attributive):
        return sense.loose
    of = units[noun].sense
    if is_time(of) or is_relative(sense, of) or is_ground(units, at, noun):
        return True
    return noun > at and ((bool(of.kind) and is_aside(units, noun)) or is_of_the_world(units, noun))


def _is_described(unit: Unit) -> bool:
    """ "komplett gefütterte": a phrase that stands before a noun."""
    opening, _, last = unit.text.rpartition(" ")
    return bool(opening) and last[0].islower() and sense_named(last).attributive


def _is_adverb(units: Sequence[Unit], at: int) -> bool:
    """ "reicht weit herunter", "hoch hinaus": no claim before another small word that claims nothing."""
    following = unit_behind(units, at)
    if following is None or units[at].sense.attributive:
        return False
    if following.sense.role == "number":
        return True
    if units[at].text == "leicht":
        return following.text[0].islower() and not following.sense.role
    return following.text[0].islower() and not following.sense.kind and following.sense.role in ("", "function")
