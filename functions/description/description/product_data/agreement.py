"""Whether two entries of one field can both be true: the same in other words, or one more exact than the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache

from description.german.vocabulary import Vocabulary, Word, vocabulary
from description.product_data.keys import MATERIALS
from description.product_data.markers import marks
from description.product_data.model import Entry, Field, Measure, Share
from description.product_data.wording import folded

_KINDS: dict[Field, tuple[str, ...]] = {
    **dict.fromkeys(MATERIALS, ("material",)),
    Field.COLOUR: ("colour",),
    Field.TYPE: ("type",),
    Field.CLOSURE: ("closure",),
    Field.COLLAR: ("collar",),
    Field.SLEEVE: ("sleeve",),
    Field.HEEL_FORM: ("heel",),
    Field.TOE: ("toe",),
    Field.FIT: ("fit",),
    Field.ORIGIN: ("country", "origin"),
}
_MATTER_KINDS = {"fabric", "fibre"}
_GROWN = {"leather", "fur"}  # no textile and nothing synthetic
_MIX = re.compile(r"mi(?:x|sch)|kombination")
_NOT_REAL = re.compile(r"^(?:kunst|imitat|synthetik|fake|web|faux|vegan|nicht|ohne|un)")
_WILD = re.compile(r"^wildleder$", re.IGNORECASE)  # what shops call any rough leather
_NONE = re.compile(r"^(?:un|nicht)gef|^(?:ohne|kein|nein|none|unlined)|los$")
_CLOSURES = (
    ("schnuer", re.compile(r"schnuer|senkel|lace|geschnuert")),
    ("zip", re.compile(r"reissverschluss|zipp?er|^zip|^rv$|zweiwege")),
    ("klett", re.compile(r"klett|velcro|hook")),
    ("druckknopf", re.compile(r"druckkn")),
    ("knopf", re.compile(r"kn(?:o|oe)pf|button")),
    ("haken", re.compile(r"haken|oesen")),
    ("schnalle", re.compile(r"schnall|dorn|buckle")),
    ("magnet", re.compile(r"magnet")),
    ("none", re.compile(r"schlupf|slipon|ohneverschluss|^ohne|hineinschluepf|reinschluepf|zumschluepf|pullon|^none$")),
    ("gummi", re.compile(r"gummi|elastisch|stretch")),
    ("band", re.compile(r"band$|baender|binde|kordel|schleife|tunnelzug")),
)
_FITS = (
    ("slim", re.compile(r"slim|schmal|^eng|skinny|figurbetont|koerpernah|tailliert|bodyfit|tight")),
    ("regular", re.compile(r"regular|normal|gerade|klassisch|straight|comfort|modern")),
    ("loose", re.compile(r"loose|weit|locker|oversize|relaxed|laessig|leger|boxy|baggy")),
)
_SHORTEST_STEM = 5
_FEMALE = re.compile(r"dame|frau|weiblich|maedchen|^wom[ae]n|^female|^girls?|^lad(?:y|ies)|^w$")
_MALE = re.compile(r"herr|maenn|^junge|^m[ae]n$|^mens$|^male|^boys?|^m$|knaben")
_TREE = re.compile(r"kategorie|categor|gruppe|rubrik|sortiment|abteilung|klasse")
_FACTORS = {
    "mm": Decimal(1),
    "cm": Decimal(10),
    "m": Decimal(1000),
    "Zoll": Decimal("25.4"),
    "g": Decimal(1),
    "kg": Decimal(1000),
}
_FACTORS |= {"ml": Decimal(1), "l": Decimal(1000)}


def agree(one: Entry, other: Entry) -> bool:
    """Whether both can be true."""
    if folded(one.text) == folded(other.text):
        return True
    if one.measures and other.measures and not (one.shares or other.shares):
        return _measures_agree(one.measures, other.measures)
    if bool(one.measures) != bool(other.measures) and one.field not in MATERIALS and one.field is not Field.OTHER:
        return True
    if one.field in MATERIALS:
        return _materials_agree(one, other)
    return _AGREEMENTS.get(one.field, _values_agree)(one, other)


def _values_agree(one: Entry, other: Entry) -> bool:
    """Every value of one is said by the other as well."""
    kinds = _KINDS.get(one.field, ())
    return _covered(one.values, other.values, kinds) or _covered(other.values, one.values, kinds)


def _covered(values: Iterable[str], by: Iterable[str], kinds: tuple[str, ...]) -> bool:
    return all(any(related(value, candidate, kinds) for candidate in by) for value in values)


@lru_cache(maxsize=8192)
def related(one: str, other: str, kinds: tuple[str, ...]) -> bool:
    """Whether two values mean the same, or one is more exact than the other ("Leder", "Glattleder")."""
    one, other = _WILD.sub("Rauleder", one), _WILD.sub("Rauleder", other)
    first, second = _stem(one), _stem(other)
    if first == second:
        return True
    if min(len(first), len(second)) >= _SHORTEST_STEM and (first in (second[:-1], second) or second == first[:-1]):
        return True
    words = vocabulary()
    known, known_other = words.named(one, *kinds), words.named(other, *kinds)
    if known and known_other:
        return words.is_a(known, known_other.lemma) or words.is_a(known_other, known.lemma)
    return _ends_with(first, second) or _ends_with(second, first) or _has_word(one, second) or _has_word(other, first)


def _stem(value: str) -> str:
    bare = folded(re.sub(r"\([^()]*\)", "", value)) or folded(value)
    return (
        re.sub(
            r"^(?:weite|madein|hergestelltin|mit|ca)(?=\w)|(?:aermelig|aermeln?|arm|absatz|verschluss|fit|bezug|futter|(?:deck|lauf|innen)?sohle|mix)$",
            "",
            bare,
        )
        or bare
    )


def _ends_with(long: str, short: str) -> bool:
    return len(short) >= 3 and long.endswith(short) and not _NOT_REAL.match(long) and long != short


def _has_word(text: str, stem: str) -> bool:
    words = [folded(word) for word in re.split(r"[\s/-]+", text)]
    return len(words) > 1 and stem in words and not any(_NOT_REAL.match(word) for word in words)


def _materials_agree(one: Entry, other: Entry) -> bool:
    if not (one.shares and other.shares):
        if _lined(one) is not _lined(other):
            return False
        return bool(one.shares or other.shares or folded(one.key) != folded(other.key)) or _values_agree(one, other)
    exact, exact_other = _percents(one.shares), _percents(other.shares)
    if exact and exact_other:
        return _shares_agree(one.shares, other.shares)
    vague, fixed = (one, other) if not exact else (other, one)
    if exact or exact_other:
        return all(_is_of(share.material, fixed.shares) for share in vague.shares)
    return all(_is_of(s.material, other.shares) for s in one.shares) or all(
        _is_of(s.material, one.shares) for s in other.shares
    )


def _lined(entry: Entry) -> bool:
    return not any(_NONE.search(folded(value)) for value in entry.values)


def _percents(shares: Iterable[Share]) -> bool:
    return all(share.percent is not None for share in shares)


def _shares_agree(one: Iterable[Share], other: Iterable[Share]) -> bool:
    left = [share for share in other if share.percent]
    ones = [share for share in one if share.percent]
    for share in ones:
        match = next(
            (s for s in left if s.percent == share.percent and related(share.material, s.material, ("material",))), None
        )
        if match is None:
            return False
        left.remove(match)
    return not left


def _is_of(material: str, shares: Iterable[Share]) -> bool:
    """Whether a material is one of a composition, or says something else about it: its weave, not its fibre."""
    if any(related(material, share.material, ("material",)) for share in shares):
        return True
    if marks("generic", material):
        return all(_may_be(share.material, material) for share in shares)
    vague = [share.material for share in shares if marks("generic", share.material)]
    if vague:
        return all(_may_be(material, generic) for generic in vague)
    matter = _matter(material)
    return matter != "" and all(
        _matter(s.material) not in ("", matter) and {_matter(s.material), matter} == _MATTER_KINDS for s in shares
    )


def _may_be(material: str, generic: str) -> bool:
    """Whether a vague word may mean the material: a mix anything, "Textil" and "Synthetik" what is woven or made."""
    word = vocabulary().named(material, "material")
    return word is None or word.group not in _GROWN or _MIX.search(folded(generic)) is not None


@lru_cache(maxsize=4096)
def _matter(material: str) -> str:
    """ "fabric" or "fibre"; "" for other materials and for words that are not known."""
    if marks("fabric", material):
        return "fabric"
    word = vocabulary().named(material, "material")
    if word is None:
        return ""
    return "fibre" if word.fibre or word.group == "fibre" else word.group


def _colours_agree(one: Entry, other: Entry) -> bool:
    for entry, beside in ((one, other), (other, one)):
        if any(marks("colourful", value) for value in entry.values):
            return len(beside.values) > 1 or not vocabulary().named(beside.text, "colour") or _values_agree(one, other)
    if _values_agree(one, other):
        return True
    if folded(one.key) == folded(other.key):
        return False
    words = vocabulary()
    return _same_family(one.values, other.values, words) or _same_family(other.values, one.values, words)


def _same_family(values: Iterable[str], others: Iterable[str], words: Vocabulary) -> bool:
    """Under two keys ("Farbe: sand", "Farbfamilie: beige") the family decides, and a trade name is no dispute."""
    families = [word.family for word in (words.named(value, "colour") for value in values) if word]
    others_families = [word.family for word in (words.named(value, "colour") for value in others) if word]
    return not families or not others_families or set(families) <= set(others_families)


def _types_agree(one: Entry, other: Entry) -> bool:
    if _values_agree(one, other):
        return True
    if folded(one.key) == folded(other.key):
        return False
    words = vocabulary()
    found = [[words.named(value, "type") for value in entry.values] for entry in (one, other)]
    known: list[list[Word]] = [[word for word in of_entry if word] for of_entry in found]
    if not all(known):
        return True
    if _TREE.search(folded(one.key)) or _TREE.search(folded(other.key)):
        return bool({word.group for word in known[0]} & {word.group for word in known[1]})
    return False


def _closures_agree(one: Entry, other: Entry) -> bool:
    kinds = [{_closure(value) for value in entry.values} for entry in (one, other)]
    return kinds[0] <= kinds[1] or kinds[1] <= kinds[0] or _values_agree(one, other)


def _closure(value: str) -> str:
    word = folded(value)
    return next((name for name, pattern in _CLOSURES if pattern.search(word)), word)


def _fits_agree(one: Entry, other: Entry) -> bool:
    kinds = [{name for name, pattern in _FITS if pattern.search(folded(entry.text))} for entry in (one, other)]
    return bool(kinds[0] & kinds[1]) or _values_agree(one, other)


def _audiences_agree(one: Entry, other: Entry) -> bool:
    sexes = [_sexes(entry.values) for entry in (one, other)]
    return not all(sexes) or bool(sexes[0] & sexes[1])


def _sexes(values: Iterable[str]) -> set[str]:
    words = [folded(word) for value in values for word in re.split(r"\W+", value)]
    return {sex for sex, pattern in (("f", _FEMALE), ("m", _MALE)) if any(pattern.search(word) for word in words)}


def _brands_agree(one: Entry, other: Entry) -> bool:
    first, second = folded(one.text), folded(other.text)
    return first in second or second in first


def _heels_agree(one: Entry, other: Entry) -> bool:
    heights = [all(marks("height", value) for value in entry.values) for entry in (one, other)]
    return heights[0] is not heights[1] or _values_agree(one, other)


def _measures_agree(one: tuple[Measure, ...], other: tuple[Measure, ...]) -> bool:
    if len(one) != len(other):
        return True
    return all(_overlap(*pair) for pair in zip(one, other, strict=True))


def _overlap(one: Measure, other: Measure) -> bool:
    if one.unit and other.unit and (one.unit != other.unit):
        if one.unit not in _FACTORS or other.unit not in _FACTORS:
            return True
        factor, factor_other = _FACTORS[one.unit], _FACTORS[other.unit]
    else:
        factor = factor_other = Decimal(1)
    slack = Decimal("0.1") if one.about or other.about else Decimal("0.001")
    low, high = one.low * factor, (one.high or one.low) * factor
    low_other, high_other = other.low * factor_other, (other.high or other.low) * factor_other
    return low <= high_other * (1 + slack) and low_other <= high * (1 + slack)


_AGREEMENTS: dict[Field, Callable[[Entry, Entry], bool]] = {
    Field.COLOUR: _colours_agree,
    Field.TYPE: _types_agree,
    Field.CLOSURE: _closures_agree,
    Field.AUDIENCE: _audiences_agree,
    Field.FIT: _fits_agree,
    Field.BRAND: _brands_agree,
    Field.HEEL_FORM: _heels_agree,
}
