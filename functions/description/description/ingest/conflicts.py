"""Conflicts: statements that cannot all be true, and compositions of more than 100 percent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from description.domain.attributes import having
from description.domain.statement import Conflict, Field, Statement
from description.ingest.agreement import agree
from description.ingest.keys import MATERIALS, bare_key
from description.ingest.markers import is_no, marked
from description.ingest.measures import measures
from description.ingest.opposites import Told, opposites
from description.ingest.pairs import ASIDE
from description.ingest.wording import folded
from description.language.grammar import joined
from description.language.vocabulary import vocabulary

# Fields with one value for the whole article; those of the second set have one for each key ("Höhe", "Breite").
_ONE_VALUE = having("one-value")
_ONE_VALUE_PER_KEY = having("one-value-per-key")
_LOOKS = ("colour", "pattern")
_IN_BRACKETS = re.compile(r"\(([A-ZÄÖÜ]\w{2,30})\)")
_PARTS = ("part", "type", "sole", "heel", "toe", "collar", "sleeve", "pocket")
_COVER = "bezug"
_MOST = Decimal("100.5")
_LONGEST_VALUE = 60


def settled(statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], tuple[Conflict, ...]]:
    """The statements and the conflicts among them, in order. A value in conflict is a statement of its own where
    the rest of its list is not."""
    pairs = list(opposites(statements))
    apart = _apart(statements, [told for pair in pairs for told in pair]) if pairs else {}
    statements = tuple(statement for parts in apart.values() for statement in parts) if pairs else tuple(statements)
    groups: dict[tuple[Field, str], list[Statement]] = {}
    for statement in statements:
        if ASIDE in statement.key:
            continue
        if statement.field in _ONE_VALUE or statement.field in _ONE_VALUE_PER_KEY or statement.field is Field.CARE:
            groups.setdefault((statement.field, _group(statement)), []).append(statement)
    found = [Conflict(group[0].field, group, _message(group)) for group in map(_dispute, groups.values()) if group]
    disputed = {statement for conflict in found for statement in conflict.statements}
    found += [_too_much(statement) for statement in statements if statement not in disputed and _sum(statement) > _MOST]
    found = _joined(found, [(apart[one[0]][0], apart[other[0]][0]) for one, other in pairs], statements)
    found += _yes_and_no(statements, {statement for conflict in found for statement in conflict.statements})
    if not found:
        return statements, ()
    order = {statement: at for at, statement in reversed(list(enumerate(statements)))}
    return statements, tuple(sorted(found, key=lambda conflict: order[conflict.statements[0]]))


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


def _joined(
    found: Sequence[Conflict], pairs: Sequence[tuple[Statement, Statement]], statements: Sequence[Statement]
) -> list[Conflict]:
    """The conflicts with those of pairs; what has a statement in common is one conflict."""
    groups = [(set(conflict.statements), [conflict]) for conflict in found]
    for pair in map(set, pairs):
        touched = [group for group in groups if group[0] & pair]
        if not any(pair <= group for group, _ in touched):
            groups = [group for group in groups if group not in touched]
            groups.append((pair.union(*(group for group, _ in touched)), []))
    made: list[Conflict] = []
    for group, told in groups:
        listed = tuple(statement for statement in statements if statement in group)
        field = next((statement.field for statement in listed if statement.field is not Field.OTHER), Field.OTHER)
        made += told or [Conflict(field, listed, _message_of_different(listed))]
    return made


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


def _dispute(group: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of a group that disagree with another one."""
    if group[0].field is Field.CARE:
        group = [each for each in group if _is_one_temperature(each)]
    if group and group[0].field in MATERIALS:
        group = [statement for statement in group if not _is_of_look(statement)]
    against = {statement for pair in combinations(group, 2) if not agree(*pair) for statement in pair}
    return tuple(statement for statement in group if statement in against)


def _is_one_temperature(statement: Statement) -> bool:
    return len(statement.measures) == len(statement.values) == 1 and statement.measures[0].unit == "°C"


def _is_of_look(statement: Statement) -> bool:
    """ "Hose: türkis", "Futter: gestreift": no material that "Material Hose" could contradict."""
    return bool(statement.values) and all(vocabulary().named(value, *_LOOKS) is not None for value in statement.values)


_VARIES = "kommt mit verschiedenen Werten vor"
_DIFFER = "widersprechen einander"


def _message(group: Sequence[Statement]) -> str:
    keys = list(dict.fromkeys(f"„{statement.key}“" for statement in group))
    values = ", ".join(dict.fromkeys(_short(statement.text) for statement in group))
    verb = _VARIES if len(keys) == 1 else _DIFFER
    return f"{joined(keys)} {verb} ({values}); bitte klären, im Text steht nichts davon."


def _too_much(statement: Statement) -> Conflict:
    total = f"{_sum(statement).normalize():f}".replace(".", ",")
    message = (
        f"„{statement.key}“ ergibt {total} % ({_short(statement.text)}); bitte berichtigen, im Text steht nichts davon."
    )
    return Conflict(statement.field, (statement,), message)


def _sum(statement: Statement) -> Decimal:
    return sum((share.percent for share in statement.shares if share.percent is not None), Decimal(0))


def _yes_and_no(statements: Sequence[Statement], disputed: Collection[Statement]) -> Iterator[Conflict]:
    """ "Zippfix: Ja" or "Besonderheit: Zippfix" beside "Zippfix: Nein", also for words that are not known."""
    for denied in statements:
        if denied.field is not Field.OTHER or not is_no(denied.text) or denied in disputed:
            continue
        word = folded(denied.key)
        affirmed = [
            statement
            for statement in statements
            if statement.field not in (Field.OTHER, Field.TYPE) and word in map(folded, statement.values)
        ]
        if affirmed:
            yield Conflict(affirmed[0].field, (*affirmed, denied), _message_of_different((*affirmed, denied)))


def _message_of_different(group: Sequence[Statement]) -> str:
    sources = joined(list(dict.fromkeys(f"„{statement.key}: {_short(_said(statement))}“" for statement in group)))
    return f"{sources} widersprechen einander; bitte klären, im Text steht nichts davon."


def _said(statement: Statement) -> str:
    """The value as it was written; of a list only what is in conflict."""
    listed = not statement.shares and all(value in statement.text for value in statement.values)
    return ", ".join(statement.values) if listed else statement.text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE].rstrip()} …"
