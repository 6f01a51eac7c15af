"""Statements of different fields that cannot both be true: „Futter: ungefüttert“ and „Besonderheit: warm gefüttert“."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import combinations, product, starmap

from description.domain.quantity import MILLIMETRES
from description.domain.statement import Field, Statement
from description.ingest.countries import countries, is_region
from description.ingest.keys import MATERIALS
from description.ingest.markers import is_no, marked, marks
from description.ingest.phrases import Phrase, phrases
from description.ingest.wording import folded
from description.language import exclusive
from description.language.exclusive import EITHER, excludes
from description.language.vocabulary import vocabulary

# A flat heel of more, or a high one of less, is none (mm). Shops call up to 3 cm flat.
_FLAT, _HIGH = Decimal(40), Decimal(40)
Told = tuple[Statement, str]  # a statement, and the one of its values that is meant


def opposites(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """Pairs of values that exclude each other, though their statements need not be of one field."""
    yield from _by_attribute(statements)
    yield from _by_phrase(statements)
    yield from _by_name(statements)
    yield from _heels(statements)
    yield from _vegan(statements)
    yield from _origins(statements)


def _by_attribute(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """Statements of which no values of an attribute are the same: "Damen, Herren" and "Herren" have one."""
    attributes: dict[str, list[tuple[Statement, dict[str, str]]]] = {}
    for statement in statements:
        told: dict[str, dict[str, str]] = {}
        for value, text in _texts(statement):
            for attribute, said in _values(statement.field, text):
                told.setdefault(attribute, {}).setdefault(said, value)
        for attribute, by_said in told.items():
            attributes.setdefault(attribute, []).append((statement, by_said))
    for stated in attributes.values():
        for (one, mine), (other, its) in combinations(stated, 2):
            if one.part == other.part and all(starmap(excludes, product(mine, its))):
                yield (one, next(iter(mine.values()))), (other, next(iter(its.values())))


def _texts(statement: Statement) -> Iterator[tuple[str, str]]:
    """The values of a statement, each with its text as it is compared; the "no" of a question is the thing's."""
    if statement.field is Field.OTHER:
        if is_no(statement.text):
            yield statement.text, folded(f"nicht {statement.key}")
    else:
        yield from ((value, folded(value)) for value in statement.values)
    if statement.field is Field.LINING and statement.shares:
        yield statement.values[0], "gefuettert"


@lru_cache(maxsize=8192)
def _values(field: Field, text: str) -> tuple[tuple[str, str], ...]:
    """The attributes that a text tells, each with the first value that fits."""
    found: dict[str, str] = {}
    for attribute, value, words in _table().get(field, ()):
        if attribute not in found and any(_is_said(text, *word) for word in words):
            found[attribute] = value
    return tuple((attribute, value) for attribute, value in found.items() if value != EITHER)


def _is_said(text: str, word: str, before: bool, after: bool) -> bool:
    """Whether a text is a word; `before` and `after`: perhaps with more there."""
    if after:
        return word in text if before else text.startswith(word)
    return text == word


@cache
def _table() -> dict[str, list[tuple[str, str, list[tuple[str, bool, bool]]]]]:
    """The values that each field may have, with their words."""
    found: dict[str, list[tuple[str, str, list[tuple[str, bool, bool]]]]] = {}
    for row in exclusive.values():
        for at, field in enumerate(row.fields):
            listed = row.in_data if at else (*row.words, *row.in_data)
            words = [(folded(word), word.startswith("*"), word.endswith("*")) for word in listed]
            found.setdefault(field, []).append((row.attribute, row.value, words))
    return found


def _by_phrase(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    told = [((statement, value), phrase) for statement in statements for value, phrase in phrases(statement)]
    against = [(other, phrase) for other, phrase in told if phrase.target or not phrase.holds]
    for affirmer, affirmed in told:
        for other, phrase in against if affirmed.holds else ():
            if (
                affirmed.target == phrase.target
                and affirmer[0] is not other[0]
                and (_rules_out(affirmer[0], affirmed, phrase) if phrase.holds else _denies(phrase, affirmed))
            ):
                yield affirmer, other


def _denies(denied: Phrase, affirmed: Phrase) -> bool:
    """ "Kapuze: nein" and "abnehmbare Kapuze"."""
    is_closure = not marks("no-closure", affirmed.word.lemma)
    return is_closure and vocabulary().is_a(affirmed.word, denied.word.lemma)


def _rules_out(statement: Statement, one: Phrase, other: Phrase) -> bool:
    """ "Kapuze: fest" and "abnehmbare Kapuze"; of "offenes Fach" and "geschlossenes Fach" there may be both."""
    return bool(statement.part and other.target) and other.word.lemma in exclusive.opposites().get(one.word.lemma, ())


def _by_name(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """ "Zippfix: Ja" or "Besonderheit: Zippfix" beside "Zippfix: Nein", also for words that are not known."""
    denied = {folded(known.key): known for known in statements if known.field is Field.OTHER and is_no(known.text)}
    for statement in statements if denied else ():
        if statement.field not in (Field.OTHER, Field.TYPE):
            for value in statement.values:
                if denier := denied.get(folded(value)):
                    yield (statement, value), (denier, denier.text)


def _heels(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """ "Absatz: flach" and "Absatzhöhe: 8 cm"."""
    for statement in statements:
        if statement.field not in (Field.HEEL_FORM, Field.HEEL_HEIGHT) or statement.measures:
            continue
        for value in statement.values:
            flat, high = marks("heel-flat", value), marks("heel-high", value)
            for other in statements if flat or high else ():
                if other.field is Field.HEEL_HEIGHT and len(other.measures) == 1:
                    measure = other.measures[0]
                    factor = MILLIMETRES.get(measure.unit)
                    height = (measure.high or measure.low) * factor if factor else None
                    if height is not None and (height > _FLAT if flat else height < _HIGH):
                        yield (statement, value), (other, other.values[0])


def _vegan(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """ "Vegan: ja" and "Obermaterial: Glattleder"."""
    vegan = [
        (statement, value)
        for statement in statements
        if statement.field in (Field.FEATURES, Field.CERTIFICATE)
        for value in statement.values
        if marks("vegan", value)
    ]
    for statement in statements if vegan else ():
        if statement.field in MATERIALS:
            for share in statement.shares:
                word = vocabulary().named(share.material, "material")
                if word is not None and any(vocabulary().is_a(word, name) for name in _animal()):
                    yield (statement, share.material), vegan[0]


@cache
def _animal() -> tuple[str, ...]:
    return tuple(marked("animal"))


def _origins(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """ "Ursprungsland: TR" and "Besonderheit: Made in Germany"."""
    stated = [(known, countries(known.text)) for known in statements if known.field is Field.ORIGIN]
    for statement in statements:
        if statement.field is Field.FEATURES:
            for value in statement.values:
                if marks("made-in", " ".join(value.split(" ", 2)[:2])):
                    named = countries(value)
                    for origin, of in stated:
                        if named and of and not named & of and not any(map(is_region, of)):
                            yield (origin, origin.values[0]), (statement, value)
