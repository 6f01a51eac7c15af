"""Facts about one thing as one: "Bund mit Gürtelschlaufen" and "elastischer Gummibund" → "elastischer Gummibund mit
Gürtelschlaufen"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from description.language.grammar import Adjective, joined
from description.realise.coordination import coordinate
from description.realise.facts import Fact
from description.realise.phrases import Phrase
from description.realise.tables import rows, words

_MOST_ADJECTIVES = 3
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
    if first.field is not second.field and _fits_many(one):
        return None  # one zip is at the front, the other at the sleeve
    special, tail = _more_special(one, other), _tail(one, other)
    if special is None or tail is None or (one.count and other.count and one.count != other.count):
        return None
    each = (pair for pair in (*one.adjectives, *other.adjectives) if not _says(special, pair[1]))
    pairs = coordinate(sorted(each, key=lambda pair: not any(letter.isdigit() for letter in pair[0])))
    if len(pairs) > _MOST_ADJECTIVES:
        return None
    noun, number = special.noun, special.number
    apart = next((row for row in rows("apart") if noun and row["noun"] == noun.lemma and pairs), None)
    if apart is not None:  # "weite Ärmel in Dreiviertellänge"
        noun, tail = next(each.noun for each in (one, other) if each is not special), f"{apart['tail']} {tail}".strip()
    np = replace(special, noun=noun, number=number, adjectives=pairs, count=one.count or other.count, tail=tail)
    measured = first if first.listed else second
    return replace(
        first,
        np=np,
        bare=first.bare and second.bare,
        weight=max(first.weight, second.weight),
        special=first.special or second.special,
        statement=measured.statement,
        label="",
        listed="",
        topic=first.topic if not first.listed else second.topic,
    )


def _fits_many(np: Phrase) -> bool:
    """Whether an article may have several of them: zips, buttons, pockets."""
    return np.noun is not None and np.noun.lemma.casefold().endswith(
        tuple(each.casefold() for each in words("several"))
    )


def _more_special(one: Phrase, other: Phrase) -> Phrase | None:
    """Of Bund and Gummibund the latter; None where neither is of the other's kind."""
    if one.noun is None or other.noun is None:
        return None
    first, second = (each.noun.lemma.casefold().replace("-", "") for each in (one, other) if each.noun)
    if first == second or _is_head(second, first):
        return one
    return other if _is_head(first, second) else None


def _says(np: Phrase, adjective: Adjective) -> bool:
    """Whether the noun says the adjective: the flachen Flachnähte."""
    return np.noun is not None and np.noun.lemma.casefold().startswith(adjective.lemma[:_SHORTEST_HEAD].casefold())


def _is_head(head: str, compound: str) -> bool:
    return len(head) >= _SHORTEST_HEAD and compound.endswith(head) and len(compound) > len(head)


def _tail(one: Phrase, other: Phrase) -> str | None:
    """Both tails as one; None where they do not go together."""
    if not one.tail or not other.tail or one.tail == other.tail:
        return one.tail or other.tail
    (first, _, rest), (second, _, more) = one.tail.partition(" "), other.tail.partition(" ")
    if first != second or first not in ("mit", "an", "in", "für") or not rest or not more:
        return None
    return f"{first} {joined([*rest.replace(' und ', ', ').split(', '), more])}"
