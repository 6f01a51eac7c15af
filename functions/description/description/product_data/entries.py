"""Statements to entries: which field, which values, shares and measures. What says nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bildtext.errors import ProductDataTooLarge
from description.domain.attributes import having
from description.german.vocabulary import vocabulary
from description.product_data.care import answer
from description.product_data.compositions import has_percent, is_composition, parts, shares
from description.product_data.countries import countries, country
from description.product_data.keys import MATERIALS, Meaning, is_known, meanings
from description.product_data.lists import items
from description.product_data.markers import is_no, is_yes, marks, says_nothing
from description.product_data.measures import measures
from description.product_data.model import Entry, Field
from description.product_data.several_in_one import is_path, of_colour, of_heel, of_path
from description.product_data.statements import LONGEST_VALUE, MOST_ENTRIES, Statement
from description.product_data.together import seen_together
from description.product_data.wording import folded
from description.product_data.yes_and_no import NO_FEATURE, THINGS, affirmed, denied

_MEASURED = having("measured")
_NEVER_MEASURED = having("never-measured")
# Counts and heights of 0 say that there is none of it.
_COUNTED = having("zero-is-none")
_WHOLE = re.compile(r"100\s*%")
_YES_AND_MORE = re.compile(r"^(?:ja|yes)\s*[,;(:–-]\s*(\w.*?)\)?$", re.IGNORECASE)
_SHORT = 80
_NOTHING = re.compile(r"0+(?:[.,]0+)?\s*(?:cm|mm|g|kg|l|stück|stk\.?|st\.?)?", re.IGNORECASE)
_FLAT_SIZE = re.compile(r"\d\s*(?:cm|mm)?\s*[x×/]\s*\d.{0,60}?(?:cm|mm|m)\b|\d{2,3}\s*[x×]\s*\d{2,3}", re.IGNORECASE)


def entries(found: Iterable[Statement]) -> tuple[Entry, ...]:
    """The entries of statements, in order.

    Raises:
        ProductDataTooLarge: a value or the number of entries is beyond the limits.
    """
    made: dict[Entry, None] = {}
    for statement in found:
        if len(statement.text) > LONGEST_VALUE:
            raise ProductDataTooLarge(
                f"The value of {statement.key!r} has {len(statement.text):,} characters; at most {LONGEST_VALUE:,} are "
                "read. Shorten it."
            )
        for entry in _repeated(statement) if len(statement.text) <= _SHORT else _entries(statement):
            made[entry] = None
            if len(made) > MOST_ENTRIES:
                raise ProductDataTooLarge(
                    f"The product data has more than {MOST_ENTRIES} entries. Paste one article only."
                )
    return seen_together(tuple(made))


@lru_cache(maxsize=16384)
def _repeated(statement: Statement) -> tuple[Entry, ...]:
    """The entries of a short statement: "Obermaterial: Leder" stands in many articles."""
    return tuple(_entries(statement))


def _entries(statement: Statement) -> Iterator[Entry]:
    if statement.aside:
        yield Entry(Field.OTHER, statement.key, statement.text, (statement.text,))
    elif not says_nothing(statement.text):
        for meaning in meanings(statement.key):
            yield from _of(meaning, statement)


def _of(meaning: Meaning, statement: Statement) -> Iterator[Entry]:
    field, key, text = meaning.field, statement.key, statement.text
    never = field in NO_FEATURE
    care = answer(key, text)
    if care:
        yield Entry(Field.CARE, key, text, (care,))
    elif not never and (is_yes(text) or (text == "1" and marks("asked", key))):
        yield from affirmed(field, key, text)
    elif is_no(text) and not (never and len(text) == 1):
        yield from denied(field, key, text)
    elif field in _COUNTED and _NOTHING.fullmatch(text):
        return
    elif field in MATERIALS or (
        (field is Field.TYPE or field not in _NEVER_MEASURED) and has_percent(text) and is_composition(text)
    ):
        yield from _of_material(meaning, statement)
    else:
        yield from _plain(meaning, statement)


def _of_material(meaning: Meaning, statement: Statement) -> Iterator[Entry]:
    key = statement.key
    if (
        folded(key) == "ware"
        and vocabulary().named(statement.text, "type")
        and not _is_made_of((statement.text,), statement.text)
    ):
        yield Entry(Field.TYPE, key, statement.text, (statement.text,))
        return
    if meaning.field not in MATERIALS:
        meaning = Meaning(Field.PART_MATERIAL, key)
    elif meaning.field is Field.PART_MATERIAL or marks("inside-key", key):
        values = items(statement.text, Field.FEATURES)
        if not _is_made_of(values, statement.text):
            yield _of_form(key, statement.text, values)
            return
    cut = parts(statement.text)
    for part, composition in cut:
        besides: list[str] = []
        if ";" in composition and has_percent(composition):
            besides = [piece.strip() for piece in composition.split(";") if piece.strip() and not has_percent(piece)]
            composition = "; ".join(piece.strip() for piece in composition.split(";") if has_percent(piece))
            for piece in besides:
                yield Entry(Field.FEATURES, key, piece, (piece,))
        for inner in meanings(part) if part else (meaning,):
            found = shares(composition)
            values = tuple(dict.fromkeys(share.material for share in found)) or items(composition, Field.FEATURES)
            size = tuple(measure for measure in measures(composition) if measure.unit != "%")
            named = inner.part or (part if inner.field not in MATERIALS else "")
            field = Field.PART_MATERIAL if inner.field not in MATERIALS else inner.field
            text = statement.text if len(cut) == 1 and not part and not besides else composition
            yield Entry(field, part or key, text, values, named, found, size)


def _of_form(key: str, text: str, values: tuple[str, ...]) -> Entry:
    """A part's value that names no material: "Hose: Stoffhose" is the type, "Bund: Gummibund" a feature."""
    if vocabulary().named(text, "type") and vocabulary().named(key, "type"):
        return Entry(Field.TYPE, key, text, values)
    return Entry(Field.FEATURES, key, text, values, _thing(key), (), measures(text))


def _is_made_of(values: tuple[str, ...], text: str) -> bool:
    """Whether the value of a part names its material ("Schaft: Leder"), not its form ("Bund: Gummibund")."""
    return has_percent(text) or any(vocabulary().named(value, "material") for value in values)


def _plain(meaning: Meaning, statement: Statement) -> Iterator[Entry]:
    field, key, text = meaning.field, statement.key, statement.text
    yes = _YES_AND_MORE.match(text) if text[:1] in "jJyY" else None
    if yes:
        yield from affirmed(field, key, text, items(yes[1], Field.FEATURES))
        return
    size = () if field in _NEVER_MEASURED else measures(text, meaning.unit, bare=field in _MEASURED)
    if meaning.about:
        size = tuple(replace(measure, about=True) for measure in size)
    if field is Field.TYPE and is_path(text):
        yield from of_path(key, text)
        return
    if field is Field.TYPE and len(statement.items) > 1 and marks("audience", statement.items[0]):
        yield from of_path(key, " > ".join(statement.items))
        return
    if field is Field.HEEL_FORM and size:
        yield from of_heel(key, text)
        return
    if field is Field.ORIGIN:
        yield _of_origin(key, text)
        return
    if field is Field.COLOUR:
        yield from of_colour(key, text, statement.items or items(text, field))
        return
    if field is Field.SIZE and _FLAT_SIZE.search(text):
        field, size = Field.DIMENSIONS, measures(text, meaning.unit or "cm", bare=True)
    elif field is Field.SHOE_WIDTH and any(measure.unit for measure in size):
        field = Field.DIMENSIONS
    elif field is Field.SHOE_WIDTH and text.isdigit() and int(text[:4]) >= 20:
        field = Field.SIZE
    elif _is_type(field, key, text):
        field, size = Field.TYPE, ()
    elif field is Field.DIMENSIONS and not size and not is_known(key):
        field = Field.OTHER
    values = tuple(value for value in statement.items or items(text, field) if not says_nothing(value))
    if field is Field.FEATURES and has_percent(text):
        whole = tuple(value for value in values if _WHOLE.match(value) and is_composition(value))
        for value in whole:
            yield Entry(Field.MATERIAL, key, value, tuple(s.material for s in shares(value)), "", shares(value))
        values = tuple(value for value in values if value not in whole)
    if values:
        yield Entry(field, key, text, values, _thing(key) if field is Field.FEATURES else "", (), size)


def _of_origin(key: str, text: str) -> Entry:
    """A country, by its code too ("CN"); "Herstellung: Handarbeit" is none."""
    listed = tuple(country(item) or item for item in items(text, Field.ORIGIN))
    field = Field.OTHER if marks("made-how", key) and not countries(text) else Field.ORIGIN
    return Entry(field, key, text, listed)


@lru_cache(maxsize=4096)
def _thing(key: str) -> str:
    """The thing that a key of features names: "Kapuze" of "Kapuze: abnehmbar"."""
    word = vocabulary().named(key, *THINGS)
    if word is None or word.noun is None:
        return ""
    return key.capitalize() if key.islower() or key.isupper() else key


def _is_type(field: Field, key: str, text: str) -> bool:
    """Whether an unknown key is a group ("Schals: Loop"), or "Produkt: Strumpfhose" names the type, not the model."""
    if field is Field.NAME:
        if any(quote in text for quote in "\"„“'"):
            return False
        return marks("plain-key", key) and vocabulary().named(text, "type") is not None
    if field is not Field.OTHER or is_known(key) or len(text) > 40:
        return False
    return vocabulary().named(text, "type") is not None and vocabulary().named(key, "type") is not None
