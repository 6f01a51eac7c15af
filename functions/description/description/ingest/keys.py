"""What a key means: canonical fields, the part it names, the unit it carries. The keys are in keys.csv."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.markers import alternatives, holds, marks
from description.ingest.spelling import meant
from description.ingest.wording import folded
from description.language.csv_tables import lists_of, table_rows

MATERIALS = having("material")

_SHORTEST_ENDING = 4
_LONGEST = 200  # what is longer is a text where a key should be
_UNIT = alternatives("unit-of-key")
_UNIT_AT_END = re.compile(
    rf"(?:(?:\s+in\s+|_in_|\s*[\[(]\s*(?:ca\.?\s*)?(?:in\s+)?)({_UNIT})\s*[\])]?|[\s_](mm|cm|kg|ml))$", re.IGNORECASE
)
_ABOUT_AT_END = re.compile(r"[\s(\[]+(?:ca|circa|etwa)\.?[)\]]?$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:ca|circa|etwa)\b", re.IGNORECASE)
_BRACKET_AT_END = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]$")
_AXES_AT_END = re.compile(r" (?:[A-Z](?: ?[x×/] ?[A-Z]){1,2})$", re.IGNORECASE)  # "Maße B x H x T"
_NUMBER_AT_END = re.compile(r"(?<![\s_#.\-])[\s_#.\-]*+\d{1,2}$")
_TWO_KEYS = re.compile(r"\s*[/&+,]\s*|\s+und\s+")
_PREFIX = re.compile(r"^([A-Za-z]+(?: [a-z]+)?)[_:.](?=\w)")
_LOCALE_AT_END = re.compile(r"[._-](?:de|en|fr|it)(?:[_-](?:DE|AT|CH|US|GB|FR|IT))?$")
_STEPS = re.compile(r"\s*[>»]\s*|\s*\.(?=\S)")
_MATERIAL_OF = re.compile(
    rf"^(?:{alternatives('material-key')})[\s:_-]+(?:(?:{alternatives('article-in-key')}) )?(.+)$", re.IGNORECASE
)
_PART_OF_LINING = re.compile(rf"^(?:innen)?(?:{alternatives('part-of-lining')})[\s_-]+\S", re.IGNORECASE)
_OF_MATERIAL = re.compile(
    rf"^(.{{2}}|.{{2,}}?(?<![\s_-]))[\s_-]*+(?:{alternatives('material-ending')})$", re.IGNORECASE
)
_LINING_OF = re.compile(rf"^\w{{3,}}(?:{alternatives('lining-ending')})$", re.IGNORECASE)
_HEIGHT_OF_HEEL = re.compile(r"^(?:absatz)?hoehe(?:des)?absatz")
_ENDINGS = tuple(
    (tuple(map(folded, endings)), Field(field))
    for field, endings in lists_of("key_endings", "field", "endings", Path(__file__).parent).items()
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a key means. `part` names the part of a PART_MATERIAL; `unit` and `about` are the key's own."""

    field: Field
    part: str = ""
    unit: str = ""
    about: bool = False


@cache
def known_keys() -> Mapping[str, Field]:
    """Every key of keys.csv, folded, with its field."""
    rows = table_rows(Path(__file__).with_name("keys.csv"))
    return {folded(key): Field(row["field"]) for row in rows for key in row["keys"].split("|")}


def meanings(key: str) -> tuple[Meaning, ...]:
    """What a key means: one field, two for "Futter/Decksohle", OTHER alone for a key that is not known."""
    return _meanings(key) if len(key) <= _LONGEST else (Meaning(Field.OTHER),)


def is_known(key: str) -> bool:
    """Whether keys.csv has this key, as it is or in a form of its own ("Absatzhöhe in cm", "Ärmelmaterial")."""
    return len(key) <= _LONGEST and _is_known(key)


def is_plain_key(key: str) -> bool:
    """Whether keys.csv has this very key."""
    return len(key) <= _LONGEST and folded(key) in known_keys()


@lru_cache(maxsize=8192)
def _meanings(key: str) -> tuple[Meaning, ...]:
    known = _known(key)
    if known:
        return known
    ending = folded(key)
    named = Field.HEEL_HEIGHT if _HEIGHT_OF_HEEL.match(ending) else Field.OTHER
    field = next((field for endings, field in _ENDINGS if any(_ends_in(key, ending, each) for each in endings)), named)
    return (Meaning(field, unit=_without_unit(key)[1]),)


def _ends_in(key: str, own: str, ending: str) -> bool:
    """Whether a key ends in a word; a short one ("Artikel-ID") is set off, no part of another ("Unterkleid")."""
    if not own.endswith(ending):
        return False
    last = key.rstrip(". ")[-len(ending) :]
    before = key.rstrip(". ")[: -len(ending)][-1:]
    return len(ending) >= _SHORTEST_ENDING or last[:1].isupper() or not before.isalpha()


@lru_cache(maxsize=8192)
def _is_known(key: str) -> bool:
    return bool(_known(key))


def _known(key: str) -> tuple[Meaning, ...]:
    """What a key means, by the first way that finds it; () where none does."""
    return next(filter(None, (way(key) for way in _WAYS)), ())


def _as_a_whole(key: str) -> tuple[Meaning, ...]:
    found = _named(key)
    if found is None and holds("example", key):  # "Hier ist ein Beispiel", "Stilbeispiele"
        return (Meaning(Field.EXAMPLE),)
    return _one(found or _of_a_form(key))


def _as_several(key: str) -> tuple[Meaning, ...]:
    """ "Obermaterial und Futter": of materials each counts, of others the first."""
    pieces = [piece.strip(" -") for piece in _TWO_KEYS.split(key)]
    found = [meaning for meaning in (_named(piece) or _of_a_form(piece) for piece in pieces) if meaning]
    if len(pieces) < 2 or len(found) < len(pieces):
        return ()
    return tuple(dict.fromkeys(found)) if all(meaning.field in MATERIALS for meaning in found) else (found[0],)


def _without_prefix(key: str) -> tuple[Meaning, ...]:
    bare = _LOCALE_AT_END.sub("", key)
    prefix = _PREFIX.match(bare)
    bare = bare[prefix.end() :] if prefix and marks("prefix", prefix[1]) else bare
    return _known(bare) if bare != key else ()


def _by_last_step(key: str) -> tuple[Meaning, ...]:
    last = _STEPS.split(key.rstrip("."))[-1]
    return _one(_named(last) or _of_a_form(last)) if last != key else ()


def _misspelt(key: str) -> tuple[Meaning, ...]:
    known = known_keys().get(meant(key, known_keys()))
    return (Meaning(known, key if known is Field.PART_MATERIAL else ""),) if known is not None else ()


def _one(meaning: Meaning | None) -> tuple[Meaning, ...]:
    return (meaning,) if meaning is not None else ()


def _named(key: str) -> Meaning | None:
    field = known_keys().get(folded(key))
    return Meaning(field, key if field is Field.PART_MATERIAL else "", _without_unit(key)[1]) if field else None


def _of_a_form(key: str) -> Meaning | None:
    bare, unit = _without_unit(key)
    if bare != key and (found := _named(bare) or _of_a_form(bare)):
        return Meaning(found.field, found.part, unit, about=bool(_ABOUT.search(key)))
    bracket = _BRACKET_AT_END.match(key)
    if bracket and bracket[1] and (found := _named(bracket[1])):
        inner = bracket[2].strip()
        if found.field in MATERIALS and inner and not inner.isdigit():
            of_inner = known_keys().get(folded(inner))
            if of_inner in MATERIALS and of_inner is not Field.PART_MATERIAL:
                return Meaning(of_inner)
            if of_inner is not None or found.field is Field.PART_MATERIAL:
                return Meaning(Field.PART_MATERIAL, inner if found.field is Field.MATERIAL else key)
        return found
    for at_end in (_AXES_AT_END, _NUMBER_AT_END):
        bare = at_end.sub("", key)
        if bare != key and bare and (found := _named(bare)):
            return found
    for prefix in ("produkt", "artikel", "product", "item"):
        rest = folded(key).removeprefix(prefix)
        if rest != folded(key) and (field := known_keys().get(rest)):
            return Meaning(field)
    return None


def _of_a_part(key: str) -> Meaning | None:
    """ "Material Ärmel", "Ärmelmaterial", "Futter Kapuze", "Kapuzenfutter"."""
    match = _MATERIAL_OF.match(key) or _OF_MATERIAL.match(key)
    if match:
        part = match[1].strip(" -_")
        if folded(part) in ("", "hoch"):
            return None
        if marks("package", part):
            return Meaning(Field.OTHER)
        field = known_keys().get(folded(part))
        return (
            Meaning(field)
            if field in MATERIALS and field is not Field.PART_MATERIAL
            else Meaning(Field.PART_MATERIAL, part)
        )
    if _PART_OF_LINING.match(key) or _LINING_OF.match(key):
        return Meaning(Field.PART_MATERIAL, key)
    return None


_WAYS: tuple[Callable[[str], tuple[Meaning, ...]], ...] = (
    _as_a_whole,
    _as_several,
    _without_prefix,
    lambda key: _one(_of_a_part(key)),
    _by_last_step,
    _misspelt,
)


def _without_unit(key: str) -> tuple[str, str]:
    bare = _ABOUT_AT_END.sub("", key)
    match = _UNIT_AT_END.search(bare)
    if match and match.start():
        return bare[: match.start()].strip(), match[1] or match[2]
    return bare, ""


def bare_key(key: str) -> str:
    """A key without its unit and without "ca."."""
    return _without_unit(key)[0] if len(key) <= _LONGEST else key
