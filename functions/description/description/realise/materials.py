"""What the article and its parts are made of: "aus weichem Glattleder", "aus 95 % Baumwolle und 5 % Elasthan"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import cast

from description.domain.statement import Field, ProductData, Share, Statement
from description.language.grammar import Adjective, Gender, Noun
from description.language.vocabulary import Word, vocabulary
from description.realise.composition import (
    composition,
    is_a_part,
    is_material,
    material,
    material_word,
    stuff_of,
    with_adjectives,
    worked,
)
from description.realise.facts import Fact
from description.realise.nouns import exactly, noun_number
from description.realise.parts import LISTED
from description.realise.phrases import phrase
from description.realise.tables import rows, words
from description.realise.values import fit_to_say
from description.style.topics import Topic

MATERIAL = Noun("Material", "n", "Materialien")
UPPER = Noun("Obermaterial", "n", "Obermaterialien")
_BEFORE_STUFF = re.compile(r"([A-ZÄÖÜ][\w-]+)(?= (?:aus [A-ZÄÖÜ\d]|\([^()]*%))")
_MEASURED = re.compile(r"\d\s?(?:mm|cm|m|g|den)\b")  # "Band: Kalbsleder, Breite 16 mm"
_PARTS = frozenset({"part", "sole", "heel", "collar", "sleeve", "pocket", "closure"})


@dataclass(frozen=True, slots=True)
class Made:
    """One part and what it is made of: `of` follows "aus"; where that has no grammar, `listed` follows a colon."""

    part: Noun
    plural: bool = False
    of: str = ""
    listed: str = ""
    adjectives: tuple[Adjective, ...] = ()
    words: tuple[Word, ...] = ()
    percents: bool = False


def made_of(data: ProductData, group: str) -> list[Made]:
    """The main material, the lining, the insole, the filling, other parts and the sole, each once."""
    hundred = group not in ("shoes", "accessories")
    found = _upper(data, group, hundred=hundred)
    for statement in data.stated(Field.LINING, Field.INSOLE, Field.FILLING):
        found += _made(statement, _name_of(statement), hundred=hundred)
    for value in data.values(Field.MATERIAL):
        found += _of_part(value)
    for statement in data.stated(Field.PART_MATERIAL):
        noun = vocabulary().noun_number(fit_to_say(statement.part or statement.key))
        if noun is not None:
            made = _made(statement, noun[0], hundred=hundred)
            found += [replace(each, plural=noun[1] == "pl") for each in made]
    once = list({made.part.lemma: made for made in reversed(found)}.values())[::-1]
    return [*once, *_sole(data)]


def how_lined(data: ProductData) -> str:
    """ "ungefüttert", "warm gefüttert": what is said of the lining but its material."""
    said = (phrase(text, "feature") for value in data.values(Field.LINING) if (text := fit_to_say(value)))
    return next((each.text for each in said if each.adjective is not None and each.text.endswith("gefüttert")), "")


def properties(data: ProductData) -> list[Fact]:
    """What a list of materials says of the article: "100 % Baumwolle, bügelfrei"."""
    told = _adjectives([value.rpartition(", ")[2] for value in data.values(Field.MATERIAL)])
    return [Fact(Field.FEATURES, Topic.FEATURES, pred=each.lemma) for each in told if not worked(each)]


def _sole(data: ProductData) -> Iterator[Made]:
    """What the sole is made of, and how it is."""
    statements = data.stated(Field.OUTSOLE)
    found = [made for each in statements for made in _made(each, _name_of(each), hundred=False)]
    if found:
        adjectives = tuple(dict.fromkeys(adjective for made in found for adjective in made.adjectives))
        yield replace(next((made for made in found if made.of), found[0]), adjectives=adjectives)


def _upper(data: ProductData, group: str, *, hundred: bool) -> list[Made]:
    """The main material of all statements that state it: the composition, a fabric's name before it."""
    statements = sorted(data.stated(Field.MATERIAL), key=_is_apart)
    whole = [each for each in statements if not _is_apart(each)] or statements
    found = [made for each in whole for made in _made(each, _name_of(each), hundred=hundred)]
    apart = [made for each in statements[len(whole) :] for made in _made(each, _name_of(each), hundred=hundred)]
    if not found:
        return apart
    name = next((made.part for made in found if made.part != MATERIAL), UPPER if group == "shoes" else MATERIAL)
    named = next((made for made in (*found, *_fabrics(data)) if made.of and not made.percents), None)
    composed = next((made for made in found if made.of and made.percents), None)
    best = composed or named or found[0]
    if named and composed and [word.group for word in named.words] == ["fabric"]:
        best = replace(named, of=f"{named.of} ({composed.of.replace(' und ', ', ')})")
    return [replace(best, part=name), *apart]


def _fabrics(data: ProductData) -> Iterator[Made]:
    """The fabrics that a list of features names: "Waffelpiqué, 100 % Baumwolle"."""
    for value in data.values(Field.FEATURES):
        word = exactly(value, "material")
        if word is not None and word.group == "fabric" and word.lemma not in words("mass"):
            yield Made(MATERIAL, of=material(value)[0], words=(word,))


def _is_apart(statement: Statement) -> bool:
    """Whether it is the material of a cover or a shaft, beside which that of the whole may be stated."""
    return _name_of(statement).lemma in ("Bezug", "Schaft")


def _made(statement: Statement, part: Noun, *, hundred: bool) -> Iterator[Made]:
    """What one statement says a part is made of: nothing, or one."""
    shares = statement.shares or tuple(Share(value, None) for value in statement.values)
    shares = tuple(share for share in shares if not share.material.casefold().endswith(part.lemma.casefold()))
    if statement.field is Field.MATERIAL:
        shares = tuple(share for share in shares if not _of_part(share.material))
    shares = tuple(share for share in shares if share.percent is not None or not _MEASURED.search(share.material))
    stuffs = [stuff_of(share) for share in shares]
    shares = tuple(stuff.share if len(stuffs) == 1 else stuff.described for stuff in stuffs)
    solid = [share for share in shares if share.percent is not None or is_material(share.material)]
    inner = [adjective for stuff in stuffs[:1] if len(stuffs) == 1 for adjective in stuff.adjectives]
    adjectives = tuple(dict.fromkeys((*_adjectives((*statement.values, *beside_shares(statement))), *inner)))
    told = composition(shares, hundred=hundred, trade=statement.field is Field.OUTSOLE)
    if told is None:
        if adjectives:
            yield Made(part, adjectives=adjectives)
        return
    of, listed = told
    if of and len(stuffs) == 1 and stuffs[0].fabric:
        of = f"{material(stuffs[0].fabric)[0]} ({of.replace(' und ', ', ')})"
    elif of and len(solid) == 1:
        own = tuple(adjective for adjective in adjectives if worked(adjective))
        worked_of = with_adjectives(of, solid[0], own) if own else ""
        if worked_of or part == MATERIAL:
            of = worked_of or of
            adjectives = () if part == MATERIAL else tuple(each for each in adjectives if each not in own)
    words = tuple(word for share in shares if (word := material_word(share.material)) is not None)
    percents = any(share.percent is not None for share in shares) and of[:1].isdigit()
    yield Made(part, of=of, listed=listed, adjectives=adjectives, words=words, percents=percents)


@lru_cache(maxsize=8192)
def _of_part(text: str) -> tuple[Made, ...]:
    """The part that a share of a list of materials belongs to: "Henkel Leder" of "Canvas, Henkel Leder"."""
    first, _, rest = text.strip().partition(" ")
    if not rest or exactly(rest, "material") is None or material_word(first) is not None:
        return ()
    known = vocabulary().named(first)
    part = vocabulary().noun_number(first) if known is None or known.kind in _PARTS else None
    return (Made(part[0], part[1] == "pl", of=material(rest)[0]),) if part is not None else ()


def beside_shares(statement: Statement) -> Sequence[str]:
    """What stands beside the materials of a list without percentages: "herausnehmbar" of "Textil, herausnehmbar"."""
    if not statement.shares or any(share.percent is not None for share in statement.shares):
        return ()
    return [text for text in LISTED.split(statement.text) if text not in statement.values and text[:1].islower()]


def _adjectives(values: Sequence[str]) -> Iterable[Adjective]:
    for value in values:
        said = fit_to_say(value)
        if said and (adjective := phrase(said, "feature", "sole").declining):
            yield adjective


def _name_of(statement: Statement) -> Noun:
    """The part's name as its key has it: Oberstoff, Decksohle; the last one of its field else."""
    folded = statement.key.lower().removeprefix("material ")
    own = _BEFORE_STUFF.match(statement.text)
    if own is not None and is_a_part(own[1]) and (named := noun_number(own[1])) is not None:
        return named[0]  # "Leichtlaufsohle aus EVA"
    return next(noun for start, noun in _names()[statement.field] if folded.startswith(start))


@cache
def _names() -> dict[Field, list[tuple[str, Noun]]]:
    found: dict[Field, list[tuple[str, Noun]]] = {}
    for row in rows("part_names"):
        noun = Noun(row["noun"], cast(Gender, row["gender"]), row["plural"])
        found.setdefault(Field(row["field"]), []).append((row["begins"], noun))
    return found
