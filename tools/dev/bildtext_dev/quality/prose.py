"""How well a supplier's prose is read: what is stated that it does not say, and what of its facts is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from bildtext_dev.quality.report import Row, Table
from bildtext_dev.quality.sets import SETS, yaml_rows
from description.domain.statement import Field, ProductData, Statement
from description.ingest import parse
from description.ingest.keys import MATERIALS
from description.ingest.prose.settled import words_of

PROSE = (SETS / "prose.yaml", SETS / "prose_second.yaml")
KEY = "Beschreibung"
_NAMED = re.compile(r"([a-zäöüß -]+): (.*)")
_SPELLINGS = (("%", " % "), ("° ", " °"), ("°c", "°"), (" grad", " °"), ("litern", "l"), ("liter", "l"), ("-", ""))


@dataclass(frozen=True)
class ProseCase:
    """A text with the other data of its article; `facts` are alternatives each."""

    id: str
    data: str
    prose: str
    facts: tuple[tuple[str, ...], ...]
    also: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @cached_property
    def reading(self) -> ProductData:
        """The data with its prose, as it is read."""
        return parse(f"{self.data}\n{KEY}: {self.prose}")


def cases(file: Path) -> tuple[ProseCase, ...]:
    """The cases of prose.yaml."""
    return tuple(
        ProseCase(
            row["id"],
            row["data"],
            row["prose"],
            tuple(tuple(fact.split("|")) for fact in row["facts"]),
            tuple(row.get("also", ())),
            tuple(row.get("unused", ())),
        )
        for row in yaml_rows(file)
    )


def faults(case: ProseCase) -> Iterator[tuple[str, str]]:
    """What is wrong with how a case is read: (kind, what)."""
    data = case.reading
    told = {
        statement: tuple(map(_comparable, _as_written(statement))) for statement in data.statements if statement.prose
    }
    facts = [tuple(map(_comparable, fact)) for fact in case.facts]
    true = [*map(_comparable, case.also), *(name for fact in facts for name in fact)]
    for statement, names in told.items():
        fits = [_is_made_of(name, true) for name in names]
        if not (all(fits) if statement.shares else any(fits)):
            yield "wrong", f"{statement.field}: {statement.text}"
    said = [name for names in told.values() for name in names]
    for fact, written in zip(facts, case.facts, strict=True):
        if not any(one.head == other.head and one.words <= other.words for one in fact for other in said):
            yield "missed", written[0]
    for part in case.unused:
        if not any(part in one.text for one in data.not_used):
            yield "not reported", part


def measure_prose(file: Path) -> Table:
    """The figures of the cases of a file."""
    all_cases = cases(file)
    found = [(case, kind, what) for case in all_cases for kind, what in faults(case)]
    stated = sum(1 for case in all_cases for statement in case.reading.statements if statement.prose)
    facts = sum(len(case.facts) for case in all_cases)
    counts = {kind: sum(k == kind for _, k, _ in found) for kind in ("wrong", "missed", "not reported")}
    rows = (
        Row("stated, but not said", counts["wrong"], stated),
        Row("facts that are read", facts - counts["missed"], facts),
        Row("contradictions not reported", counts["not reported"], sum(len(case.unused) for case in all_cases)),
    )
    return Table(file.name, rows, tuple(f"{kind}: {case.id}: {what}" for case, kind, what in found))


def _as_written(statement: Statement) -> Iterator[str]:
    """A statement as the cases write it: "material: 80 % Baumwolle", "volume: 25 l", "abnehmbare Kapuze"."""
    if statement.field in MATERIALS and statement.shares:
        part = f" {statement.part}" if statement.field is Field.PART_MATERIAL else ""
        for share in statement.shares:
            percent = "" if share.percent is None else f"{share.percent} % "
            yield f"{statement.field}{part}: {percent}{share.material}"
    elif statement.measures and statement.key != statement.prose:
        yield f"{statement.field}: {statement.text}"
        yield f"{statement.key}: {statement.text}"
    else:
        yield f"{statement.field}: {statement.text}" if statement.field is Field.TYPE else statement.text


class _Told(NamedTuple):
    """A statement as it is compared: its field or key, "" for a part or property, and its words."""

    head: str
    words: frozenset[str]


def _is_made_of(told: _Told, true: Sequence[_Told]) -> bool:
    """Whether a statement says what is true and no more: "große, abnehmbare Kapuze" where both are facts."""
    parts = [one.words for one in true if one.head == told.head and one.words <= told.words]
    return bool(parts) and frozenset().union(*parts) == told.words


def _comparable(text: str) -> _Told:
    small = text.lower()
    for spelt, same in _SPELLINGS:
        small = small.replace(spelt, same)
    named = _NAMED.fullmatch(small)
    return _Told(named[1] if named else "", words_of(named[2] if named else small))
