"""One entry of the data, read once: everything that a text may say because of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from description.claims.binding import denied_units
from description.claims.counts import amounts_of, codes_of, counts_of
from description.claims.implied import implied
from description.claims.line import Unit, units_of
from description.claims.measures import Amount
from description.claims.mentions import Mention, mentions_of
from description.claims.roles import ABOUT, FIELD_SLOTS, MAIN, slot_of
from description.claims.senses import Sense, ancestry, sense
from description.claims.stems import stem
from description.german.text import tokens
from description.german.vocabulary import vocabulary
from description.product_data.model import Entry, Field

_NOT_THERE = frozenset({"nein", "ohne", "kein", "keine", "keinen", "nicht vorhanden", "no", "none", "false", "falsch"})
_THERE = frozenset({"ja", "yes", "true", "wahr", "vorhanden", "x", "✓", "✔", "inklusive"})
_WASHED_BY_HAND = frozenset({"waschbar", "~wasch"})
_WASHED = frozenset({"waschbar", "~wasch", "waschmaschine", "~waschmaschin"})
_OF_THE_WHOLE = frozenset({Field.COLOUR, Field.NAME, Field.TYPE, Field.DESCRIPTION, Field.PATTERN, Field.STYLE})
_NAMED_KINDS = {Field.COLOUR: "colour", Field.CLOSURE: "closure"}
_NONE_OF = ("ohne ", "kein")
_SHORTEST_COMPOUND = 5
_COVERED, _COVER = "bezogen", f"part:{stem('Bezug')}"
_MADE_OF = frozenset({*FIELD_SLOTS, Field.PART_MATERIAL})
# The keys of these only say what kind of thing the value is.
_TELLING_KEYS = frozenset({Field.TYPE, Field.DESCRIPTION, Field.NAME, Field.BRAND, Field.NUMBER, Field.PRICE})


class Stated(NamedTuple):
    """What one entry supports.

    `answers`: keys of its words and of all that they are kinds of; `about`: keys of the nouns that its key names;
    `denied`: stems of what it says is not there; `materials`: slot, keys, percent; `colours`: slot, keys;
    `amounts`: an amount and keys of the noun measured; `counts`: a number and keys of the noun counted.
    """

    answers: frozenset[str]
    about: frozenset[str]
    denied: frozenset[str]
    materials: tuple[tuple[str, frozenset[str], Decimal | None], ...]
    colours: tuple[tuple[str, frozenset[str]], ...]
    amounts: tuple[tuple[Amount, frozenset[str]], ...]
    counts: tuple[tuple[Decimal, frozenset[str]], ...]
    codes: frozenset[str]
    words: tuple[str, ...]  # stems: a compound that no list has may end in what a text says
    bound: tuple[tuple[str, str], ...]  # an adjective's stem and the part that it is said of


@lru_cache(maxsize=16384)
def stated(entry: Entry) -> Stated:
    """Read an entry. Cached: "Farbe: weiß" is in many articles."""
    text = entry.text
    if text.strip().lower() in _THERE or any(value not in text for value in entry.values):
        text = f"{'' if text.strip().lower() in _THERE else text}; {'; '.join(entry.values)}"
    key_units, named = _of_key(entry.key)
    keys = named | ABOUT.get(entry.field, frozenset())
    if text.strip().lower() in _NOT_THERE:
        denied = frozenset(key[1:] for key in keys if key[0] == "~")
        return Stated(frozenset(), keys, denied, (), (), (), (), frozenset(), (), ())
    units = units_of(text)
    mentions = mentions_of(text, units)
    without = denied_units(units)
    denied = frozenset(
        {units[place].sense.stem for place in without} | {unit.sense.denies for unit in units if unit.sense.denies}
    )
    answers: set[str] = set()
    for place, unit in enumerate(units):
        if place not in without and unit.sense.type is None:
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
    whole_denied = any(f"~{stem_}" in named for stem_ in denied) or (
        not any(unit.sense.type for unit in key_units)
        and text.lower().startswith(_NONE_OF)
        and not any(mention.kind for mention in mentions if not mention.denied)
    )
    if entry.field not in _TELLING_KEYS and not whole_denied:
        answers |= named if entry.field in (Field.COLLAR, Field.TOE) else keys
    elif entry.field is Field.TYPE:
        answers |= named
    answers |= implied(answers)
    slot = _default_slot(entry, key_units)
    whole = "" if slot == MAIN else slot
    coloured = whole if entry.field in _OF_THE_WHOLE else _first_part(mentions) or whole
    return Stated(
        frozenset(answers),
        keys,
        denied,
        tuple(_materials(entry, key_units, mentions, slot)),
        tuple(
            (mention.slot or coloured, mention.sense.answers)
            for mention in mentions
            if mention.sense.colour is not None and not mention.denied
        )
        + tuple((coloured, shade) for shade in shades if any(key.startswith("colour:") for key in shade)),
        tuple(amounts_of(entry, mentions, keys)),
        tuple(counts_of(entry, units, mentions, keys)),
        frozenset(codes_of(entry, units, mentions)),
        tuple(
            unit.sense.stem
            for place, unit in enumerate(units)
            if len(unit.text) > _SHORTEST_COMPOUND and unit.sense.type is None and place not in without
            if " " not in unit.text
        )
        + (() if entry.field in _TELLING_KEYS or whole_denied else tuple(unit.sense.stem for unit in key_units)),
        tuple(_bound(mentions, key_units)),
    )


@lru_cache(maxsize=4096)
def _of_key(key: str) -> tuple[tuple[Unit, ...], frozenset[str]]:
    """The units of a key and the keys of its words. Cached: few keys are in use."""
    units = tuple(units_of(key))
    return units, frozenset(key for unit in units for key in unit.sense.answers)


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


def _bound(mentions: tuple[Mention, ...], key_units: Sequence[Unit]) -> list[tuple[str, str]]:
    """What is said of a part: "herausnehmbares Fußbett", "Träger: verstellbar"."""
    found = [(mention.sense.stem, mention.about.part) for mention in mentions if mention.about and mention.about.part]
    part = next((unit.sense.part for unit in key_units if unit.sense.part), "")
    if part and not any(mention.sense.noun for mention in mentions):
        found += [(mention.sense.stem, part) for mention in mentions if mention.about is None]
    return found


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


def _materials(
    entry: Entry, key_units: Sequence[Unit], mentions: tuple[Mention, ...], slot: str
) -> list[tuple[str, frozenset[str], Decimal | None]]:
    parts = {slot, *(unit.sense.part for unit in key_units if unit.sense.part)} if entry.field in _MADE_OF else {slot}
    found: list[tuple[str, frozenset[str], Decimal | None]] = [
        (part, _material_keys(mention.sense), mention.percent)
        for mention in mentions
        for part in ({_part_slot(mention.slot)} if mention.slot else parts)
        if mention.sense.material is not None and not mention.denied
    ]
    for mention in mentions:  # "Kork-Latex"
        if "-" in mention.sense.text and mention.sense.material is not None and not mention.denied:
            words = filter(None, mention.sense.text.split("-"))  # a hyphen may also end the word: "Polyester- Grau"
            pieces = [piece for piece in map(sense, words) if piece.material is not None]
            found += [(part, _material_keys(piece), mention.percent) for piece in pieces for part in parts]
    if _COVERED in entry.text:  # "mit Veloursleder bezogen"
        found += [
            (_COVER, _material_keys(mention.sense), mention.percent)
            for mention in mentions
            if mention.sense.material is not None and mention.had and not mention.denied
        ]
    for share in entry.shares:
        if share.percent is not None:
            found += [(part, _share_keys(share.material), share.percent) for part in parts]
    for mention in mentions:
        if mention.sense.type is not None and "type:jeans" in mention.sense.answers:
            found.append((MAIN, frozenset({"material:denim"}), None))
        for option in mention.sense.options:
            if option.openers and option.head.kind == "plain" and not mention.denied:
                rim = f"part:{stem(option.head.lemma)}"  # "Kunstfellrand" is also a rim of fake fur
                found += [(rim, ancestry(opener), None) for opener in option.openers if opener.kind == "material"]
    return found + [("", ancestry(unit.sense.material), None) for unit in key_units if unit.sense.material is not None]


@lru_cache(maxsize=4096)
def _share_keys(material: str) -> frozenset[str]:
    keys = frozenset(key for unit in units_of(material) for key in _material_keys(unit.sense))
    return keys | {f"~{stem(material)}"}


def _part_slot(slot: str) -> str:
    return MAIN if slot.startswith("type:") else slot


def _material_keys(meaning: Sense) -> frozenset[str]:
    """The keys of the material in a word, which may only open it ("Lederfutter")."""
    if meaning.material is None:
        return frozenset({f"~{meaning.stem}"})
    return ancestry(meaning.material)
