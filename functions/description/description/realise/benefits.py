"""Benefit clauses: what a feature is good for, where that is true by the feature's meaning alone (benefits.csv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from description.language.grammar import determiner
from description.realise.constructions import chance
from description.realise.facts import Fact
from description.realise.manner import Manner
from description.realise.tables import rows, whole

_FREE = 0.3


@dataclass(frozen=True, slots=True)
class _Benefit:
    feature: re.Pattern[str]
    tail: str
    singular: str
    plural: str


@cache
def _benefits() -> list[_Benefit]:
    return [_Benefit(whole(row["feature"]), row["tail"], row["singular"], row["plural"]) for row in rows("benefits")]


@lru_cache(maxsize=8192)
def _of(said: str) -> _Benefit | None:
    return next((each for each in _benefits() if each.feature.fullmatch(said)), None)


def with_benefits(facts: Sequence[Fact], manner: Manner, seed: str) -> tuple[Fact, ...]:
    """The facts, some of them with what they are good for: as many as the example has, one at most without one."""
    left = _wanted(manner, seed)
    told = list(facts)
    for at in sorted(range(len(told)), key=lambda index: -told[index].weight) if left else ():
        fact = told[at]
        found = _of(fact.np.form("nom")) if fact.np and not fact.np.tail else None
        if left and found is not None and not (found.tail and manner.telegraphic):
            told[at] = _with(fact, found)
            left -= 1
    return tuple(told)


def _with(fact: Fact, found: _Benefit) -> Fact:
    if fact.np is None:
        return fact
    if found.tail:
        return replace(fact, np=replace(fact.np, tail=found.tail))
    gender = "p" if fact.np.plural or fact.np.noun is None else fact.np.noun.gender
    return replace(
        fact, benefit=f", {determiner('definite', gender)} {found.plural if fact.np.plural else found.singular}"
    )


def _wanted(manner: Manner, seed: str) -> int:
    if manner.asked.without_benefits:
        return 0
    if manner.free:
        return int(chance(f"{seed}benefit") < _FREE)
    return round(manner.profile.benefits * max(3.0, manner.profile.sentences))


def concluded(text: str, facts: Sequence[Fact]) -> str:
    """The sentence with the benefit of the fact that it ends with: "…, die jeden Schritt abfedert"."""
    for fact in facts:
        if fact.benefit and text.endswith(tuple(filter(None, (fact.acc, fact.nom, fact.the, fact.dat)))):
            return text + fact.benefit
    return text
