"""One entry of the data, read once: everything that a text may say because of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.claims.amounts import amounts_of
from description.claims.bound import bound_to_parts, opening_of
from description.claims.care import Care, care_stated, process_of
from description.claims.counts import codes_of, counts_of
from description.claims.extents import extents_stated
from description.claims.holders import held
from description.claims.implied import alike, excluded, implied
from description.claims.line import Unit, units_of
from description.claims.materials_stated import materials_stated
from description.claims.mention import Mention
from description.claims.mentions import mentions_of
from description.claims.nouns import measured_thing
from description.claims.polarity import denied_units, denies_key
from description.claims.positions import stated_positions
from description.claims.relations import relations_stated
from description.claims.roles import ABOUT, FIELD_SLOTS, MAIN, slot_of
from description.claims.senses import ancestry, sense
from description.claims.stated import Stated
from description.claims.stems import stem
from description.claims.targets import part_named, part_of_key, predicated, target_key
from description.claims.topics import denied_topics, dummies
from description.german.function_words import function_words
from description.german.text import tokens
from description.german.vocabulary import vocabulary
from description.product_data.model import Entry, Field

_NOT_THERE = function_words("not-there")
_THERE = function_words("there")
_WASHED_BY_HAND = frozenset({"waschbar", "~wasch"})
_WASHED = frozenset({"waschbar", "~wasch", "waschmaschine", "~waschmaschin"})
_OF_THE_WHOLE = frozenset({Field.COLOUR, Field.NAME, Field.TYPE, Field.DESCRIPTION, Field.PATTERN, Field.STYLE})
_MEASURED = frozenset({Field.VOLUME, Field.COUNT, Field.DIMENSIONS, Field.WEIGHT, Field.SIZE, Field.CARE})
_NAMED_KINDS = {Field.COLOUR: "colour", Field.CLOSURE: "closure"}
_NONE_OF = ("ohne ", "kein")
_SHORTEST_COMPOUND = 5
_LISTS = frozenset({Field.FEATURES, Field.OTHER})
_LONGEST_CARE = 12  # words; what is longer is prose
_SQUARE = re.compile(r"(?<![\d,.x×])(\d+(?:,\d+)?)\s?(?:cm)?\s?[x×]\s?\1\s?(?:cm|mm|m)\b(?!\s?[x×])")
_SQUARE_KEY = f"~{stem('quadratisch')}"
# The keys of these only say what kind of thing the value is.
_TELLING_KEYS = frozenset({Field.TYPE, Field.DESCRIPTION, Field.NAME, Field.BRAND, Field.NUMBER, Field.PRICE})


@lru_cache(maxsize=16384)
def stated(entry: Entry) -> Stated:
    """Read an entry. Cached: "Farbe: weiß" is in many articles."""
    text = entry.text
    if text.strip().lower() in _THERE or any(value not in text for value in entry.values):
        text = f"{'' if text.strip().lower() in _THERE else text}; {'; '.join(entry.values)}"
    key_units, named = _of_key(entry.key)
    keys = named | ABOUT.get(entry.field, frozenset())
    if text.strip().lower() in _NOT_THERE:
        of_part = predicated(key_units)
        gone = of_part.said if of_part is not None else keys
        denied = frozenset(key[1:] for key in gone if key[0] == "~")
        there = of_part.noun if of_part is not None else frozenset()
        care = tuple(_care(entry, key_units, ()))
        return Stated(
            there, keys, denied, (), (), (), (), frozenset(), (), (), (), care, (), denied_topics(key_units, ())
        )
    units = units_of(text)
    without = denied_units(units)
    mentions = mentions_of(text, units, without)
    denied = frozenset(
        {units[place].sense.stem for place in without} | {unit.sense.denies for unit in units if unit.sense.denies}
    )
    answers: set[str] = set()
    for place, unit in enumerate(units):
        if place not in without and (unit.sense.type is None or entry.field is Field.CARE):
            answers |= unit.sense.answers
            if " " in unit.text and not unit.sense.denies:
                answers.update(*(sense(token.text).answers for token in tokens(unit.text)))
    shades = [shade for unit in units if "-" in unit.text for shade in _shades(unit)]
    shades += _named_values(entry)
    for shade in shades:
        answers |= shade
    for mention in mentions:
        if (
            entry.field is Field.CARE
            and mention.figure is not None
            and any(size.of == "°C" for size in mention.figure.amounts)
        ):
            answers |= _WASHED if "~handwasch" not in answers else _WASHED_BY_HAND
        if mention.sense.type is not None and not mention.denied:
            answers |= mention.sense.answers
    no_key = denies_key(units)
    if no_key:
        of_part = predicated(key_units)
        denied |= {key[1:] for key in (of_part.said if of_part is not None else keys) if key[0] == "~"}
        answers |= of_part.noun if of_part is not None else frozenset()
    whole_denied = (
        no_key
        or any(f"~{stem_}" in named for stem_ in denied)
        or (
            not any(unit.sense.type for unit in key_units)
            and text.lower().startswith(_NONE_OF)
            and not any(mention.kind for mention in mentions if not mention.denied)
        )
    )
    if entry.field not in _TELLING_KEYS and not whole_denied:
        answers |= named if entry.field in (Field.COLLAR, Field.TOE) else keys
    elif entry.field is Field.TYPE:
        answers |= named
    bound = bound_to_parts(entry.field, mentions, units, key_units)
    answers |= implied(answers, bound + opening_of(mentions, key_units))
    if _SQUARE.search(text):
        answers.add(_SQUARE_KEY)
    denied |= excluded(answers)
    denied |= {other for said in denied for other in alike(said)}
    slot = _default_slot(entry, key_units)
    whole = "" if slot == MAIN else slot
    own_part = part_of_key(key_units)
    beside = _beside(entry.key, key_units)
    bound += held(mentions, key_units, beside, closes=entry.field is Field.CLOSURE)
    coloured = (
        beside or whole if entry.field in _OF_THE_WHOLE | _MEASURED else _first_part(mentions) or own_part or whole
    )
    listed = own_part if entry.field not in _OF_THE_WHOLE | _MEASURED and own_part else coloured
    return Stated(
        frozenset(answers),
        keys,
        denied,
        tuple(materials_stated(entry, key_units, mentions, slot)),
        tuple(
            (mention.slot or (listed if mention.sense.text in entry.values else coloured), mention.sense.answers)
            for mention in mentions
            if mention.sense.colour is not None and not mention.denied
        )
        + tuple((coloured, shade) for shade in shades if any(key.startswith("colour:") for key in shade)),
        tuple(amounts_of(entry, mentions, keys)),
        tuple(counts_of(entry, units, key_units, mentions, keys)),
        frozenset(codes_of(entry, units, mentions)),
        tuple(
            unit.sense.stem
            for place, unit in enumerate(units)
            if len(unit.text) > _SHORTEST_COMPOUND and unit.sense.type is None and place not in without
            if " " not in unit.text
        )
        + (() if entry.field in _TELLING_KEYS or whole_denied else tuple(unit.sense.stem for unit in key_units)),
        tuple(stated_positions(units, keys)) + tuple(stated_positions(key_units, keys | answers)),
        tuple(bound + [(other, part) for said, part in bound for other in alike(said)]),
        tuple(_care(entry, key_units, units)),
        tuple(extents_stated(units, own_part)),
        denied_topics(key_units, units),
        dummies(units),
        relations=tuple(relations_stated(entry, text, units, key_units, without)),
    )


def _care(entry: Entry, key_units: Sequence[Unit], units: Sequence[Unit]) -> Iterator[Care]:
    """The treatments that an entry allows or forbids, by its key ("Trockner: nein"), its value or a temperature."""
    nouns = frozenset(unit.sense.stem for unit in key_units if unit.sense.noun)
    forbidden = not units or denies_key(units)
    for at in range(len(key_units)):
        if process := process_of(key_units, at):
            yield Care(at, at, at, process, not forbidden)
    caring = entry.field is Field.CARE or (entry.field in _LISTS and len(units) <= _LONGEST_CARE)
    yield from (care._replace(of=care.of | nouns) for care in care_stated(units, assumed=caring))


@lru_cache(maxsize=4096)
def _of_key(key: str) -> tuple[tuple[Unit, ...], frozenset[str]]:
    """The units of a key and the keys of its words. Cached: few keys are in use."""
    units = tuple(units_of(key))
    things = frozenset(key for unit in units for key in measured_thing(unit.text))
    return units, frozenset(key for unit in units for key in unit.sense.answers) | things


def _beside(key: str, units: Sequence[Unit]) -> str:
    """The part that a key names beside its field: "Farbe (Kragen)", "Farbe Oberteil"; in brackets it may be any."""
    for unit in units[1:]:
        in_brackets = key[unit.start - 1] == "(" and key[unit.end : unit.end + 1] == ")"
        if part := target_key(unit.sense) if in_brackets and unit.sense.noun else part_named(unit.sense):
            return part
    return ""


def _named_values(entry: Entry) -> list[frozenset[str]]:
    """Whole values that the vocabulary has under a name of several words: "Off White", "Slip on"."""
    if entry.field not in _NAMED_KINDS:
        return []
    words = (vocabulary().named(value, _NAMED_KINDS[entry.field]) for value in entry.values)
    return [ancestry(word) | {f"~{stem(word.lemma)}"} for word in words if word is not None]


def _shades(unit: Unit) -> list[frozenset[str]]:
    """ "hellblau-weiß", "rot-schwarz-kariert": each colour of a hyphened value."""
    parts = [sense(part) for part in unit.text.split("-") if part]
    return [part.answers for part in parts] if any(part.colour for part in parts) else []


def _first_part(mentions: tuple[Mention, ...]) -> str:
    return next((mention.sense.part for mention in mentions if mention.sense.part), "")


def _default_slot(entry: Entry, key_units: Sequence[Unit]) -> str:
    if entry.field in FIELD_SLOTS:
        return FIELD_SLOTS[entry.field]
    if entry.field in (Field.TYPE, Field.NAME):
        return MAIN
    named = (
        units_of(entry.part) if entry.part else key_units if entry.field in (Field.PART_MATERIAL, Field.OTHER) else []
    )
    for unit in named:
        if unit.sense.part:
            return unit.sense.part
        for option in unit.sense.options:
            for opener in option.openers:
                if opener.kind not in ("plain", "colour", "look"):
                    return slot_of(stem(opener.lemma))
    return f"part:{named[-1].sense.stem}" if named and entry.field is Field.PART_MATERIAL else ""
