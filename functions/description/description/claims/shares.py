"""Materials compared by their shares: "mehr Wolle als Seide", "den größten Anteil"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from description.claims.binding import noun_after
from description.claims.line import NONE, STOP, Unit
from description.claims.measures import Amount, number
from description.claims.phrases import Phrases
from description.claims.qualifiers import qualifier_before
from description.claims.targets import clause_of
from description.language.function_words import function_words

_MORE = function_words("more")
EQUAL = "gleich"  # opens a comparison of equal shares: "gleich Daunen Federn"
_SHARES = frozenset({"Anteil", "Teil"})
_GREATEST = re.compile(r"(?:größ|höch)te[nrsm]?$")
_RATIO = re.compile(r"\b(\d{1,2})\s*/\s*(\d{1,2})\b")
_SPAN, _WHOLE = 4, Decimal(100)
_REACH, _TWO = 3, 2
_CLAUSE = 12  # units
_TO = frozenset({"zu", "zur"})
APART = function_words("other")
_PARTS = (2, 3, 4, 5, 8, 10)
_HALF = function_words("half")
_ONE = function_words("one")
_EQUAL = Phrases({EQUAL: function_words("equal-parts")})
_OF_WHICH = function_words("of-which")
_BALANCE = function_words("balance")
_BALANCING = function_words("balancing")
_GENITIVE = function_words("genitive-article")
_PARTS_BY_NAME = {word: parts for parts in _PARTS for word in function_words(f"fraction-{parts}")}
# The words that one of the functions below may begin at, in lower case.
SHARING = (
    _MORE | _HALF | {word.lower() for word in _PARTS_BY_NAME} | _EQUAL.firsts | {word.lower() for word in _BALANCE}
)


class Fraction(NamedTuple):
    """A share in words, from unit `first` on."""

    first: int
    share: Amount


def fraction_at(units: Sequence[Unit], at: int) -> Fraction | None:
    """ "zur Hälfte", "ein knappes Drittel", "zwei Fünftel", "halb Baumwolle": the share that ends at this unit."""
    text = units[at].text
    parts = _PARTS_BY_NAME.get(text)
    if parts is None:
        if text.lower() not in _HALF or at + 1 >= len(units) or units[at + 1].gap:
            return None
        return Fraction(at, _share(1, 2, "")) if units[at + 1].sense.material is not None else None
    said, first = qualifier_before(units, at)
    times = Decimal(1)
    if first and not units[first].gap:
        value = number(units[first - 1].text)
        times = value if value is not None and value < parts else Decimal(1)
        counted = value is not None or units[first - 1].text.lower() in _ONE
        first -= counted or units[first - 1].sense.role == "function"
    said, first = (said, first) if said else qualifier_before(units, first)
    return Fraction(first, _share(times, parts, said))


def is_fraction(text: str) -> bool:
    """Whether a word is a share: "Drittel", "halb"."""
    return text in _PARTS_BY_NAME or text.lower() in _HALF


def _share(times: Decimal | int, parts: int, said: str) -> Amount:
    value = _WHOLE * times / parts
    return Amount(value, value, "%", said or "about")


def compared_shares(units: Sequence[Unit], at: int) -> tuple[int, str] | None:
    """ "mehr Wolle als Seide", "zu gleichen Teilen aus Wolle und Seide": the last unit, and the comparison in short;
    None when it is none of materials."""
    if units[at].text.lower() not in _MORE or at + _SPAN > len(units):
        return _equal_shares(units, at)
    _, one, than, other = units[at : at + _SPAN]
    together = all(unit.gap == NONE for unit in (one, than, other)) and than.text == "als"
    if not together or one.sense.material is None or other.sense.material is None:
        return None
    return at + _SPAN - 1, f"{units[at].text} {one.text} als {other.text}"


def _equal_shares(units: Sequence[Unit], at: int) -> tuple[int, str] | None:
    end = at if units[at].text in _BALANCE and _balances(units, at) else at + _EQUAL.size_at(units, at) - 1
    if end < at:
        return None
    behind = _materials(units, range(end + 1, len(units)))
    before = _materials(units, range(at - 1, -1, -1))
    materials = behind if len(behind) > 1 else before
    return (end, " ".join((EQUAL, *materials))) if len(materials) > 1 else None


def _balances(units: Sequence[Unit], at: int) -> bool:
    """ "halten sich die Waage"."""
    first, last = clause_of(units, at)
    return any(unit.text in _BALANCING for unit in units[first:last])


def _materials(units: Sequence[Unit], places: range) -> list[str]:
    """The first two materials of the sentence on one side."""
    found: list[str] = []
    for place in places:
        if units[place].gap == STOP and places.step > 0:
            break
        if units[place].sense.material is not None:
            found.append(units[place].text)
        if len(found) == _TWO or units[place].gap == STOP:
            break
    return found


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


def ratio_of(text: str) -> tuple[Decimal, ...]:
    """ "50/50 Baumwolle/Polyester" → 50, 50; () where no such ratio stands."""
    found = _RATIO.search(text)
    shares = tuple(Decimal(part) for part in found.groups()) if found else ()
    return shares if sum(shares) == _WHOLE else ()


def fibre_of(units: Sequence[Unit], first: int, last: int) -> int | None:
    """The place of the material that a percentage in units `first` to `last` is the share of."""
    whole = whole_of(units, last)
    if whole is not None:
        return _fibre_of_whole(units, whole, last)
    if is_described(units, last):
        return None
    for place in range(last + 1, min(last + 1 + _REACH, len(units))):
        if units[place].gap != NONE:
            break
        if units[place].text.split(" ")[0].lower() in APART:  # "halb Baumwolle, halb andere Fasern"
            return None
        if units[place].sense.material is not None:
            return place
        if units[place].sense.noun:
            break
    for place in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if units[place + 1].gap == STOP or units[place].text == "%":
            break
        if units[place].sense.material is not None:
            return place
    return _made_of(units, first, last)


def whole_of(units: Sequence[Unit], last: int) -> int | None:
    """ "zwei Drittel des Stoffs": the place of what a genitive says to be the whole."""
    if last + 2 >= len(units) or units[last + 1].gap or units[last + 1].text not in _GENITIVE:
        return None
    _, end = clause_of(units, last)
    return next((at for at in range(last + 2, end) if units[at].sense.noun), None)


def is_described(units: Sequence[Unit], last: int) -> bool:
    """ "zur Hälfte recycelt": a share of what is so, not of a material."""
    if any(unit.text in _OF_WHICH for unit in units[max(0, last - 2) : last]):
        return False
    following = units[last + 1] if last + 1 < len(units) and not units[last + 1].gap else None
    described = following is not None and following.text[0].islower() and bool(following.sense.options)
    return described and noun_after(units, last) is None


def _fibre_of_whole(units: Sequence[Unit], whole: int, last: int) -> int | None:
    """ "zwei Drittel des Stoffs sind Wolle", "… bestehen aus Wolle", "Wolle macht zwei Drittel des Stoffs aus"."""
    begin, end = clause_of(units, last)
    places = (*range(whole + 1, end), *range(last - 1, begin - 1, -1))
    return next((at for at in places if units[at].sense.material is not None), None)


def _made_of(units: Sequence[Unit], first: int, last: int) -> int | None:
    """ "Zu drei Vierteln besteht der Stoff aus Viskose": the material behind "aus" in the clause."""
    opener = units[first].text.lower() if units[first].text.lower() in _TO else units[first - 1].text.lower()
    if opener not in _TO:
        return None
    made = False
    for place in range(last + 1, min(last + _CLAUSE, len(units))):
        if units[place].gap:
            return None
        made = made or units[place].sense.role == "from"
        if made and units[place].sense.material is not None:
            return place
    return None


def is_difference(units: Sequence[Unit], first: int) -> bool:
    """ "um die Hälfte weniger"."""
    return first > 0 and units[first - 1].text.lower() == "um"
