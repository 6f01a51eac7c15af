"""What the parts of the article are made of, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence

from description.language.grammar import joined
from description.realise.constructions import chance
from description.realise.making import Group
from description.realise.surface import SUBJECT, Named

_MOST = 4
_LINING = ("Futter", "Innenfutter", "Innenmaterial")


def several_materials(groups: Sequence[Group], named: Named, seed: str, *, long: bool) -> list[str]:
    """Sentences of the materials of several parts, the main one first."""
    return [_several(groups[at : at + _MOST], named, seed, long=long) for at in range(0, len(groups), _MOST)]


def _several(groups: Sequence[Group], named: Named, seed: str, *, long: bool) -> str:
    number = chance(f"{seed}made")
    first, *rest = groups
    is_, has = ("sind", "haben") if named.plural else ("ist", "hat")
    inside = [part.part.lemma for group in rest for part in group.parts]
    whole = first.main and first.parts[0].part.lemma == "Material"
    if first.main and inside and inside[0] in _LINING and len(inside) == 1:
        if number < (0.6 if whole else 0.25):
            return f"{SUBJECT} {is_} aus {first.of} gefertigt und mit {rest[0].of} gefüttert"
        if number < (0.75 if whole else 0.5):
            return f"außen {is_} {SUBJECT} aus {first.of} gearbeitet, innen aus {rest[0].of}"
    if whole and rest:
        consists = "bestehen" if named.plural else "besteht"
        return f"{SUBJECT} {consists} aus {first.of}, {_clauses(rest, consists, seed)}"
    if long and first.main and rest:
        verb = "sind" if rest[0].plural else "ist"
        more = f", {_clauses(rest[1:], '', seed)}" if rest[1:] else ""
        return f"während {first.the} aus {first.of} besteht, {verb} {rest[0].the} aus {rest[0].of} gearbeitet{more}"
    simple = first.main and all(len(group.parts) == 1 for group in rest) and rest
    if simple and number < 0.25:
        many = len(rest) > 1 or rest[0].plural
        return f"zum {first.bare} {'kommen' if many else 'kommt'} {joined([group.a('nom') for group in rest])}"
    if simple and number < 0.4:
        return f"{SUBJECT} {has} {joined([group.a('acc') for group in groups])}"
    return _clauses(groups, "", seed)


def _clauses(groups: Sequence[Group], before: str, seed: str) -> str:
    """ "das Obermaterial besteht aus A, Futter und Innensohle sind aus B, die Laufsohle ist aus C"."""
    verb = ("sind", "ist") if not before and chance(f"{seed}consists") < 0.4 else ("bestehen", "besteht")
    used = before
    clauses = []
    elliptic = len({group.plural for group in groups}) == 1
    for group in groups:
        own = verb[not group.plural]
        clauses.append(
            f"{group.the} aus {group.of}" if own == used and elliptic else f"{group.the} {own} aus {group.of}"
        )
        used = own
    return joined(clauses) if elliptic and len(clauses) > 2 - bool(before) else ", ".join(clauses)
