"""What an entry means only beside the others of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from description.german.vocabulary import vocabulary
from description.product_data.markers import alternatives, marks
from description.product_data.model import Entry, Field
from description.product_data.wording import folded

_ADDRESS = re.compile(r"\b\d{4,5}\b|@|stra(?:ß|ss)e\b|\bstr\.|\b(?:GmbH|AG|KG|Ltd|Inc|S\.?p\.?A)\b", re.IGNORECASE)
_TRADE_KEY = re.compile(alternatives("trade-key"))


def seen_together(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, some under another field.

    A manufacturer is no brand where a brand is named or where it is an address; a length beside a width is a measure of
    the whole, or a size where both are in inches ("Weite: 30", "Länge: 32"); a trade name is no colour beside a colour.
    """
    named = any(entry.field is Field.BRAND and not marks("maker", entry.key) for entry in entries)
    broad = any(entry.field is Field.DIMENSIONS and marks("broad-dimension", entry.key) for entry in entries)
    inches = any(entry.field is Field.SIZE and folded(entry.key) in ("weite", "weiten") for entry in entries)
    colours = sum(entry.field is Field.COLOUR for entry in entries)
    seen = (_seen(entry, named=named, broad=broad, inches=inches) for entry in entries)
    return tuple(
        replace(entry, field=Field.OTHER) if colours > 1 and _is_trade_name(entry) else entry for entry in seen
    )


def _is_trade_name(entry: Entry) -> bool:
    """ "Herstellerfarbe: Cloud Dancer"."""
    if entry.field is not Field.COLOUR or not _TRADE_KEY.search(folded(entry.key)):
        return False
    return not any(vocabulary().named(value, "colour") for value in entry.values)


def _seen(entry: Entry, *, named: bool, broad: bool, inches: bool) -> Entry:
    if entry.field is Field.BRAND and marks("maker", entry.key) and (named or _ADDRESS.search(entry.text)):
        return replace(entry, field=Field.OTHER)
    if entry.field is Field.LENGTH and folded(entry.key) in ("laenge", "length") and entry.measures:
        if broad:
            return replace(entry, field=Field.DIMENSIONS)
        if inches and not entry.measures[0].unit:
            return replace(entry, field=Field.SIZE, measures=())
    return entry
