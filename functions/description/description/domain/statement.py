"""What product data is once it is read: statements under canonical fields, and the conflicts between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from operator import itemgetter


class Field(StrEnum):
    """The canonical fields. Which German keys mean which is in keys.csv."""

    NUMBER = "number"
    NAME = "name"
    BRAND = "brand"
    TYPE = "type"
    AUDIENCE = "audience"
    COLOUR = "colour"
    PATTERN = "pattern"
    MATERIAL = "material"  # the main one: Obermaterial, Oberstoff, Material, Materialzusammensetzung
    LINING = "lining"
    INSOLE = "insole"
    OUTSOLE = "outsole"
    FILLING = "filling"
    PART_MATERIAL = "part-material"  # of another part, which the statement names: Ärmel, Besatz, Kapuzenfutter
    CLOSURE = "closure"
    HEEL_HEIGHT = "heel-height"
    HEEL_FORM = "heel-form"
    PLATFORM = "platform"
    TOE = "toe"
    SHAFT_HEIGHT = "shaft-height"
    SHAFT_WIDTH = "shaft-width"
    SHOE_WIDTH = "shoe-width"
    SIZE = "size"
    FIT = "fit"
    CUT = "cut"
    LENGTH = "length"
    RISE = "rise"
    LEG = "leg"
    SLEEVE = "sleeve"
    SLEEVE_FORM = "sleeve-form"
    COLLAR = "collar"
    POCKETS = "pockets"
    FEATURES = "features"
    OCCASION = "occasion"
    SEASON = "season"
    STYLE = "style"
    CARE = "care"
    ORIGIN = "origin"
    CERTIFICATE = "certificate"
    DIMENSIONS = "dimensions"  # Höhe, Breite, Tiefe, Durchmesser, Riemenlänge: the statement's key says which
    VOLUME = "volume"
    WEIGHT = "weight"
    COUNT = "count"  # Lieferumfang, Anzahl Teile
    DESCRIPTION = "description"  # prose of the supplier
    PRICE = "price"
    EXAMPLE = "example"  # a text of another article, which shows how to write; never a statement
    OTHER = "other"  # a key that is not known; kept, and it supports what it says


@dataclass(frozen=True, slots=True)
class Share:
    """One material of a composition. `percent` is None where none is given."""

    material: str
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit ("mm", "cm", "g", "l", "den", "°C", "Zoll"; "" when none is given); a range has `high`."""

    low: Decimal
    high: Decimal | None
    unit: str
    about: bool  # "ca."


@dataclass(frozen=True, slots=True)
class Statement:
    """What the data, or the supplier's prose, says of one attribute: a value, or the values of a list in their order.

    `field` is the attribute, `part` the target where it is not the article itself. Provenance: `key` and `text` are as
    they were written.
    """

    field: Field
    key: str
    text: str
    values: tuple[str, ...]
    part: str = ""  # for PART_MATERIAL: "Ärmel"; for FEATURES the thing that the key names: "Kapuze"
    shares: tuple[Share, ...] = ()
    measures: tuple[Measure, ...] = ()
    prose: str = ""  # for what is read from prose or a name: its key; `text` is in base form then
    said: str = ""  # and how it is said there: "abnehmbarer Kapuze"

    @property
    def source(self) -> str:
        """Key and value as an editor knows them: "Beschreibung: abnehmbare Kapuze"."""
        return f"{self.prose or self.key}: {self.text}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements of one field that cannot all be true. None may be stated. `message` is for the editor (German)."""

    field: Field
    statements: tuple[Statement, ...]
    message: str


@dataclass(frozen=True, slots=True)
class NotUsed:
    """What came with the data and is no statement about the article. `reason` tells the editor why, in German."""

    key: str
    text: str
    reason: str


@dataclass(frozen=True)
class ProductData:
    """An article's data in the order it came. `examples` are texts that came with it: their style counts, and nothing
    that they say supports a claim.
    """

    statements: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...] = ()
    examples: tuple[str, ...] = ()
    not_used: tuple[NotUsed, ...] = ()

    def all_of(self, *fields: Field) -> tuple[Statement, ...]:
        """Every statement of these fields, conflicting ones too."""
        return tuple(statement for statement in self.statements if statement.field in fields)

    @cached_property
    def _by_field(self) -> dict[Field, tuple[tuple[int, Statement], ...]]:
        """The statements that a text may state by their field, each with its place."""
        disputed = [statement for conflict in self.conflicts for statement in conflict.statements]
        found: dict[Field, list[tuple[int, Statement]]] = {}
        for place, statement in enumerate(self.statements):
            if statement not in disputed:
                found.setdefault(statement.field, []).append((place, statement))
        return {field: tuple(statements) for field, statements in found.items()}

    def stated(self, *fields: Field) -> tuple[Statement, ...]:
        """The statements of these fields (all fields when none is named) that a text may state."""
        told = self._by_field
        if len(fields) == 1:
            return tuple([statement for _, statement in told.get(fields[0], ())])
        placed = [pair for field in fields or told for pair in told.get(field, ())]
        return tuple([statement for _, statement in sorted(placed, key=itemgetter(0))])

    def values(self, *fields: Field) -> tuple[str, ...]:
        """The values that may be stated of these fields, each once, in order."""
        return tuple(dict.fromkeys(_each_value(self.stated(*fields))))


def _each_value(statements: Iterable[Statement]) -> Iterable[str]:
    for statement in statements:
        yield from statement.values
