"""What the article and its parts are made of: "aus weichem Glattleder", "aus 95 % Baumwolle und 5 % Elasthan"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from description.domain.statement import Field, ProductData, Share, Statement
from description.language.grammar import Adjective, Noun, Number, joined
from description.language.vocabulary import Word, vocabulary
from description.realise.measures import decimal
from description.realise.names import MATERIAL, UPPER, name_of
from description.realise.nouns import exactly
from description.realise.phrases import phrase
from description.realise.tables import words
from description.realise.values import fit_to_say, says_no

_BLEND = re.compile(r"(?:mischung|mix|kombination|gemisch)$", re.I)
_PARTS = frozenset({"part", "sole", "heel", "collar", "sleeve", "pocket", "closure"})
_BRACKETED = re.compile(r"([^()%]+?)\s*\([^()%]*%[^()]*\)")
# "Futterstoff aus Polyester"
_STUFF_OF = re.compile(r"^[\w-]*(?:stoff|futter|sohle|material|[Mm]ix|[Mm]ischung|[Kk]ombination) aus (?=[A-ZÄÖÜ])")
_LEFT_OVER = re.compile(r"^(?:sonstige|andere|übrige)", re.I)
# Kept as they are written: trade terms of soles, and what has a number ("925er Silber", "Edelstahl 18/10").
_OWN_WORDS = re.compile(r"[A-Z]{2,4}|\d+er [A-ZÄÖÜ]\w+|[A-ZÄÖÜ]\w+ [\d/]+|Stretch")
_HUNDRED = Decimal(100)
_MOST_SHARES = 7


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
    if _fabric_behind(statement):
        shares = (replace(shares[0], material=shares[0].material.partition(", ")[0]),)
    if statement.field is Field.MATERIAL:
        shares = tuple(share for share in shares if _of_part(share.material) is None)
    adjectives = tuple(_adjectives(statement.values))
    told = _composition(shares, hundred=hundred, trade=statement.field is Field.OUTSOLE)
    fabric = _fabric_ahead(statement) or _fabric_behind(statement)
    if told is not None and told[0] and fabric:
        told = (f"{fabric} ({told[0].replace(' und ', ', ')})", "")
    if told is not None:
        words = tuple(word for share in shares if (word := _material_word(share.material)) is not None)
        percents = any(share.percent is not None for share in shares) and told[0][:1].isdigit()
        yield Made(part, of=told[0], listed=told[1], adjectives=adjectives, words=words, percents=percents)
    elif adjectives:
        yield Made(part, adjectives=adjectives)


def _fabric_ahead(statement: Statement) -> str:
    """The fabric that a composition in brackets belongs to: "Mako-Satin (100 % Baumwolle)"."""
    found = _BRACKETED.fullmatch(statement.text.strip())
    word = _material_word(found[1]) if found and len(statement.shares) == len(statement.values) else None
    known = (
        word is not None and word.group == "fabric" and word.lemma not in {share.material for share in statement.shares}
    )
    return _material(found[1], trade=False)[0] if found and known else ""


def _fabric_behind(statement: Statement) -> str:
    """The fabric that follows its fibre: "100 % Baumwolle, Popeline"."""
    fibre, _, fabric = statement.shares[0].material.partition(", ") if len(statement.shares) == 1 else ("", "", "")
    word = _material_word(fabric) if fabric else None
    known = word is not None and word.group == "fabric" and exactly(fibre, "material") is not None
    return _material(fabric, trade=False)[0] if known else ""


def _of_parts(statement: Statement) -> Iterable[tuple[tuple[Noun, Number], str]]:
    """The parts that a list of materials names: "Canvas, Henkel Leder"."""
    for value in statement.values:
        found = _of_part(value)
        if found is not None:
            yield found


@lru_cache(maxsize=8192)
def _of_part(text: str) -> tuple[tuple[Noun, Number], str] | None:
    first, _, rest = text.strip().partition(" ")
    if not rest or " " in rest or not first[:1].isupper() or _material_word(first) is not None:
        return None
    word = exactly(rest, "material")
    known = vocabulary().named(first)
    part = vocabulary().noun_number(first) if known is not None and known.kind in _PARTS else None
    if word is None or part is None:
        return None
    told, sure = _material(rest, trade=False)
    return (part, told) if sure else None


def _adjectives(values: Sequence[str]) -> Iterable[Adjective]:
    for value in values:
        said = fit_to_say(value)
        if said and (adjective := phrase(said, "feature", "sole").declining):
            yield adjective


@lru_cache(maxsize=8192)
def _composition(shares: tuple[Share, ...], *, hundred: bool, trade: bool) -> tuple[str, str] | None:
    """A composition after "aus", or else ("", as a list); None when it cannot be told, or not whole."""
    shares = tuple(share for share in shares if share.percent is not None or _is_material(share.material))
    total = sum((share.percent for share in shares if share.percent is not None), Decimal(0))
    if not shares or len(shares) > _MOST_SHARES or total > _HUNDRED + 1:
        return None
    order = sorted(shares, key=lambda share: (bool(_LEFT_OVER.match(share.material)), -(share.percent or _HUNDRED + 1)))
    told = [_material(share.material, trade=trade) for share in order]
    if not all(text for text, _ in told):
        return None
    one = len(order) == 1 and order[0].percent == _HUNDRED and not hundred
    parts = [f"{'' if one else percent(share.percent)}{text}" for share, (text, _) in zip(order, told, strict=True)]
    if not all(sure for _, sure in told):
        return "", joined(parts)
    loose = [text for share, text in zip(order, parts, strict=True) if share.percent is None]
    if loose and len(loose) < len(parts):
        return (f"{loose[0]} ({', '.join(parts[1:])})", "") if len(loose) == 1 else None
    return joined(list(dict.fromkeys(parts))), ""


def percent(value: Decimal | None) -> str:
    """ "95 %", and a space after it; "" for none."""
    if value is None:
        return ""
    return f"{decimal(value)}\u00a0% "


def _is_material(text: str) -> bool:
    """Whether a value without a percentage names a material, and not a property ("rutschfest")."""
    said = fit_to_say(text)
    if not said or is_a_part(said):
        return False
    found = phrase(said, "material")
    another = (
        found.kind == "noun"
        and found.noun is not None
        and found.adjectives
        and not exactly(found.noun.lemma, "material")
    )
    return _material_word(said) is not None or (found.kind in ("noun", "free") and not another)


def is_a_part(said: str) -> bool:
    """Whether a value names a part, which no other part is made of: "Warmfutter", "Profilsohle"."""
    return said.partition(" mit ")[0].lower().endswith(tuple(words("part-ending")))


def _material_word(text: str) -> Word | None:
    return vocabulary().named(fit_to_say(text), "material")


def _material(text: str, *, trade: bool) -> tuple[str, bool]:
    """A material in the dative, and whether that is sure; "" when it should not be said. The trade says "PU"."""
    said = _STUFF_OF.sub("", fit_to_say(text))
    if not said:
        return "", False
    word = _material_word(said)
    if trade and re.fullmatch("[A-Z]{2,4}", said):
        return (said, True) if word is not None else ("", False)
    if word is None and exactly(said) is not None:
        return "", False
    both = said.split(" und ")
    if word is None and len(both) > 1 and all(exactly(each, "material") is not None for each in both):
        return joined([_material(each, trade=trade)[0] for each in both]), True
    pair = said.split()
    if (
        word is None
        and len(pair) == 2
        and all(_material_word(each) is not None and each.isalpha() and each[:1].isupper() for each in pair)
    ):
        said = "-".join(pair)
    own = phrase(said, "material")
    if own.kind == "noun" and own.noun is not None and own.adjectives:
        return _blended(own.form("dat"), own.noun), True
    if word is not None and not word.fibre and _OWN_WORDS.fullmatch(said) and word.group not in ("fibre", "filling"):
        return said, True
    if word is not None and word.noun is not None and not word.noun.lemma[:1].islower():
        return _blended(word.noun.form("dat", "pl" if word.noun.gender == "p" else "sg"), word.noun), True
    found = phrase(word.lemma, "material") if word is not None else own
    if found.kind == "noun" and found.noun is not None:
        return _blended(found.form("dat"), found.noun), True
    if found.kind == "words" or said[:1].islower() or len(said.split()) > 3:
        return "", False
    return said, bool(found.after_with())


def _blended(text: str, noun: Noun) -> str:
    """ "Baumwollmischung" → "einer Baumwollmischung"."""
    if not _BLEND.search(text):
        return text
    return f"{'einer' if noun.gender == 'f' else 'einem'} {text}"
