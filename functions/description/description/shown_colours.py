"""The colours that an alternative text states: the data's, where the photo does not show others, else the photo's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from description.domain.agreement import agrees, labels_of, names_label, word_of
from description.domain.article import ArticleView, Trait
from description.domain.statement import Field, ProductData
from description.evidence import PhotoTag
from description.language.vocabulary import Word
from description.packs import Pack, pack_of
from description.realise.looks import is_choice

_MOST_COLOURS = 4
_MANY_COLOURS = "mehrfarbig"
_ANY_COLOURS = ("bunt", _MANY_COLOURS)


@dataclass(frozen=True, slots=True)
class ShownColour:
    """A colour, and how the data writes it; "" where it does not."""

    word: Word
    written: str = ""


def colours_of(looks: ArticleView, own: ArticleView, pack: Pack | None, pieces: str) -> tuple[ShownColour, ...]:
    """The colours of what one photo shows, `own`, of an article, which `looks` as data and photos say together. One
    piece of a `pack` in several colours, and an article that comes in several, has the one that the photo shows."""
    data, colours = looks.facts.data, _colours(looks)
    if pack is not None and pack.unit != "parts" and pieces and _is_assorted(colours):
        return _photographed(own)
    if pack is None and len(colours) > 1 and _is_choice(data, colours):
        return _seen_one(looks)
    return colours


def _is_assorted(colours: Sequence[ShownColour]) -> bool:
    """Whether the colours are those of a pack, of which one piece has only one."""
    return len(colours) > 1 or any(colour.word.family == "multicoloured" for colour in colours)


def _is_choice(data: ProductData, colours: Sequence[ShownColour]) -> bool:
    """Whether the article comes in one of these colours, and a photo shows one of them: "Farben: rot, blau"; three or
    more in a list are seldom on one article, unless they are joined: "rot/weiß/blau"."""
    words = [colour.word for colour in colours]
    return any(
        is_choice(each, words) or (len(words) > 2 and "," in each.text and "/" not in each.text)
        for each in data.stated(Field.COLOUR)
    )


def _colours(article: ArticleView) -> tuple[ShownColour, ...]:
    """The colours: of the data, where the photo does not show others; else what the photo shows."""
    traits = article.all_of("colour")
    stated = [trait for trait in traits if trait.stated]
    if traits and not stated:
        return _decided(article, traits)
    if any(trait.word is None or trait.statement is None for trait in stated):
        found = _photographed(article)
    else:
        words = {trait.word.lemma: (trait.word, trait) for trait in stated if trait.word}
        found = tuple(ShownColour(word, trait.text) for word, trait in words.values())
    if len(found) > 1 and (many := [one for one in found if one.word.lemma in _ANY_COLOURS]):
        return (many[0],)
    if len(found) > _MOST_COLOURS:
        several = pack_of(article.facts.data) is not None  # each piece in one of them
        many_colours = None if several else word_of("colour", _MANY_COLOURS)
        return (ShownColour(many_colours),) if many_colours else ()
    return found


def _photographed(article: ArticleView) -> tuple[ShownColour, ...]:
    """The colours of the photo; by the name that the data has for a neighbour, if only of a part or beside others."""
    names = [each.text for each in article.facts.data.stated(Field.OTHER) if names_label("colour", each.text)]
    told = [trait.word for trait in article.stated("colour") if trait.statement]
    said = [word for word in (*told, *(word_of("colour", name) for name in names)) if word]
    words = (
        next((each for each in said if _is_shade(each, tag)), word_of("colour", tag.name))
        for tag in article.shown("colour")
    )
    return tuple(ShownColour(word) for word in dict.fromkeys(filter(None, words)))


def _is_shade(word: Word, tag: PhotoTag) -> bool:
    return word.family != "multicoloured" and agrees(tag, [word], labels_of("colour", word.lemma, word))


def _seen_one(article: ArticleView) -> tuple[ShownColour, ...]:
    """Of the colours in which an article comes, the one that the photo shows, if it shows just one."""
    words = {trait.word.lemma: trait.word for trait in article.seen("colour") if trait.word and trait.statement}
    return tuple(map(ShownColour, words.values())) if len(words) == 1 else ()


def _decided(article: ArticleView, traits: Sequence[Trait]) -> tuple[ShownColour, ...]:
    """Of colours that the data says in conflict, the one that the photo shows, if it shows just one."""
    shown = article.shown("colour")
    seen = [
        trait.word for trait in traits if trait.word and any(agrees(tag, [trait.word], trait.labels) for tag in shown)
    ]
    return (ShownColour(seen[0]),) if len(seen) == 1 and not any(trait.tag for trait in traits) else ()
