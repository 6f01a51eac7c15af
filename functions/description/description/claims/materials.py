"""Finds what supports a material or a colour, of the article or of one of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from description.claims.index import Held, Index
from description.claims.mentions import Mention
from description.claims.roles import MAIN
from description.claims.senses import Sense, sense, word_key
from description.product_data.model import Field

_MIXTURE = re.compile(r"(?:misch(?:ung|gewebe)|mix|gemisch)$")
_COMPARED = re.compile(r"^(mehr|weniger) (\S+) als (\S+)$", re.IGNORECASE)
_WHOLE, _HALF = 100, 50


def of_material(mention: Mention, index: Index) -> Iterable[int]:
    material = mention.sense.material
    if material is None:
        return
    key = word_key(material)
    slot = mention.slot or MAIN
    if slot.startswith("type:"):
        part = f"part:{slot.removeprefix('type:')}"
        slot = part if part in index.materials else MAIN
    held = index.materials.get(slot, [])
    if slot == MAIN and not held:
        held = [item for slot, items in index.materials.items() if slot.startswith("part:") for item in items]
    if slot.startswith("part:") and not held:
        held = [item for other, items in index.materials.items() if same_part(slot, other) for item in items]
        if not held and (mention.with_part or _is_the_article(slot, index)):
            held = index.materials.get(MAIN, [])
    if _MIXTURE.search(material.lemma):
        yield from _of_mixture(mention.sense, held)
    for keys, percent, place in (*held, *index.materials.get("", ())):
        if key not in keys or mention.percent not in (None, percent):
            continue
        if mention.mainly and percent is not None and percent < _HALF:
            continue
        if not (mention.pure and _is_mixed(held, percent, key)):
            yield place


def _of_mixture(sense: Sense, held: list[Held]) -> Iterable[int]:
    """ "Wollmischung": wool and something else."""
    openers = (opener for option in sense.options for opener in option.openers)
    wanted = frozenset(word_key(opener) for opener in openers if opener.kind == "material")
    parts = [place for keys, _, place in held if not wanted.isdisjoint(keys)]
    if any(wanted.isdisjoint(keys) for keys, _, _ in held):
        yield from parts


def of_namesake(mention: Mention, index: Index) -> list[int]:
    """What a word means that is also a material: Spitze, the end of a shoe."""
    if mention.slot or mention.percent is not None:
        return []
    others = [option.head for option in mention.sense.options if option.head.kind != "material" and not option.openers]
    return [place for word in others for place in index.words.get(word_key(word), ())]


def _is_mixed(held: list[Held], percent: Decimal | None, key: str) -> bool:
    """Whether a material is not all there is: "reine Wolle" needs 100 %, or no other beside it."""
    return percent != _WHOLE if percent is not None else any(key not in keys for keys, _, _ in held)


def same_part(one: str, other: str) -> bool:
    one, other = one.removeprefix("part:").rstrip("s"), other.removeprefix("part:").rstrip("s")
    return one.endswith(other) or other.endswith(one)


def of_colour(mention: Mention, index: Index) -> Iterable[int]:
    colour = mention.sense.colour
    if colour is None:
        return
    key = word_key(colour)
    held = index.colours.get(mention.slot, ())
    if mention.slot and not held:
        held = [
            item for other, items in index.colours.items() if other and same_part(mention.slot, other) for item in items
        ]
    if mention.about is not None and mention.about.type is not None and not mention.slot:
        known = mention.about.answers
        held = [
            *held,
            *(item for slot, items in index.colours.items() if f"type:{slot[5:]}" in known for item in items),
        ]
    for keys, place in held:
        if key in keys:
            yield place
    if not mention.slot:  # "Transparent: teilweise"
        yield from (place for place, source in enumerate(index.sources) if key in source.stated.about)


def _is_the_article(slot: str, index: Index) -> bool:
    """Whether the name of a part is the article's own: Kappe, of a shoe or on a head."""
    places = index.words.get(f"~{slot.removeprefix('part:')}", ())
    return any(index.sources[place].field is Field.TYPE for place in places)


def of_shares(said: str, index: Index) -> list[int]:
    """What tells both shares, when the one is as much more or less as a text says."""
    found = _COMPARED.match(said)
    if found is None:
        return []
    more = found[1].lower() == "mehr"
    return list(_places(found[2], found[3], index) if more else _places(found[3], found[2], index))


def _places(greater: str, smaller: str, index: Index) -> Iterator[int]:
    for held in index.materials.values():
        for keys, percent, place in held:
            less = [share for others, share, where in held if where == place and _key(smaller) in others]
            if (
                _key(greater) in keys
                and percent is not None
                and any(share is not None and share < percent for share in less)
            ):
                yield place


def _key(material: str) -> str:
    known = sense(material).material
    return word_key(known) if known is not None else ""
