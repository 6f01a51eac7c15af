"""The counts of one statement of the data, and its codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from description.claims.binding import noun_after
from description.claims.line import COLON, COMMA, Unit
from description.claims.measures import DASHES, number
from description.claims.mention import Mention
from description.claims.roles import ABOUT, KIND_FIELDS, PACKED
from description.claims.stems import stem
from description.claims.targets import clause_of, is_nominative
from description.domain.quantity import UNITS
from description.domain.statement import Field, Statement
from description.language.function_words import function_words

SIZED = "size:"  # opens the code of a size that a statement of anything else names
_ONE = function_words("one")
_PACK = re.compile(r"(\d{1,6})er(?:pack|set)|(\d{1,6})(?:teil|tlg)")
LEVELS = re.compile(r"(\d{1,6})(?:fach|stufig)")
OF_LEVELS = frozenset(f"~{stem(word)}" for word in function_words("level"))
_OF_COLOURS = frozenset(f"~{stem(word)}" for word in function_words("countable"))
_OF_PARTS = re.compile(r"(\d{1,6})([a-z]{3,})ig$")  # "4-lagig": of four Lagen
_POCKETS = re.compile(r"(\d{1,6}) ?pocket")
_OF_WHICH = function_words("of-which")
OF_WHICH = "part:of-which"  # a key of what is counted once more: "4 Taschen, davon 1 innen"
_LETTERS = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "XXXXL")
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
    return found if statement.field is not Field.SIZE else [*found, *_sizes(statement, units)]


def _in_words(units: list[Unit]) -> Iterator[Count]:
    """ "3er-Pack", "3fach", "5-Pocket", "3 fach"."""
    for stem_ in [unit.sense.stem for unit in units if unit.sense.stem[:1].isdigit()]:
        if pack := _PACK.match(stem_):
            yield Decimal(pack[1] or pack[2]), ABOUT[Field.COUNT]
        elif levels := LEVELS.match(stem_):
            yield Decimal(levels[1]), OF_LEVELS
        elif made_of := _OF_PARTS.match(stem_):
            yield Decimal(made_of[1]), frozenset({f"~{stem(made_of[2])}"})
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
            of = keys | _before_bracket(units, figure.first) if packed else frozenset()
            found[figure.first] = (figure.amounts[0].low, figure.about.answers | of)
    for place, unit in enumerate(units):
        if unit.text.lower() in _ONE and (noun := noun_after(units, place)) is not None:
            found[place] = (Decimal(1), units[noun].sense.answers)
        value = number(unit.text) if place not in found else None
        if value is not None and (each := _times(units, place)) is not None:
            found[place] = (value, each.sense.answers)
            continue
        following = units[place + 1] if place + 1 < len(units) and units[place + 1].gap < COLON else None
        measured = following is not None and (following.text.lower() in UNITS or following.sense.role in ("to", "by"))
        if value is not None and not measured and _counts_key(statement, units, place):
            found[place] = (value, keys | _before_bracket(units, place))
    of_which = next((place for place, unit in enumerate(units) if unit.text in _OF_WHICH), len(units))
    return {
        place: (count, counted | {OF_WHICH} if place > of_which else counted)
        for place, (count, counted) in sorted(found.items())
    }


def _times(units: Sequence[Unit], place: int) -> Unit | None:
    """ "3 × Weiß": what there are as many of."""
    if place + 2 >= len(units) or units[place + 1].sense.role != "by" or units[place + 2].sense.role == "number":
        return None
    return units[place + 2]


def _before_bracket(units: Sequence[Unit], place: int) -> frozenset[str]:
    """ "Druckknöpfe im Schritt (3 Stück)": the keys of what a count in brackets counts."""
    if not place or units[place].gap != COLON:
        return frozenset()
    first = clause_of(units, place - 1)[0]
    nouns = [at for at in range(first, place) if is_nominative(units, at, first)]
    return units[nouns[-1]].sense.answers if nouns else frozenset()


def _sizes(statement: Statement, units: Sequence[Unit]) -> Iterator[Count]:
    """How many sizes are listed, "7 – 7,5 – 8" or "XS bis L"; of a range of numbers nobody knows."""
    listed = [unit.text for unit in units if unit.sense.figure]
    ranged = any(unit.sense.role == "to" for unit in units)
    if len(listed) == 2 and (ranged or any(dash in statement.text for dash in DASHES)):
        ends = [_LETTERS.index(size) for size in listed if size in _LETTERS]
        yield from [(Decimal(ends[1] - ends[0] + 1), ABOUT[Field.SIZE])] if len(ends) == 2 else []
    elif len(listed) > 2 and not ranged:
        yield Decimal(len(listed)), ABOUT[Field.SIZE]


def _counts_key(statement: Statement, units: list[Unit], place: int) -> bool:
    """Whether a number counts what the key names: "Taschen: 2 seitlich, 1 am Ärmel", "Knöpfe: 2 je Ärmel"."""
    if statement.field in KIND_FIELDS["size"]:
        return False
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
