"""Benefit clauses: what a feature is good for, where that is true by the feature's meaning alone (benefits.csv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from description.language.grammar import determiner
from description.realise.constructions import chance
from description.realise.facts import Fact
from description.realise.plan import Manner
from description.realise.tables import rows, whole

_FREE = 0.3


@cache
def _benefits() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    return [(whole(row["feature"]), row) for row in rows("benefits")]


def with_benefits(facts: Sequence[Fact], manner: Manner, seed: str) -> tuple[Fact, ...]:
    """The facts, some of them with what they are good for: as many as the example has, one at most without one."""
    left = _wanted(manner, seed)
    told = list(facts)
    for at in sorted(range(len(told)), key=lambda index: -told[index].weight):
        found = _with(told[at], manner) if left else None
        if found is not None:
            told[at] = found
            left -= 1
    return tuple(told)


def _with(fact: Fact, manner: Manner) -> Fact | None:
    """The fact with its benefit; None where it has none, or none that fits between notes."""
    if fact.np is None or fact.np.tail:
        return None
    said = fact.np.form("nom")
    row = next((row for feature, row in _benefits() if feature.fullmatch(said)), None)
    if row is None or (row["tail"] and manner.telegraphic):
        return None
    if row["tail"]:
        return replace(fact, np=replace(fact.np, tail=row["tail"]))
    gender = "p" if fact.np.plural or fact.np.noun is None else fact.np.noun.gender
    clause = row["plural" if fact.np.plural else "singular"]
    return replace(fact, benefit=f", {determiner('definite', gender)} {clause}")


def _wanted(manner: Manner, seed: str) -> int:
    if manner.asked.without_benefits:
        return 0
    if not manner.profile.examples:
        return int(chance(f"{seed}benefit") < _FREE)
    return round(manner.profile.benefits * max(3.0, manner.profile.sentences))


def concluded(text: str, facts: Sequence[Fact]) -> str:
    """The sentence with the benefit of the fact that it ends with: "…, die jeden Schritt abfedert"."""
    for fact in facts:
        if fact.benefit and text.endswith(tuple(filter(None, (fact.acc, fact.nom, fact.the, fact.dat)))):
            return text + fact.benefit
    return text
