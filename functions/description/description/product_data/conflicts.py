"""Conflicts: entries that cannot all be true, and compositions of more than 100 percent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from description.domain.attributes import having
from description.german.vocabulary import vocabulary
from description.product_data.agreement import agree
from description.product_data.keys import MATERIALS, bare_key
from description.product_data.markers import is_no, marked
from description.product_data.measures import measures
from description.product_data.model import Conflict, Entry, Field
from description.product_data.opposites import Told, opposites
from description.product_data.statements import ASIDE
from description.product_data.wording import folded

# Fields with one value for the whole article; those of the second set have one for each key ("Höhe", "Breite").
_ONE_VALUE = having("one-value")
_ONE_VALUE_PER_KEY = having("one-value-per-key")
_LOOKS = ("colour", "pattern")
_IN_BRACKETS = re.compile(r"\(([A-ZÄÖÜ]\w{2,30})\)")
_PARTS = ("part", "type", "sole", "heel", "toe", "collar", "sleeve", "pocket")
_COVER = "bezug"
_MOST = Decimal("100.5")
_LONGEST_VALUE = 60


def settled(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Conflict, ...]]:
    """The entries and the conflicts among them, in order. A value in conflict is an entry of its own where the rest of
    its list is not."""
    pairs = list(opposites(entries))
    apart = _apart(entries, [told for pair in pairs for told in pair]) if pairs else {}
    entries = tuple(entry for parts in apart.values() for entry in parts) if pairs else tuple(entries)
    groups: dict[tuple[Field, str], list[Entry]] = {}
    for entry in entries:
        if ASIDE in entry.key:
            continue
        if entry.field in _ONE_VALUE or entry.field in _ONE_VALUE_PER_KEY or entry.field is Field.CARE:
            groups.setdefault((entry.field, _group(entry)), []).append(entry)
    found = [Conflict(group[0].field, group, _message(group)) for group in map(_dispute, groups.values()) if group]
    disputed = {entry for conflict in found for entry in conflict.entries}
    found += [_too_much(entry) for entry in entries if entry not in disputed and _sum(entry) > _MOST]
    found = _joined(found, [(apart[one[0]][0], apart[other[0]][0]) for one, other in pairs], entries)
    found += _yes_and_no(entries, {entry for conflict in found for entry in conflict.entries})
    if not found:
        return entries, ()
    order = {entry: at for at, entry in reversed(list(enumerate(entries)))}
    return entries, tuple(sorted(found, key=lambda conflict: order[conflict.entries[0]]))


def _apart(entries: Sequence[Entry], disputed: Sequence[Told]) -> dict[Entry, tuple[Entry, ...]]:
    """Each entry as itself, or as its disputed values and the rest."""
    values: dict[Entry, list[str]] = {}
    for entry, value in disputed:
        values.setdefault(entry, []).append(value)
    return {entry: _parted(entry, values.get(entry, ())) for entry in entries}


def _parted(entry: Entry, disputed: Sequence[str]) -> tuple[Entry, ...]:
    rest = tuple(value for value in entry.values if value not in disputed)
    if not disputed or not rest or entry.shares:
        return (entry,)
    own = tuple(value for value in entry.values if value in disputed)
    return tuple(replace(entry, values=part, measures=measures(", ".join(part))) for part in (own, rest))


def _joined(
    found: Sequence[Conflict], pairs: Sequence[tuple[Entry, Entry]], entries: Sequence[Entry]
) -> list[Conflict]:
    """The conflicts with those of pairs; what has an entry in common is one conflict."""
    groups = [(set(conflict.entries), [conflict]) for conflict in found]
    for pair in map(set, pairs):
        touched = [group for group in groups if group[0] & pair]
        if not any(pair <= group for group, _ in touched):
            groups = [group for group in groups if group not in touched]
            groups.append((pair.union(*(group for group, _ in touched)), []))
    made: list[Conflict] = []
    for group, told in groups:
        listed = tuple(entry for entry in entries if entry in group)
        field = next((entry.field for entry in listed if entry.field is not Field.OTHER), Field.OTHER)
        made += told or [Conflict(field, listed, _message_of_different(listed))]
    return made


def _group(entry: Entry) -> str:
    key = folded(bare_key(entry.key))
    if entry.field is Field.MATERIAL and (_COVER in key or key[-1:].isdecimal()):  # "Bezug (oben)", "Obermaterial 2"
        return folded(entry.key)
    if entry.field is Field.PART_MATERIAL:
        return folded(entry.part)
    if entry.field is Field.COLLAR:
        return "kragen" if "kragen" in key or "collar" in key else "ausschnitt"
    if entry.field is Field.FIT and key in marked("fit-key"):
        return "passform"
    if entry.field is Field.CARE or entry.field in _ONE_VALUE_PER_KEY:
        return key
    return _part_of(entry.key)


@lru_cache(maxsize=4096)
def _part_of(key: str) -> str:
    """The part that a key names beside its field: "Farbe (Kragen)", "Verschluss Hose"."""
    in_brackets = _IN_BRACKETS.search(key)
    if in_brackets:
        return folded(in_brackets[1])
    _, *others = re.findall(r"[\w-]+", key) or [""]
    return next((folded(word) for word in others if vocabulary().named(word, *_PARTS) is not None), "")


def _dispute(group: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries of a group that disagree with another one."""
    if group[0].field is Field.CARE:
        group = [e for e in group if len(e.measures) == 1 and e.measures[0].unit == "°C" and len(e.values) == 1]
    if group and group[0].field in MATERIALS:
        group = [entry for entry in group if not _is_of_look(entry)]
    against = {entry for pair in combinations(group, 2) if not agree(*pair) for entry in pair}
    return tuple(entry for entry in group if entry in against)


def _is_of_look(entry: Entry) -> bool:
    """ "Hose: türkis", "Futter: gestreift": no material that "Material Hose" could contradict."""
    return bool(entry.values) and all(vocabulary().named(value, *_LOOKS) is not None for value in entry.values)


_VARIES = "kommt mit verschiedenen Werten vor"
_DIFFER = "widersprechen einander"


def _message(group: Sequence[Entry]) -> str:
    keys = list(dict.fromkeys(f"„{entry.key}“" for entry in group))
    values = ", ".join(dict.fromkeys(_short(entry.text) for entry in group))
    verb = _VARIES if len(keys) == 1 else _DIFFER
    return f"{_listed(keys)} {verb} ({values}); bitte klären, im Text steht nichts davon."


def _too_much(entry: Entry) -> Conflict:
    total = f"{_sum(entry).normalize():f}".replace(".", ",")
    message = f"„{entry.key}“ ergibt {total} % ({_short(entry.text)}); bitte berichtigen, im Text steht nichts davon."
    return Conflict(entry.field, (entry,), message)


def _sum(entry: Entry) -> Decimal:
    return sum((share.percent for share in entry.shares if share.percent is not None), Decimal(0))


def _yes_and_no(entries: Sequence[Entry], disputed: Collection[Entry]) -> Iterator[Conflict]:
    """ "Zippfix: Ja" or "Besonderheit: Zippfix" beside "Zippfix: Nein", also for words that are not known."""
    for denied in entries:
        if denied.field is not Field.OTHER or not is_no(denied.text) or denied in disputed:
            continue
        word = folded(denied.key)
        affirmed = [
            e for e in entries if e.field not in (Field.OTHER, Field.TYPE) and any(folded(v) == word for v in e.values)
        ]
        if affirmed:
            yield Conflict(affirmed[0].field, (*affirmed, denied), _message_of_different((*affirmed, denied)))


def _message_of_different(group: Sequence[Entry]) -> str:
    sources = _listed(list(dict.fromkeys(f"„{entry.key}: {_short(_said(entry))}“" for entry in group)))
    return f"{sources} widersprechen einander; bitte klären, im Text steht nichts davon."


def _said(entry: Entry) -> str:
    """The value as it was written; of a list only what is in conflict."""
    listed = not entry.shares and all(value in entry.text for value in entry.values)
    return ", ".join(entry.values) if listed else entry.text


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE].rstrip()} …"
