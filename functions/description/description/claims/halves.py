"""Finds what supports a compound: its head, and what opens it, be it in two statements."""

from __future__ import annotations

from description.claims.index import Index
from description.claims.options import Option
from description.claims.positions import SIDE_OPENERS
from description.claims.roles import MAIN
from description.claims.senses import Sense
from description.claims.stems import stem
from description.claims.word_keys import keys_of, word_key
from description.language.vocabulary import Word


def of_compound(option: Option, sense: Sense, index: Index) -> list[int]:
    """A compound is supported when its head is, and what opens it is said of the same thing."""
    head = index.places(keys_of(option.head))
    if option.head.kind in ("plain", "look", "measure"):
        head = list(range(len(index.sources)))
    if not head:
        return []
    for opener in option.openers:
        places = _opener(opener, option, sense, index)
        if option.head.kind not in ("type", "plain", "look"):
            places = [place for place in places if place in head]
        if not places:
            return []
        head = places if option.head.kind in ("plain", "look") else head
    return head


def _opener(opener: Word, option: Option, sense: Sense, index: Index) -> list[int]:
    if opener.kind == "material":
        key = word_key(opener)
        slots = [MAIN] if option.head.kind in ("type", "plain", "look") else [sense.part]
        if option.head.kind == "type":
            own = f"part:{stem(option.head.lemma)}"
            slots = [
                slot
                for slot in index.materials
                if slot.startswith("part:") and slot.rstrip("s").endswith(own[5:].rstrip("s"))
            ] or slots
        if option.head.kind == "type" and opener.group in ("fur", "filling"):
            slots = list(index.materials)
        held = [item for slot in (*slots, "") for item in index.materials.get(slot, ())]
        return [place for keys, _, place in held if _begins(key, keys)]
    if opener.kind == "colour":
        slots = ["", f"part:{stem(option.head.lemma)}"]
        return [place for slot in slots for keys, place in index.colours.get(slot, ()) if word_key(opener) in keys]
    if opener.kind == "type":
        return []
    return index.places(keys_of(opener)) or _at_side(opener, option, index)


def _at_side(opener: Word, option: Option, index: Index) -> list[int]:
    """ "Gesäßtasche" ← Tasche hinten: the first part of a compound says where its head is."""
    side = SIDE_OPENERS.get(opener.lemma.lower())
    thing = f"~{stem(option.head.lemma)}"
    return [
        place
        for place, source in enumerate(index.sources)
        if any(of == side and thing in keys for of, keys in source.stated.positions)
    ]


def _begins(opener: str, keys: frozenset[str]) -> bool:
    """Whether the first part of a compound is the material, or what its name begins with: Lackpumps from Lackleder."""
    return opener in keys or any(key.startswith(opener) for key in keys)
