"""What spreadsheets make of cells: numbers kept as text by a formula, and values that they have turned into others."""

from __future__ import annotations

import re

from bildtext.errors import ConvertedValue
from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.markers import alternatives

_TEXT_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"')
_ROUNDED = re.compile(r"[+-]?\d+(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
_MONTHS = f"(?:{alternatives('month')})"
_DATE = re.compile(rf"\d{{1,2}}[. -]\s?{_MONTHS}\.?|{_MONTHS}\.?[ -]\d{{2}}", re.IGNORECASE)
# Fields with values such as 3/4, 6-12 or 1/38, which become dates; in the others a date may be meant.
_NEVER_A_DATE = having("never-a-date")


def cell_text(cell: str) -> str:
    """A cell without the formula that keeps it text: `="00123"` is 00123."""
    formula = _TEXT_FORMULA.fullmatch(cell)
    return formula[1].replace('""', '"') if formula else cell


def refuse_converted(key: str, text: str, field: Field) -> None:
    """Raises ConvertedValue for a value that a spreadsheet has rounded ("4,01235E+12") or made a date of."""
    if not text[-1:].isalnum() and not text.endswith("."):
        return
    if _ROUNDED.fullmatch(text):
        made = "rounded a long number"
    elif field in _NEVER_A_DATE and _DATE.fullmatch(text):
        made = "made a date of a value"
    else:
        return
    raise ConvertedValue(
        f"{key!r} is {text!r}: Excel has {made}, and what it was is lost. Format the column as text there, and "
        "export again."
    )
