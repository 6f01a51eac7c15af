"""Whether the cells of a row that is too short stand under the names of their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from description.domain.attributes import attributes
from description.domain.statement import Field
from description.ingest.compositions import is_composition
from description.ingest.keys import meanings
from description.language.vocabulary import vocabulary

_KINDS = ("colour", "material", "type")
_OF_NO_KIND = frozenset({Field.BRAND, Field.NUMBER, Field.SIZE, Field.SHOE_WIDTH, Field.AUDIENCE, Field.PRICE})
_NUMBER = re.compile(r"[\d.,\s–-]+")


def is_shifted(cells: Iterable[tuple[str, str]]) -> bool:
    """Whether a value is plainly one of another column: a colour as the brand, a material or a number as the colour."""
    return any(value and _is_misplaced(meanings(name)[0].field, value) for name, value in cells)


def _is_misplaced(field: Field, value: str) -> bool:
    own = next((kind for kind in attributes()[field].kinds if kind in _KINDS), None)
    if (own is not None or field is Field.BRAND) and _NUMBER.fullmatch(value):
        return True
    if own is None and field not in _OF_NO_KIND:
        return False
    named = vocabulary().named
    if own is not None and (named(value, own) or (own == "material" and is_composition(value))):
        return False
    return is_composition(value) or any(named(value, kind) for kind in _KINDS)
