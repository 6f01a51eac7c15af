"""Finds the source that supports a mention: a figure, a material, a treatment and mere words each in their own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from description.claims.colours import coloured_so, of_colour
from description.claims.denials import of_care, of_denied
from description.claims.figures import places_of
from description.claims.halves import of_compound
from description.claims.held import of_extent
from description.claims.impressions import is_taste
from description.claims.index import Index
from description.claims.located import of_position
from description.claims.materials import is_elsewhere, made_up, of_material, of_shares
from description.claims.materials_stated import MADE_OF
from description.claims.mention import Mention
from description.claims.parts import slots_like
from description.claims.roles import NAMING
from description.claims.senses import Sense, sense
from description.claims.stated import Stated
from description.claims.words import named, of_word
from description.language.text import tokens

_TELLING = MADE_OF.union(NAMING)  # fields that say what is made of the materials they name


def source_of(mention: Mention, index: Index) -> int | None:
    """The place of the source that supports a mention, an undisputed one before a disputed one; None when none does."""
    if mention.against:
        return None
    way = next((way for is_so, way in _WAYS if is_so(mention)), _of_said)
    return min(way(mention, index), default=None)


def _of_figure(mention: Mention, index: Index) -> Iterable[int]:
    return places_of(mention.figure, index) if mention.figure is not None else ()


def _of_care(mention: Mention, index: Index) -> Iterable[int]:
    return of_care(mention.care, index) if mention.care is not None else ()


def _of_compared(mention: Mention, index: Index) -> Iterable[int]:
    return _literal(mention, index) or of_shares(mention.sense.text, index) or named(mention.sense, index)


def _of_made(mention: Mention, index: Index) -> Iterable[int]:
    """What supports a material: one of the part, one elsewhere where no part is named, or a word that names it."""
    places = list(of_material(mention, index)) or made_up(mention, index)
    if not places and _may_be_elsewhere(mention, index):
        places = [place for slot in index.materials for place in of_material(mention._replace(slot=slot), index)]
    if mention.pure or mention.mainly or places:
        return places
    if mention.percent is None:
        places = _of_named_material(mention, index) or _of_opened_part(mention, index)
    return places or (_of_described(mention, index) if " " in mention.sense.text else [])


def _of_coloured(mention: Mention, index: Index) -> Iterable[int]:
    return list(of_colour(mention, index)) or coloured_so(mention, index)


def _may_be_elsewhere(mention: Mention, index: Index) -> bool:
    """Whether a material may be that of any part: the text names none, or one of whose material the data says nothing
    and that no "aus" ties to it."""
    if mention.slot and not (mention.had and mention.part_at >= 0 and not slots_like(mention.slot, index.materials)):
        return False
    material = mention.sense.material
    filling = material is not None and material.group == "filling"  # it can be nowhere else
    return mention.had or filling if mention.percent is None else is_elsewhere(mention, index)


def _of_named_material(mention: Mention, index: Index) -> list[int]:
    """ "Bindung: Doppelripp", "Stein: Diamant": a material that the data names without saying what is made of it."""
    told = named(mention.sense, index)
    if not mention.sense.part:
        return [] if mention.slot else [place for place in told if index.sources[place].field not in _TELLING]
    own = any(option.head is mention.sense.material for option in mention.sense.options)
    return [] if own and mention.slot else told


def _of_opened_part(mention: Mention, index: Index) -> list[int]:
    """ "Gummibund" ← Bund: Gummizug."""
    opened = (option for option in mention.sense.options if option.openers and mention.sense.part)
    return next(filter(None, (of_compound(option, mention.sense, index) for option in opened)), [])


def _of_said(mention: Mention, index: Index) -> Iterable[int]:
    """What supports words that no other rule knows."""
    extent = of_extent(mention, index)
    if extent is not None:
        return extent
    return of_word(mention, index) or _of_phrase(mention, index)


def _of_phrase(mention: Mention, index: Index) -> list[int]:
    """Words that belong together, each with support of its own: "flacher Absatz" ← Absatz: flach."""
    if " " not in mention.sense.text:
        return []
    *before, last = (token.text for token in tokens(mention.sense.text))
    words = [*map(_lowered, before), sense(last)]
    if any(word.role == "not" for word in words):
        return [place for word in words if word.noun or word.kind for place in index.denied.get(word.stem, ())]
    words = [word for word in words if not is_taste(word, index)] or words  # "weich gepolstert"
    telling = [word.names or (f"~{word.stem}",) for word in words if not word.role]
    together = [place for place, source in enumerate(index.sources) if _has_all(source.stated, telling)]
    if together:
        return together
    nouns = [word for word in words if word.noun]
    found: list[int] = []
    for word in words:
        if word.kind or word.noun:
            about = nouns[-1] if nouns and word.attributive else None
            places = of_word(Mention(0, 0, word.kind, word, about=about), index)
            if not places:
                return []
            found += places
    return found


def _has_all(told: Stated, words: Iterable[Iterable[str]]) -> bool:
    """Whether one statement has each of the words by one of its names."""
    pool = told.answers | told.about
    return all(any(name in pool for name in names) for names in words)


def _lowered(word: str) -> Sense:
    """A word before a noun as the adjective that it is, also where it opens a sentence."""
    lower = sense(word.lower())
    return lower if lower.attributive and lower.kind else sense(word)


def _literal(mention: Mention, index: Index) -> list[int]:
    """What compares must be in the data as it is."""
    said = mention.sense.text.lower()
    return [place for place, source in enumerate(index.sources) if said in source.says.lower()]


def _of_described(mention: Mention, index: Index) -> list[int]:
    """ "chromfreies Leder" ← leather, and chrome-free."""
    *before, last = (token.text for token in tokens(mention.sense.text))
    places = list(of_material(mention._replace(sense=sense(last)), index))
    described = all(of_word(Mention(0, 0, word.kind, word), index) for word in map(_lowered, before) if word.kind)
    return places if described else []


# What a mention is → what supports it. The first that it is counts; what is none of these is words.
_WAYS: tuple[tuple[Callable[[Mention], bool], Callable[[Mention, Index], Iterable[int]]], ...] = (
    (lambda said: said.figure is not None and said.percent is None, _of_figure),
    (lambda said: said.kind == "comparison", _of_compared),
    (lambda said: said.kind == "brand" and " " in said.sense.text, _literal),
    (lambda said: said.kind == "position", of_position),
    (lambda said: said.care is not None, _of_care),
    (lambda said: said.denied, of_denied),
    (lambda said: said.kind == "material", _of_made),
    (lambda said: said.kind == "colour" and said.sense.colour is not None, _of_coloured),
)
