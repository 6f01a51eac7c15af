"""False statements: each takes a value from where it is true to where it does not follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bildtext_dev.quality.swaps.statements import Statement, Truth
from bildtext_dev.quality.swaps.words import Words, document

_OF_ANOTHER: Final = {
    "material": "material of another part",
    "colour": "colour of another part",
    "feature": "feature of another part",
    "pattern": "pattern of another part",
    "closure": "closure of another part",
    "position": "position of another part",
    "dimension": "measurement of another part",
    "volume": "volume of another part",
    "axis": "other axis",
    "contents": "count of another item",
    "pockets": "count of another item",
    "itemsize": "size of another item",
    "share": "percentage of another fibre",
}
_OPPOSITE: Final = {
    "feature": "opposite polarity",
    "has": "opposite polarity",
    "property": "opposite polarity",
    "care": "opposite care instruction",
}
_OTHER_UNITS: Final = {"cm": ("mm", "m"), "mm": ("cm",), "g": ("kg",)}
_NEAR: Final[dict[str, list[str]]] = document("values")["near"]


@dataclass(frozen=True, slots=True)
class Swap:
    """A false statement and the kind of its falsehood."""

    kind: str
    claim: Statement


@dataclass(frozen=True, slots=True)
class Swaps:
    """Makes false statements from the true ones of an article."""

    truth: Truth
    words: Words

    def all(self) -> tuple[Swap, ...]:
        """Return every false statement; none follows from the true ones."""
        makers = (
            self._of_another,
            self._main_fibre,
            self._unit,
            self._opposite,
            self._quantifier,
            self._edge,
            self._position,
            self._size,
        )
        made = (swap for one in self.truth.statements for maker in makers for swap in maker(one))
        false = (swap for swap in (*made, *self._brand()) if not self.truth.follows(swap.claim, self.words))
        return tuple(dict.fromkeys(false))

    def _of_another(self, one: Statement) -> Iterator[Swap]:
        """Yield the value or number of another part, axis or item, or of another fibre of the same fabric."""
        kind = _OF_ANOTHER.get(one.attribute)
        for other in self.truth.statements:
            if kind is None or other.attribute != one.attribute or one.quantifier or other.quantifier:
                continue
            if not other.polarity or _near(one, other):
                continue
            whole = one.attribute in ("colour", "closure") and not (one.target and other.target)
            named = f"{one.attribute} of the whole and of a part" if whole else kind
            if one.number is not None:
                yield Swap(named, replace(one, number=other.number, unit=other.unit))
            else:
                yield Swap(named, replace(one, value=other.value, polarity=True))

    def _main_fibre(self, one: Statement) -> Iterator[Swap]:
        """Yield the fabric's main fibre as the material of a part."""
        for other in self.truth.statements:
            if one.attribute == "material" and other.attribute == "share" and other.quantifier:
                yield Swap(_OF_ANOTHER["material"], replace(one, value=other.value))

    def _unit(self, one: Statement) -> Iterator[Swap]:
        for unit in _OTHER_UNITS.get(one.unit, ()):
            kind = "unit × 10" if {one.unit, unit} == {"cm", "mm"} else "other unit"
            yield Swap(kind, replace(one, unit=unit))

    def _opposite(self, one: Statement) -> Iterator[Swap]:
        if kind := _OPPOSITE.get(one.attribute):
            yield Swap(kind, replace(one, polarity=not one.polarity))

    def _quantifier(self, one: Statement) -> Iterator[Swap]:
        """Yield "partly" for "wholly" and the reverse; one of several materials as the main one or the only one."""
        claims: list[Statement] = []
        match one.attribute:
            case "quantified":
                claims = [replace(one, quantifier="part" if one.quantifier == "all" else "all")]
            case "mixed":
                claims = [replace(one, value=value, quantifier="all") for value in one.value.split("/")]
            case "share" if one.number is not None and one.number < 100:
                quantifiers = ("most", "all") if one.number < 50 else ("all",)
                claims = [replace(one, quantifier=quantifier, number=None, unit="") for quantifier in quantifiers]
        yield from (Swap("other quantifier", claim) for claim in claims)

    def _edge(self, one: Statement) -> Iterator[Swap]:
        if one.attribute == "range":
            yield Swap("minimum and maximum", replace(one, quantifier="max" if one.quantifier == "min" else "min"))

    def _position(self, one: Statement) -> Iterator[Swap]:
        claims = [replace(one, value=name) for name in self.words.values["position"] if one.attribute == "position"]
        yield from (Swap("other position", claim) for claim in claims if not _near(one, claim))

    def _size(self, one: Statement) -> Iterator[Swap]:
        """Yield the size as a measurement, and a measurement as the size."""
        for other in self.truth.statements:
            if one.attribute != "size" or other.attribute not in ("dimension", "range"):
                continue
            yield Swap("size and measurement", replace(other, number=one.number))
            if other.number is not None and other.number == other.number.to_integral_value():
                yield Swap("size and measurement", replace(one, number=other.number))

    def _brand(self) -> Iterator[Swap]:
        """Yield what the brand's name seems to say: Blazerwerk does not only make blazers."""
        attribute, hint = self.words.brands[self.truth.brand]
        if attribute == "type":
            yield Swap("brand as type", Statement("type", value=hint))
        elif hint in self.words.values.get(attribute, {}):
            for one in self.truth.statements:
                if one.attribute == attribute and (attribute == "material" or not one.target):
                    yield Swap(f"brand as {attribute}", replace(one, value=hint))


def _near(one: Statement, other: Statement) -> bool:
    """Return whether one of two positions may be meant by the other (what is on the left is at the side)."""
    pairs = (one.value, other.value), (other.value, one.value)
    return one.attribute == "position" and any(second in _NEAR.get(first, ()) for first, second in pairs)
