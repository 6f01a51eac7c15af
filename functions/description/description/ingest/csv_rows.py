"""The lines of a CSV text to rows: the delimiter by what fits, and a fault in one row never reaches another."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from description.ingest.excel import cell_text
from description.ingest.keys import is_known
from description.ingest.shifted import is_shifted
from description.language.vocabulary import vocabulary

csv.field_size_limit(2**31 - 1)  # how long a value may be is not the parser's to say: it would end the whole file

_DELIMITERS = ";,\t|"
_SAMPLE = 200  # lines that tell the delimiter
_LONGEST_ROW = 5_000  # lines; what is longer is a quote that nobody closed
_MOST_COLUMNS = 2_000
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Row:
    """One row below the header, of the lines `first` to `last` (from 1): its cells, each with its column's name.

    `fault` says why the row cannot be read, `note` what was taken for granted; both are "" as a rule.
    """

    first: int
    last: int
    cells: tuple[tuple[str, str], ...]
    fault: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """The names of the columns, in which one may stand twice, and the rows below them."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Record:
    """The cells of the lines `begin` up to `end` (from 0), or why they are none."""

    begin: int
    end: int
    cells: tuple[str, ...]
    fault: str = ""


def table_of(lines: Sequence[str]) -> Table | None:
    """The rows of a CSV text; None where its first line names no columns that product data has.

    `sep=;` and empty lines may stand before the header. A name that stands twice is two columns.
    """
    begin, told = _start(lines)
    found = max((_header(lines, begin, delimiter) for delimiter in told or _DELIMITERS), key=lambda one: one[0])
    (known, _, _), delimiter, header = found
    if not known:
        return None
    names = _names(header)
    records = [
        record
        for record in _records(lines, header.end, delimiter, names)
        if any(record.cells) and _names(record) != names  # an export that was appended to another repeats the header
    ]
    return Table(names, tuple(_rows(records, names)))


def _start(lines: Sequence[str]) -> tuple[int, str]:
    """Where the header is, and the delimiter that the line `sep=;` before it names ("" without one)."""
    told = ""
    for at, line in enumerate(lines):
        bare = line.strip("\ufeff").strip(" \"'")
        if bare.lower().startswith("sep=") and len(bare) == 5:
            told = bare[4]
        elif bare.strip():
            return at, told
    return len(lines), told


def _header(lines: Sequence[str], begin: int, delimiter: str) -> tuple[tuple[int, int, int], str, _Record]:
    """The header by this delimiter and how well it fits: known names, rows as wide as it, columns; 0 for no header."""
    header = next(_records(lines[: begin + _SAMPLE], begin, delimiter, ()), _Record(begin, begin, ()))
    names = _names(header)
    known = _known(names)
    fitting = 0
    if known:
        sample = _records(lines[: header.end + _SAMPLE], header.end, delimiter, names)
        fitting = sum(len(record.cells) == len(header.cells) for record in sample)
    return (known, fitting, len(names)), delimiter, header


def _known(names: Sequence[str]) -> int:
    """How many names are known keys; 0 where they are no header: one column, or the values of an article."""
    named = [name for name in names if name]
    if not 2 <= len(named) <= _MOST_COLUMNS or max(map(len, named)) > _LONGEST_NAME:
        return 0
    known = sum(map(is_known, named))
    if known == 1 and any(_is_value(name) for name in named if not is_known(name)):
        return 0
    return known


def _is_value(name: str) -> bool:
    return any(map(str.isdigit, name)) or vocabulary().named(name, "colour", "material", "type") is not None


def _names(record: _Record) -> tuple[str, ...]:
    names = [" ".join(cell.strip("\ufeff").split()) for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


# -- records ------------------------------------------------------------------------------------------


def _records(lines: Sequence[str], begin: int, delimiter: str, names: Sequence[str]) -> Iterator[_Record]:
    """Every record from a line on. `names` are those of the header; empty while it is read."""
    at = begin
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        record = _whole(lines, at, delimiter)
        if record is None or _holds_rows(record, lines, delimiter, len(names)):
            record = _line_alone(lines, at, delimiter, names)
        yield replace(record, cells=tuple(cell_text(cell.strip()) for cell in record.cells))
        at = record.end


def _whole(lines: Sequence[str], at: int, delimiter: str) -> _Record | None:
    """The record that begins in a line, None where its quotes do not fit."""
    if '"' not in lines[at]:
        return _Record(at, at + 1, tuple(lines[at].split(delimiter)))
    rest = (f"{line}\n" for line in islice(lines, at, at + _LONGEST_ROW))
    reader = csv.reader(rest, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        cells = next(reader)
    except csv.Error:
        return None
    return _Record(at, at + reader.line_num, tuple(cells))


def _holds_rows(record: _Record, lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a cell with line breaks is made of whole rows: its quote was closed by a later row's."""
    if record.end - record.begin < 2 or width < 3:
        return False
    fit = [line.count(delimiter) + 1 == width for line in lines[record.begin : record.end]]
    if len(record.cells) != width:
        return fit[0]
    # Commas and so many of them stand in prose too.
    return fit[0] and sum(fit) >= 0.8 * len(fit) and width >= (6 if delimiter == "," else 3)


def _line_alone(lines: Sequence[str], at: int, delimiter: str, names: Sequence[str]) -> _Record:
    """A line whose quotes do not fit: stray ones ("Hose 32" weit") are kept; one that is never closed is a fault."""
    cells = [cell.strip() for cell in lines[at].split(delimiter)]
    unclosed = next((place for place, cell in enumerate(cells) if _is_unclosed(cell)), None)
    if unclosed is None and len(cells) == len(names):
        return _Record(at, at + 1, tuple(map(_without_quotes, cells)))
    end = at + 1
    while end < len(lines) and lines[end].strip() and _goes_on(lines[end], delimiter, len(names)):
        end += 1
    column = f" of the column {names[unclosed]!r}" if unclosed is not None and unclosed < len(names) else ""
    fault = f"Line {at + 1}: a quote{column} is never closed; close it, or write it twice where it is meant."
    return _Record(at, end, tuple(cells), fault)


def _goes_on(line: str, delimiter: str, width: int) -> bool:
    """Whether a line is the rest of a cell that began before, and no row of its own."""
    cells = line.count(delimiter) + 1
    return cells == 1 or (cells < width and line.count('"') % 2 == 1)


def _is_unclosed(cell: str) -> bool:
    return cell.startswith('"') and (len(cell) == 1 or not cell.endswith('"'))


def _without_quotes(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


# -- rows ---------------------------------------------------------------------------------------------


def _rows(records: Sequence[_Record], names: Sequence[str]) -> Iterator[Row]:
    """The records under their names. Cells that are missing at the end are empty, as spreadsheets leave them out."""
    width = len(names)
    for record in records:
        cells = tuple(zip(names, record.cells, strict=False))
        fault, note = record.fault, ""
        if not fault and any(record.cells[width:]):
            fault = f"{_says(record, width)}; put quotes around a cell that holds the delimiter."
        elif not fault and len(cells) < width:
            if is_shifted(cells):
                fault = f"{_says(record, width)}, and some stand under a wrong name; add what is missing."
            else:
                note = f"Line {record.begin + 1} ends before {', '.join(names[len(cells) :])}: read as empty."
        yield Row(record.begin + 1, record.end, cells, fault, note)


def _says(record: _Record, width: int) -> str:
    return f"Line {record.begin + 1} has {len(record.cells)} cells, and the header names {width}"
