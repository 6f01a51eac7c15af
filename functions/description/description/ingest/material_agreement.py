"""Whether two statements of a material can both be true: a blend and its fibres, a weave and its fibre."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from description.domain.statement import Share, Statement
from description.ingest.markers import alternatives, marks
from description.ingest.related import agreeing, first_word, related, without_tail
from description.ingest.wording import folded
from description.language.vocabulary import Word, vocabulary

_KINDS = ("material",)
_MATTER_KINDS = {"fabric", "fibre"}
_GROWN = {"leather", "fur"}  # no textile and nothing synthetic
_BLEND = re.compile(rf"(\w{{3,30}}?)[ -]?(?:{alternatives('blend-ending')})", re.IGNORECASE)
_MIX = re.compile(r"mi(?:x|sch)|kombination")
_NONE = re.compile(rf"^(?:{alternatives('unlined-opening')})|los$")


def materials_agree(one: Statement, other: Statement) -> bool:
    if not (one.shares and other.shares):
        if _lined(one) is not _lined(other):
            return False
        told = one.shares or other.shares or folded(one.key) != folded(other.key)
        return bool(told) or agreeing(one.values, other.values, _KINDS)
    if not all(map(_is_material, (*one.shares, *other.shares))):
        return True  # "bis Knie" says something else about the lining
    exact, exact_other = _percents(one.shares), _percents(other.shares)
    if exact and exact_other:
        return _shares_agree(one.shares, other.shares)
    ways = ((one, other, exact), (other, one, exact_other))
    return any(
        all(_is_of(share.material, beside.shares) for share in vague.shares)
        for vague, beside, is_exact in ways
        if not is_exact
    )


def _is_material(share: Share) -> bool:
    """Whether a part of a composition is a material, as far as the vocabulary can tell."""
    if share.percent is not None or marks("generic", share.material) or _blended(share.material):
        return True
    return any(vocabulary().named(text, "material") for text in (share.material, without_tail(share.material)))


def _lined(statement: Statement) -> bool:
    return not any(_NONE.search(folded(value)) for value in statement.values)


def _percents(shares: Iterable[Share]) -> bool:
    return all(share.percent is not None for share in shares)


def _shares_agree(one: Iterable[Share], other: Iterable[Share]) -> bool:
    left = [share for share in other if share.percent]
    ones = [share for share in one if share.percent]
    for share in ones:
        match = next(
            (s for s in left if s.percent == share.percent and related(share.material, s.material, _KINDS)), None
        )
        if match is None:
            return False
        left.remove(match)
    return not left


def _is_of(material: str, shares: Iterable[Share]) -> bool:
    """Whether a material is one of a composition, or says something else about it: its weave, not its fibre."""
    if any(related(material, share.material, _KINDS) for share in shares):
        return True
    blended = _blended(material)
    if blended is not None:
        return any(related(blended.lemma, share.material, _KINDS) for share in shares)
    if marks("generic", material):
        return all(_may_be(share.material, material) for share in shares)
    vague = [share.material for share in shares if marks("generic", share.material)]
    if vague:
        return all(_may_be(material, generic) for generic in vague)
    matter = _matter(material)
    return matter != "" and all(
        _matter(s.material) not in ("", matter) and {_matter(s.material), matter} == _MATTER_KINDS for s in shares
    )


@lru_cache(maxsize=2048)
def _blended(material: str) -> Word | None:
    """The fibre that a blend is named after: "Wollmischung", "Viskosemix", "Cotton Blend"."""
    found = _BLEND.fullmatch(material)
    if found is None:
        return None
    base = found[1]
    named = (vocabulary().named(form, "material") for form in (base, f"{base}e", base.removesuffix("n"), base[:-1]))
    return next(filter(None, named), None)


def _may_be(material: str, generic: str) -> bool:
    """Whether a vague word may mean the material: a mix anything, "Textil" and "Synthetik" what is woven or made."""
    word = vocabulary().named(material, "material")
    return word is None or word.group not in _GROWN or _MIX.search(folded(generic)) is not None


@lru_cache(maxsize=4096)
def _matter(material: str) -> str:
    """ "fabric" or "fibre"; "" for other materials and for words that are not known."""
    if marks("fabric", material):
        return "fabric"
    bare = without_tail(material)
    word = next(
        filter(None, (vocabulary().named(each, "material") for each in (material, bare, first_word(bare)))), None
    )
    if word is None:
        return ""
    return "fibre" if word.fibre or word.group == "fibre" else word.group
