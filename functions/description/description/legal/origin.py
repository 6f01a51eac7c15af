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
from description.legal.rules_file import Origin, RulesFile, read_rules

_COUNTRY = re.compile(r"[A-ZÄÖÜ]\w+|EU\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LAST_WORD = re.compile(r"(?<!\w)(\w+)\s+$")
_OF_A_PLACE = re.compile(r"isch(?:e[rnms]?)?$")
_UNMUTED = str.maketrans("äöü", "aou")
_IN = re.compile(r"\bi[nm]\s+(?:(?:der|den|dem)\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)([A-ZÄÖÜ]\w*)\s+aus\s+(?:(?:der|den|dem)\s+)?$")
_BEFORE = 40  # characters, in which what stands before a country fits
_MOST_BETWEEN = 4  # words between a country and how the article was made
_ALIKE = 4  # letters that a country and its adjective share: "portugiesisch", "Portugal"


def origin(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """Each statement of a country that the data does not name as the origin."""
    given = rules.origin
    known = frozenset(country for value in data.values(Field.ORIGIN) for country in _named_in(value))
    for start, end, said in (*_nouns(text, lowered, rules), *_adjectives(text, lowered, given)):
        if not _agrees(said, known or _named_elsewhere(data), given):
            message = given.message if known else given.message_unknown
            yield Hit("origin", start, end, message.replace("{origin}", ", ".join(sorted(known))))


def _agrees(said: frozenset[str], known: frozenset[str], given: Origin) -> bool:
    if said & known:
        return True
    return bool(known) and any(region in given.eu_names for region in said) and known <= frozenset(given.eu)


def _named_elsewhere(data: ProductData) -> frozenset[str]:
    """The countries that data without an origin names in other entries: "Besonderheit: Handarbeit aus Portugal"."""
    texts = (one.text for one in data.stated() if one.field is not Field.BRAND)
    return frozenset(country for text in texts for country in _named_in(text))


@lru_cache(maxsize=1024)
def _named_in(text: str) -> frozenset[str]:
    words = [word[0] for word in _WORD.finditer(text)]
    return countries(text).union(*(_of_noun(word) | _of_adjective(word) for word in words))


@lru_cache(maxsize=2048)
def _of_noun(word: str) -> frozenset[str]:
    """The country that a country, region or town is, or is in."""
    return countries(word) or frozenset(
        country for country, names in read_rules().origin.places.items() if word in names
    )


@lru_cache(maxsize=2048)
def _of_adjective(word: str) -> frozenset[str]:
    """The country of an adjective ("italienischer", "Schweizer", "Swiss"); empty if it is none."""
    lemma = next((one.head.lemma for one in vocabulary().readings(word) if one.head.kind == "origin"), "")
    adjective = lemma or (word if _OF_A_PLACE.search(word) else "")
    if not adjective:
        return _of_noun(word.removesuffix("er")) | (_of_noun(word) if word[:1].isupper() else frozenset())
    return frozenset(country for name, country in _all_places() if _alike(name, adjective))


@cache
def _all_places() -> tuple[tuple[str, str], ...]:
    given = read_rules().origin
    inner = ((name, country) for country, names in given.places.items() for name in names)
    return (*((name, name) for name in (*country_names(), *given.eu_names)), *inner)


def _alike(one: str, other: str) -> bool:
    first, second = (word[:_ALIKE].lower().translate(_UNMUTED) for word in (one, other))
    return first == second


def _nouns(text: str, lowered: str, rules: RulesFile) -> Iterator[tuple[int, int, frozenset[str]]]:
    """ "Made in Italy", "in Italien gefertigt", "Mode aus Italien"."""
    given = rules.origin
    making = any_in(given.before, lowered) or any_in(given.after, lowered)
    if not making and "aus " not in lowered:
        return
    for place in _COUNTRY.finditer(text):
        if said := _of_noun(place[0]):
            start, end = _claim(text, place, rules)
            if start < end:
                yield start, end, said


def _claim(text: str, place: re.Match[str], rules: RulesFile) -> tuple[int, int]:
    """From where to where a text says that the article is of a country at `place`; twice the same if it does not."""
    given = rules.origin
    first, last = sentence_around(text, *place.span())
    before = max(first, place.start() - _BEFORE)
    for opening in _openings(given.before).finditer(text, before, place.end()):
        if opening.end() == place.start() and not _is_of_a_material(text, first, opening):
            return opening.start(), place.end()
    thing = _FROM.search(text, before, place.start())
    if thing is not None and _is_article(thing[1], rules):
        return thing.start(), place.end()
    if _IN.search(text, before, place.start()):
        for made in any_of(given.after).finditer(text, before, last):
            start, end = min(made.start(), place.start()), max(made.end(), place.end())
            between = words_between(text, min(made.end(), place.end()), max(made.start(), place.start()))
            if between is not None and between <= _MOST_BETWEEN + 1:
                return start, end
    return place.start(), place.start()


def _is_of_a_material(text: str, first: int, opening: re.Match[str]) -> bool:
    """Whether it is a material that comes from there: "Die Wolle stammt aus Neuseeland"."""
    before = _WORD.findall(text, first, opening.start())[-_MOST_BETWEEN:]
    return any(reading.head.kind == "material" for word in before for reading in vocabulary().readings(word))


def _is_article(word: str, rules: RulesFile) -> bool:
    if any_of(rules.origin.things).fullmatch(word):
        return True
    return any(reading.head.kind == "type" for reading in vocabulary().readings(word))


@cache
def _openings(words: tuple[str, ...]) -> re.Pattern[str]:
    """What may stand before a country, with the white space and article after it."""
    return re.compile(f"(?:{'|'.join(map(expression, words))})\\s*:?\\s*(?:(?:der|den|dem)\\s+)?", re.IGNORECASE)


def _adjectives(text: str, lowered: str, given: Origin) -> Iterator[tuple[int, int, frozenset[str]]]:
    """ "aus italienischer Fertigung"."""
    for place in places(given.making, text, lowered):
        before = _LAST_WORD.search(text, max(0, place.start() - _BEFORE), place.start())
        if before is None:
            continue
        at_home = any_of(given.home).fullmatch(before[1])
        if said := frozenset({given.home_country}) if at_home else _of_adjective(before[1]):
            yield before.start(), place.end(), said
