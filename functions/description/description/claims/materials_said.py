"""The materials that a text says, each with its part and how much of it is of the material."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.binding import adjectives_before
from description.claims.line import NONE, STOP, Unit, unit_before
from description.claims.material_parts import material_parts
from description.claims.mention import Mention
from description.claims.quantities import ENTIRELY, MAINLY, PARTLY, quantity_of
from description.claims.shares import APART
from description.claims.stems import stem
from description.claims.suppositions import supposes
from description.language.function_words import function_words

_SHADING = function_words("shading-preposition")
_PURE = frozenset({"rein", "pur"})


def materials_said(units: Sequence[Unit], at: int, *, denied: bool) -> Iterator[Mention]:
    """The mentions of a material: one for each part that it is said of."""
    unit = units[at]
    sense = unit.sense
    if unit.text.islower() and all(option.head.adjective is None for option in sense.options):
        return  # "Tropfen perlen ab"
    if unit.text.split(" ")[0].lower() in APART:  # "andere Fasern"
        return
    if at > 0 and units[at - 1].text == "wie":
        return  # "sieht aus wie Leder"
    if at > 0 and units[at - 1].text == "auf" and supposes(units, at):
        return  # "wer auf Nickel reagiert"
    pure = at > 0 and unit.gap == NONE and units[at - 1].sense.stem in _PURE
    pure = pure or (" " in unit.text and stem(unit.text.split(" ")[0]) in _PURE)  # a phrase of the vocabulary
    much = quantity_of(units, at)
    pure = pure or much == ENTIRELY
    before = unit_before(units, adjectives_before(units, at))
    if before is not None and before.text == "wie":
        return  # "sieht aus wie Leder"
    had = (before is not None and before.sense.role == "with") or not _is_made_from(units, at)
    mention = Mention(unit.start, unit.end, "material", sense, denied=denied, pure=pure, had=had)
    mention = mention._replace(mainly=much == MAINLY, partly=much == PARTLY)
    yield from of_parts(units, at, mention)


def is_shade(units: Sequence[Unit], at: int) -> bool:
    """ "setzt auf Türkis": the colour, which is a material, too."""
    unit = units[at]
    return unit.sense.colour is not None and at > 0 and unit.gap == NONE and units[at - 1].text in _SHADING


def of_parts(units: Sequence[Unit], at: int, mention: Mention) -> Iterator[Mention]:
    """One mention for each part that the material is said of; the last one reaches from the part to the material."""
    parts = material_parts(units, at)
    for slot, place in parts[:-1]:
        yield mention._replace(start=units[place].start, end=units[place].end, slot=slot, part_at=units[place].start)
    slot, place = parts[-1]
    start, end = min(mention.start, units[place].start), max(mention.end, units[place].end)
    part_at = units[place].start if place != at else -1
    with_part = part_at >= 0 and place > 0 and place < at and units[place - 1].sense.role in ("with", "and")
    yield mention._replace(start=start, end=end, slot=slot, part_at=part_at, with_part=with_part)


def _is_made_from(units: Sequence[Unit], at: int) -> bool:
    """Whether "aus" stands before, in the same clause."""
    for place in range(at, -1, -1):
        if units[place].sense.role == "from":
            return True
        if units[place].gap == STOP:
            return False
    return False
