"""The pieces of each item of a statement, of which a word of a text may be made: Rind and Leder of "Leder (Rind)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.claims.answers import TELLING_KEYS, Read
from description.claims.implied import implied, implied_together
from description.claims.line import COMMA, STOP, Unit
from description.claims.senses import Sense, sense
from description.claims.stems import stem
from description.domain.statement import Field
from description.language.text import tokens

_NAMES = frozenset({Field.BRAND, Field.NUMBER, Field.PRICE})
_PARTING = "/+&"


def pieces_of(read: Read, *, key_denied: bool) -> tuple[frozenset[str], ...]:
    """The stems of the words of the key and of one item of the value, and of all that they are kinds of. What is denied
    is none of them, nor what other items say: "Oberteil: Samt, Rock: Tüll" makes no Samtrock."""
    if read.statement.field in _NAMES:
        return ()  # "Blazerwerk" makes no Blazer
    telling = read.statement.field not in TELLING_KEYS
    own = _pieces(read.key_units) if telling and not key_denied else frozenset()
    found: list[frozenset[str]] = []
    named: frozenset[str] = frozenset()
    for item in _items(read):
        nouns = [unit for unit in item if unit.sense.noun and unit.sense.colour is None]
        named = _pieces(nouns[:1]) if nouns else named  # "Dornschließe, goldfarben"
        pieces = own | _pieces(item) | named
        found.append(pieces | _also(pieces))
    return tuple(dict.fromkeys(found))


def _also(pieces: frozenset[str]) -> frozenset[str]:
    return frozenset(key[1:] for key in implied_together(pieces) if key[0] == "~")


def _items(read: Read) -> Iterator[Sequence[Unit]]:
    """The items of the value, without what it denies; a bracket belongs to what stands before it."""
    item: list[Unit] = []
    for at, unit in enumerate(read.units):
        between = read.text[read.units[at - 1].end : unit.start] if at else ""
        if unit.gap in (COMMA, STOP) or unit.sense.role == "and" or any(map(_PARTING.__contains__, between)):
            yield item
            item = []
        if at not in read.without:
            item.append(unit)
    yield item


def _pieces(units: Sequence[Unit]) -> frozenset[str]:
    return frozenset().union(*(_of_word(unit.sense) for unit in units if not unit.sense.role or unit.sense.figure))


@lru_cache(maxsize=8192)
def _of_word(word: Sense) -> frozenset[str]:
    """The stems of a word, of its hyphened pieces and of all that they are kinds of."""
    if word.denies:
        return frozenset()
    found = {word.stem} | {key[1:] for key in word.answers | implied(word.answers) if key[0] == "~"}
    if "-" in word.text or " " in word.text:
        for part in tokens(word.text.replace("-", " ")):
            found |= {part.text.lower()} if len(part.text) == 1 else _of_word(sense(part.text)) | {stem(part.text)}
    return frozenset(found)
