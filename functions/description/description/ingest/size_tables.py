"""Tables of body measures that were pasted with an article: each size has a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_CELL_ENDS = re.compile(r"\s*[\t|]+\s*")
_SIZE = re.compile(r"(?:Gr(?:\.|öße)?\s*)?(?:[2-6]?X{0,4}[SML]|\d{2,3}(?:\s*[/–-]\s*\d{2,3})?)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:ca\.?\s*)?\d[\d.,/\s–-]*(?:cm|mm|inch|\")?", re.IGNORECASE)
_LEAST_CELLS = 3


def without_size_tables(lines: Sequence[str]) -> Iterator[str]:
    """The lines that are no rows of such a table, nor its header."""
    rows = [*map(_is_row, lines), False]
    for at, line in enumerate(lines):
        is_header = rows[at + 1] and len(_cells(line)) >= _LEAST_CELLS
        if not rows[at] and not is_header:
            yield line


def _is_row(line: str) -> bool:
    if "\t" not in line and "|" not in line:
        return False
    size, *numbers = _cells(line) or [""]
    return (
        len(numbers) >= _LEAST_CELLS - 1
        and bool(_SIZE.fullmatch(size))
        and all(_NUMBER.fullmatch(number) for number in numbers)
    )


def _cells(line: str) -> list[str]:
    return [cell for cell in _CELL_ENDS.split(line.strip(" \t|")) if cell]
