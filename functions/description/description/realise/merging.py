"""Facts about one thing as one: "Bund mit Gürtelschlaufen" and "elastischer Gummibund" → "elastischer Gummibund mit
Gürtelschlaufen"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from description.language.grammar import Noun, joined
from description.realise.adjectives import coordinate
from description.realise.facts import Fact
from description.realise.phrases import Phrase
from description.realise.tables import rows, words

_SHORTEST_HEAD = 4  # letters; a shorter ending of another noun is hardly its head


def merged_by_head(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, those with the same noun, or one of its kind, as one where their adjectives and tails allow it."""
    merged: list[Fact] = []
    for fact in facts:
        for at, earlier in enumerate(merged):
            both = _both(earlier, fact)
            if both is not None:
                merged[at] = both
                break
        else:
            merged.append(fact)
    return merged


def _both(first: Fact, second: Fact) -> Fact | None:
    one, other = first.np, second.np
    if one is None or other is None or one.noun is None or other.noun is None or one.plural is not other.plural:
        return None
    if first.field is not second.field and one.noun.lemma.casefold().endswith(_several()):
        return None  # one zip is at the front, the other at the sleeve
    special, tail = _more_special(one, one.noun, other, other.noun), _tail(one, other)
    if special is None or special.noun is None or tail is None or (one.count and other.count):
        return None
    pairs = coordinate(sorted((*one.adjectives, *other.adjectives), key=lambda pair: not pair[0][-2:-1].isdigit()))
    noun = special.noun
    apart = next((row for row in rows("apart") if row["noun"] == noun.lemma and pairs), None)
    if apart is not None:  # "weite Ärmel in Dreiviertellänge"
        noun, tail = (other if special is one else one).noun or noun, f"{apart['tail']} {tail}".strip()
    return replace(
        first,
        np=replace(special, noun=noun, adjectives=pairs, count=one.count or other.count, tail=tail),
        bare=first.bare and second.bare,
        weight=max(first.weight, second.weight),
        special=first.special or second.special,
        statement=first.statement or second.statement,
        label="",
        listed="",
        topic=first.topic,
    )


@cache
def _several() -> tuple[str, ...]:
    """What an article may have more than one of: zips, buttons, pockets."""
    return tuple(each.casefold() for each in words("several"))


def _more_special(one: Phrase, first: Noun, other: Phrase, second: Noun) -> Phrase | None:
    """Of Bund and Gummibund the latter; None where neither is of the other's kind."""
    names = [each.lemma.casefold().replace("-", "") for each in (first, second)]
    if names[0] == names[1] or _is_head(names[1], names[0]):
        return one
    return other if _is_head(*names) else None


def _is_head(head: str, compound: str) -> bool:
    return len(head) >= _SHORTEST_HEAD and compound.endswith(head)


def _tail(one: Phrase, other: Phrase) -> str | None:
    """Both tails as one; None where they do not go together."""
    if not one.tail or not other.tail or one.tail == other.tail:
        return one.tail or other.tail
    (first, _, rest), (second, _, more) = one.tail.partition(" "), other.tail.partition(" ")
    if first != second or first not in ("mit", "an", "in", "für"):
        return None
    return f"{first} {joined([*rest.replace(' und ', ', ').split(', '), more])}"
