"""Where a text says the article was made, against the data's origin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from description.domain.statement import Field, ProductData
from description.ingest.countries import countries, country_names
from description.language.vocabulary import vocabulary
from description.legal.expressions import any_in, any_of, expression, places, sentence_around, words_between
from description.legal.model import Hit
from description.legal.rules_file import Origin, RulesFile

_COUNTRY = re.compile(r"[A-ZÄÖÜ]\w+|EU\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LAST_WORD = re.compile(r"(?<!\w)(\w+)\s+$")
_BEFORE = 40  # characters, in which what stands before a country fits
_MOST_BETWEEN = 4  # words between a country and how the article was made
_ALIKE = 4  # letters that a country and its adjective share: "portugiesisch", "Portugal"


def origin(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """Each statement of a country that the data does not name as the origin."""
    given = rules.origin
    known = frozenset(country for value in data.values(Field.ORIGIN) for country in countries(value))
    for start, end, said in (*_nouns(text, lowered, given), *_adjectives(text, lowered, given)):
        if not _agrees(said, known or _named_elsewhere(data), given):
            message = given.message if known else given.message_unknown
            yield Hit("origin", start, end, message.replace("{origin}", ", ".join(sorted(known))))


def _agrees(said: frozenset[str], known: frozenset[str], given: Origin) -> bool:
    if said & known:
        return True
    return bool(known) and any(region in given.eu_names for region in said) and known <= frozenset(given.eu)


def _named_elsewhere(data: ProductData) -> frozenset[str]:
    """The countries that data without an origin names in other entries: "Besonderheit: Handarbeit aus Portugal"."""
    words = [word[0] for one in data.stated() if one.field is not Field.BRAND for word in _WORD.finditer(one.text)]
    return frozenset(country for word in words for country in (*countries(word), *_of_adjective(word)))


def _nouns(text: str, lowered: str, given: Origin) -> Iterator[tuple[int, int, frozenset[str]]]:
    """ "Made in Italy", "in Italien gefertigt"."""
    if not (any_in(given.before, lowered) or any_in(given.after, lowered)):
        return
    for place in _COUNTRY.finditer(text):
        said = countries(place[0])
        if not said:
            continue
        before = max(0, place.start() - _BEFORE)
        opening = next(
            (found for found in _openings(given.before).finditer(text, before, place.end()) if found.end() == place.start()),
            None,
        )
        if opening is not None:
            yield opening.start(), place.end(), said
            continue
        _, last = sentence_around(text, place.start(), place.end())
        made = any_of(given.after).search(text, place.end(), last)
        if made is None or not re.search(r"\bin\s+(?:der\s+|den\s+)?$", text[before : place.start()], re.IGNORECASE):
            continue
        between = words_between(text, place.end(), made.start())
        if between is not None and between <= _MOST_BETWEEN:
            yield place.start(), made.end(), said


@cache
def _openings(words: tuple[str, ...]) -> re.Pattern[str]:
    """What may stand before a country, with the white space and article after it."""
    return re.compile(f"(?:{'|'.join(map(expression, words))})\\s*:?\\s*(?:der\\s+|den\\s+|dem\\s+)?", re.IGNORECASE)


def _adjectives(text: str, lowered: str, given: Origin) -> Iterator[tuple[int, int, frozenset[str]]]:
    """ "aus italienischer Fertigung"."""
    for place in places(given.making, text, lowered):
        before = _LAST_WORD.search(text, max(0, place.start() - _BEFORE), place.start())
        if before is None:
            continue
        at_home = any_of(given.home).fullmatch(before[1])
        if said := frozenset({given.home_country}) if at_home else _of_adjective(before[1]):
            yield before.start(), place.end(), said


@lru_cache(maxsize=1024)
def _of_adjective(word: str) -> frozenset[str]:
    """The country of an adjective; empty if it is none."""
    if not any(reading.head.kind == "origin" for reading in vocabulary().readings(word)):
        return frozenset()
    lemma = next(reading.head.lemma for reading in vocabulary().readings(word) if reading.head.kind == "origin")
    return frozenset(name for name in country_names() if name[:_ALIKE].lower() == lemma[:_ALIKE].lower())

