"""Finds what supports a mention: the same word, a synonym, something more exact, or the parts of a compound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from description.claims.entries import Stated, noun_keys
from description.claims.index import Held, Index
from description.claims.measures import Amount
from description.claims.mentions import Mention
from description.claims.numbers import Figure
from description.claims.roles import MAIN
from description.claims.senses import Option, Sense, sense, word_key
from description.claims.stems import MIN_STEM, stem
from description.german.text import tokens
from description.german.vocabulary import Word
from description.product_data.model import Field

# Adjectives that mean nothing without the noun they belong to: a long sleeve is no long dress.
_DIMENSIONAL_ADJECTIVES = "lang kurz hoch niedrig breit schmal weit eng flach rund spitz tief dick dünn groß klein"
_DIMENSIONAL = frozenset(map(stem, _DIMENSIONAL_ADJECTIVES.split()))
_DIMENSION_NOUNS = "Höhe Länge Breite Tiefe Weite Dicke Stärke Umfang Durchmesser Gewicht"
_DIMENSIONS = frozenset(f"~{stem(word)}" for word in _DIMENSION_NOUNS.split())
_PACK_NOUNS = "Stück Teil Paar Pack Set Lieferumfang"
_PACKED = frozenset(f"~{stem(word)}" for word in _PACK_NOUNS.split())
_PACK = re.compile(r"(\d+)er(?:pack|set)")
_LINKS = ("", "s", "n", "en", "es", "e", "er")
_SHORTEST_HEAD = 4
_WHOLE = 100
_OF_PARTS = frozenset({"length", "weight", "volume"})


def source_of(mention: Mention, index: Index) -> int | None:
    """The place of the source that supports a mention, an undisputed one before a disputed one; None when none does."""
    if mention.figure is not None and mention.percent is None:
        return min(_of_figure(mention.figure, index), default=None)
    if mention.kind == "comparison":
        return min(_literal(mention, index) or _named(mention.sense, index), default=None)
    if mention.denied:
        return min(_denied(mention.sense, index), default=None)
    if mention.kind == "material":
        return min(_of_material(mention, index), default=None)
    if mention.kind == "colour":
        return min(_of_colour(mention, index), default=None)
    return min(_of_word(mention, index) or _of_phrase(mention, index), default=None)


def _of_phrase(mention: Mention, index: Index) -> list[int]:
    """Words that belong together, each with support of its own: "flacher Absatz" ← Absatz: flach."""
    if " " not in mention.sense.text:
        return []
    words = [sense(token.text) for token in tokens(mention.sense.text)]
    if any(word.role == "not" for word in words):
        return [place for word in words if word.noun or word.kind for place in index.denied.get(word.stem, ())]
    stems = {f"~{word.stem}" for word in words if not word.role}
    together = [
        place for place, source in enumerate(index.sources) if stems <= source.stated.answers | source.stated.about
    ]
    if together:
        return together
    nouns = [word for word in words if word.noun]
    found: list[int] = []
    for word in words:
        if word.kind:
            about = nouns[-1] if nouns and word.attributive else None
            places = list(_of_word(Mention(0, 0, word.kind, word, about=about), index))
            if not places:
                return []
            found += places
    return found


def _literal(mention: Mention, index: Index) -> list[int]:
    """What compares must be in the data as it is."""
    said = mention.sense.text.lower()
    return [place for place, source in enumerate(index.sources) if said in source.says.lower()]


def _denied(sense: Sense, index: Index) -> Iterable[int]:
    for name in sense.names:
        if name[0] == "~":
            yield from index.denied.get(name[1:], ())


def _of_word(mention: Mention, index: Index) -> list[int]:
    sense = mention.sense
    found = _named(sense, index)
    part = mention.about.part if mention.about is not None else ""
    if part:
        found = [place for place in found if not _said_of_another(sense.stem, part, index.sources[place].stated)]
    if mention.about is not None and part and sense.stem in _DIMENSIONAL:
        about = noun_keys(mention.about)
        found = [
            place
            for place in found
            if not about.isdisjoint(index.sources[place].stated.answers | index.sources[place].stated.about)
        ]
        found += index.words.get(f"~{sense.stem}{mention.about.stem}", ())
    if found:
        return found
    packed = _PACK.match(sense.stem)
    if packed:
        return [
            place for count, keys, place in index.counts if count == int(packed[1]) and not _PACKED.isdisjoint(keys)
        ]
    if sense.denies and sense.denies in index.denied:
        return index.denied[sense.denies]
    for option in sense.options:
        if option.openers:
            found = _compound(option, sense, index)
            if found:
                return found
    return _unknown(sense, index) if sense.type is None and sense.material is None else []


def _said_of_another(adjective: str, part: str, told: Stated) -> bool:
    parts = [bound for said, bound in told.bound if said == adjective]
    return bool(parts) and not any(_same_part(part, bound) for bound in parts)


def _named(sense: Sense, index: Index) -> list[int]:
    return [place for name in sense.names for place in index.words.get(name, ())]


def _compound(option: Option, sense: Sense, index: Index) -> list[int]:
    """A compound is supported when its head is, and what opens it is said of the same thing."""
    head = [
        place for key in (word_key(option.head), f"~{stem(option.head.lemma)}") for place in index.words.get(key, ())
    ]
    if option.head.kind in ("plain", "look", "measure"):
        head = list(range(len(index.sources)))
    if not head:
        return []
    for opener in option.openers:
        if opener.kind in ("plain", "look"):
            return []
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
        if option.head.kind == "type" and f"part:{stem(option.head.lemma)}" in index.materials:
            slots = [f"part:{stem(option.head.lemma)}"]
        if option.head.kind == "type" and opener.group in ("fur", "filling"):
            slots = list(index.materials)
        return [place for slot in (*slots, "") for keys, _, place in index.materials.get(slot, ()) if key in keys]
    if opener.kind == "colour":
        return [place for keys, place in index.colours.get("", ()) if word_key(opener) in keys]
    if opener.kind == "type":
        return []
    return [place for key in (word_key(opener), f"~{stem(opener.lemma)}") for place in index.words.get(key, ())]


def _unknown(sense: Sense, index: Index) -> list[int]:
    """Words that no list has: the end of a longer word of the data, or made of words of one entry."""
    wanted = sense.stem
    if len(wanted) >= _SHORTEST_HEAD and (not sense.options or sense.noun or sense.kind == "care"):
        found = [
            place
            for place, source in enumerate(index.sources)
            if any(word.endswith(wanted) and not word.startswith("un") for word in source.stated.words)
        ]
        if found:
            return found
    segments = [stem(part) for part in sense.text.split("-") if part]
    for place, source in enumerate(index.sources):
        stems = {key[1:] for key in source.stated.answers | source.stated.about if key[0] == "~"}
        if (len(segments) > 1 and all(segment in stems for segment in segments)) or _covered(wanted, stems):
            return [place]
    return []


def _covered(word: str, stems: set[str]) -> bool:
    """Whether a word is two of these stems, with a linking sound between them."""
    for cut in range(MIN_STEM, len(word) - MIN_STEM + 1):
        if stem(word[cut:]) not in stems and word[cut:] not in stems:
            continue
        if any(word[:cut].endswith(link) and word[: cut - len(link)] in stems for link in _LINKS if len(link) < cut):
            return True
    return False


def _of_material(mention: Mention, index: Index) -> Iterable[int]:
    material = mention.sense.material
    if material is None:
        return
    key = word_key(material)
    slot = mention.slot or MAIN
    held = index.materials.get(slot, [])
    if slot == MAIN and not held:
        held = [item for slot, items in index.materials.items() if slot.startswith("part:") for item in items]
    if slot.startswith("part:") and not held:
        held = [item for other, items in index.materials.items() if _same_part(slot, other) for item in items]
        if not held and mention.with_part:
            held = index.materials.get(MAIN, [])
    for keys, percent, place in (*held, *index.materials.get("", ())):
        if key not in keys or mention.percent not in (None, percent):
            continue
        if not (mention.pure and _is_mixed(held, percent, key)):
            yield place


def _is_mixed(held: list[Held], percent: Decimal | None, key: str) -> bool:
    """Whether a material is not all there is: "reine Wolle" needs 100 %, or no other beside it."""
    return percent != _WHOLE if percent is not None else any(key not in keys for keys, _, _ in held)


def _same_part(one: str, other: str) -> bool:
    one, other = one.removeprefix("part:"), other.removeprefix("part:")
    return one.endswith(other) or other.endswith(one)


def _of_colour(mention: Mention, index: Index) -> Iterable[int]:
    colour = mention.sense.colour
    if colour is None:
        return
    key = word_key(colour)
    held = index.colours.get(mention.slot, ())
    if mention.slot and not held:
        held = [
            item
            for other, items in index.colours.items()
            if other and _same_part(mention.slot, other)
            for item in items
        ]
    for keys, place in held:
        if key in keys:
            yield place


def _of_figure(figure: Figure, index: Index) -> Iterable[int]:
    if figure.kind == "size":
        yield from _of_size(figure, index)
    elif figure.kind in ("measure", "percent"):
        yield from _of_measure(figure, index)
    elif figure.kind == "count" and figure.about is not None and figure.about.kind:
        names = frozenset(figure.about.names) | (_PACKED if figure.about.type is not None else frozenset())
        sums: dict[int, Decimal] = {}
        for count, keys, place in index.counts:
            if not names.isdisjoint(keys):
                sums[place] = sums.get(place, Decimal(0)) + count
                if count == figure.amounts[0].low:
                    yield place
        yield from (place for place, total in sums.items() if total == figure.amounts[0].low)
    else:
        for place, source in enumerate(index.sources):
            if figure.code.upper() in source.stated.codes or any(
                figure.amounts[0].low == count for count, _ in source.stated.counts if figure.amounts
            ):
                yield place


def _of_size(figure: Figure, index: Index) -> Iterable[int]:
    wanted = figure.code.upper()
    label = figure.about.names if figure.about is not None else ()
    for place, source in enumerate(index.sources):
        sized = source.field in (Field.SIZE, Field.SHOE_WIDTH)
        if wanted in source.stated.codes and (sized or any(name in source.stated.about for name in label)):
            yield place
    for amount in figure.amounts:
        for said, keys, place in index.amounts:
            if said.of == "" and said.low <= amount.low <= amount.high <= said.high and not keys.isdisjoint(label):
                yield place
        ends = {f"{amount.low}", f"{amount.high}"}
        yield from (place for place, source in enumerate(index.sources) if ends <= source.stated.codes)


def _of_measure(figure: Figure, index: Index) -> Iterable[int]:
    noun = figure.about if figure.about is not None and _tells(figure.about) else figure.also
    if figure.amounts and figure.amounts[0].of not in _OF_PARTS:
        noun = None
    wanted = noun_keys(noun) if noun is not None else frozenset()
    asked = figure.amounts[0]
    for amount, keys, place in index.amounts:
        if asked.within(amount) and all(_also_said(other, place, index) for other in figure.amounts[1:]):
            named = not wanted or not wanted.isdisjoint(keys)
            unnamed = (
                wanted <= _DIMENSIONS
                and keys.isdisjoint(_DIMENSIONS)
                and index.sources[place].field is Field.DIMENSIONS
            )
            if named or unnamed:
                yield place


def _also_said(asked: Amount, place: int, index: Index) -> bool:
    return any(asked.within(amount) for amount, _, where in index.amounts if where == place)


def _tells(noun: Sense) -> bool:
    """Whether a noun says what was measured."""
    return bool(noun.kind or noun.part) or any(option.head.kind == "measure" for option in noun.options)
