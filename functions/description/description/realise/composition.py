"""A composition as words after "aus": "weichem Glattleder", "95 % Baumwolle und 5 % Elasthan", "recycelter Wolle"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from description.domain.statement import Share
from description.language.grammar import Adjective, Noun, joined
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.realise.measures import decimal
from description.realise.nouns import exactly
from description.realise.phrases import phrase
from description.realise.tables import exact_pattern, words
from description.realise.values import fit_to_say

_BLEND = re.compile(r"(?:mischung|mix|kombination|gemisch)$", re.I)
# "Futterstoff aus Polyester"
_STUFF_OF = re.compile(r"^[\w-]*(?:stoff|futter|sohle|material|[Mm]ix|[Mm]ischung|[Kk]ombination) aus (?=[A-ZÄÖÜ])")
_LEFT_OVER = re.compile(r"^(?:sonstige|andere|übrige)", re.I)
# Kept as they are written: trade terms of soles, and what has a number ("925er Silber", "Edelstahl 18/10").
_OWN_WORDS = re.compile(r"[A-Z]{2,4}|\d+(?:er)? [A-ZÄÖÜ]\w+|[A-ZÄÖÜ]\w+ [\d/]+|Stretch")
_ASIDE = re.compile(r", |\s*\(|\)")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stuff:
    """One share, the fabric that it is woven to ("Musselin"), and how it is ("recycelt")."""

    share: Share
    fabric: str = ""
    adjectives: tuple[Adjective, ...] = ()

    @property
    def described(self) -> Share:
        """The share with its adjectives before it: "recyceltes Polyester"."""
        word = material_word(self.share.material)
        if not self.adjectives or word is None or word.noun is None:
            return self.share
        forms = [each.form(word.noun.gender, "nom", "sg", "none") for each in self.adjectives]
        return replace(self.share, material=f"{', '.join(forms)} {self.share.material}")


@lru_cache(maxsize=8192)
def stuff_of(share: Share) -> Stuff:
    """A share apart from what stands in brackets or behind a comma: "Baumwolle (Musselin)", "Polyester, recycelt"."""
    first, *rest = (part.strip() for part in _ASIDE.split(share.material))
    rest = [part for part in rest if part]
    if not rest or material_word(first) is None:
        return Stuff(share)
    fabric, adjectives = "", []
    for part in rest:
        word, adjective = material_word(part), phrase(part, "material").declining if part[:1].islower() else None
        if adjective is not None:
            adjectives.append(adjective)
        elif _is_woven(word) and _is_woven(material_word(first)):
            fabric, first = first, part  # "Stretch-Velours (Textil)"
        elif _is_woven(word):
            fabric = part
        elif word is not None and word.fibre and _is_woven(material_word(first)):
            fabric, first = first, part
    return Stuff(replace(share, material=first), fabric, tuple(adjectives))


def _is_woven(word: Word | None) -> bool:
    return word is not None and word.group == "fabric"


def worked(adjective: Adjective) -> bool:
    """Whether an adjective is said of a material, not of the article: "gewachst", "recycelt"."""
    return exact_pattern("of-stuff").fullmatch(adjective.lemma) is not None


def with_adjectives(of: str, share: Share, adjectives: tuple[Adjective, ...]) -> str:
    """ "100 % Polyester" with "recycelt": "100 % recyceltem Polyester"; "" where that is not sure."""
    word, said = material_word(share.material), material(share.material)[0]
    if word is None or word.noun is None or " " in said or not of.endswith(said):
        return ""
    forms = [adjective.form(word.noun.gender, "dat", "sg", "none") for adjective in adjectives]
    return f"{of.removesuffix(said)}{', '.join(forms)} {said}"


@lru_cache(maxsize=8192)
def composition(shares: tuple[Share, ...], *, hundred: bool, trade: bool) -> tuple[str, str] | None:
    """A composition after "aus", or else ("", as a list); None when it cannot be told, or not whole."""
    shares = tuple(share for share in shares if share.percent is not None or is_material(share.material))
    if any(material_word(share.material) for share in shares):  # of "Canvas, Lederbesätze" the first
        shares = tuple(share for share in shares if share.percent is not None or _is_sure(share.material))
    total = sum((share.percent for share in shares if share.percent is not None), Decimal(0))
    if not shares or total > _HUNDRED + 1:
        return None
    order = sorted(shares, key=lambda share: (bool(_LEFT_OVER.match(share.material)), -(share.percent or _HUNDRED + 1)))
    told = [material(share.material, trade=trade) for share in order]
    if not all(text for text, _ in told):
        return None
    one = len(order) == 1 and order[0].percent == _HUNDRED and not hundred
    parts = [f"{'' if one else percent(share.percent)}{text}" for share, (text, _) in zip(order, told, strict=True)]
    if not all(sure for _, sure in told):
        return "", joined(parts)
    loose = [text for share, text in zip(order, parts, strict=True) if share.percent is None]
    if loose and len(loose) < len(parts):
        return f"{loose[0]} ({', '.join(parts[1:])})", ""
    return joined(list(dict.fromkeys(parts))), ""


def _is_sure(text: str) -> bool:
    return material_word(text) is not None or material(text)[1]


def percent(value: Decimal | None) -> str:
    """ "95 %", and a space after it; "" for none."""
    if value is None:
        return ""
    return f"{decimal(value)}\u00a0% "


def is_material(text: str) -> bool:
    """Whether a value without a percentage names a material, and not a property ("rutschfest")."""
    said = fit_to_say(text)
    if not said or is_a_part(said):
        return False
    found = phrase(said, "material")
    if exact_pattern("look").fullmatch(said):
        return False  # "Textil, Glitzeroptik"
    of_part = found.noun is not None and (word := exactly(found.noun.lemma)) is not None and word.kind == "part"
    return material_word(said) is not None or (found.kind in ("noun", "free") and not of_part)


def is_a_part(said: str) -> bool:
    """Whether a value names a part, which no other part is made of: "Warmfutter", "Profilsohle"."""
    return said.partition(" mit ")[0].lower().endswith(tuple(words("part-ending")))


def material_word(text: str) -> Word | None:
    return vocabulary().named(fit_to_say(text), "material")


def material(text: str, *, trade: bool = False) -> tuple[str, bool]:
    """A material in the dative, and whether that is sure; "" when it should not be said. The trade says "PU"."""
    said = _STUFF_OF.sub("", fit_to_say(text))
    word = material_word(said)
    if not said or (word is None and exactly(said) is not None):
        return "", False
    if trade and said.isupper():
        return (said, True) if word is not None else ("", False)
    if word is None and all(material_word(part) is not None and part.isalpha() for part in said.split()):
        said = said.replace(" ", "-")
    own = phrase(said, "material")
    if own.noun is not None and own.adjectives:
        return _blended(own.form("dat"), own.noun), True
    own_word = _OWN_WORDS.fullmatch(said) or (word is not None and key(said).endswith(key(word.lemma)))  # Feinripp
    if said in words("own-material") or (word is not None and not word.fibre and own_word and own.kind == "noun"):
        return said, True
    noun = word.noun if word is not None else None
    if noun is not None:
        return _blended(noun.form("dat", "pl" if noun.gender == "p" else "sg"), noun), True
    if own.noun is not None:
        return _blended(own.form("dat"), own.noun), True
    if own.kind == "words" or said[:1].islower():
        return "", False
    return said, bool(own.after_with())


def _blended(text: str, noun: Noun) -> str:
    """ "Baumwollmischung" → "einer Baumwollmischung"."""
    return f"{'einer' if noun.gender == 'f' else 'einem'} {text}" if _BLEND.search(text) else text
