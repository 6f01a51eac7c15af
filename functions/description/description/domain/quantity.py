"""Units of measure, and amounts in the base unit of what they measure. The units are in the lexicon's units.csv."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from description.language.csv_tables import LEXICON, table_rows


class Unit(NamedTuple):
    """What a unit measures ("length"), and how many of the base unit one of it is."""

    of: str
    factor: Decimal


_ROWS = [{column: cell.split("|") for column, cell in row.items()} for row in table_rows(LEXICON / "units.csv")]
# Units as texts write them, in lower case.
UNITS = {name: Unit(row["of"][0], Decimal(row["factor"][0])) for row in _ROWS for name in row["names"] if name}
# Units as product data writes them, in lower case → as a text writes them.
UNIT_NAMES = {
    name: row["unit"][0] for row in _ROWS if row["unit"][0] for name in (*row["names"], *row["in data"]) if name
}
# The units in which heels are measured, in millimetres.
MILLIMETRES = {unit: UNITS[unit].factor for unit in ("mm", "cm")}
