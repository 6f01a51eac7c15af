"""What a statement means only beside the others of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from description.domain.statement import Field, Statement
from description.ingest.markers import alternatives, marks
from description.ingest.wording import folded
from description.language.vocabulary import vocabulary

_ADDRESS = re.compile(r"\b\d{4,5}\b|@|stra(?:ß|ss)e\b|\bstr\.|\b(?:GmbH|AG|KG|Ltd|Inc|S\.?p\.?A)\b", re.IGNORECASE)
_TRADE_KEY = re.compile(alternatives("trade-key"))


def seen_together(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, some under another field.

    A manufacturer is no brand where a brand is named or where it is an address; a length beside a width is a measure of
    the whole, or a size where both are in inches ("Weite: 30", "Länge: 32"); a trade name is no colour beside a colour.
    """
    named = any(statement.field is Field.BRAND and not marks("maker", statement.key) for statement in statements)
    broad = any(
        statement.field is Field.DIMENSIONS and marks("broad-dimension", statement.key) for statement in statements
    )
    inches = any(
        statement.field is Field.SIZE and folded(statement.key) in ("weite", "weiten") for statement in statements
    )
    colours = sum(statement.field is Field.COLOUR for statement in statements)
    seen = (_seen(statement, named=named, broad=broad, inches=inches) for statement in statements)
    return tuple(
        replace(statement, field=Field.OTHER) if colours > 1 and _is_trade_name(statement) else statement
        for statement in seen
    )


def _is_trade_name(statement: Statement) -> bool:
    """ "Herstellerfarbe: Cloud Dancer"."""
    if statement.field is not Field.COLOUR or not _TRADE_KEY.search(folded(statement.key)):
        return False
    return not any(vocabulary().named(value, "colour") for value in statement.values)


def _seen(statement: Statement, *, named: bool, broad: bool, inches: bool) -> Statement:
    if statement.field is Field.BRAND and marks("maker", statement.key) and (named or _ADDRESS.search(statement.text)):
        return replace(statement, field=Field.OTHER)
    if statement.field is Field.LENGTH and folded(statement.key) in ("laenge", "length") and statement.measures:
        if broad:
            return replace(statement, field=Field.DIMENSIONS)
        if inches and not statement.measures[0].unit:
            return replace(statement, field=Field.SIZE, measures=())
    return statement
