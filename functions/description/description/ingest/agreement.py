"""Whether two statements of one field can both be true: the same in other words, or one more exact than the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import permutations

from description.domain.attributes import attributes
from description.domain.quantity import UNITS
from description.domain.statement import Field, Measure, Statement
from description.ingest.countries import countries, is_region
from description.ingest.keys import MATERIALS
from description.ingest.markers import alternatives, marks
from description.ingest.material_agreement import materials_agree
from description.ingest.related import agreeing, stem
from description.ingest.wording import folded
from description.language import exclusive
from description.language.vocabulary import Word, vocabulary

# Those of their values that exclude each other are in a table; others stand beside each other ("lang", "gekrempelt").
_ON_A_SCALE = frozenset(Field(value.fields[0]) for value in exclusive.values() if value.fields)
_TREE = re.compile(alternatives("category-tree"))


def agree(one: Statement, other: Statement) -> bool:
    """Whether both can be true."""
    if folded(one.text) == folded(other.text):
        return True
    if one.measures and other.measures and not (one.shares or other.shares):
        return _measures_agree(one.measures, other.measures)
    if bool(one.measures) != bool(other.measures) and one.field not in MATERIALS and one.field is not Field.OTHER:
        return True
    if one.field in MATERIALS:
        return materials_agree(one, other)
    if one.field in _ON_A_SCALE:
        return True
    return _AGREEMENTS.get(one.field, _values_agree)(one, other)


def _values_agree(one: Statement, other: Statement) -> bool:
    """Every value of one is said by the other as well. Under two keys, a word that is not known disputes nothing."""
    kinds = attributes()[one.field].kinds
    if (
        kinds
        and folded(one.key) != folded(other.key)
        and not all(any(vocabulary().named(value, *kinds) for value in statement.values) for statement in (one, other))
    ):
        return True
    return agreeing(one.values, other.values, kinds)


def _colours_agree(one: Statement, other: Statement) -> bool:
    for statement, beside in ((one, other), (other, one)):
        if any(marks("colourful", value) for value in statement.values):
            return len(beside.values) > 1 or not vocabulary().named(beside.text, "colour") or _values_agree(one, other)
    if _values_agree(one, other):
        return True
    named = [[(vocabulary().named(value, "colour"), value) for value in told.values] for told in (one, other)]
    if folded(one.key) == folded(other.key):
        families, its = ({word.family if word else value for word, value in of_one} for of_one in named)
        return families == its
    # Under two keys ("Farbe: sand", "Farbfamilie: beige") the family decides, and a trade name is no dispute.
    known = [[word.family for word, _ in of_one if word] for of_one in named]
    return not all(known) or any(
        all(_near(family, its) for family in families) for families, its in permutations(known)
    )


def _near(family: str, others: Iterable[str]) -> bool:
    """Whether a group of colours may hold those of another: petrol is sorted under blue, and under green."""
    return any(
        family == other or marks("near-colours", f"{family} {other}") or marks("near-colours", f"{other} {family}")
        for other in others
    )


def _types_agree(one: Statement, other: Statement) -> bool:
    if _values_agree(one, other):
        return True
    if folded(one.key) == folded(other.key):
        return False
    words = vocabulary()
    found = [[words.named(value, "type") for value in statement.values] for statement in (one, other)]
    known: list[list[Word]] = [[word for word in of_statement if word] for of_statement in found]
    if not all(known) or any(_same_head(one, other) for one in known[0] for other in known[1]):
        return True
    if _TREE.search(folded(one.key)) or _TREE.search(folded(other.key)):
        return bool({word.group for word in known[0]} & {word.group for word in known[1]})
    return False


def _same_head(one: Word, other: Word) -> bool:
    """Whether two words are kinds of one thing that both name: a Winterjacke may be an Outdoorjacke."""
    endings = (
        (folded(one.lemma), folded(other.lemma), folded(parent)) for parent in one.parents if parent in other.parents
    )
    return any(first.endswith(parent) and second.endswith(parent) for first, second, parent in endings)


def _brands_agree(one: Statement, other: Statement) -> bool:
    first, second = folded(one.text), folded(other.text)
    return first in second or second in first


def _origins_agree(one: Statement, other: Statement) -> bool:
    """A value that names no country ("Handarbeit"), or only a region, disputes no country."""
    named, named_other = countries(one.text), countries(other.text)
    if not named or not named_other or any(map(is_region, named | named_other)):
        return True
    return bool(named & named_other)


def _numbers_agree(one: Statement, other: Statement) -> bool:
    """Pockets of several kinds stand beside each other; two bare numbers do not."""
    return not (one.text.isdecimal() and other.text.isdecimal())


def _widths_agree(one: Statement, other: Statement) -> bool:
    """Letters are a system; a word beside one ("normal", "G") disputes nothing."""
    return not all(len(stem(value)) == 1 for statement in (one, other) for value in statement.values) or _values_agree(
        one, other
    )


def _heels_agree(one: Statement, other: Statement) -> bool:
    heights = [all(marks("height", value) for value in statement.values) for statement in (one, other)]
    return heights[0] is not heights[1] or _values_agree(one, other)


def _measures_agree(one: tuple[Measure, ...], other: tuple[Measure, ...]) -> bool:
    if len(one) != len(other):
        return True
    if len(one) > 1 and not any(_overlap(*pair) for pair in zip(one, other, strict=True)):
        return True  # two pieces of a set: "135 x 200 cm", "80 x 80 cm"
    return all(_overlap(*pair) for pair in zip(one, other, strict=True))


def _overlap(one: Measure, other: Measure) -> bool:
    factor = factor_other = Decimal(1)
    if one.unit and other.unit and one.unit != other.unit:
        known, known_other = UNITS.get(one.unit.lower()), UNITS.get(other.unit.lower())
        if known is None or known_other is None or known.of != known_other.of:
            return True
        factor, factor_other = known.factor, known_other.factor
    slack = Decimal("0.1") if one.about or other.about else Decimal("0.001")
    low, high = one.low * factor, (one.high or one.low) * factor
    low_other, high_other = other.low * factor_other, (other.high or other.low) * factor_other
    return low <= high_other * (1 + slack) and low_other <= high * (1 + slack)


_AGREEMENTS: dict[Field, Callable[[Statement, Statement], bool]] = {
    Field.COLOUR: _colours_agree,
    Field.TYPE: _types_agree,
    Field.BRAND: _brands_agree,
    Field.HEEL_FORM: _heels_agree,
    Field.ORIGIN: _origins_agree,
    Field.POCKETS: _numbers_agree,
    Field.SHOE_WIDTH: _widths_agree,
}
