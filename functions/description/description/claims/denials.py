"""Finds what supports a denial, and what supports or forbids a treatment of care."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from description.claims.care import AIR, DISHWASHER, DRYCLEAN, HAND, MACHINE, SPECIAL, TUMBLE, WASH, Care
from description.claims.exclusive import opposites
from description.claims.index import Index
from description.claims.mention import Mention
from description.claims.opposites import opposed
from description.claims.roles import KIND_FIELDS
from description.claims.senses import Sense
from description.claims.stems import stem
from description.language.function_words import function_words

# What is stated by the fields of one of these kinds rules out all else of the kind.
_EXCLUSIVE = frozenset({"closure", "collar", "sleeve", "pattern", "toe", "fit"})
_FASTENERS = frozenset(stem(word) for word in function_words("fastener"))
_NO_IRON = (f"~{stem('bügelfrei')}", f"~{stem('bügelleicht')}")
_CLOSED_KINDS = frozenset({"leather", "fibre", "fur", "filling", "fabric", "wood"})
_SHORTEST_OPENER = 4
# A treatment → those that the data must allow for it to be allowed.
_ALLOWED_BY = {WASH: (WASH, MACHINE, HAND), MACHINE: (MACHINE, WASH)}
# A treatment → those that, when they alone are allowed, forbid it.
_FORBIDDEN_BY = {
    WASH: (DRYCLEAN, SPECIAL),
    MACHINE: (HAND, DRYCLEAN, SPECIAL),
    TUMBLE: (AIR,),
    HAND: (DRYCLEAN, SPECIAL),
    DISHWASHER: (HAND,),
}


def of_denied(mention: Mention, index: Index) -> Iterable[int]:
    """The places of the sources that say that a thing is not there, or that another one of its kind is."""
    sense = mention.sense
    if sense.kind == "closure" or sense.stem in _FASTENERS:
        yield from index.words.get("schlupf", ())
    for word in (sense, mention.about) if mention.about is not None else (sense,):
        yield from _said_denied(word, index)
    if sense.type is not None:
        named = any(name in index.words for name in (*sense.names, f"~{sense.stem}"))
        if not named or (index.is_article(sense) and not sense.type.openers):  # "braucht keine Socken"
            yield from range(len(index.sources))
    if mention.about is not None and not index.is_article(mention.about):
        yield from opposed(sense.stem, mention.about, index)
    elif not any(name in index.words for name in sense.names):
        for other in opposites().get(sense.stem, ()):
            yield from index.words.get(f"~{other}", ())
    if mention.kind == "material":
        yield from _other_materials(mention, index)
    else:
        yield from _excluded(sense, index)


def _said_denied(sense: Sense, index: Index) -> Iterator[int]:
    for name in sense.names:
        if name[0] == "~":
            yield from index.denied.get(name[1:], ())
    if sense.type is not None:
        yield from index.denied.get(sense.stem, ())
    openers = {stem(opener.lemma) for option in sense.options for opener in option.openers}
    for key, places in index.denied.items():
        if len(sense.stem) >= _SHORTEST_OPENER and key.endswith(sense.stem):
            yield from places
        if any(len(opener) >= _SHORTEST_OPENER and key.startswith(opener) for opener in openers):
            yield from places  # "Lochverzierung" ← ohne Lochmuster


def _excluded(sense: Sense, index: Index) -> Iterator[int]:
    """Denied by what is there instead: no zip, where the closure is buttons; no leather, where all is textile."""
    if any(name in index.words for name in sense.names):
        return
    kind = "closure" if sense.stem in _FASTENERS else sense.kind
    yield from index.of_fields(*KIND_FIELDS[kind]) if kind in _EXCLUSIVE else ()


def _other_materials(mention: Mention, index: Index) -> Iterator[int]:
    """No leather where the part, or the whole article, is of other materials."""
    sense = mention.sense
    if sense.material is None or sense.material.group not in _CLOSED_KINDS:
        return
    slots = [mention.slot] if mention.slot and mention.slot in index.materials else list(index.materials)
    held = [(keys, place) for slot in slots for keys, _, place in index.materials[slot]]
    if not any(name in keys for name in sense.names for keys, _ in held):
        yield from (place for _, place in held)


def of_care(said: Care, index: Index) -> Iterable[int]:
    """The places of the sources that allow a treatment, or forbid it, as the text does."""
    told = [(care, place) for place, source in enumerate(index.sources) for care in source.stated.care]
    own = [(care, place) for care, place in told if not care.of.isdisjoint(said.of)]
    told = own if any(care.process in related(said.process) for care, _ in own) else told
    allowed = {care.process: place for care, place in told if care.allowed}
    denied = {care.process: place for care, place in told if not care.allowed}
    if said.allowed:
        yield from _allowing(said.process, allowed, denied)
        return
    yield from _forbidding(said.process, allowed, denied)
    if said.needless and (said.process not in allowed or any(word in index.words for word in _NO_IRON)):
        yield from range(len(index.sources))  # what need not be done may still be allowed


def _allowing(process: str, allowed: Mapping[str, int], denied: Mapping[str, int]) -> list[int]:
    if process in denied and process not in allowed:
        return []
    if process == MACHINE and MACHINE not in allowed and (HAND in allowed or WASH in denied):
        return []
    return [allowed[way] for way in _ALLOWED_BY.get(process, (process,)) if way in allowed]


def _forbidding(process: str, allowed: Mapping[str, int], denied: Mapping[str, int]) -> list[int]:
    if process in denied:
        return [denied[process]]
    if process == MACHINE and WASH in denied:
        return [denied[WASH]]
    by_hand_only = process == MACHINE and HAND in allowed and MACHINE not in allowed
    if not by_hand_only and any(way in allowed for way in (process, *_ALLOWED_BY.get(process, ()))):
        return []
    return [allowed[way] for way in _FORBIDDEN_BY.get(process, ()) if way in allowed]


def related(process: str) -> tuple[str, ...]:
    """The treatment, and those that say something of it: how it is allowed, and what forbids it."""
    return (process, *_ALLOWED_BY.get(process, ()), *_FORBIDDEN_BY.get(process, ()))
