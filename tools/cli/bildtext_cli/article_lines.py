"""Read the articles of a .csv, .tsv or .jsonl file; an unreadable article is reported as that article's own error."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bildtext.errors import InvalidProductData, InvalidRequest
from bildtext_cli.decoding import Lines, decoded
from description.description_request import DescriptionRequest, parse_request
from description.ingest import from_row
from description.ingest.csv_rows import Row, table_of

LISTS = (".csv", ".tsv", ".jsonl")


@dataclass(frozen=True)
class Line:
    """One article of the file: its first line (from 1), its raw content, the assumptions made in reading it (`notes`),
    why it could not be read (`fault`, empty if it could), and the `cells` of a row with the names of their columns.
    """

    number: int
    content: str
    parse: Callable[[], DescriptionRequest]
    notes: tuple[str, ...] = ()
    fault: str = ""
    cells: tuple[tuple[str, str], ...] = ()

    def request(self) -> DescriptionRequest:
        """Raises InvalidProductData, InvalidRequest."""
        if self.fault:
            raise InvalidProductData(self.fault)
        return self.parse()

    @property
    def fingerprint(self) -> str:
        """A hash of the content, to detect whether a line changed since it was described."""
        return hashlib.sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def article_lines(data: Path) -> tuple[Line, ...]:
    """Return every article of the file, in order.

    Raises:
        InvalidRequest: the first line of the file does not name columns.
    """
    lines = decoded(data.read_bytes())
    if data.suffix.lower() == ".jsonl":
        return tuple(_of_json(lines))
    table = table_of(lines.texts)
    if table is None:
        raise InvalidRequest(
            f"{data} has no header with columns of product data: its first line must name two or more of them, such as "
            "`Artikel;Farbe;Material`, with ; , | or a tab between."
        )
    return tuple(_of_row(row, lines) for row in table.rows)


def _of_json(lines: Lines) -> Iterator[Line]:
    for number, content in enumerate(lines.texts, 1):
        if content.strip():
            notes = _non_empty(lines.repairs.get(number, ""))
            yield Line(number, content, partial(parse_request, content), notes, lines.faults.get(number, ""))


def _of_row(row: Row, lines: Lines) -> Line:
    numbers = range(row.first, row.last + 1)
    fault = next((lines.faults[number] for number in numbers if number in lines.faults), row.fault)
    notes = _non_empty(row.note, *(lines.repairs.get(number, "") for number in numbers))
    content = "\n".join(lines.texts[row.first - 1 : row.last])
    return Line(row.first, content, lambda: DescriptionRequest(from_row(row.cells)), notes, fault, row.cells)


def _non_empty(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)
