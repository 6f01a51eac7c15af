"""How much of a thing an adjective is said of: "komplett gefüttert", "zum Teil elastisch", "teilgefüttert"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from description.claims.binding import noun_after
from description.claims.line import NONE, Unit
from description.claims.phrases import Phrases
from description.claims.senses import is_adjectival
from description.claims.stems import stem
from description.claims.targets import clause_of, part_named, subject_of
from description.language.function_words import function_words

ENTIRE, PARTIAL = "entire", "partial"
_EXTENTS = Phrases({extent: function_words(f"extent-{extent}") for extent in (ENTIRE, PARTIAL)})
_PREFIXES = {word: extent for extent in (ENTIRE, PARTIAL) for word in function_words(f"extent-prefix-{extent}")}


class Extent(NamedTuple):
    """How much (ENTIRE or PARTIAL) of a part, "" for the article itself, an adjective (its stem) is said of."""

    adjective: str
    much: str
    part: str


def extent_of(units: Sequence[Unit], at: int) -> Extent | None:
    """The extent that a text gives the adjective at a place; None where it gives none."""
    unit = units[at]
    opening, _, rest = unit.text.rpartition(" ")
    much, adjective = _by_prefix(rest.lower())
    much = much or _EXTENTS.class_of(opening.lower())
    noun = noun_after(units, at)
    much = much or _before(units, at) or ("" if noun is not None else _at_end(units, at))
    if not much:
        return None
    noun = subject_of(units, at) if noun is None else noun
    return Extent(stem(adjective), much, part_named(units[noun].sense) if noun is not None else "")


def extents_stated(units: Sequence[Unit], key_part: str) -> Iterator[Extent]:
    """The extents in a statement of the data; `key_part` is the part that its key names."""
    for at, unit in enumerate(units):
        if unit.text[0].islower() and (extent := extent_of(units, at)) is not None:
            yield extent._replace(part=key_part or extent.part)


def _before(units: Sequence[Unit], at: int) -> str:
    """ "komplett gefüttert", "zum Teil mit Fleece gefüttert"."""
    place = at
    while place > 0 and units[place].gap == NONE:
        place -= 1
        if (much := _EXTENTS.ending_at(units, place)[0]) or not _is_crossed(units[place]):
            return much
    return ""


def _is_crossed(unit: Unit) -> bool:
    return unit.sense.role in ("with", "and") or unit.sense.material is not None


@lru_cache(maxsize=4096)
def _by_prefix(word: str) -> tuple[str, str]:
    """ "teilgefüttert" → PARTIAL, "gefüttert"."""
    for prefix, much in _PREFIXES.items():
        rest = word.removeprefix(prefix)
        if rest != word and rest.startswith("ge") and is_adjectival(rest):
            return much, rest
    return "", word


def _at_end(units: Sequence[Unit], at: int) -> str:
    """ "Gefüttert ist die Sandale zum Teil"."""
    first, last = clause_of(units, at)
    opens = at == first or (at == first + 1 and units[first].sense.role == "and")
    return _EXTENTS.ending_at(units, last - 1)[0] if opens else ""
