"""Blocks: sentences in the making, and which of them become one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from description.language.text import count_words
from description.realise.clauses import Verbal, drawn, verbals
from description.realise.facts import Fact
from description.style.topics import Topic

LAST = (Topic.MEASURES, Topic.CONTENTS, Topic.ORIGIN, Topic.CARE, Topic.MORE)
_SHORT = 6
MOST_VERBALS = 3
_MOST_WORDS = 24
_LONGER = 1.7
MATERIAL_WEIGHT = 85
_MEASURED = re.compile(r"(?:ca\. )?\d[\d,.]*\s\w+ (?:lang|breit|hoch|tief)")


@dataclass(slots=True)
class Block:
    """One sentence in the making. `kind` names its constructions; `text` is set where there is no choice, and `shorter`
    are other texts for less room.

    `weight` says how long it stays when there is no room.
    """

    topic: Topic
    kind: str = ""
    facts: tuple[Fact, ...] = ()
    verbals: tuple[Verbal, ...] = ()
    text: str = ""
    of: str = ""
    shorter: Callable[[], Iterable[str]] = tuple
    weight: int = 50

    def with_facts(self, facts: Sequence[Fact]) -> Block:
        """The same sentence about these facts."""
        kind = self.kind if self.kind in ("noted", "special") else ""
        return block_of(facts, kind)


def block_of(facts: Sequence[Fact], kind: str = "") -> Block:
    facts = sorted(facts, key=lambda fact: bool(fact.benefit))
    nouns = sum(1 for fact in facts if fact.np)
    preds = sum(1 for fact in facts if fact.pred)
    if not kind and nouns + preds == len(facts):
        kind = "having" if not preds else "both" if nouns else "being"
    return Block(facts[0].topic, kind, tuple(facts), tuple(verbals(facts)), weight=max(fact.weight for fact in facts))


def merged(blocks: Sequence[Block], *, long: bool) -> list[Block]:
    """The blocks, short ones drawn together with a neighbour."""
    done: list[Block] = []
    for block in blocks:
        last = done[-1] if done else None
        if last is not None and _may_join(last, block, long=long):
            done[-1] = Block(
                last.topic,
                "",
                (*last.facts, *block.facts),
                _in_order((*last.verbals, *block.verbals), block.topic),
                weight=max(last.weight, block.weight),
            )
        else:
            done.append(block)
    return done


def _in_order(phrases: Sequence[Verbal], topic: Topic) -> tuple[Verbal, ...]:
    """How long it is, then what else it is, before what it has and is made of: no word is heard of what it has."""
    if topic in LAST:
        return tuple(sorted(phrases, key=lambda verbal: not _MEASURED.match(verbal.rest)))
    return tuple(sorted(phrases, key=lambda verbal: (not _MEASURED.match(verbal.rest), verbal.singular != "ist")))


def _may_join(first: Block, second: Block, *, long: bool) -> bool:
    if not first.verbals or not second.verbals or "special" in (first.kind, second.kind):
        return False
    if second.topic in LAST and any(fact.np and not fact.listed for fact in first.facts):
        return False
    lined = any(fact.np and fact.np.form("nom").endswith(("futter", "sohle")) for fact in first.facts)
    if lined or sum(1 for fact in first.facts if fact.np) > 2:
        return False
    lengths = [sum(count_words(verbal.rest) + 1 for verbal in block.verbals) for block in (first, second)]
    few = len(drawn((*first.verbals, *second.verbals))) <= MOST_VERBALS
    longer = _LONGER if long else 1
    return few and min(lengths) <= _SHORT * longer and sum(lengths) <= _MOST_WORDS * longer
