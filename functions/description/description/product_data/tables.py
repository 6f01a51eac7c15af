"""A pasted CSV text to statements: the first row holds the keys, each further row values."""

from __future__ import annotations

import csv

from description.product_data.keys import is_known, meanings
from description.product_data.model import Field
from description.product_data.several import refuse_several
from description.product_data.statements import Statement
from description.product_data.wording import flat

_DELIMITERS = "\t;|,"
_MOST_COLUMNS = 400


def statements(text: str) -> tuple[Statement, ...]:
    """The statements of a CSV text in order, none when it is no such text. Rows that repeat a value say it once.

    It is one when its first row is made of keys and every further row has as many cells.

    Raises:
        InvalidProductData: the rows are several articles.
    """
    head = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    if not 1 <= head.count(delimiter) < _MOST_COLUMNS or ":" in head or "\n" not in text.strip():
        return ()
    try:
        rows = [row for row in csv.reader(text.strip().splitlines(keepends=True), delimiter=delimiter) if any(row)]
    except csv.Error:
        return ()
    if len(rows) < 2:
        return ()
    keys = [" ".join(cell.split()) for cell in rows[0]]
    while keys and not keys[-1]:
        keys.pop()
    if not _is_header(keys) or any(len(row) < len(keys) or any(row[len(keys) :]) for row in rows[1:]):
        return ()
    if len(keys) == 2 and any(is_known(row[0].strip()) for row in rows[1:]):
        return ()
    refuse_several(dict(zip(keys, row, strict=False)) for row in rows[1:])
    found: dict[Statement, None] = {}
    for at, key in enumerate(keys):
        prose = meanings(key)[0].field is Field.DESCRIPTION
        for row in rows[1:]:
            value = flat(row[at], prose=prose)
            if key and value:
                found[Statement(key, value)] = None
    return tuple(found)


def _is_header(keys: list[str]) -> bool:
    named = [key for key in keys if key]
    known = sum(map(is_known, named))
    return len(named) >= 2 and known >= 2 and known * 2 >= len(named) and all(len(key) <= 60 for key in named)
