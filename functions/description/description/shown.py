"""What a photo shows of an article, in German: adjectives, and what stands after "mit"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from description.domain.article import UNPATTERNED, ArticleView, Trait
from description.german.grammar import Adjective, noun_phrase
from description.german.photo_labels import PhotoLabel, photo_labels
from description.german.vocabulary import Word, vocabulary
from description.german.words import key

# The order of a description: clothes from the top down, shoes from the toe.
_ADJECTIVES = ("sleeve-length", "length", "trouser-length")
_PARTS = ("collar", "neckline", "sleeve-length", "closure", "leg-shape", "details", "toe-shape", "shaft-height")
_NAMED = frozenset({"collar", "neckline", "closure"})  # of which the data's own noun says more than the label
_HEEL = "Absatz"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen: adjectives of the article, and phrases in the dative."""

    adjectives: tuple[Adjective, ...]
    parts: tuple[str, ...]


def _nothing(_: str) -> bool:
    return False


def shown_of(article: ArticleView, kind: str, hides: Callable[[str], bool] = _nothing) -> Shown:
    """What the view's photos show, but for facets that are hidden, and for what the article's type says already."""
    adjectives = dict.fromkeys(
        label.adjective
        for facet in _ADJECTIVES
        if not hides(facet)
        for _, label in _labels(article, facet, kind)
        if label.adjective
    )
    parts = [
        part
        for facet in _PARTS
        if not hides(facet)
        for part in (_part(*one) for one in _labels(article, facet, kind))
        if part
    ]
    heel = "" if hides("heel-shape") else _heel(article, kind)
    return Shown(tuple(map(Adjective, adjectives)), tuple(dict.fromkeys(filter(None, (*parts, heel)))))


def _labels(article: ArticleView, facet: str, kind: str) -> Iterator[tuple[Trait, PhotoLabel]]:
    """The traits that are seen, each with its label: the data's where the photo's is only near it."""
    known = photo_labels(facet)
    for trait in article.seen(facet):
        shown = trait.tag.label if trait.tag else ""
        label = known.get(shown if shown in trait.labels else min(trait.labels, default=""))
        if label is not None and not _says(kind, label):
            yield trait, label


def _says(kind: str, label: PhotoLabel) -> bool:
    """Whether the type says it: the collar of a Rollkragenpullover, and Hemdkragen of a Hemd."""
    own = key(kind)
    return bool(own) and (any(name in own for name in label.said) or key(label.with_).startswith(own))


def _part(trait: Trait, label: PhotoLabel) -> str:
    if trait.facet in _NAMED and trait.entry is not None and trait.text[:1].isupper():
        found = vocabulary().noun_number(trait.text)
        if found is not None:
            return noun_phrase(found[0], case="dat", number=found[1])
    return label.with_


def _heel(article: ArticleView, kind: str) -> str:
    """Shape and height of a heel in one phrase: "hohem Blockabsatz"."""
    height = next((label.adjective for _, label in _labels(article, "heel-height", kind)), "")
    shape = next((label for _, label in _labels(article, "heel-shape", kind)), None)
    if shape is not None and not shape.with_:
        height = photo_labels("heel-height")["flat"].adjective
    noun = vocabulary().noun(shape.with_ if shape is not None and shape.with_ else _HEEL)
    return (
        noun_phrase(noun, adjectives=[Adjective(height)] if height else [], case="dat")
        if noun and (height or shape)
        else ""
    )


def pattern_of(article: ArticleView, kind: str) -> tuple[Adjective | None, str]:
    """The pattern that may be stated: an adjective, or a phrase in the dative; the data's word before the label's."""
    for trait in article.stated("pattern"):
        labels = [label for one in trait.labels if (label := photo_labels("pattern").get(one))]
        if trait.labels & UNPATTERNED or any(_says(kind, label) for label in labels):
            continue
        if trait.entry is not None and trait.word is not None:
            if trait.word.noun is not None:
                return None, noun_phrase(trait.word.noun, case="dat")
            if trait.word.adjective is not None and trait.word.adjective.declines:
                return trait.word.adjective, ""
        for label in labels:
            return (Adjective(label.adjective) if label.adjective else None), label.with_
    return None, ""


def colour_name(colour: Word) -> str:
    """The colour as a noun: "Weiß", "Rot-Schwarz"."""
    return colour.noun.lemma if colour.noun else "-".join(part.capitalize() for part in colour.lemma.split("-"))
