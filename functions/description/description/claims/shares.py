"""Materials compared by their shares: "mehr Wolle als Seide", "den größten Anteil"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from description.claims.line import NONE, STOP, Unit
from description.claims.measures import number

_MORE = frozenset({"mehr", "weniger"})
_SHARES = frozenset({"Anteil", "Teil"})
_GREATEST = re.compile(r"(?:größ|höch)te[nrsm]?$")
_SPAN, _WHOLE = 4, 100


def share_end(units: Sequence[Unit], at: int) -> int | None:
    """The last unit of "mehr Wolle als Seide", when both are materials."""
    if units[at].text.lower() not in _MORE or at + _SPAN > len(units):
        return None
    _, one, than, other = units[at : at + _SPAN]
    together = all(unit.gap == NONE for unit in (one, than, other)) and than.text == "als"
    return at + _SPAN - 1 if together and one.sense.material is not None and other.sense.material is not None else None


def is_greatest(units: Sequence[Unit], at: int) -> bool:
    """ "80 % Wolle stellen den größten Anteil": the share that the sentence tells is the greatest."""
    if not _GREATEST.search(units[at].text) or at + 1 >= len(units) or units[at + 1].text not in _SHARES:
        return False
    before = list(_percents(units, at, -1))
    every = [*before, *_percents(units, at, 1)]
    return bool(before) and before[0] == max(every) and (before[0] * 2 > _WHOLE or sum(every) == _WHOLE)


def _percents(units: Sequence[Unit], at: int, step: int) -> Iterator[Decimal]:
    """The percentages of the sentence before or behind a place, the nearest first."""
    place = at
    while 0 < place < len(units) and not (step > 0 and place > at and units[place].gap == STOP):
        value = number(units[place - 1].text) if units[place].text in ("%", "Prozent") else None
        if value is not None:
            yield value
        if step < 0 and units[place].gap == STOP:
            return
        place += step
