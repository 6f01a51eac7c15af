"""Conflicts: statements that cannot all be true, and compositions of more than 100 percent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from description.domain.attributes import having
from description.domain.statement import Conflict, Field, Statement
from description.ingest.agreement import agree
from description.ingest.keys import MATERIALS, bare_key
from description.ingest.markers import marked
from description.ingest.measures import measures
from description.ingest.opposites import Told, opposites
from description.ingest.pairs import ASIDE
from description.ingest.wording import folded
from description.language.grammar import joined
from description.language.vocabulary import vocabulary

# Fields with one value for the whole article; those of the second set have one for each key ("Höhe", "Breite").
_ONE_VALUE_PER_KEY = having("one-value-per-key")
_ONE_VALUE = having("one-value") | _ONE_VALUE_PER_KEY
_LOOKS = ("colour", "pattern")
_IN_BRACKETS = re.compile(r"\(([A-ZÄÖÜ]\w{2,30})\)")
_PARTS = ("part", "type", "sole", "heel", "toe", "collar", "sleeve", "pocket")
_COVER = "bezug"
_MOST = Decimal("100.5")
_LONGEST_VALUE = 60


def settled(statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], tuple[Conflict, ...]]:
    """The statements and the conflicts among them, in order. A value in conflict is a statement of its own where
    the rest of its list is not; statements that have another one in common are one conflict."""
    pairs = list(opposites(statements))
    apart = _apart(statements, [told for pair in pairs for told in pair])
    statements = tuple(part for parts in apart.values() for part in parts)
    against = [(apart[one][0], apart[other][0]) for (one, _), (other, _) in pairs]
    found = [_conflict(group, statements) for group in _joined([*against, *_disagreeing(statements)])]
    disputed = {statement for conflict in found for statement in conflict.statements}
    found += [_too_much(statement) for statement in statements if statement not in disputed and _sum(statement) > _MOST]
    return statements, tuple(sorted(found, key=lambda conflict: statements.index(conflict.statements[0])))


def _apart(statements: Sequence[Statement], disputed: Sequence[Told]) -> dict[Statement, tuple[Statement, ...]]:
    """Each statement as itself, or as its disputed values and the rest."""
    values: dict[Statement, list[str]] = {}
    for statement, value in disputed:
        values.setdefault(statement, []).append(value)
    return {statement: _parted(statement, values.get(statement, ())) for statement in statements}


def _parted(statement: Statement, disputed: Sequence[str]) -> tuple[Statement, ...]:
    rest = tuple(value for value in statement.values if value not in disputed)
    if not disputed or not rest or statement.shares:
        return (statement,)
    own = tuple(value for value in statement.values if value in disputed)
    return tuple(replace(statement, values=part, measures=measures(", ".join(part))) for part in (own, rest))


def _joined(pairs: Iterable[tuple[Statement, Statement]]) -> list[set[Statement]]:
    """The pairs together that have a statement in common."""
    groups: list[set[Statement]] = []
    for pair in pairs:
        touched = [group for group in groups if not group.isdisjoint(pair)]
        groups = [*(group for group in groups if group not in touched), set(pair).union(*touched)]
    return groups


def _disagreeing(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """The pairs of one attribute that cannot both be true."""
    groups: dict[tuple[Field, str], list[Statement]] = {}
    for statement in statements:
        if ASIDE not in statement.key and _has_one_value(statement):
            groups.setdefault((statement.field, _group(statement)), []).append(statement)
    for group in groups.values():
        yield from (pair for pair in combinations(group, 2) if not agree(*pair))


def _has_one_value(statement: Statement) -> bool:
    """Whether its attribute has one value; of care only the temperature has, and "Hose: türkis" is no material."""
    if statement.field is Field.CARE:
        return len(statement.measures) == len(statement.values) == 1 and statement.measures[0].unit == "°C"
    if statement.field in MATERIALS and statement.values:
        return not all(vocabulary().named(value, *_LOOKS) for value in statement.values)
    return statement.field in _ONE_VALUE


def _group(statement: Statement) -> str:
    key = folded(bare_key(statement.key))
    if statement.field is Field.MATERIAL and (
        _COVER in key or key[-1:].isdecimal()
    ):  # "Bezug (oben)", "Obermaterial 2"
        return folded(statement.key)
    if statement.field is Field.PART_MATERIAL:
        return folded(statement.part)
    if statement.field is Field.COLLAR:
        return "kragen" if "kragen" in key or "collar" in key else "ausschnitt"
    if statement.field is Field.FIT and key in marked("fit-key"):
        return "passform"
    if statement.field is Field.CARE or statement.field in _ONE_VALUE_PER_KEY:
        return key
    return _part_of(statement.key)


@lru_cache(maxsize=4096)
def _part_of(key: str) -> str:
    """The part that a key names beside its field: "Farbe (Kragen)", "Verschluss Hose"."""
    in_brackets = _IN_BRACKETS.search(key)
    if in_brackets:
        return folded(in_brackets[1])
    _, *others = re.findall(r"[\w-]+", key) or [""]
    return next((folded(word) for word in others if vocabulary().named(word, *_PARTS) is not None), "")


def _conflict(group: Collection[Statement], statements: Sequence[Statement]) -> Conflict:
    told = tuple(statement for statement in statements if statement in group)
    field = next((statement.field for statement in told if statement.field is not Field.OTHER), Field.OTHER)
    keys = {statement.key for statement in told}
    if len(keys) == 1:
        values = ", ".join(dict.fromkeys(_short(_said(statement)) for statement in told))
        what = f"„{told[0].key}“ kommt mit verschiedenen Werten vor ({values})"
    else:
        sources = dict.fromkeys(f"„{statement.key}: {_short(_said(statement))}“" for statement in told)
        what = f"{joined(list(sources))} widersprechen einander"
    return Conflict(field, told, f"{what}; bitte klären, im Text steht nichts davon.")


def _too_much(statement: Statement) -> Conflict:
    total = f"{_sum(statement).normalize():f}".replace(".", ",")
    message = (
        f"„{statement.key}“ ergibt {total} % ({_short(statement.text)}); bitte berichtigen, im Text steht nichts davon."
    )
    return Conflict(statement.field, (statement,), message)


def _sum(statement: Statement) -> Decimal:
    return sum((share.percent for share in statement.shares if share.percent is not None), Decimal(0))


def _said(statement: Statement) -> str:
    """The value as it was written; of a list only what is in conflict."""
    listed = not statement.shares and all(value in statement.text for value in statement.values)
    return ", ".join(statement.values) if listed else statement.text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE].rstrip()} …"
