"""Finds what supports a word that is made of the data's own words: "Rindsleder" ← Glattleder (Rind), "Metallfüße" ←
Bodenfüße: 4 Stück, Metall, "aufgedruckt" ← gedruckt."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from description.claims.index import Index
from description.claims.line import units_of
from description.claims.roles import DIMENSIONAL, FIELD_SLOTS, NAMING, NOTHING
from description.claims.senses import Sense
from description.claims.stated import Stated
from description.claims.stems import MIN_STEM, folded, stem
from description.claims.targets import part_named
from description.domain.statement import Field
from description.language.csv_tables import LEXICON, table_rows
from description.language.function_words import alternatives, function_words

_OF_PARTS = frozenset(FIELD_SLOTS) - {Field.MATERIAL} | {Field.PART_MATERIAL}
_LINKS = ("", "s", "n", "en", "es", "e", "er")
_LOOKS = function_words("look-ending")
_VOWELS = "aeiou"
_SHORTEST = 4
_SHORTEST_ALIKE = 5
_LONGEST_ENDING = 3
_NOT_WHOLLY = ("un", "teil", "halb")
_LINING_STEMS = frozenset({stem("gefüttert")})
_SEEMING = tuple(stem(row["noun"]) for row in table_rows(LEXICON / "sealed_nouns.csv"))
_PARTICIPLE = re.compile(r"^(?:ge|ver|be|er|zer|ent)\w{3,}t(?:e[mnrs]?)?$|^\w{3,}iert(?:e[mnrs]?)?$")  # ← "handpoliert"
_ADDED = re.compile(rf"^(?:{alternatives('participle-prefix')})(?=\w{{4}})")  # "aufgedruckt" ← gedruckt
_TURNED = re.compile(r"^(\w{5,})i$")  # the stem of "plissiert", "profiliert"
Split = tuple[str, str]  # the stem of what opens a compound, without a linking sound, and that of its head


def covering(word: Sense, about: Sense | None, index: Index) -> list[int]:
    """The places of the sources that have one item, with its key, of whose words the word is made; "Webteppich" is made
    of what is said of a Teppich. `about`: the noun that an adjective belongs to."""
    if word.stem in index.denied:
        return []
    if word.text[0].islower() and not word.noun:
        of_whole = about is None or index.is_article(about)
        noun = "" if of_whole or about is None else about.stem
        found = _where(index, lambda told: _says(told, word.stem, noun))
        if found:
            return found
    found = _where(index, lambda told: covers(told, word))
    if found or not word.noun:
        return found
    openings = [opening for opening, head in _splits(word.text) if f"~{head}" in index.types or _is_type(head, index)]
    return [place for opening in openings for place in _of_whole(opening, index)]


def opened_by(word: Sense, index: Index) -> list[int]:
    """The places of the sources that have a compound for what a word names: "am Trolley" ← Trolley-Schlaufe, "das
    Kissen" ← Kissenbezug."""
    told = [(place, source) for place, source in enumerate(index.sources) if source.field not in NAMING]
    return [place for place, source in told if any(_opens(pieces, word.stem) for pieces in source.stated.pieces)]


def saying(word: Sense, about: Sense, index: Index) -> list[int]:
    """The places of the sources that have one item with an adjective and the noun it belongs to."""
    if word.noun or word.stem in index.denied or word.stem in DIMENSIONAL:
        return []
    return _where(index, lambda told: _says(told, word.stem, about.stem))


def covers(told: Stated, word: Sense, slot: str = "") -> bool:
    """Whether a word of a text is made of the words of one item of a statement, of those that name the part if any
    does."""
    part = slot.partition(":")[2]
    own = [pieces for pieces in told.pieces if any(piece.endswith(part) for piece in pieces)] if part else ()
    return any(_covers(pieces, word) for pieces in own or told.pieces)


def _says(told: Stated, own: str, noun: str) -> bool:
    """Whether an item has an adjective or participle, perhaps without its first part, and the noun it belongs to: "das
    Etikett ist aufgedruckt" ← Etikett: gedruckt."""
    base = _ADDED.sub("", own)
    return any((own in pieces or base in pieces) and (not noun or noun in pieces) for pieces in told.pieces)


def _is_type(head: str, index: Index) -> bool:
    return any(stem(key.removeprefix("type:")) == head for key in index.types if key[0] != "~")


def _of_whole(opening: str, index: Index) -> list[int]:
    """The places of the sources that have what opens the article's name, and say it of no part."""
    return [
        place
        for place, source in enumerate(index.sources)
        if source.field not in _OF_PARTS
        and not _names_part(source.key)
        and any(_opens(pieces, opening) for pieces in source.stated.pieces)
    ]


@lru_cache(maxsize=4096)
def _names_part(key: str) -> bool:
    return any(unit.sense.options and part_named(unit.sense) for unit in units_of(key))


def _covers(pieces: frozenset[str], word: Sense) -> bool:
    if "-" in word.text:
        return all(_has(pieces, segment) for segment in word.text.split("-") if segment)
    return _has_parts(pieces, word.text)


def _has(pieces: frozenset[str], segment: str) -> bool:
    """A segment of a word with hyphens: "X-Rücken" ← Rücken: X-Back."""
    if len(segment) == 1:
        return segment.lower() in pieces
    own = stem(segment)
    return _heads(pieces, own) or _has_parts(pieces, segment)


def _has_parts(pieces: frozenset[str], word: str) -> bool:
    """Whether an item has both parts of a compound."""
    return any(_heads(pieces, head) and _opens(pieces, opening) for opening, head in _splits(word))


def _opens(pieces: frozenset[str], opening: str) -> bool:
    """Whether an item has what opens a compound, as a word or as what opens one: "Merinogarn" ← Merinowolle."""
    if opening in pieces:
        return True
    if len(opening) < _SHORTEST:
        return False
    base = opening.rstrip(_VOWELS)  # "Geometrie" ← geometrisch
    root = base if len(base) >= _SHORTEST_ALIKE else opening
    return any(piece.startswith(root) and not piece.endswith(_SEEMING) for piece in pieces)


def _heads(pieces: frozenset[str], head: str) -> bool:
    """Whether an item has the head of a compound; one that says nothing ("-muster", "-ton") needs no source."""
    return head in pieces or head in NOTHING


@lru_cache(maxsize=8192)
def _splits(word: str) -> tuple[Split, ...]:
    """Every way to take a word apart."""
    found = {
        (stem(text[: cut - len(link)]), stem(text[cut:]))
        for text in {folded(word), stem(word)}  # "3/4arm" of Dreiviertelärmel
        for cut in range(MIN_STEM, len(text) - MIN_STEM + 1)
        for link in _LINKS
        if len(link) <= cut - MIN_STEM and text.endswith(link, 0, cut)
    }
    return tuple(sorted(split for split in found if min(map(len, split)) >= MIN_STEM))


def of_alike(word: Sense, index: Index) -> list[int]:
    """The places of the sources that have a longer word with the same end or beginning, or one that differs in its
    ending."""
    ways = (_of_ending, _of_opening, _of_verb, _of_look, _of_turned, _of_resembling)
    return next(filter(None, (way(word, index) for way in ways)), [])


def _of_ending(word: Sense, index: Index) -> list[int]:
    """ "poliert" ← handpoliert; "aufgedruckt" ← gedruckt."""
    participle = _PARTICIPLE.match(word.text.lower()) is not None and word.stem not in _LINING_STEMS
    open_ = not word.options or word.noun or word.kind == "care" or participle
    if len(word.stem) < _SHORTEST or not open_:
        return []
    return _where(index, lambda told: _ends_so(word.stem, told))


def _of_opening(word: Sense, index: Index) -> list[int]:
    """ "Magnet" ← Magnetschnalle."""
    if not word.noun or word.kind not in ("feature", "closure") or len(word.stem) < _SHORTEST_ALIKE:
        return []
    return _where(index, lambda told: _opens_with(word.stem, told))


def _of_verb(word: Sense, index: Index) -> list[int]:
    """ "geknöpft" ← Knopfleiste; "lässt sich wenden", "zum Wenden" ← Wendejacke."""
    verbal = word.text.lower().startswith("ge") or word.text.endswith("bar")
    verbal = verbal or (not word.options and word.text.endswith("en"))
    if not verbal or len(word.stem) < _SHORTEST or word.stem in _LINING_STEMS:
        return []
    return _where(index, lambda told: _opens_with(word.stem, told))


def _of_look(word: Sense, index: Index) -> list[int]:
    """ "Bikerlook" ← Bikerstil."""
    lower = word.text.lower()
    base = next((lower.removesuffix(ending) for ending in _LOOKS if lower.endswith(ending)), "")
    return index.places(f"~{stem(base + ending)}" for ending in _LOOKS) if len(base) >= MIN_STEM else []


def _of_turned(word: Sense, index: Index) -> list[int]:
    """ "plissiert" ← Plissee."""
    base = _TURNED.match(word.stem)
    if base is None or len(word.text) <= len(base[1]) + 2:
        return []
    return _where(index, lambda told: _opens_with(base[1], told))


def _of_resembling(word: Sense, index: Index) -> list[int]:
    if word.options and not word.thing:
        return []
    return _where(index, lambda told: _resembles(word.stem, told))


def _where(index: Index, is_so: Callable[[Stated], bool]) -> list[int]:
    return [place for place, source in enumerate(index.sources) if is_so(source.stated)]


def _ends_so(wanted: str, told: Stated) -> bool:
    ends = (wanted, f"{wanted}t", f"{wanted}et")  # "gefaltet" ← handgefaltet
    return any(word.endswith(ends) and not word.startswith(_NOT_WHOLLY) for word in told.words)


def _opens_with(wanted: str, told: Stated) -> bool:
    """ "geknöpft" ← Knopfleiste, "gebunden" ← Bindegürtel."""
    return any(key.startswith(f"~{wanted}") for key in told.answers if len(key) > len(wanted) + 1)


def _resembles(wanted: str, told: Stated) -> bool:
    """ "papierbasiert", "profiliert" ← Profil: words that differ in an ending of up to three letters."""
    if len(wanted) < _SHORTEST_ALIKE:
        return False
    return any(
        len(word) >= _SHORTEST_ALIKE
        and abs(len(word) - len(wanted)) <= _LONGEST_ENDING
        and (word.startswith(wanted) or wanted.startswith(word))
        for word in told.words
    )
