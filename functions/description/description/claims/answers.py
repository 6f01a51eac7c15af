"""The keys of the words that one statement of the data supports, and the stems of those that it denies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from description.claims.implied import alike, excluded, implied
from description.claims.line import Unit
from description.claims.mention import Mention
from description.claims.polarity import denies_key
from description.claims.senses import sense
from description.claims.stems import stem
from description.claims.targets import predicated
from description.claims.word_keys import ancestry
from description.domain.statement import Field, Statement
from description.language.text import tokens
from description.language.vocabulary import vocabulary

# The keys of these only say what kind of thing the value is.
TELLING_KEYS = frozenset({Field.TYPE, Field.DESCRIPTION, Field.NAME, Field.BRAND, Field.NUMBER, Field.PRICE})
_BROAD_KEYS = frozenset({Field.COLLAR, Field.TOE})  # "Ausschnitt: rund" tells of no Kragen
_NAMED_KINDS = {Field.COLOUR: "colour", Field.CLOSURE: "closure"}
_NONE_OF = ("ohne ", "kein")
_BY_HAND = "~handwasch"
_WASHED_BY_HAND = frozenset({"waschbar", "~wasch"})
_WASHED = frozenset({"waschbar", "~wasch", "waschmaschine", "~waschmaschin"})
_SQUARE = re.compile(r"(?<![\d,.x×])(\d+(?:,\d+)?)\s?(?:cm)?\s?[x×]\s?\1\s?(?:cm|mm|m)\b(?!\s?[x×])")
_SQUARE_KEY = f"~{stem('quadratisch')}"


class Read(NamedTuple):
    """A statement as it was read: the units of its key and of its text, and what the text mentions.

    `named`: keys of the words of its key; `keys`: the same with those of the nouns that its field is about; `without`:
    the places of the units that the text denies.
    """

    statement: Statement
    text: str
    key_units: tuple[Unit, ...]
    named: frozenset[str]
    keys: frozenset[str]
    units: list[Unit]
    without: Mapping[int, int]
    mentions: tuple[Mention, ...]


class Words(NamedTuple):
    """Keys that a statement supports, stems that it denies, and whether it denies what its key names."""

    answers: frozenset[str]
    denied: frozenset[str]
    key_denied: bool


def words_of(read: Read, shades: Iterable[frozenset[str]], bound: Iterable[tuple[str, str]]) -> Words:
    """The words of a statement; `bound`: its adjectives' stems, each with the part that it is said of."""
    answers = _said(read).union(*shades)
    _add_mentioned(answers, read)
    denied = {read.units[place].sense.stem for place in read.without}
    denied |= {unit.sense.denies for unit in read.units if unit.sense.denies}
    no_key = denies_key(read.units)
    if no_key:
        of_part = predicated(read.key_units)
        denied |= {key[1:] for key in (of_part.said if of_part is not None else read.keys) if key[0] == "~"}
        answers |= of_part.noun if of_part is not None else frozenset()
    key_denied = no_key or any(f"~{said}" in read.named for said in denied) or _has_none(read)
    answers |= _of_key(read, key_denied=key_denied)
    answers |= implied(answers, bound)
    if _SQUARE.search(read.text):
        answers.add(_SQUARE_KEY)
    denied |= excluded(answers)
    denied |= {other for said in denied for other in alike(said)}
    return Words(frozenset(answers), frozenset(denied), key_denied)


def _said(read: Read) -> set[str]:
    found: set[str] = set()
    for place, unit in enumerate(read.units):
        if place in read.without or (unit.sense.type is not None and read.statement.field is not Field.CARE):
            continue
        found |= unit.sense.answers
        if " " in unit.text and not unit.sense.denies:
            found.update(*(sense(token.text).answers for token in tokens(unit.text)))
    return found


def _add_mentioned(answers: set[str], read: Read) -> None:
    """Add the types that the text mentions, and the treatment that a temperature implies: "30 °C" is washed."""
    for mention in read.mentions:
        if read.statement.field is Field.CARE and _is_temperature(mention):
            answers |= _WASHED if _BY_HAND not in answers else _WASHED_BY_HAND
        if mention.sense.type is not None and not mention.denied:
            answers |= mention.sense.answers


def _is_temperature(mention: Mention) -> bool:
    return mention.figure is not None and any(size.of == "°C" for size in mention.figure.amounts)


def _has_none(read: Read) -> bool:
    """ "Taschen: ohne", "Kragen: kein Kragen": nothing but a denial."""
    if not read.text.lower().startswith(_NONE_OF) or any(unit.sense.type for unit in read.key_units):
        return False
    return not any(mention.kind for mention in read.mentions if not mention.denied)


def _of_key(read: Read, *, key_denied: bool) -> frozenset[str]:
    """The keys that the statement's own key supports."""
    if read.statement.field not in TELLING_KEYS and not key_denied:
        return read.named if read.statement.field in _BROAD_KEYS else read.keys
    return read.named if read.statement.field is Field.TYPE else frozenset()


def shades_of(read: Read) -> Sequence[frozenset[str]]:
    """The keys of each colour of a hyphened value ("rot-schwarz-kariert"), and of whole values that the vocabulary has
    under a name of several words ("Off White", "Slip on")."""
    found = [shade for unit in read.units if "-" in unit.text for shade in _hyphened(unit)]
    if read.statement.field in _NAMED_KINDS:
        words = (vocabulary().named(value, _NAMED_KINDS[read.statement.field]) for value in read.statement.values)
        found += [ancestry(word) | {f"~{stem(word.lemma)}"} for word in words if word is not None]
    return found


def _hyphened(unit: Unit) -> list[frozenset[str]]:
    parts = [sense(part) for part in unit.text.split("-") if part]
    return [part.answers for part in parts] if any(part.colour for part in parts) else []
