"""How far a text's style is from its examples': 0 as alike as can be measured, 1 as different."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from description.style.profile import Naming, Opening, StyleProfile
from description.style.tables import rows
from description.style.topics import Topic

_CANNOT = 0.5  # where the text has not what the examples have there: between following them and doing otherwise


@dataclass(frozen=True, slots=True)
class StyleDistance:
    """`distance` in 0…1, the mean of the aspects by their weights. `aspects` has each of them: form, length, …"""

    distance: float
    aspects: Mapping[str, float]


def distance(text: StyleProfile, examples: StyleProfile) -> StyleDistance:
    """The distance of a text's profile to that of its examples. What the examples do not show does not count.

    Not symmetrical: the text may have what the examples neither show nor avoid, such as a unit.
    """
    told: dict[tuple[str, float], list[tuple[float, float]]] = {}
    for row in rows("distance") if examples.examples else ():
        field, measure = row["field"], _MEASURES[row["compared"]]
        value = getattr(examples, field)
        # an absent unit is no style, no bullet is one
        if value not in (None, "", ()) or row["compared"] == "same-mark":
            apart = measure(getattr(text, field), value) if _can_show(field, text, examples) else _CANNOT
            told.setdefault((row["aspect"], float(row["weight"])), []).append((float(row["share"]), apart))
    if not told:
        return StyleDistance(0.0, {})
    means = {aspect: round(_mean(each), 3) for aspect, each in told.items()}
    whole = _mean([(weight, mean) for (_, weight), mean in means.items()])
    return StyleDistance(round(whole, 3), {name: mean for (name, _), mean in means.items()})


def _mean(weighed: Sequence[tuple[float, float]]) -> float:
    return sum(weight * value for weight, value in weighed) / sum(weight for weight, _ in weighed)


def _can_show(field: str, text: StyleProfile, examples: StyleProfile) -> bool:
    """Whether the text could be like the examples here: one without care instructions does not end with them, and one
    without a brand does not open with it."""
    if getattr(text, field) == getattr(examples, field):
        return True
    if field == "closing" and isinstance(examples.closing, Topic):
        return examples.closing in text.order
    named = {Opening.BRAND: text.brand is not Naming.NONE, Opening.NAME: bool(text.quotes)}
    return field != "opening" or examples.opening is None or named.get(examples.opening, True)


def _same(text: object, examples: object) -> float:
    return float(text != examples)


def _same_if_any(text: object, examples: object) -> float:
    """A text without a measurement writes none in another way, and one without a brand names none elsewhere."""
    return float(bool(text) and text is not Naming.NONE and text != examples)


def _difference(text: float, examples: float) -> float:
    return min(1.0, abs(text - examples))


def _frequency(text: float, examples: float) -> float:
    """Marks per sentence, of which even a few are noticed."""
    return min(1.0, abs(math.sqrt(text) - math.sqrt(examples)))


def _scarce(text: float, examples: float) -> float:
    """Shares that differ from house to house by a tenth."""
    return min(1.0, 5 * abs(text - examples))


def _length(text: float, examples: float) -> float:
    """Half as long or twice as long is a distance of 0.5."""
    if not text or not examples:
        return 1.0
    return min(1.0, abs(math.log2(text / examples)) / 2)


def _sequence(text: Sequence[Topic], examples: Sequence[Topic]) -> float:
    """The share of pairs of topics that stand the other way round; what only one of both has does not count."""
    common = [topic for topic in examples if topic in text]
    pairs = list(combinations(common, 2))
    if not pairs:
        return 0.0
    return sum(text.index(first) > text.index(second) for first, second in pairs) / len(pairs)


_MEASURES: Mapping[str, Callable[[Any, Any], float]] = {
    "same": _same,
    "same-mark": _same,  # a text can also be like its examples by having none
    "same-if-any": _same_if_any,
    "difference": _difference,
    "frequency": _frequency,
    "scarce": _scarce,
    "length": _length,
    "sequence": _sequence,
}
