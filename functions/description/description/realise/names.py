"""What the parts are called that something is made of."""

from __future__ import annotations

from functools import cache
from typing import cast

from description.domain.statement import Field, Statement
from description.language.grammar import Gender, Noun
from description.realise.tables import rows

MATERIAL = Noun("Material", "n", "Materialien")
UPPER = Noun("Obermaterial", "n", "Obermaterialien")


@cache
def _names() -> dict[Field, list[tuple[str, Noun]]]:
    found: dict[Field, list[tuple[str, Noun]]] = {}
    for row in rows("part_names"):
        noun = Noun(row["noun"], cast(Gender, row["gender"]), row["plural"])
        found.setdefault(Field(row["field"]), []).append((row["begins"], noun))
    return found


def name_of(statement: Statement) -> Noun:
    """The part's name as its key has it: Oberstoff, Decksohle; the last one of its field else."""
    folded = statement.key.lower().removeprefix("material ")
    return next(noun for start, noun in _names()[statement.field] if folded.startswith(start))
