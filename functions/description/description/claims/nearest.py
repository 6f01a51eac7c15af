"""Finds what the data says of the same thing as a claim that it does not support, so that an editor can compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from description.claims.denials import related
from description.claims.index import Index, Source
from description.claims.located import located_thing
from description.claims.mention import Mention
from description.claims.nouns import noun_keys
from description.claims.opposites import opposed
from description.claims.parts import same_part
from description.claims.roles import FIELD_SLOTS, KIND_FIELDS, MAIN
from description.claims.senses import Sense, sense
from description.claims.targets import target_key
from description.claims.word_keys import keys_of, word_key

_SHORTEST = len("part:") + 2  # of the slot of a part that a word of the text may end in


def nearest(mention: Mention, index: Index) -> Source | None:
    """The undisputed source that speaks of the same thing in the same respect, the nearest one; None where none does.

    What is said of the same part comes before what another part has of it, and that before the field's own value.
    """
    for places in _candidates(mention, index):
        told = [place for place in places if not index.sources[place].disputed]
        if told:
            return index.sources[min(told)]
    return None


def _candidates(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    """Places of sources, the nearest first."""
    if mention.kind == "material":
        yield from _of_material(mention, index)
    elif mention.kind == "position":
        yield from _of_position(mention, index)
    elif mention.care is not None:
        for processes in ({mention.care.process}, set(related(mention.care.process))):
            yield [at for at, source in enumerate(index.sources) if _treats(source, processes)]
    elif mention.figure is not None:
        yield from _of_figure(mention, index)
    elif mention.kind == "colour":
        yield from _of_colour(mention, index)
    elif mention.kind == "comparison":
        words = (sense(word) for word in mention.sense.text.split(" "))
        yield index.places(name for word in words if word.noun for name in word.names)
    elif not mention.denied:
        yield from _denying(mention, index)
    yield from _of_word(mention, index)
    yield index.of_fields(*KIND_FIELDS.get(mention.kind, ()))
    if " " in mention.sense.text:  # "Made in Portugal"
        yield index.of_fields(*KIND_FIELDS.get(sense(mention.sense.text.split(" ")[-1]).kind, ()))


def _of_material(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    slot = _slot(mention.slot, index)
    own = [item for other, items in index.materials.items() if _is_same(slot, other) for item in items]
    key = word_key(mention.sense.material) if mention.sense.material is not None else ""
    if mention.percent is not None or mention.pure or mention.mainly:
        yield [place for keys, _, place in own if key in keys]
    yield [place for _, _, place in own]
    yield index.of_fields(*(field for field, of in FIELD_SLOTS.items() if of == slot))
    yield _naming(slot.removeprefix("part:"), index)
    yield [place for items in index.materials.values() for keys, _, place in items if key in keys]
    yield [place for _, _, place in index.materials.get(MAIN, ())]


def _slot(slot: str, index: Index) -> str:
    """The slot of a part; MAIN for the article by whatever name."""
    name = slot.removeprefix("type:")
    if not slot or (name != slot and f"~{name}" in index.types):
        return MAIN
    return slot if name == slot else f"part:{name}"


def _is_same(slot: str, other: str) -> bool:
    return slot == other or (slot.startswith("part:") and other.startswith("part:") and same_part(slot, other))


def _of_colour(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    about = mention.about
    slot = mention.slot or (index.part_of(about) if about is not None else "")
    yield [
        place
        for other, items in index.colours.items()
        if slot and other and same_part(slot, other)
        for _, place in items
    ]
    if slot:
        yield _naming(slot.removeprefix("part:"), index)
    elif mention.sense.colour is not None:
        yield [place for _, place in index.colours.get("", ())]


def _of_position(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    thing = located_thing(mention)
    sources = enumerate(index.sources)
    yield [at for at, source in sources if any(not thing.isdisjoint(keys) for _, keys in source.stated.positions)]
    yield index.places(thing)


def _of_figure(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    figure = mention.figure
    if figure is None:
        return
    nouns = [noun for noun in (figure.about, figure.also, *figure.near) if noun is not None]
    keys = frozenset(key for noun in nouns for key in noun_keys(noun))
    if figure.kind in ("count", "single", "both", "pair"):
        yield [place for _, of, place in index.counts if not keys.isdisjoint(of)]
        yield index.places(keys)
    elif figure.kind == "measure" and figure.amounts:
        told = [(of, place) for amount, of, place in index.amounts if amount.of == figure.amounts[0].of]
        yield [place for of, place in told if not keys.isdisjoint(of) and (not figure.axis or figure.axis in of)]
        yield [place for of, place in told if figure.axis and figure.axis in of]
        yield [place for of, place in told if not keys.isdisjoint(of)]
        yield [place for _, place in told]
    elif figure.kind == "size":
        yield index.of_fields(*KIND_FIELDS["size"])


def _denying(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    """What says that it is not so, or the opposite, or so to another extent."""
    said = mention.sense
    if mention.extent is not None:
        yield [place for extent, place in index.extents if extent.adjective == mention.extent.adjective]
    yield [place for name in said.names if name[0] == "~" for place in index.denied.get(name[1:], ())]
    yield index.denied.get(said.stem, ())
    if said.denies:
        yield index.words.get(f"~{said.denies}", ())
    if mention.about is not None:
        yield opposed(said.stem, mention.about, index)


def _of_word(mention: Mention, index: Index) -> Iterator[Iterable[int]]:
    """What is said of the same part, what has the word, and what has the word that a compound ends in."""
    about = mention.about if mention.about is not None else mention.holder.noun if mention.holder is not None else None
    words = index.places(mention.sense.names)
    if mention.denied:
        yield words
    if about is not None and not index.is_article(about):
        yield _of_part(about, index)
    yield words
    heads = [option.head for option in mention.sense.options if option.openers]
    yield index.places(key for head in heads for key in keys_of(head))


def _of_part(noun: Sense, index: Index) -> Iterable[int]:
    part = target_key(noun)
    bound = [
        at
        for at, source in enumerate(index.sources)
        if any(len(of) > _SHORTEST and same_part(part, of) for _, of in source.stated.bound)
    ]
    return bound or _naming(part.removeprefix("part:"), index) or _naming(noun.stem, index)


def _naming(own: str, index: Index) -> list[int]:
    """The sources whose key names a thing by its stem, else those with the word."""
    key = f"~{own}"
    keyed = [at for at, source in enumerate(index.sources) if key in source.stated.about]
    return keyed or list(index.words.get(key, ()))


def _treats(source: Source, processes: set[str]) -> bool:
    return any(care.process in processes for care in source.stated.care)
