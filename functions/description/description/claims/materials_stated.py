"""The materials that a statement of the data states: part, keys and percentage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from description.claims.implied import made_of
from description.claims.line import Unit, units_of
from description.claims.mention import Mention
from description.claims.roles import FIELD_SLOTS, MAIN, slot_of
from description.claims.senses import Sense, sense
from description.claims.shares import ratio_of
from description.claims.stems import stem
from description.claims.word_keys import ancestry
from description.domain.statement import Field, Statement
from description.language.vocabulary import Word, vocabulary

_COVERED, _COVER = "bezogen", f"part:{stem('Bezug')}"
MADE_OF = frozenset({*FIELD_SLOTS, Field.PART_MATERIAL})
_JEANS, _DENIM = "type:jeans", frozenset({"material:denim"})
Made = tuple[str, frozenset[str], Decimal | None]  # a part's slot, the keys of its material, its percentage


def materials_stated(
    statement: Statement, key_units: Sequence[Unit], mentions: tuple[Mention, ...], slot: str
) -> list[Made]:
    """The materials of a statement; `slot` is the part of those without one of their own."""
    named = frozenset(unit.sense.part for unit in key_units if unit.sense.part)
    parts = _parts(statement, key_units, slot, named)
    said = [made for made in _with_ratio(statement, mentions) if made.sense.material is not None and not made.denied]
    found = [item for mention in said for item in (*_of_mention(mention, parts), *_hyphened(mention, parts))]
    if _COVERED in statement.text:  # "mit Veloursleder bezogen"
        found += [(_COVER, _material_keys(mention.sense), mention.percent) for mention in said if mention.had]
    for share in statement.shares:
        if share.percent is not None:
            found += [(part, _share_keys(share.material), share.percent) for part in parts]
    for mention in mentions:
        found += _of_jeans(mention)
        found += _opening(mention, named)
    shared = {(part, keys) for part, keys, percent in found if percent is not None}
    found = [item for item in found if item[2] is not None or item[:2] not in shared]
    return found + [("", ancestry(unit.sense.material), None) for unit in key_units if unit.sense.material is not None]


def _parts(statement: Statement, key_units: Sequence[Unit], slot: str, named: frozenset[str]) -> frozenset[str]:
    """The parts whose material a statement tells; `named`: those that its key names."""
    parts = {slot, *named} if statement.field in MADE_OF else {slot}
    if statement.field is Field.OTHER and not slot and len(key_units) == 1 and key_units[0].sense.noun:
        return frozenset({f"part:{key_units[0].sense.stem}"})  # "Boden: Polyamid"
    if len(parts) > 1 and slot != MAIN:
        parts.discard(MAIN)  # the "Material" of "Material Futter"
    return frozenset(parts)


def _of_mention(mention: Mention, parts: Iterable[str]) -> Iterator[Made]:
    for part in (_part_slot(mention.slot),) if mention.slot else parts:
        yield part, _material_keys(mention.sense), mention.percent


def _hyphened(mention: Mention, parts: Iterable[str]) -> Iterator[Made]:
    """ "Kork-Latex"; a hyphen may also end the word: "Polyester- Grau"."""
    words = filter(None, mention.sense.text.split("-")) if "-" in mention.sense.text else ()
    for piece in map(sense, words):
        if piece.material is not None:
            yield from ((part, _material_keys(piece), mention.percent) for part in parts)


def _of_jeans(mention: Mention) -> Iterator[Made]:
    if mention.sense.type is not None and _JEANS in mention.sense.answers:
        yield MAIN, _DENIM, None


def _opening(mention: Mention, named: frozenset[str]) -> Iterator[Made]:
    """ "Saum: Silikonband": a material that opens a compound is that of the compound's head, and of the key's part."""
    for option in () if mention.denied else mention.sense.options:
        if option.head.noun is None or option.head.kind in ("type", "material"):
            continue
        parts = {slot_of(stem(option.head.lemma)), *named}
        for material in filter(None, map(_material_of, option.openers)):
            yield from ((part, made_of(material), None) for part in parts)


def _material_of(opener: Word) -> Word | None:
    """The material that opens a compound; Perlmutt and Silber are colours, too."""
    if opener.kind == "colour":
        return vocabulary().named(opener.lemma.capitalize(), "material")
    return opener if opener.kind == "material" else None


def _with_ratio(statement: Statement, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions with the percentages of "50/50 Baumwolle/Polyester"."""
    ratio = ratio_of(statement.text)
    made = [mention for mention in mentions if mention.sense.material is not None]
    if not ratio or len(ratio) != len(made) or any(mention.percent is not None for mention in made):
        return mentions
    shared = iter(ratio)
    return tuple(mention._replace(percent=next(shared)) if mention in made else mention for mention in mentions)


@lru_cache(maxsize=4096)
def _share_keys(material: str) -> frozenset[str]:
    keys = frozenset(key for unit in units_of(material) for key in _material_keys(unit.sense))
    return keys | {f"~{stem(material)}"}


def _part_slot(slot: str) -> str:
    return MAIN if slot.startswith("type:") else slot


def _material_keys(meaning: Sense) -> frozenset[str]:
    """The keys of the material in a word, which may only open it ("Lederfutter")."""
    if meaning.material is None:
        return frozenset({f"~{meaning.stem}"})
    return made_of(meaning.material)
