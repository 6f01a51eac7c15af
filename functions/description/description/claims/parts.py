"""Whether two names mean the same part of an article: Strickbündchen and Bündchen, Patches and Ellenbogen-Patches."""

from __future__ import annotations

from collections.abc import Iterable

from description.claims.implied import alike
from description.claims.index import Index
from description.claims.roles import named_slot
from description.claims.senses import Sense
from description.claims.stems import stem
from description.domain.statement import Field

_SHORTEST = 5


def same_part(one: str, other: str) -> bool:
    """Whether two keys of parts mean the same: one ends in the other, or the vocabulary has both for it."""
    one, other = one.removeprefix("part:").rstrip("s"), other.removeprefix("part:").rstrip("s")
    return one.endswith(other) or other.endswith(one) or other in alike(one)


def slots_like(part: str, slots: Iterable[str], noun: Sense | None = None) -> list[str]:
    """Those of the slots that mean a part by its key, or by the very noun that names it."""
    names = [part] if noun is None or not part.startswith("part:") else [part, f"part:{noun.stem}"]
    known = [slot for slot in slots if slot]
    like = [slot for slot in known if any(same_part(name, slot) for name in names)]
    own = part.removeprefix("part:")
    if like or len(own) < _SHORTEST:
        return like
    return [slot for slot in known if slot.startswith(f"part:{own}")]  # "Keder" ← Kederrand


def is_the_article(slot: str, index: Index) -> bool:
    """Whether the name of a part is the article's own: Kappe, of a shoe or on a head; Einlegesohle."""
    named = slot.removeprefix("part:")
    types = (key for key in index.types if key.startswith("type:"))
    keys = [f"~{named}", *(key for key in types if named_slot(stem(key.removeprefix("type:"))) == slot)]
    return any(index.sources[place].field is Field.TYPE for place in index.places(keys))
