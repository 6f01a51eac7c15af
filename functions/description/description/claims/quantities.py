"""How much of a thing is of a material: "ganz aus Leder", "nichts als Wolle", "mehrheitlich steckt Seide im Gewebe"."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import NONE, Unit
from description.claims.phrases import Phrases
from description.claims.targets import FINITE, clause_of
from description.language.function_words import function_words

ENTIRELY, MAINLY, PARTLY = "entirely", "mainly", "partly"
QUANTITIES = Phrases({much: function_words(much) for much in (ENTIRELY, MAINLY, PARTLY)})
_NEARLY = function_words("qualifier-below")
_FRONTED = 8  # units from the word that opens a clause to the material


def quantity_of(units: Sequence[Unit], at: int) -> str:
    """How much of it is of the material at a place: ENTIRELY, MAINLY, PARTLY, or "" where a text does not say."""
    place = at
    while place > 0 and units[place].gap == NONE and (place == at or units[place].sense.attributive):
        place -= 1
    if place > 0 and units[place].sense.role in ("from", "with") and units[place].gap == NONE:
        place -= 1
    if place == at or units[place + 1].gap != NONE:
        return _opening(units, at)
    much, first = QUANTITIES.ending_at(units, place)
    if much == ENTIRELY and first and units[first - 1].text.lower() in _NEARLY:
        return MAINLY  # "fast ganz aus Leder"
    return much or _opening(units, at)


def _opening(units: Sequence[Unit], at: int) -> str:
    """ "Mehrheitlich steckt Elasthan im Gewebe": the adverb that opens the clause before a verb."""
    first, _ = clause_of(units, at)
    first += units[first].sense.role == "and"
    if not first + 1 < at <= first + _FRONTED or units[first].text.lower() not in QUANTITIES.lasts:
        return ""
    verb = units[first + 1]
    alone = all(unit.sense.material is None for unit in units[first:at])
    verbal = verb.text.lower() in FINITE or (verb.text[0].islower() and not (verb.sense.attributive or verb.sense.role))
    return QUANTITIES.ending_at(units, first)[0] if alone and verbal else ""
