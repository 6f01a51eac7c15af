"""Finds what supports a material, of the article or of one of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from operator import eq, gt

from description.claims.cover import covers
from description.claims.index import Held, Index
from description.claims.measures import Amount
from description.claims.mention import Mention
from description.claims.parts import is_the_article, same_part
from description.claims.roles import INSOLE, MAIN, NOTHING, OUTSOLE
from description.claims.senses import Sense, sense
from description.claims.shares import EQUAL
from description.claims.stems import stem
from description.claims.word_keys import word_key
from description.language.function_words import function_words
from description.language.vocabulary import vocabulary

_MIXTURE = re.compile(r"(?:misch(?:ung|gewebe)|mix|gemisch)(?:en|s|es)?$", re.IGNORECASE)
_MIXED = re.compile(r"misch|mix\b", re.IGNORECASE)
_COMPARED = re.compile(r"^(mehr|weniger) (\S+) als (\S+)$", re.IGNORECASE)
_DETAILS = frozenset(map(stem, function_words("detail-noun")))
ANYWHERE = "anywhere"  # the slot of a thing that the data does not know
_WHOLE, _HALF = 100, 50


def of_material(mention: Mention, index: Index) -> Iterable[int]:
    material = mention.sense.material
    if material is None:
        return
    slot = _slot(mention, index)
    held = _held(mention, slot, index)
    if not (mention.pure or mention.mainly):
        yield from _of_both(mention, held)
    if _MIXTURE.search(mention.sense.text):
        yield from _of_mixture(mention.sense, held, index)
        if not _MIXTURE.search(material.lemma):
            return
    bound = slot != MAIN and slot in index.materials  # what is said of nothing in particular is of another part
    key = word_key(material)
    for keys, percent, place in held if bound else (*held, *index.materials.get("", ())):
        if key in keys and _is_the_share(mention, percent) and _is_as_much(mention, percent, key, held):
            yield place


def made_up(mention: Mention, index: Index) -> list[int]:
    """ "Rindsleder" ← Glattleder (Rind): of the sources that tell the part's material, those that have the pieces."""
    material, slot = mention.sense.material, _slot(mention, index)
    if material is None or mention.mainly or mention.percent is not None or _MIXTURE.search(mention.sense.text.lower()):
        return []
    bound = slot != MAIN and slot in index.materials
    held = _held(mention, slot, index) if bound else (*_held(mention, slot, index), *index.materials.get("", ()))
    made = [item for item in held if covers(index.sources[item[2]].stated, mention.sense, mention.slot)]
    alone = len(held) == 1
    return [place for _, percent, place in made if not mention.pure or percent == _WHOLE or alone]


def _slot(mention: Mention, index: Index) -> str:
    """The slot of the part whose material is said."""
    slot = mention.slot or MAIN
    if not slot.startswith("type:"):
        return slot
    thing = slot.removeprefix("type:")
    if f"part:{thing}" in index.materials:
        return f"part:{thing}"
    if thing in _DETAILS:  # "Details aus Leder"
        return ANYWHERE
    for other, held in index.materials.items():  # "Ripstop aus Nylon" ← Material: 100 % Nylon (Ripstop)
        if other and any(f"~{thing}" in keys or f"material:{thing}" in keys for keys, _, _ in held):
            return other
    return MAIN if f"~{thing}" in index.types or thing in NOTHING else ANYWHERE  # "eine Lage aus EVA"


def _held(mention: Mention, slot: str, index: Index) -> list[Held]:
    """The materials that the data has of a part, or of what may be meant by it."""
    held = index.materials.get(slot, [])
    if slot == ANYWHERE:
        everything = [item for items in index.materials.values() for item in items]
        thing = f"~{mention.slot.removeprefix('type:')}"
        naming = {place for keys, _, place in everything if _begins(thing, keys)}  # "ein Taft aus Wolle"
        own = [item for item in everything if item[2] in naming and not _begins(thing, item[0])]
        return own or everything
    if held:
        return held
    if slot == OUTSOLE and mention.part_at < 0:  # "Filzsohle" of a boot with an insole of felt
        return index.materials.get(INSOLE, [])
    if slot == MAIN:
        return [item for other, items in index.materials.items() if other.startswith("part:") for item in items]
    of_its_own = slot.startswith("part:")
    if of_its_own:
        held = [item for other, items in index.materials.items() if same_part(slot, other) for item in items]
    if not held and ((of_its_own and mention.with_part) or is_the_article(slot, index)):
        held = index.materials.get(MAIN, [])
    return held


def _begins(thing: str, keys: frozenset[str]) -> bool:
    return any(key.startswith(f"material:{thing[1:]}") for key in keys)


def _is_as_much(mention: Mention, percent: Decimal | None, key: str, held: list[Held]) -> bool:
    """Whether a share of the data is "rein", "vor allem" or "teils", where a text says so."""
    if mention.mainly and percent is not None and percent < _HALF:
        return False
    if mention.partly and not _is_mixed(held, percent, key):
        return False
    return not (mention.pure and _is_mixed(held, percent, key))


def is_elsewhere(mention: Mention, index: Index) -> bool:
    """Whether the article itself is not of a material that a text says of no part: "90 % Daunen" of a filling."""
    key = word_key(mention.sense.material) if mention.sense.material is not None else ""
    return all(key not in keys for keys, _, _ in index.materials.get(MAIN, ()))


def _is_the_share(mention: Mention, percent: Decimal | None) -> bool:
    """Whether a percentage of the data is the one that a text says, if it says one."""
    if mention.percent is None or mention.percent == percent:
        return True
    if percent is None or mention.figure is None:
        return False
    return mention.figure.amounts[0].within(Amount(percent, percent, "%"))


def _of_both(mention: Mention, held: list[Held]) -> Iterator[int]:
    """ "Baumwollpopeline" ← cotton, and poplin; a percentage is that of one of them."""
    for option in mention.sense.options:
        words = (option.head, *option.openers)
        keys = frozenset(map(word_key, words))
        if mention.percent is not None and not any(
            share is not None and _is_the_share(mention, share) and not keys.isdisjoint(said) for said, share, _ in held
        ):
            continue
        found = [[place for keys, _, place in held if word_key(word) in keys] for word in words]
        if option.openers and all(word.kind == "material" for word in words) and all(found):
            yield from (place for places in found for place in places)


def _of_mixture(meaning: Sense, held: list[Held], index: Index) -> Iterable[int]:
    """ "Wollmischung": wool and something else; "Wolle-Seide-Mischung": wool and silk."""
    pieces = (sense(piece).material for piece in meaning.text.split("-")[:-1])
    openers = [opener for option in meaning.options for opener in option.openers]
    if not openers:  # "Leinengemisch", which is listed
        readings = vocabulary().readings(f"{_MIXTURE.sub('', meaning.text)}-")
        openers = [part for reading in readings[:1] for part in reading.parts]
    named = (*(opener for opener in openers if opener.kind == "material"), *filter(None, pieces))
    wanted = frozenset(map(word_key, named))
    parts = [place for keys, _, place in held if not wanted.isdisjoint(keys)]
    all_of_it = any(percent == _WHOLE and not wanted.isdisjoint(keys) for keys, percent, _ in held)
    others = len(wanted) < 2 and not all_of_it and any(wanted.isdisjoint(keys) for keys, _, _ in held)
    if others or (len(wanted) > 1 and all(any(key in keys for keys, _, _ in held) for key in wanted)):
        yield from parts
    yield from (place for place in parts if _MIXED.search(index.sources[place].says))
    if meaning.material is not None and _MIXTURE.search(meaning.material.lemma):  # Baumwollmischung
        yield from (place for keys, _, place in held if word_key(meaning.material) in keys)


def _is_mixed(held: list[Held], percent: Decimal | None, key: str) -> bool:
    """Whether a material is not all there is: "reine Wolle" needs 100 %, or no other beside it."""
    return percent != _WHOLE if percent is not None else any(key not in keys for keys, _, _ in held)


def of_shares(said: str, index: Index) -> list[int]:
    """What tells both shares, when the one is as much more or less as a text says."""
    opening, *materials = said.split(" ")
    if opening == EQUAL:
        one, other = materials[:2]
        return _sharing(one, other, eq, index)
    found = _COMPARED.match(said)
    if found is None:
        return []
    more = found[1].lower() == "mehr"
    greater, smaller = (found[2], found[3]) if more else (found[3], found[2])
    return _sharing(greater, smaller, gt, index)


def _sharing(one: str, other: str, compares: Callable[[Decimal, Decimal], bool], index: Index) -> list[int]:
    """The places of the sources that give both materials shares that compare so."""
    one, other = _key(one), _key(other)
    return [
        place
        for held in index.materials.values()
        for keys, percent, place in held
        if one in keys
        and percent is not None
        and any(compares(percent, share) for share in _shares(other, place, held))
    ]


def _shares(key: str, source: int, held: Sequence[Held]) -> Iterator[Decimal]:
    """The shares that a source gives a material."""
    return (share for keys, share, place in held if place == source and key in keys and share is not None)


def _key(material: str) -> str:
    known = sense(material).material
    return word_key(known) if known is not None else ""
