"""How well product data is read: the cases of reading.yaml, and what becomes of the materials of other articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bildtext.errors import BildtextError
from bildtext_cli.decoding import decoded
from bildtext_dev.quality.combine import pairs_of
from bildtext_dev.quality.report import Row, Table
from bildtext_dev.quality.sets import SETS, Article, yaml_rows
from description.domain.statement import Field, ProductData
from description.ingest import from_json, from_row, parse
from description.ingest.csv_rows import table_of
from description.ingest.keys import MATERIALS
from description.language.rows import read_rows

READING = (SETS / "reading.yaml", SETS / "reading_second.yaml")
_MATERIAL_KEY = re.compile(
    r"material|mat\.|futter|stoff$|zusammensetzung|sohle|bezug|füllung|fabric|composition|lining|qualität",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w-]*")


@dataclass(frozen=True)
class Case:
    """One input, and what must become of it. `says` are what is stated as "field: value + value"."""

    id: str
    text: str = ""
    json: object = None
    csv: str = ""
    encoding: str = "utf-8"
    materials: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def read(self) -> ProductData:
        """The data, read as the command line reads a file with it."""
        if self.csv:
            table = table_of(decoded(self.csv.encode(self.encoding)).texts)
            return from_row(table.rows[0].cells) if table else parse(self.csv)
        return parse(self.text) if self.json is None else from_json(self.json)


def cases(file: Path) -> tuple[Case, ...]:
    """The cases of reading.yaml."""
    return tuple(_case(**row) for row in yaml_rows(file))


def _case(**row: Any) -> Case:
    lists = {name: tuple(row.get(name, ())) for name in ("materials", "conflicts", "says", "unused")}
    return Case(**{**row, **lists})


def faults(case: Case) -> Iterator[tuple[str, str]]:
    """What is wrong with how a case is read: (kind, what)."""
    try:
        data = case.read()
    except BildtextError as error:
        yield "refused", str(error)
        return
    except Exception as error:  # noqa: BLE001 - a crash is what is counted
        yield "crash", repr(error)
        return
    found = [str(conflict.field) for conflict in data.conflicts]
    yield from (("false conflict", c.message) for c in data.conflicts if str(c.field) not in case.conflicts)
    yield from (("missed conflict", field) for field in case.conflicts if field not in found)
    named = [share.material for statement in data.stated(*MATERIALS) for share in statement.shares]
    yield from (("lost material", material) for material in case.materials if material not in named)
    stated = [f"{statement.field.value}: {' + '.join(statement.values)}" for statement in data.stated()]
    yield from (("not said", said) for said in case.says if said not in stated)
    reported = [f"{one.key}: {one.text}" for one in data.not_used]
    yield from (("not reported", part) for part in case.unused if not any(part in one for one in reported))
    yield from (
        ("stated though not understood", f"{statement.key}: {statement.text}")
        for statement in data.stated()
        if any(part in (*statement.values, statement.text) for part in case.unused)
    )


def measure_cases(file: Path) -> Table:
    """The figures of the cases of a file."""
    all_cases = cases(file)
    found = [(case, kind, what) for case in all_cases for kind, what in faults(case)]
    quiet = [case for case in all_cases if not case.conflicts]

    def count(kind: str, one_per_case: bool = False) -> int:
        return (
            len({case.id for case, k, _ in found if k == kind}) if one_per_case else sum(k == kind for _, k, _ in found)
        )

    rows = (
        Row("crashes", count("crash"), len(all_cases)),
        Row("refused", count("refused"), len(all_cases)),
        Row("articles with a false conflict", count("false conflict", one_per_case=True), len(all_cases)),
        Row(
            "  of them without a true one",
            len({c.id for c, k, _ in found if k == "false conflict" and c in quiet}),
            len(quiet),
        ),
        Row("true conflicts missed", count("missed conflict"), sum(len(case.conflicts) for case in all_cases)),
        Row("materials lost", count("lost material"), sum(len(case.materials) for case in all_cases)),
        Row("statements lost", count("not said"), sum(len(case.says) for case in all_cases)),
        Row("not understood, not reported", count("not reported"), sum(len(case.unused) for case in all_cases)),
        Row(
            "not understood, stated", count("stated though not understood"), sum(len(case.unused) for case in all_cases)
        ),
    )
    return Table(file.name, rows, tuple(f"{kind}: {case.id}: {what}" for case, kind, what in found))


def measure_articles(name: str, articles: Iterable[Article]) -> Table:
    """Crashes, conflicts, and the materials that are in the input and neither stated nor in a conflict."""
    read = crashed = disputed = materials = lost = in_dispute = 0
    shown: list[str] = []
    for article in articles:
        read += 1
        try:
            data = article.read()
        except BildtextError:
            continue
        except Exception as error:  # noqa: BLE001 - a crash is what is counted
            crashed += 1
            shown.append(f"crash: {article.id}: {error!r}")
            continue
        disputed += bool(data.conflicts)
        shown += [f"conflict: {article.id}: {conflict.message}" for conflict in data.conflicts]
        told = _told(data, stated=True)
        disputable = _told(data, stated=False)
        for material in _materials(article):
            materials += 1
            if material.casefold() not in told:
                in_dispute += material.casefold() in disputable
                lost += material.casefold() not in disputable
                shown.append(f"lost material: {article.id}: {material}")
    rows = (
        Row("crashes", crashed, read),
        Row("articles with a conflict", disputed, read),
        Row("materials lost in conflicts", in_dispute, materials),
        Row("materials lost silently", lost, materials),
    )
    return Table(name, rows, tuple(shown))


def _told(data: ProductData, *, stated: bool) -> str:
    statements = data.stated() if stated else data.statements
    return " ".join(
        " ".join(statement.values).casefold()
        for statement in statements
        if statement.field in MATERIALS or statement.field is Field.FEATURES
    )


def _materials(article: Article) -> Iterator[str]:
    """The words under keys of materials that are materials, in the simplest way of looking."""
    for key, value in pairs_of(article):
        if _MATERIAL_KEY.search(key):
            yield from (word for word in _WORD.findall(value) if word.casefold() in _names())


@cache
def _names() -> frozenset[str]:
    return frozenset(row.word.lemma.casefold() for row in read_rows() if row.table.name == "materials")
