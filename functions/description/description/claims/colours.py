"""Finds what supports a colour, of the article, of one of its parts or of a material that something is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from description.claims.cover import covers, saying
from description.claims.index import Index
from description.claims.mention import Mention
from description.claims.parts import is_the_article, slots_like
from description.claims.places import side_named
from description.claims.roles import LINING, MAIN
from description.claims.senses import Sense
from description.claims.word_keys import word_key

_Coloured = tuple[frozenset[str], int]  # a colour's keys, and the place of its source


def of_colour(mention: Mention, index: Index) -> Iterable[int]:
    """The places of the sources that give what a text says to be coloured this colour."""
    colour = mention.sense.colour
    if colour is None:
        return
    key = word_key(colour)
    yield from (place for keys, place in _colours(mention, index) if key in keys)
    yield from _related(mention, key, index)
    if mention.passing:
        yield from (place for held in index.colours.values() for keys, place in held if key in keys)
        yield from (
            place for place, source in enumerate(index.sources) if _opens_one(mention.sense.stem, source.stated.words)
        )
    if not mention.slot:  # "Transparent: teilweise"
        yield from (place for place, source in enumerate(index.sources) if key in source.stated.about)


def coloured_so(mention: Mention, index: Index) -> Iterator[int]:
    """ "mattschwarze Bügel" ← Bügel: Edelstahl, schwarz matt; "goldfarbene Schließe" ← Verschluss: Schließe, gold."""
    if mention.about is not None:
        yield from saying(mention.sense, mention.about, index)
    for _, place in _colours(mention, index):
        if covers(index.sources[place].stated, mention.sense, mention.slot):
            yield place


def _related(mention: Mention, key: str, index: Index) -> Iterator[int]:
    """ "ihr gelbes Innenleben" ← Kapuze innen gelb: a colour at the side that a noun names."""
    about = mention.about
    side = "inside" if mention.slot == LINING else side_named(about) if about is not None else ""
    for relation, place in index.relations if side else ():
        if key in relation.thing and side in relation.place.sides:
            yield place


def _opens_one(own: str, words: Iterable[str]) -> bool:
    """ "rosé vergoldet" ← rosévergoldet."""
    return any(word.startswith(own) and len(word) > len(own) for word in words)


def _colours(mention: Mention, index: Index) -> Iterable[_Coloured]:
    """The colours that the data has of what a text says to be coloured."""
    about, whole = mention.about, index.colours.get("", [])
    if about is not None and about.material is not None and not index.is_article(about):
        made = list(_of_material(about, index))
        if made and (not mention.slot or not index.colours.get(mention.slot)):
            return made
    if mention.slot:
        held = index.colours.get(mention.slot) or _of_slots(slots_like(mention.slot, index.colours, about), index)
        if not held and is_the_article(mention.slot, index):  # "der gelbe Schaft" of a yellow boot
            return whole
        return held
    if about is None:
        return whole
    part = index.part_of(about)
    slots = [slot for slot in index.colours if slot and f"type:{slot[5:]}" in about.answers]
    slots += [slot for slot in (slots_like(part, index.colours) if part else ()) if slot not in slots]
    own = _of_slots(slots, index)
    return own if own and part else [*whole, *own]


def _of_slots(slots: Iterable[str], index: Index) -> list[_Coloured]:
    return [item for slot in slots for item in index.colours[slot]]


def _of_material(noun: Sense, index: Index) -> Iterator[_Coloured]:
    """The colours of what is made of a material: "rosa Jersey" ← Oberteil: Jersey; Farbe: Oberteil rosa. Also those of
    the statements that name it: "goldfarbenes Metall" ← Bügel: Metall, goldfarben."""
    made = word_key(noun.material) if noun.material is not None else ""
    slots = [slot for slot, items in index.materials.items() if any(made in keys for keys, _, _ in items)]
    places = {place for slot in slots for keys, _, place in index.materials[slot] if made in keys}
    parts = [slot for slot in slots if slot not in (MAIN, "")]
    own = _of_slots(dict.fromkeys(like for part in parts for like in slots_like(part, index.colours)), index)
    yield from own
    if not own or len(parts) < len(slots):
        yield from index.colours.get("", ())
    for items in index.colours.values():
        yield from (item for item in items if item[1] in places or made in index.sources[item[1]].stated.answers)
