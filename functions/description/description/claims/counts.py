"""The numbers of one entry of the data: what it measures, what it counts, and its codes."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from description.claims.binding import noun_after
from description.claims.line import COLON, Unit
from description.claims.measures import Amount, amount, number
from description.claims.mentions import Mention
from description.claims.roles import ABOUT
from description.product_data.model import Entry, Field

SIZED = "size:"  # opens the code of a size that an entry of anything else names
_SIZED = frozenset({Field.SIZE, Field.SHOE_WIDTH})
_ONE = frozenset({"ein", "eine", "einen", "einer"})
_PACK = re.compile(r"(\d+)er(?:pack|set)")
_POCKETS = re.compile(r"(\d+) ?pocket")
_PLACES = frozenset({"vorn", "vorne", "hinten", "innen", "außen", "seitlich", "seitliche", "vordere", "hintere"})


def amounts_of(
    entry: Entry, mentions: tuple[Mention, ...], keys: frozenset[str]
) -> list[tuple[Amount, frozenset[str]]]:
    found: list[tuple[Amount, frozenset[str]]] = []
    for measure in entry.measures:
        size = amount(measure.low, measure.high, measure.unit)
        if size is not None:
            found.append((size, keys))
    for mention in mentions:
        if mention.figure is not None:
            about = mention.figure.about or mention.figure.also
            nouns = about.answers if about is not None else frozenset()
            found.extend((size, keys | nouns) for size in mention.figure.amounts)
    return found


def counts_of(
    entry: Entry, units: list[Unit], mentions: tuple[Mention, ...], keys: frozenset[str]
) -> list[tuple[Decimal, frozenset[str]]]:
    found = [
        (mention.figure.amounts[0].low, mention.figure.about.answers)
        for mention in mentions
        if mention.figure is not None and mention.figure.kind == "count" and mention.figure.about is not None
    ]
    for stem_ in [unit.sense.stem for unit in units if unit.sense.stem[:1].isdigit()]:
        if pack := _PACK.match(stem_):
            found.append((Decimal(pack[1]), ABOUT[Field.COUNT]))
        elif pockets := _POCKETS.match(stem_):
            found.append((Decimal(pockets[1]), ABOUT[Field.POCKETS]))
    for place, unit in enumerate(units):
        if unit.text.lower() in _ONE and (noun := noun_after(units, place)) is not None:
            found.append((Decimal(1), units[noun].sense.answers))
    first = number(units[0].text) if units else None
    alone = len(units) > 1 and units[1].gap >= COLON
    if first is not None and (entry.field is Field.COUNT or alone or not any(unit.sense.noun for unit in units)):
        found.append((first, keys))
    for unit, following in pairwise(units):  # "4 (2 vorn, 2 hinten)"
        part = number(unit.text)
        if part is not None and following.text in _PLACES and not following.gap:
            found.append((part, keys))
    return found


def codes_of(entry: Entry, units: list[Unit], mentions: tuple[Mention, ...]) -> set[str]:
    """Sizes as codes, and every bare number of an entry as it is written."""
    found = {unit.text.upper() for unit in units if entry.field in _SIZED or unit.text[0].isdigit()}
    if entry.field in _SIZED:
        found |= {part for code in found for part in re.split("[/-]", code)}
    sizes = (mention.figure for mention in mentions if mention.figure is not None and mention.figure.kind == "size")
    return found | {f"{SIZED}{size.code.upper()}" for size in sizes}
