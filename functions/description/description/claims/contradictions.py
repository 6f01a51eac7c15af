"""Compares a claim that the data supports with what the photos show."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.mention import Mention
from description.claims.senses import Sense, ancestry, sense
from description.evidence import PhotoTag
from description.german.vocabulary import Word, vocabulary

SURE = 0.7
_FACETS = {"colour": "colour", "type": "category", "pattern": "pattern"}
# A photo of one part shows no other colour or type of the whole.
_ANY_COLOUR = frozenset({"multicoloured"})


def contradicting(mention: Mention, tags: Sequence[PhotoTag]) -> str:
    """The tag that is sure of something else, as an editor reads it; "" when none is."""
    facet = _FACETS.get(mention.kind)
    if facet is None or mention.slot or mention.denied:
        return ""
    shown = [tag for tag in tags if tag.facet == facet]
    if not shown or any(_agrees(mention.sense, tag) for tag in shown):
        return ""
    for tag in shown:
        if tag.score >= SURE:
            return f"Foto {tag.photo.rpartition('/')[2]}: {tag.name} ({tag.score * 100:.0f} %)"
    return ""


def _agrees(meaning: Sense, tag: PhotoTag) -> bool:
    if tag.label in _ANY_COLOUR:
        return True
    for option in meaning.options:
        word = option.head
        if tag.label in (word.family, *word.labels) or not _kinds(word).isdisjoint(_shown(tag)):
            return True
    return False


def _kinds(word: Word) -> frozenset[str]:
    return ancestry(word)


def _shown(tag: PhotoTag) -> frozenset[str]:
    word = vocabulary().named(tag.name)
    return ancestry(word) if word is not None else frozenset(key for key in sense(tag.name).answers if key[0] != "~")
