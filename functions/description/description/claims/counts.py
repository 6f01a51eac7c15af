"""The counts of one statement of the data, and its codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from description.claims.binding import noun_after
from description.claims.line import COLON, COMMA, Unit
from description.claims.measures import number
from description.claims.mention import Mention
from description.claims.roles import ABOUT, KIND_FIELDS, PACKED
from description.claims.stems import stem
from description.domain.quantity import UNITS
from description.domain.statement import Field, Statement
from description.language.function_words import function_words

SIZED = "size:"  # opens the code of a size that a statement of anything else names
_ONE = function_words("one")
_PACK = re.compile(r"(\d{1,6})er(?:pack|set)|(\d{1,6})(?:teil|tlg)")
LEVELS = re.compile(r"(\d{1,6})(?:fach|stufig)")
OF_LEVELS = frozenset(f"~{stem(word)}" for word in function_words("level"))
_OF_COLOURS = frozenset(f"~{stem(word)}" for word in function_words("countable"))
_POCKETS = re.compile(r"(\d{1,6}) ?pocket")
_OF_WHICH = function_words("of-which")
OF_WHICH = "part:of-which"  # a key of what is counted once more: "4 Taschen, davon 1 innen"
Count = tuple[Decimal, frozenset[str]]


def counts_of(
    statement: Statement,
    units: list[Unit],
    key_units: Sequence[Unit],
    mentions: tuple[Mention, ...],
    keys: frozenset[str],
) -> list[Count]:
    """Every count of the statement with the keys of the things counted. `keys` are those of the statement's own key."""
    found = [*_in_words([*key_units, *units]), *_numbered(statement, units, mentions, keys).values()]
    if statement.field is Field.COLOUR:
        colours = {mention.sense.stem for mention in mentions if mention.sense.colour is not None}
        found += [(Decimal(count), _OF_COLOURS) for count in {len(colours), len(statement.values)}]
    return found


def _in_words(units: list[Unit]) -> Iterator[Count]:
    """ "3er-Pack", "3fach", "5-Pocket", "3 fach"."""
    for stem_ in [unit.sense.stem for unit in units if unit.sense.stem[:1].isdigit()]:
        if pack := _PACK.match(stem_):
            yield Decimal(pack[1] or pack[2]), ABOUT[Field.COUNT]
        elif levels := LEVELS.match(stem_):
            yield Decimal(levels[1]), OF_LEVELS
        elif pockets := _POCKETS.match(stem_):
            yield Decimal(pockets[1]), ABOUT[Field.POCKETS]
    for unit, following in pairwise(units):
        times = number(unit.text)
        if times is not None and following.text == "fach" and not following.gap:
            yield times, OF_LEVELS
        if times is not None and following.text == "er" and following.start == unit.end:
            yield times, ABOUT[Field.COUNT]  # "2er Set"


def _numbered(
    statement: Statement, units: list[Unit], mentions: tuple[Mention, ...], keys: frozenset[str]
) -> dict[int, Count]:
    """The counts by the place of their first unit."""
    found: dict[int, Count] = {}
    for mention in mentions:
        figure = mention.figure
        if figure is not None and figure.kind in ("count", "both") and figure.about is not None:
            packed = not PACKED.isdisjoint(figure.about.answers)  # "Ösen: 8 Stück"
            found[figure.first] = (figure.amounts[0].low, figure.about.answers | (keys if packed else frozenset()))
    for place, unit in enumerate(units):
        if unit.text.lower() in _ONE and (noun := noun_after(units, place)) is not None:
            found[place] = (Decimal(1), units[noun].sense.answers)
        value = number(unit.text) if place not in found else None
        following = units[place + 1] if place + 1 < len(units) and units[place + 1].gap < COLON else None
        measured = following is not None and (following.text.lower() in UNITS or following.sense.role in ("to", "by"))
        if value is not None and not measured and _counts_key(statement, units, place):
            found[place] = (value, keys)
    of_which = next((place for place, unit in enumerate(units) if unit.text in _OF_WHICH), len(units))
    return {
        place: (count, counted | {OF_WHICH} if place > of_which else counted)
        for place, (count, counted) in sorted(found.items())
    }


def _counts_key(statement: Statement, units: list[Unit], place: int) -> bool:
    """Whether a number counts what the key names: "Taschen: 2 seitlich, 1 am Ärmel", "Knöpfe: 2 je Ärmel"."""
    noun = noun_after(units, place)
    if noun is None:
        beside = ((place - 1, place), (place, place + 1)) if place + 1 < len(units) else ((place - 1, place),)
        return not any(
            units[later].gap == COMMA and units[one].sense.role == units[later].sense.role == "number"
            for one, later in beside
            if one >= 0
        )  # "85, 95, 105 cm"
    return place == 0 and statement.field is Field.COUNT and not PACKED.isdisjoint(units[noun].sense.answers)


def codes_of(statement: Statement, units: list[Unit], mentions: tuple[Mention, ...]) -> set[str]:
    """Sizes as codes, and every bare number of a statement as it is written."""
    found = {unit.text.upper() for unit in units if statement.field in KIND_FIELDS["size"] or unit.text[0].isdigit()}
    if statement.field in KIND_FIELDS["size"]:
        found |= {part for code in found for part in re.split("[/-]", code)}
    figures = (mention.figure for mention in mentions if mention.figure is not None and mention.figure.kind == "size")
    sizes = {size for figure in figures for size in (figure.code.upper(), *(f"{each.low}" for each in figure.amounts))}
    return found | {f"{SIZED}{size}" for size in sizes}
