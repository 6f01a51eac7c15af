"""Where a text names a brand: "von Jack & Jones", "der Marke Gabor"."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import NONE, Unit
from description.claims.stems import stem
from description.language.function_words import function_words

_BRAND_LABELS = frozenset(map(stem, function_words("brand-label")))


def names_brand(units: Sequence[Unit], at: int) -> bool:
    if not at or units[at].gap != NONE or not units[at].sense.noun:
        return False
    before = units[at - 1].sense
    return before.role == "of" or before.stem in _BRAND_LABELS


def brand_end(units: Sequence[Unit], at: int) -> int:
    """The last unit of a name of several words ("Jack & Jones", "Camel Active"), when one of them is no known word."""
    last, unknown = at, not units[at].sense.options
    while last + 1 < len(units) and units[last + 1].gap == NONE:
        following = units[last + 1]
        if following.text in "&+" and last + 2 < len(units) and units[last + 2].text[0].isupper():
            last += 2
        elif following.text[0].isupper() and not following.sense.role:
            last += 1
        else:
            break
        unknown = unknown or not units[last].sense.options
    return last if unknown else at
