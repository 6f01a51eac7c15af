"""Rows of a table to pairs: the header's names are the keys; and the CSV text of one article that was pasted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from bildtext.errors import InvalidProductData
from description.domain.statement import Field
from description.ingest import structured
from description.ingest.csv_rows import Table, table_of
from description.ingest.keys import is_known, meanings
from description.ingest.markers import marks
from description.ingest.pairs import Pair
from description.ingest.several import refuse_several
from description.ingest.wording import flat, one_line
from description.language.vocabulary import vocabulary

_MOST_COLUMNS = 400
_LONGEST_LIST = 2_000
_NAME_AT_END = re.compile(r"(?<=\d)[ _]name$", re.IGNORECASE)
_VALUE_AT_END = re.compile(r"(?<=\d)[ _]values?(?:\(s\))?$", re.IGNORECASE)


def of_row(cells: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    """The pairs of one row, given as name and value of each cell; empty ones say nothing."""
    return tuple(
        dict.fromkeys(pair for name, value in _named_by_cells(cells) for pair in _of_cell(one_line(name), value))
    )


def _named_by_cells(cells: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The cells, where "Option1 Name" holds the name of "Option1 Value"."""
    told = list(cells)
    names = {name[: found.start()]: value for name, value in told if (found := _NAME_AT_END.search(name))}
    for name, value in told:
        of_value = _VALUE_AT_END.search(name)
        if of_value and names.get(name[: of_value.start()]):
            yield names[name[: of_value.start()]], value
        elif not (_NAME_AT_END.search(name) and any(_VALUE_AT_END.sub("", other) in names for other, _ in told)):
            yield name, value


def pasted(text: str) -> tuple[Pair, ...]:
    """The pairs of a pasted CSV text in order, none when it is no such text. Rows that repeat a value say it once.

    Raises:
        InvalidProductData: the rows are several articles, or a row of what is clearly a table cannot be read.
    """
    head, _, rest = text.lstrip().partition("\n")
    if ":" in head or not rest.strip():
        return ()
    table = table_of(text.split("\n"))
    if table is None or not table.rows or not _is_header(table.names):
        return ()
    if len(table.names) == 2 and any(_is_key(row.cells[0][1]) for row in table.rows):
        return ()
    fault = next((row.fault for row in table.rows if row.fault), "")
    if fault and not all(map(is_known, table.names)):
        return ()
    if fault:
        raise InvalidProductData(fault)
    refuse_several(dict(row.cells) for row in table.rows)
    return tuple(dict.fromkeys(_by_column(table)))


def _is_key(cell: str) -> bool:
    """Whether a cell is a key, so that the lines are keys with their values; "Mütze" is what an article is."""
    return is_known(cell) and vocabulary().named(cell, "type") is None


def _by_column(table: Table) -> Iterator[Pair]:
    for at in range(len(table.names)):
        for row in table.rows:
            yield from of_row(row.cells[at : at + 1])


def _is_header(names: Sequence[str]) -> bool:
    named = [name for name in names if name]
    known = sum(map(is_known, named))
    return known >= 2 and known * 2 >= len(named) and len(named) <= _MOST_COLUMNS and max(map(len, named)) <= 60


def _of_cell(key: str, value: str) -> Iterator[Pair]:
    if not key or marks("technical", key):
        return
    if value[:1] in ("[", "{") and value[-1:] in ("]", "}") and (listed := _listed(value)):
        yield from structured.pairs({key: listed})
        return
    text = flat(value, prose=meanings(key)[0].field is Field.DESCRIPTION)
    if text:
        yield Pair(key, text, aside=marks("aside", key))


def _listed(value: str) -> list[object] | dict[object, object] | None:
    """The list that a program wrote into a cell: `['38', '39']`."""
    if len(value) > _LONGEST_LIST:
        return None
    try:
        found = ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return found if isinstance(found, list | dict) else None
