"""Statements of different fields that cannot both be true: „Futter: ungefüttert“ and „Besonderheit: warm gefüttert“."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from description.domain.quantity import MILLIMETRES
from description.domain.statement import Field, Statement
from description.ingest.countries import countries, is_region
from description.ingest.keys import MATERIALS
from description.ingest.markers import is_no, marked, marks
from description.ingest.phrases import phrases
from description.ingest.wording import folded
from description.language.csv_tables import table_rows
from description.language.vocabulary import vocabulary

_EITHER = "-"  # a variant that excludes none of the others: "bügelleicht"
# A flat heel of more, or a high one of less, is none (mm). Shops call up to 3 cm flat.
_FLAT, _HIGH = Decimal(40), Decimal(40)
Told = tuple[Statement, str]  # a statement, and the one of its values that is meant


@dataclass(frozen=True)
class _Variant:
    topic: str
    name: str
    fields: frozenset[Field]
    words: tuple[tuple[str, bool, bool], ...]  # folded; whether more may stand before it, and after it

    def has(self, value: str) -> bool:
        return any(
            value == word or (before and after and word in value) or (after and not before and value.startswith(word))
            for word, before, after in self.words
        )


def opposites(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """Pairs of values that exclude each other, though their statements need not be of one field."""
    yield from _by_topic(statements)
    yield from _by_phrase(statements)
    yield from _heels(statements)
    yield from _vegan(statements)
    yield from _origins(statements)


def _by_topic(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    """Statements of which no variants of a topic are the same: "Damen, Herren" and "Herren" have one."""
    topics: dict[str, list[tuple[Told, frozenset[str]]]] = {}
    for statement in statements:
        told: dict[str, list[tuple[str, str]]] = {}
        for value, text in _texts(statement):
            for topic, variant in _variants(statement.field, text):
                told.setdefault(topic, []).append((variant, value))
        if statement.field is Field.LINING and statement.shares:
            told.setdefault("lining", []).append(("yes", statement.values[0]))
        for topic, found in told.items():
            topics.setdefault(topic, []).append(((statement, found[0][1]), frozenset(variant for variant, _ in found)))
    for stated in topics.values():
        for (one, variants), (other, others) in combinations(stated, 2):
            if not variants & others and one[0].part == other[0].part:
                yield one, other


def _texts(statement: Statement) -> Iterator[tuple[str, str]]:
    """The values of a statement, each with its text as it is compared; the "no" of a question is the thing's."""
    if statement.field is Field.OTHER:
        if is_no(statement.text):
            yield statement.text, folded(f"nicht {statement.key}")
    else:
        yield from ((value, folded(value)) for value in statement.values)


@lru_cache(maxsize=8192)
def _variants(field: Field, text: str) -> tuple[tuple[str, str], ...]:
    """The topics that a value is about, each with the first variant that fits."""
    found: dict[str, str] = {}
    for variant in _table():
        if field in variant.fields and variant.topic not in found and variant.has(text):
            found[variant.topic] = variant.name
    return tuple((topic, name) for topic, name in found.items() if name != _EITHER)


@cache
def _table() -> tuple[_Variant, ...]:
    return tuple(
        _Variant(
            row["topic"],
            row["variant"],
            frozenset(map(Field, row["fields"].split("|"))),
            tuple((folded(word), word.startswith("*"), word.endswith("*")) for word in row["words"].split("|")),
        )
        for row in table_rows(Path(__file__).with_name("opposites.csv"))
    )


def _by_phrase(statements: Sequence[Statement]) -> Iterator[tuple[Told, Told]]:
    told = [((statement, value), phrase) for statement in statements for value, phrase in phrases(statement)]
    is_a = vocabulary().is_a
    for denier, denied in told:
        if denied.holds:
            continue
        for affirmer, affirmed in told:
            if (
                affirmed.holds
                and affirmed.target == denied.target
                and not marks("no-closure", affirmed.word.lemma)
                and affirmer[0] is not denier[0]
                and is_a(affirmed.word, denied.word.lemma)
            ):
                yield affirmer, denier


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
