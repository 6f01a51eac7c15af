"""Pairs to statements: which field, which values, shares and measures. What says nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bildtext.errors import ProductDataTooLarge
from description.domain.attributes import having
from description.domain.statement import Field, Measure, Statement
from description.ingest.care import answer
from description.ingest.compositions import has_percent, is_composition, parts, shares
from description.ingest.countries import countries, country
from description.ingest.keys import MATERIALS, Meaning, is_known, meanings
from description.ingest.lists import items
from description.ingest.markers import is_no, is_yes, marks, says_nothing
from description.ingest.measures import measures
from description.ingest.pairs import LONGEST_VALUE, MOST_STATEMENTS, Pair
from description.ingest.several_in_one import is_path, of_colour, of_heel, of_path
from description.ingest.together import seen_together
from description.ingest.wording import folded
from description.ingest.yes_and_no import NO_FEATURE, THINGS, affirmed, denied
from description.language.vocabulary import vocabulary

_MEASURED = having("measured")
_NEVER_MEASURED = having("never-measured")
# Counts and heights of 0 say that there is none of it.
_COUNTED = having("zero-is-none")
_WHOLE = re.compile(r"100\s*%")
_YES_AND_MORE = re.compile(r"^(?:ja|yes)\s*[,;(:–-]\s*(\w.*?)\)?$", re.IGNORECASE)
_SHORT = 80
_SMALLEST_SHOE = 20  # "Weite: 38" is a size
_NOTHING = re.compile(r"0+(?:[.,]0+)?\s*(?:cm|mm|g|kg|l|stück|stk\.?|st\.?)?", re.IGNORECASE)
_FLAT_SIZE = re.compile(r"\d\s*(?:cm|mm)?\s*[x×/]\s*\d.{0,60}?(?:cm|mm|m)\b|\d{2,3}\s*[x×]\s*\d{2,3}", re.IGNORECASE)


def statements(found: Iterable[Pair]) -> tuple[Statement, ...]:
    """The statements of pairs, in order.

    Raises:
        ProductDataTooLarge: a value or the number of statements is beyond the limits.
    """
    made: dict[Statement, None] = {}
    for pair in found:
        if len(pair.text) > LONGEST_VALUE:
            raise ProductDataTooLarge(
                f"The value of {pair.key!r} has {len(pair.text):,} characters; at most {LONGEST_VALUE:,} are "
                "read. Shorten it."
            )
        for statement in _repeated(pair) if len(pair.text) <= _SHORT else _statements(pair):
            made[statement] = None
            if len(made) > MOST_STATEMENTS:
                raise ProductDataTooLarge(
                    f"The product data has more than {MOST_STATEMENTS} entries. Paste one article only."
                )
    return seen_together(tuple(made))


@lru_cache(maxsize=16384)
def _repeated(pair: Pair) -> tuple[Statement, ...]:
    """The statements of a short pair: "Obermaterial: Leder" stands in many articles."""
    return tuple(_statements(pair))


def _statements(pair: Pair) -> Iterator[Statement]:
    if pair.aside:
        yield Statement(Field.OTHER, pair.key, pair.text, (pair.text,))
    elif not says_nothing(pair.text):
        for meaning in meanings(pair.key):
            yield from _of(meaning, pair)


def _of(meaning: Meaning, pair: Pair) -> Iterator[Statement]:
    field, key, text = meaning.field, pair.key, pair.text
    never = field in NO_FEATURE
    care = answer(key, text)
    if care:
        yield Statement(Field.CARE, key, text, (care,))
    elif not never and (is_yes(text) or (text == "1" and marks("asked", key))):
        yield from affirmed(field, key, text)
    elif is_no(text) and not (never and len(text) == 1):
        yield from denied(field, key, text)
    elif field in _COUNTED and _NOTHING.fullmatch(text):
        return
    elif field in MATERIALS or (
        (field is Field.TYPE or field not in _NEVER_MEASURED) and has_percent(text) and is_composition(text)
    ):
        yield from _of_material(meaning, pair)
    else:
        yield from _plain(meaning, pair)


def _of_material(meaning: Meaning, pair: Pair) -> Iterator[Statement]:
    key, text = pair.key, pair.text
    if _names_ware(key, text):
        yield Statement(Field.TYPE, key, text, (text,))
        return
    if meaning.field not in MATERIALS:
        meaning = Meaning(Field.PART_MATERIAL, key)
    elif meaning.field is Field.PART_MATERIAL or marks("inside-key", key):
        values = items(text, Field.FEATURES)
        if not _is_made_of(values, text):
            yield _of_form(key, text, values)
            return
    cut = parts(text)
    for part, told in cut:
        composition, besides = _without_features(told)
        yield from (Statement(Field.FEATURES, key, piece, (piece,)) for piece in besides)
        is_all = len(cut) == 1 and not part and not besides
        for inner in meanings(part) if part else (meaning,):
            yield _of_part(inner, part, key, composition, text if is_all else composition)


def _names_ware(key: str, text: str) -> bool:
    """ "Ware: Hemd" names the type, "Ware: Jersey" the material."""
    return folded(key) == "ware" and vocabulary().named(text, "type") is not None and not _is_made_of((text,), text)


def _without_features(composition: str) -> tuple[str, list[str]]:
    """A composition without what stands beside it: "95 % Baumwolle; gerippt"."""
    if ";" not in composition or not has_percent(composition):
        return composition, []
    pieces = [piece.strip() for piece in composition.split(";")]
    besides = [piece for piece in pieces if piece and not has_percent(piece)]
    return "; ".join(piece for piece in pieces if has_percent(piece)), besides


def _of_part(inner: Meaning, part: str, key: str, composition: str, text: str) -> Statement:
    """The statement of one part's composition, given what the part's name means."""
    found = shares(composition)
    values = tuple(dict.fromkeys(share.material for share in found)) or items(composition, Field.FEATURES)
    size = tuple(measure for measure in measures(composition) if measure.unit != "%")
    if inner.field in MATERIALS:
        return Statement(inner.field, part or key, text, values, inner.part, found, size)
    return Statement(Field.PART_MATERIAL, part or key, text, values, inner.part or part, found, size)


def _of_form(key: str, text: str, values: tuple[str, ...]) -> Statement:
    """A part's value that names no material: "Hose: Stoffhose" is the type, "Bund: Gummibund" a feature."""
    if "," not in text and vocabulary().named(text, "type") and vocabulary().named(key, "type"):
        return Statement(Field.TYPE, key, text, values)
    if marks("use-key", key):
        return Statement(Field.OCCASION, key, text, values)
    return Statement(Field.FEATURES, key, text, values, _thing(key), (), measures(text))


def _is_made_of(values: tuple[str, ...], text: str) -> bool:
    """Whether the value of a part names its material ("Schaft: Leder"), not its form ("Bund: Gummibund")."""
    return has_percent(text) or any(vocabulary().named(value, "material") for value in values)


def _plain(meaning: Meaning, pair: Pair) -> Iterator[Statement]:
    """What is said by no percentages: told apart where a value says several things, else one statement."""
    field, key, text = meaning.field, pair.key, pair.text
    yes = _YES_AND_MORE.match(text) if text[:1] in "jJyY" else None
    if yes:
        yield from affirmed(field, key, text, items(yes[1], Field.FEATURES))
        return
    size = _size(meaning, text)
    apart = _told_apart(field, pair, size)
    yield from apart if apart is not None else _of_one(*_meant(meaning, pair, size), pair)


def _size(meaning: Meaning, text: str) -> tuple[Measure, ...]:
    if meaning.field in _NEVER_MEASURED:
        return ()
    size = measures(text, meaning.unit, bare=meaning.field in _MEASURED)
    return tuple(replace(measure, about=True) for measure in size) if meaning.about else size


def _told_apart(field: Field, pair: Pair, size: tuple[Measure, ...]) -> Iterable[Statement] | None:
    """The statements of a value that says several things, or is read in a way of its own; None for any other."""
    key, text = pair.key, pair.text
    if field is Field.TYPE and is_path(text):
        return of_path(key, text)
    if field is Field.TYPE and len(pair.items) > 1 and marks("audience", pair.items[0]):
        return of_path(key, " > ".join(pair.items))
    if field is Field.HEEL_FORM and size:
        return of_heel(key, text)
    if field is Field.ORIGIN:
        return (_of_origin(key, text),)
    if field is Field.COLOUR:
        return of_colour(key, text, pair.items or items(text, field))
    return None


def _meant(meaning: Meaning, pair: Pair, size: tuple[Measure, ...]) -> tuple[Field, tuple[Measure, ...]]:
    """The field that a value shows to be meant, and its measures: "Größe: 30 × 40 cm" are dimensions."""
    field, key, text = meaning.field, pair.key, pair.text
    if field is Field.SIZE and _FLAT_SIZE.search(text):
        return Field.DIMENSIONS, measures(text, meaning.unit or "cm", bare=True)
    if field is Field.SHOE_WIDTH and any(measure.unit for measure in size):
        return Field.DIMENSIONS, size
    if field is Field.SHOE_WIDTH and text.isdigit() and int(text[:4]) >= _SMALLEST_SHOE:
        return Field.SIZE, size
    if _is_type(field, key, text):
        return Field.TYPE, ()
    if field is Field.DIMENSIONS and not size:  # "Höhe: wadenhoch"
        lower = text[:1].islower() and vocabulary().adjective(text) is not None
        return (field if is_known(key) else Field.OTHER, size) if not lower else (Field.LENGTH, size)
    return field, size


def _of_one(field: Field, size: tuple[Measure, ...], pair: Pair) -> Iterator[Statement]:
    """A statement; of features also one for each composition among them."""
    key, text = pair.key, pair.text
    values = tuple(value for value in pair.items or items(text, field) if not says_nothing(value))
    if field is Field.FEATURES and has_percent(text):
        whole = tuple(value for value in values if _WHOLE.match(value) and is_composition(value))
        for value in whole:
            yield Statement(Field.MATERIAL, key, value, tuple(s.material for s in shares(value)), "", shares(value))
        values = tuple(value for value in values if value not in whole)
    if values:
        yield Statement(field, key, text, values, _thing(key) if field is Field.FEATURES else "", (), size)


def _of_origin(key: str, text: str) -> Statement:
    """A country, by its code too ("CN"); "Herstellung: Handarbeit" is none."""
    listed = tuple(country(item) or item for item in items(text, Field.ORIGIN))
    field = Field.OTHER if marks("made-how", key) and not countries(text) else Field.ORIGIN
    return Statement(field, key, text, listed)


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
    if field is not Field.OTHER or is_known(key) or len(text) > 40 or "," in text:
        return False
    return vocabulary().named(text, "type") is not None and vocabulary().named(key, "type") is not None
