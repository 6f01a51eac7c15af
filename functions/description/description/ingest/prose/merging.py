"""Statements about one part made one: "große Kapuze" and "die Kapuze ist abnehmbar"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from description.ingest.prose.found import Found


def merged(found: Iterable[Found]) -> tuple[Found, ...]:
    """The statements, those of a part that is named again with the first one about it."""
    kept: list[Found] = []
    for each in found:
        at = next((at for at, other in enumerate(kept) if _is_same_part(other, each)), None)
        if at is None:
            kept.append(each)
        else:
            kept[at] = _together(kept[at], each)
    return tuple(kept)


def _is_same_part(other: Found, each: Found) -> bool:
    """Whether "die Kapuze" is the one that was named before. Of several pockets it may be any."""
    one, again = other.phrase, each.phrase
    if one is None or again is None or other.field is not each.field or not again.is_definite:
        return False
    if one.noun.lemma != again.noun.lemma or "pl" in (one.number, again.number) or one.count or again.count:
        return False
    return not (one.tail and again.tail and one.tail != again.tail) and not (each.tells_apart and one.adjectives)


def _together(other: Found, each: Found) -> Found:
    if other.phrase is None or each.phrase is None:
        return other
    whole = replace(other.phrase.with_adjectives(each.phrase.adjectives), tail=other.phrase.tail or each.phrase.tail)
    return replace(other, text=whole.base(), phrase=whole)
