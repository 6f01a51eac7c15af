"""One statement of the data, read once: everything that a text may say because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.claims.amounts import amounts_of
from description.claims.answers import TELLING_KEYS, Read, shades_of, words_of
from description.claims.bound import bound_to_parts, opening_of
from description.claims.care import Care, care_stated, process_of
from description.claims.coloured import owner_in_value
from description.claims.counts import codes_of, counts_of
from description.claims.exclusive import values_stated
from description.claims.extents import extents_stated
from description.claims.holders import held
from description.claims.implied import alike, implied_together
from description.claims.line import Unit, units_of
from description.claims.materials_stated import materials_stated
from description.claims.mention import Mention
from description.claims.mentions import mentions_of
from description.claims.nouns import measured_thing
from description.claims.pieces import pieces_of
from description.claims.polarity import denied_units, denies_key
from description.claims.positions import stated_positions
from description.claims.relations import relations_stated
from description.claims.roles import ABOUT, FIELD_SLOTS, MAIN, NAMING, slot_of
from description.claims.stated import Stated
from description.claims.stems import stem
from description.claims.targets import part_named, part_of_key, predicated, target_key
from description.claims.topics import denied_topics, dummies
from description.domain.statement import Field, Statement
from description.language.function_words import function_words
from description.language.vocabulary import vocabulary

_NOT_THERE = function_words("not-there")
_THERE = function_words("there")
_OF_THE_WHOLE = frozenset({Field.COLOUR, Field.NAME, Field.TYPE, Field.DESCRIPTION, Field.PATTERN, Field.STYLE})
_MEASURED = frozenset({Field.VOLUME, Field.COUNT, Field.DIMENSIONS, Field.WEIGHT, Field.SIZE, Field.CARE})
_SHORTEST_COMPOUND = 5
_LISTS = frozenset({Field.FEATURES, Field.OTHER})
_LONGEST_CARE = 12  # words; what is longer is prose


@lru_cache(maxsize=16384)
def stated(statement: Statement) -> Stated:
    """Read a statement. Cached: "Farbe: weiß" is in many articles."""
    key_units, named = _of_key(statement.key)
    keys = named | ABOUT.get(statement.field, frozenset())
    text = _with_values(statement)
    if text.strip().lower() in _NOT_THERE:
        return _not_there(statement, key_units, keys)
    units = units_of(text)
    without = denied_units(units)
    read = Read(statement, text, key_units, named, keys, units, without, mentions_of(text, units, without))
    shades = shades_of(read)
    bound = bound_to_parts(statement.field, read.mentions, units, key_units)
    words = words_of(read, shades, bound + opening_of(read.mentions, key_units))
    pieces = pieces_of(read, key_denied=words.key_denied)
    slot = _default_slot(statement, key_units)
    own_part = part_of_key(key_units)
    beside = _beside(statement.key, key_units)
    bound += held(read.mentions, key_units, beside, closes=statement.field is Field.CLOSURE)
    return Stated(
        answers=words.answers.union(*map(implied_together, pieces)),
        about=keys,
        denied=words.denied,
        materials=tuple(materials_stated(statement, key_units, read.mentions, slot)),
        colours=tuple(_colours(read, shades, slot, own_part, beside)),
        amounts=tuple(amounts_of(statement, read.mentions, keys)),
        counts=tuple(counts_of(statement, units, key_units, read.mentions, keys)),
        codes=frozenset(codes_of(statement, units, read.mentions)),
        words=tuple(_stems(read, key_denied=words.key_denied)),
        positions=(*stated_positions(units, keys), *stated_positions(key_units, keys | words.answers)),
        bound=(*bound, *((other, part) for said, part in bound for other in alike(said))),
        care=tuple(_care(statement, key_units, units)),
        extents=tuple(extents_stated(units, own_part)),
        topics=denied_topics(statement.field, key_units, units, without),
        dummies=dummies(units),
        pieces=pieces,
        relations=tuple(relations_stated(statement, text, units, key_units, without)),
        values=tuple(values_stated(key_units, units, without)) if statement.field is not Field.CARE else (),
    )


def _with_values(statement: Statement) -> str:
    """The text of a statement, with its values where the text alone does not tell them: "ja", "siehe unten"."""
    is_there = statement.text.strip().lower() in _THERE
    if is_there or any(value not in statement.text for value in statement.values):
        return f"{'' if is_there else statement.text}; {'; '.join(statement.values)}"
    return _capitalised(statement.text) if statement.field in NAMING else statement.text


def _capitalised(text: str) -> str:
    """Types as German writes them: "Caban jacke" of a feed."""
    known = (vocabulary().named(word, "type") if word.islower() else None for word in text.split(" "))
    return " ".join(
        word.capitalize() if type_ is not None else word for word, type_ in zip(text.split(" "), known, strict=True)
    )


def _not_there(statement: Statement, key_units: Sequence[Unit], keys: frozenset[str]) -> Stated:
    """What "Kapuze: nein" supports: a denial of what its key names."""
    of_part = predicated(key_units)
    gone = of_part.said if of_part is not None else keys
    denied = frozenset(key[1:] for key in gone if key[0] == "~")
    return Stated(
        answers=of_part.noun if of_part is not None else frozenset(),
        about=keys,
        denied=denied.union(*map(alike, denied)),
        care=tuple(_care(statement, key_units, ())),
        topics=denied_topics(statement.field, key_units, (), ()),
        values=tuple(values_stated(key_units, (), ())),
    )


def _colours(
    read: Read, shades: Sequence[frozenset[str]], slot: str, own_part: str, beside: str
) -> Iterator[tuple[str, frozenset[str]]]:
    """Each colour with the part that it is of; `slot` is that of the statement, "" the article itself."""
    whole = "" if slot == MAIN else slot
    of_whole = read.statement.field in _OF_THE_WHOLE or read.statement.field in _MEASURED
    coloured = beside or whole if of_whole else _first_part(read.mentions) or own_part or whole
    listed = coloured if of_whole else own_part or coloured
    key, also = read.key_units, ""
    if not listed and read.statement.field in _LISTS and len(key) == 1 and key[0].sense.noun:
        also = target_key(key[0].sense)  # "Kederrand: ja, schwarz"
    places = {unit.start: at for at, unit in enumerate(read.units)}
    for mention in read.mentions:
        if mention.sense.colour is not None and not mention.denied:
            part = listed if mention.sense.text in read.statement.values else coloured
            owner = mention.slot or owner_in_value(read.units, places[mention.start])
            yield owner or part, mention.sense.answers
            if also:
                yield also, mention.sense.answers
    yield from ((coloured, shade) for shade in shades if any(key.startswith("colour:") for key in shade))


def _stems(read: Read, *, key_denied: bool) -> Iterator[str]:
    """The stems that a compound of a text may end in."""
    for place, unit in enumerate(read.units):
        single = len(unit.text) > _SHORTEST_COMPOUND and " " not in unit.text
        if single and unit.sense.type is None and place not in read.without:
            yield unit.sense.stem
    if read.statement.field not in TELLING_KEYS and not key_denied:
        yield from (unit.sense.stem for unit in read.key_units)


def _care(statement: Statement, key_units: Sequence[Unit], units: Sequence[Unit]) -> Iterator[Care]:
    """The treatments that a statement allows or forbids, by its key ("Trockner: nein"), its value or a temperature."""
    nouns = frozenset(unit.sense.stem for unit in key_units if unit.sense.noun)
    forbidden = not units or denies_key(units)
    for at in range(len(key_units)):
        if process := process_of(key_units, at):
            yield Care(at, at, at, process, not forbidden)
    caring = statement.field is Field.CARE or (statement.field in _LISTS and len(units) <= _LONGEST_CARE)
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


def _first_part(mentions: tuple[Mention, ...]) -> str:
    return next((mention.sense.part for mention in mentions if mention.sense.part), "")


def _default_slot(statement: Statement, key_units: Sequence[Unit]) -> str:
    if statement.field in FIELD_SLOTS:
        return FIELD_SLOTS[statement.field]
    if statement.field in NAMING:
        return MAIN
    named = (
        units_of(statement.part)
        if statement.part
        else key_units
        if statement.field in (Field.PART_MATERIAL, Field.OTHER)
        else []
    )
    for unit in named:
        if unit.sense.part:
            return unit.sense.part
        for option in unit.sense.options:
            for opener in option.openers:
                if opener.kind not in ("plain", "colour", "look"):
                    return slot_of(stem(opener.lemma))
    return f"part:{named[-1].sense.stem}" if named and statement.field is Field.PART_MATERIAL else ""
