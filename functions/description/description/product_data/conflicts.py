"""Conflicts: entries of one field that cannot all be true, and compositions of more than 100 percent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from description.product_data.agreement import agree
from description.product_data.keys import MATERIALS, bare_key
from description.product_data.model import Conflict, Entry, Field
from description.product_data.statements import ASIDE
from description.product_data.wording import folded

# Fields with one value for the whole article; those of the second set have one for each key ("Höhe", "Breite").
_ONE_VALUE = frozenset(
    {
        Field.BRAND,
        Field.TYPE,
        Field.COLOUR,
        Field.AUDIENCE,
        Field.CLOSURE,
        Field.HEEL_HEIGHT,
        Field.HEEL_FORM,
        Field.TOE,
    }
    | {Field.SHAFT_HEIGHT, Field.SHAFT_WIDTH, Field.SHOE_WIDTH, Field.SLEEVE, Field.ORIGIN, Field.VOLUME, *MATERIALS}
)
_ONE_VALUE_PER_KEY = frozenset(
    {
        Field.FIT,
        Field.CUT,
        Field.LENGTH,
        Field.RISE,
        Field.LEG,
        Field.SLEEVE_FORM,
        Field.COLLAR,
        Field.PATTERN,
        Field.PLATFORM,
    }
    | {Field.DIMENSIONS, Field.WEIGHT, Field.COUNT, Field.POCKETS, Field.OTHER}
)
_FIT_KEYS = frozenset({"passform", "fit", "passformen", "sitz", "fittype", "passformtyp"})
_MOST = Decimal("100.5")
_LONGEST_VALUE = 60


def conflicts(entries: Sequence[Entry]) -> tuple[Conflict, ...]:
    """The conflicts among entries, in the order of their first entries."""
    groups: dict[tuple[Field, str], list[Entry]] = {}
    for entry in entries:
        if ASIDE in entry.key:
            continue
        if entry.field in _ONE_VALUE or entry.field in _ONE_VALUE_PER_KEY or entry.field is Field.CARE:
            groups.setdefault((entry.field, _group(entry)), []).append(entry)
    found = [Conflict(field, tuple(group), _message(group)) for (field, _), group in groups.items() if _dispute(group)]
    disputed = {entry for conflict in found for entry in conflict.entries}
    found += [_too_much(entry) for entry in entries if entry not in disputed and _sum(entry) > _MOST]
    found += _yes_and_no(entries)
    order = {entry: at for at, entry in reversed(list(enumerate(entries)))}
    return tuple(sorted(found, key=lambda conflict: order[conflict.entries[0]]))


def _group(entry: Entry) -> str:
    key = folded(bare_key(entry.key))
    if entry.field is Field.PART_MATERIAL:
        return folded(entry.part)
    if entry.field is Field.COLLAR:
        return "kragen" if "kragen" in key or "collar" in key else "ausschnitt"
    if entry.field is Field.FIT and key in _FIT_KEYS:
        return "passform"
    if entry.field is Field.CARE or entry.field in _ONE_VALUE_PER_KEY:
        return key
    return ""


def _dispute(group: Sequence[Entry]) -> bool:
    if len(group) < 2:
        return False
    if group[0].field is Field.CARE:
        warm = [
            entry
            for entry in group
            if len(entry.measures) == 1 and entry.measures[0].unit == "°C" and len(entry.values) == 1
        ]
        return any(not agree(one, other) for one, other in combinations(warm, 2))
    return any(not agree(one, other) for one, other in combinations(group, 2))


def _message(group: Sequence[Entry]) -> str:
    keys = list(dict.fromkeys(f"„{entry.key}“" for entry in group))
    values = ", ".join(dict.fromkeys(_short(entry.text) for entry in group))
    verb = "kommt mit verschiedenen Werten vor" if len(keys) == 1 else "widersprechen einander"
    return f"{_listed(keys)} {verb} ({values}); bitte klären, im Text steht nichts davon."


def _too_much(entry: Entry) -> Conflict:
    total = f"{_sum(entry).normalize():f}".replace(".", ",")
    message = f"„{entry.key}“ ergibt {total} % ({_short(entry.text)}); bitte berichtigen, im Text steht nichts davon."
    return Conflict(entry.field, (entry,), message)


def _sum(entry: Entry) -> Decimal:
    return sum((share.percent for share in entry.shares if share.percent is not None), Decimal(0))


def _yes_and_no(entries: Sequence[Entry]) -> Iterator[Conflict]:
    """ "Wasserdicht: Ja" or "Besonderheit: wasserdicht" beside "Wasserdicht: Nein"."""
    for denied in entries:
        if denied.field is not Field.OTHER or folded(denied.text) not in ("nein", "no", "false", "falsch", "nicht"):
            continue
        word = folded(denied.key)
        affirmed = [
            e
            for e in entries
            if e is not denied and e.field is not Field.OTHER and any(folded(v) == word for v in e.values)
        ]
        if affirmed:
            sources = _listed([f"„{entry.key}: {_short(entry.text)}“" for entry in (*affirmed, denied)])
            message = f"{sources} widersprechen einander; bitte klären, im Text steht nichts davon."
            yield Conflict(affirmed[0].field, (*affirmed, denied), message)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE].rstrip()} …"
