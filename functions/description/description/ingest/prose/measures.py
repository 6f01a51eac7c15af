"""Measures that prose gives: "7 cm hoher Absatz", "fasst 22 Liter", "Florhöhe ca. 12 mm", "Maße: 28 x 20 x 8 cm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from description.domain.attributes import having
from description.ingest.keys import MATERIALS, is_known, is_plain_key, meanings
from description.ingest.pairs import Pair
from description.ingest.prose.found import Found, Subject
from description.ingest.prose.words import is_of, listed, pairs
from description.ingest.statements import statements
from description.language.chunks import Chunk
from description.language.csv_tables import alternation
from description.language.function_words import alternatives, function_words
from description.language.noun_phrases import NounPhrase

_DIGITS = r"(?<!\d)\d{1,6}(?:[.,]\d{1,6})?"
_NUMBER = rf"(?:ca\.? ?|etwa |rund )?{_DIGITS}(?: ?(?:-|–|bis) ?{_DIGITS})?"
_UNIT = r"(?:mm|cm|m|kg|g/m²|g/m2|g|ml|l|Liter|Litern|Gramm|Zentimeter|Zentimetern)(?![\w/²])"
_AMOUNT = rf"{_NUMBER}\s?{_UNIT}"
_SIZE = rf"(?:ca\.? ?)?{_DIGITS}(?:\s?(?:cm|mm))?(?:\s?[x×]\s?{_DIGITS}(?:\s?(?:cm|mm))?){{1,2}}(?<=mm|cm)"
_KEYED = re.compile(r"^([A-ZÄÖÜ][\w ./-]{2,30}): (\S.{1,120}?)\.?$", re.DOTALL)
_VOLUME = re.compile(rf"(?<![+\d] )(?P<amount>{_NUMBER}\s?(?:Litern?|l))(?![\w/²])(?! ?[+/])")
_AMOUNT_FIRST = re.compile(rf"(?P<amount>{_AMOUNT}) (?P<name>[A-ZÄÖÜ][\w-]{{1,40}})")
_GRADE = re.compile(rf"(?P<amount>{_NUMBER}\s?g/m[²2])(?!\w)")
_DATIVE = re.compile(r"(?<=\d )((?:[Zz]enti|[Mm]illi)?(?:[Ll]iter|[Mm]eter))n\b")
_NEXT_KEY = re.compile(r", (?=[A-ZÄÖÜ][\w-]{2,20}: )")
_MEASURED = having("measured-in-prose")


def keyed(sentence: str) -> list[Found]:
    """A sentence of keys with their values: "Volumen: 25 Liter, Gewicht: 1 kg", "Material: 95 % Baumwolle"."""
    return [found for part in _NEXT_KEY.split(sentence) for found in _keyed(part)]


def _keyed(sentence: str) -> list[Found]:
    found = _KEYED.match(sentence)
    if found is not None and found[1] in listed("whole-size"):
        return list(_stated("Maße", found[2], found[0])) if re.fullmatch(_SIZE, found[2]) else []
    if found is None or not is_plain_key(found[1]):
        return []
    field = meanings(found[1])[0].field
    if (field not in MATERIALS and field not in _MEASURED) or ":" in found[2]:
        return []
    return list(_stated(found[1], found[2], found[0]))


def _stated(key: str, text: str, said: str) -> Iterator[Found]:
    """What a key and its value say, where they are a measure or materials."""
    text = _DATIVE.sub(r"\1", text)
    for statement in statements((Pair(key, text),)):
        measured = statement.field in _MEASURED and bool(statement.measures)
        if measured or (statement.field in MATERIALS and statement.shares):
            own = "" if statement.field in MATERIALS else key
            yield Found(
                statement.field, text, said, statement.values, statement.part, own, statement.shares, statement.measures
            )


def measures_of(
    sentence: str, clause: Sequence[Chunk], about: Sequence[NounPhrase] | None, subject: Subject
) -> Iterator[Found]:
    """The measures that a clause gives of the article or of a part that has a key of its own."""
    text = sentence[clause[0].start : clause[-1].end]
    if not any(map(str.isdigit, text)):
        return
    for chunk in clause:
        if chunk.noun is not None and chunk.noun.measured[0]:
            amount, axis = chunk.noun.measured
            yield from _of_part(chunk.noun.noun.lemma, axis, amount, chunk.text)
    whole = about is not None and all(_is_whole(phrase, subject) for phrase in about)
    for found in _named().finditer(text):
        if is_known(found["name"]) and (whole or not is_of("whole-measure-noun", found["name"].lower())):
            yield from _stated(found["name"], found["amount"], found[0])
    for found in _AMOUNT_FIRST.finditer(text):
        name = pairs("amount-noun").get(found["name"].lower(), found["name"])
        if name != found["name"] or (whole and name.lower().endswith(listed("measure-ending")) and is_known(name)):
            yield from _stated(name, found["amount"], found[0])
    for found in _by_verb().finditer(text):
        if whole:
            yield from _stated(pairs("measure-verb")[found["verb"].lower()], found["amount"], found[0])
    volumes = list(_VOLUME.finditer(text)) if whole else []
    if len(volumes) == 1:
        yield from _stated(pairs("measure-verb")["fasst"], volumes[0]["amount"], volumes[0][0])
    grades = list(_GRADE.finditer(text)) if whole else []
    if len(grades) == 1 and not text[: grades[0].start()].endswith(listed("of-which")):
        yield from _stated(pairs("measure-verb")["grammatur"], grades[0]["amount"], grades[0][0])
    for found in _by_adjective().finditer(text):
        axis = found["axis"].lower()
        if whole:
            yield from _stated(pairs("axis-noun")[axis], found["amount"], found[0])
        elif about:
            yield from _of_part(about[0].noun.lemma, axis, found["amount"], found[0])


def _is_whole(phrase: NounPhrase, subject: Subject) -> bool:
    """Whether a measure of this is one of the article: its name, or the name of the measure."""
    return subject.is_named_by(phrase) is not None or is_of("whole-measure-noun", phrase.noun.lemma.lower())


def _of_part(part: str, axis: str, amount: str, said: str) -> Iterator[Found]:
    """ "Absatz", "hoch": the key "Absatzhöhe", where there is such a key."""
    ending = pairs("axis-noun").get(axis, "").lower()
    for name, short in pairs("measured-part").items():
        if part.lower().endswith(name) or part.lower().startswith(name):
            key = f"{short}{ending}"
            if ending and is_known(key):
                yield from _stated(key, amount, said)
                return


@cache
def _named() -> re.Pattern[str]:
    endings = alternation(listed("measure-ending"))
    verbs = alternation((*function_words("measuring-verb"), "von", "liegt bei"))
    name = rf"(?P<name>(?:[A-ZÄÖÜ][\w-]{{0,30}})?(?:{endings})|{alternatives('whole-measure')})"
    amount = rf"(?:nur )?(?P<amount>{_SIZE}|{_AMOUNT})"
    return re.compile(rf"(?<![\w-]){name}(?: (?:{verbs})|:)? {amount}", re.IGNORECASE)


@cache
def _by_verb() -> re.Pattern[str]:
    verbs = alternation(pairs("measure-verb"))
    return re.compile(rf"(?<!\w)(?P<verb>{verbs}) (?:nur |bis zu )?(?P<amount>{_AMOUNT})", re.IGNORECASE)


@cache
def _by_adjective() -> re.Pattern[str]:
    axes = alternation(pairs("axis-noun"))
    return re.compile(rf"(?P<amount>{_AMOUNT}) (?P<axis>{axes})(?!\w)", re.IGNORECASE)
