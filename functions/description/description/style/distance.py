"""How far a text's style is from its examples': 0 as alike as can be measured, 1 as different."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from description.style.profile import Naming, Opening, StyleProfile
from description.style.topics import Topic

_CANNOT = 0.5  # where the text has not what the examples have there: between following them and doing otherwise
_Measure = Callable[[Any, Any], float]


@dataclass(frozen=True, slots=True)
class StyleDistance:
    """`distance` in 0…1, the mean of the aspects by their weights. `aspects` has each of them: form, length, …"""

    distance: float
    aspects: Mapping[str, float]


def distance(text: StyleProfile, examples: StyleProfile) -> StyleDistance:
    """The distance of a text's profile to that of its examples. What the examples do not show does not count.

    Not symmetrical: the text may have what the examples neither show nor avoid, such as a unit.
    """
    aspects: dict[str, float] = {}
    weights: dict[str, float] = {}
    for name, (weight, fields) in _ASPECTS.items():
        told = [
            (share, measure(getattr(text, field), value) if _can_show(field, text, examples) else _CANNOT)
            for field, (share, measure) in fields.items()
            if _is_shown(value := getattr(examples, field), measure)
        ]
        if told:
            aspects[name] = round(sum(share * apart for share, apart in told) / sum(share for share, _ in told), 3)
            weights[name] = weight
    total = sum(weights.values())
    if not total or not examples.examples:
        return StyleDistance(0.0, {})
    return StyleDistance(round(sum(weights[name] * aspects[name] for name in aspects) / total, 3), aspects)


def _is_shown(value: object, measure: _Measure) -> bool:
    """Whether the examples show this at all: an absent unit is no style, no exclamation mark is one."""
    return not (value is None or value == "" or value == ()) or measure is _same_mark


def _can_show(field: str, text: StyleProfile, examples: StyleProfile) -> bool:
    """Whether the text could be like the examples here: one without care instructions does not end with them, and one
    without a brand does not open with it."""
    if getattr(text, field) == getattr(examples, field):
        return True
    if field == "closing" and isinstance(examples.closing, Topic):
        return examples.closing in text.order
    named = {Opening.BRAND: text.brand, Opening.NAME: text.name}.get(examples.opening) if examples.opening else None
    return field != "opening" or named is not Naming.NONE


def _same(text: object, examples: object) -> float:
    return float(text != examples)


def _same_mark(text: object, examples: object) -> float:
    """Marks that a text can also be like its examples in by having none."""
    return _same(text, examples)


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


# aspect: (weight, {field: (weight within the aspect, how it is compared)})
_ASPECTS: Mapping[str, tuple[float, Mapping[str, tuple[float, _Measure]]]] = {
    "form": (
        3,
        {
            "layout": (3, _same),
            "bullet": (1, _same_mark),
            "fragments": (3, _difference),
            "labels": (2, _difference),
            "full_stop": (1, _same),
        },
    ),
    "address": (2, {"address": (1, _same)}),
    "length": (2, {"words": (1, _length), "sentence_words": (1, _length)}),
    "manner": (
        2,
        {
            "benefits": (1, _difference),
            "clauses": (1, _difference),
            "adjectives": (1, _scarce),
            "connected": (1, _difference),
        },
    ),
    "opening": (2, {"opening": (1, _same)}),
    "closing": (1, {"closing": (1, _same)}),
    "order": (1, {"order": (1, _sequence)}),
    "features": (1, {"turn": (1, _same_if_any)}),
    "names": (
        1,
        {
            "brand": (2, _same_if_any),
            "brand_words": (1, _same_if_any),
            "name": (2, _same_if_any),
            "quotes": (1, _same_if_any),
            "capitals": (1, _same_if_any),
        },
    ),
    "punctuation": (
        2,
        {
            "exclamations": (2, _frequency),
            "dashes": (1, _frequency),
            "semicolons": (1, _frequency),
            "ellipses": (1, _frequency),
            "symbols": (1, _frequency),
        },
    ),
    "figures": (
        1,
        {
            "unit": (1, _same_if_any),
            "about": (1, _same_if_any),
            "axis": (1, _same_if_any),
            "times": (1, _same_if_any),
            "width": (1, _same_if_any),
            "percent": (1, _same_if_any),
            "number_words": (1, _same_if_any),
        },
    ),
}
