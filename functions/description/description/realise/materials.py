"""What the article and its parts are made of: "aus weichem Glattleder", "aus 95 % Baumwolle und 5 % Elasthan"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from description.domain.statement import Field, ProductData, Share, Statement
from description.language.grammar import Adjective, Noun, Number
from description.language.vocabulary import Word, vocabulary
from description.realise.composition import (
    composition,
    is_material,
    material,
    material_word,
    stuff_of,
    with_adjectives,
    worked,
)
from description.realise.facts import Fact
from description.realise.names import MATERIAL, UPPER, name_of
from description.realise.nouns import exactly
from description.realise.phrases import phrase
from description.realise.values import fit_to_say, says_no
from description.style.topics import Topic

_PARTS = frozenset({"part", "sole", "heel", "collar", "sleeve", "pocket", "closure"})
_BRACKETED = re.compile(r"([^()%]+?)\s*\([^()%]*%[^()]*\)")


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
    """The main material, the lining, the insole, the filling and other parts, each once."""
    hundred = group not in ("shoes", "accessories")
    upper = _upper(data, group, hundred=hundred)
    found = [upper] if upper else []
    for statement in data.stated(Field.LINING, Field.INSOLE, Field.FILLING):
        found.extend(_made(statement, name_of(statement), hundred=hundred))
    for statement in _apart(data):
        found.extend(_made(statement, name_of(statement), hundred=hundred))
    for statement in data.stated(Field.MATERIAL):
        found.extend(Made(noun[0], noun[1] == "pl", of=of) for noun, of in _of_parts(statement))
    for statement in data.stated(Field.PART_MATERIAL):
        noun = vocabulary().noun_number(fit_to_say(statement.part or statement.key))
        if noun is not None:
            found.extend(replace(made, plural=noun[1] == "pl") for made in _made(statement, noun[0], hundred=hundred))
    return list({made.part.lemma: made for made in reversed(found)}.values())[::-1]


def outsole(data: ProductData) -> Made | None:
    """What the sole is made of, and how it is."""
    found = [
        made for statement in data.stated(Field.OUTSOLE) for made in _made(statement, name_of(statement), hundred=False)
    ]
    adjectives = tuple(dict.fromkeys(adjective for made in found for adjective in made.adjectives))
    best = next((made for made in found if made.of), None) or next(iter(found), None)
    return replace(best, adjectives=adjectives) if best else None


def how_lined(data: ProductData) -> str:
    """ "ungefüttert", "warm gefüttert": what is said of the lining but its material."""
    for statement in data.stated(Field.LINING):
        for value in statement.values:
            found = phrase(fit_to_say(value), "feature") if fit_to_say(value) else None
            if found is not None and found.kind == "adjective" and found.text.endswith("gefüttert"):
                return found.text
    return ""


def properties(data: ProductData) -> list[Fact]:
    """What a list of materials says of the article: "100 % Baumwolle, bügelfrei"."""
    values = [value for statement in data.stated(Field.MATERIAL) for value in statement.values]
    told = [adjective for value in values for adjective in _adjectives([value.rpartition(", ")[2]])]
    return [Fact(Field.FEATURES, Topic.FEATURES, pred=each.lemma) for each in told if not worked(each)]


def _upper(data: ProductData, group: str, *, hundred: bool) -> Made | None:
    """The main material of all statements that state it: the composition, the fabric, and the name that fits best."""
    apart = _apart(data)
    statements = [statement for statement in data.stated(Field.MATERIAL) if statement not in apart]
    found = [made for statement in statements for made in _made(statement, name_of(statement), hundred=hundred)]
    if not found:
        return None
    name = next((made.part for made in found if made.part != MATERIAL), found[0].part)
    if name == MATERIAL and group == "shoes":
        name = UPPER
    named = [made for made in found if made.of and not made.percents]
    composed = [made for made in found if made.of and made.percents]
    best = _most_special(named) if named else None
    if composed and (best is None or not _tells_more(best, composed[0])):
        best = composed[0]
    elif composed and best is not None and _is_fabric(best) and " und " not in best.of:
        best = replace(best, of=f"{best.of} ({composed[0].of.replace(' und ', ', ')})")
    return replace(best or found[0], part=name)


def _apart(data: ProductData) -> list[Statement]:
    """The materials of a cover or a shaft, beside that of the whole."""
    statements = data.stated(Field.MATERIAL)
    apart = [statement for statement in statements if name_of(statement).lemma in ("Bezug", "Schaft")]
    return apart if len(apart) < len(statements) else []


def _most_special(named: Sequence[Made]) -> Made:
    best = named[0]
    for made in named[1:]:
        if _covers(best.words, made.words) and not _covers(made.words, best.words):
            best = made
    return best


def _tells_more(named: Made, composed: Made) -> bool:
    """Whether a name says something that the composition does not: Jersey, Glattleder where that says Leder."""
    return (
        bool(named.words)
        and not _covers(named.words, composed.words)
        and (_is_fabric(named) or _covers(composed.words, named.words))
    )


def _is_fabric(made: Made) -> bool:
    return len(made.words) == 1 and made.words[0].group == "fabric"


def _covers(general: Sequence[Word], special: Sequence[Word]) -> bool:
    """Whether each of the general words is said by one of the special words."""
    words = vocabulary()
    return bool(general) and all(any(words.is_a(each, word.lemma) for each in special) for word in general)


def _made(statement: Statement, part: Noun, *, hundred: bool) -> Iterable[Made]:
    """What one statement says a part is made of: nothing, or one."""
    if says_no(statement):
        return
    shares = statement.shares or tuple(Share(value, None) for value in statement.values)
    shares = tuple(share for share in shares if not share.material.casefold().endswith(part.lemma.casefold()))
    if statement.field is Field.MATERIAL:
        shares = tuple(share for share in shares if not _names_a_part(share.material))
    stuffs = [stuff_of(share) for share in shares]
    shares = tuple(stuff.share for stuff in stuffs)
    solid = [share for share in shares if share.percent is not None or is_material(share.material)]
    inner = [adjective for stuff in stuffs for adjective in stuff.adjectives]
    adjectives = tuple(dict.fromkeys((*_adjectives(statement.values), *inner)))
    told = composition(shares, hundred=hundred, trade=statement.field is Field.OUTSOLE)
    fabric = _fabric_ahead(statement) or next((material(stuff.fabric)[0] for stuff in stuffs if stuff.fabric), "")
    if told is not None and told[0] and fabric and len(stuffs) == 1:
        told = (f"{fabric} ({told[0].replace(' und ', ', ')})", "")
    elif told is not None and told[0] and part == MATERIAL and len(solid) == 1:
        own = tuple(adjective for adjective in adjectives if worked(adjective))
        told = ((own and with_adjectives(told[0], solid[0], own)) or told[0], "")
        adjectives = ()
    if told is not None:
        words = tuple(word for share in shares if (word := material_word(share.material)) is not None)
        percents = any(share.percent is not None for share in shares) and told[0][:1].isdigit()
        yield Made(part, of=told[0], listed=told[1], adjectives=adjectives, words=words, percents=percents)
    elif adjectives:
        yield Made(part, adjectives=adjectives)


def _fabric_ahead(statement: Statement) -> str:
    """The fabric that a composition in brackets belongs to: "Mako-Satin (100 % Baumwolle)"."""
    found = _BRACKETED.fullmatch(statement.text.strip())
    word = material_word(found[1]) if found and len(statement.shares) == len(statement.values) else None
    known = (
        word is not None and word.group == "fabric" and word.lemma not in {share.material for share in statement.shares}
    )
    return material(found[1])[0] if found and known else ""


def _of_parts(statement: Statement) -> Iterable[tuple[tuple[Noun, Number], str]]:
    """The parts that a list of materials names: "Canvas, Henkel Leder"."""
    for value in statement.values:
        found = _of_part(value)
        if found is not None:
            yield found


@lru_cache(maxsize=8192)
def _names_a_part(text: str) -> bool:
    """Whether a share belongs to a part, known or not: "Henkel Leder", "Handfläche Latex"."""
    first, _, rest = text.strip().partition(" ")
    named = first[:1].isupper() and material_word(first) is None and vocabulary().named(first) is None
    return _of_part(text) is not None or (named and rest[:1].isupper() and exactly(rest, "material") is not None)


@lru_cache(maxsize=8192)
def _of_part(text: str) -> tuple[tuple[Noun, Number], str] | None:
    first, _, rest = text.strip().partition(" ")
    if not rest or " " in rest or not first[:1].isupper() or material_word(first) is not None:
        return None
    word = exactly(rest, "material")
    known = vocabulary().named(first)
    part = vocabulary().noun_number(first) if known is None or known.kind in _PARTS else None
    if word is None or part is None:
        return None
    told, sure = material(rest)
    return (part, told) if sure else None


def _adjectives(values: Sequence[str]) -> Iterable[Adjective]:
    for value in values:
        said = fit_to_say(value)
        if said and (adjective := phrase(said, "feature", "sole").declining):
            yield adjective
