"""One German sentence describing a photo, composed from its tags.

Used where no caption model is configured. A small captioner trained on the demo model's images added nothing to the
tags and was wrong more often (docs/decisions.md), so captions state only tags.
"""

from __future__ import annotations

from collections.abc import Sequence

from description.domain.article import ArticleView, Trait
from description.domain.statement import ProductData
from description.evidence import Evidence, PhotoTag
from description.language.grammar import Adjective, Noun, Number
from description.language.photo_groups import group_word
from description.language.vocabulary import Word, vocabulary
from description.shown import ARTICLE, colour_adjective, noun_with, pattern_of, shown_of, whole_of, with_more


def caption(tags: Sequence[PhotoTag]) -> str:
    """One sentence on the photo that has `tags`; empty if no tag is certain enough to state."""
    photo = ArticleView(Evidence(ProductData(()), tuple(tags)))
    known = (_noun_number(trait) for trait in photo.stated("category"))
    noun, number = next((found for found in known if found), (_whole(photo), "sg"))
    shown = shown_of(photo, noun.lemma if noun is not ARTICLE else "")
    colours = [trait.word for trait in photo.stated("colour") if trait.word]
    adjective, pattern = pattern_of(photo, noun.lemma)
    declining, details = _declining(colours), [*([pattern] if pattern else []), *shown.parts]
    before = [*shown.adjectives, *declining, *([adjective] if adjective else [])]
    if noun is ARTICLE and not (before or colours or details):
        return ""
    phrase = noun_with(noun, before, number=number, determiner="indefinite")
    return with_more(phrase, () if declining else colours, details) + "."


def _whole(photo: ArticleView) -> Noun:
    word = whole_of(photo)
    return word.noun if word is not None and word.noun is not None else ARTICLE


def _noun_number(trait: Trait) -> tuple[Noun, Number] | None:
    """What a tag's name says, or a word for all of a group: "Hemden & Blusen" are an Oberteil."""
    group = group_word(trait.label)
    return (group.noun, "sg") if group and group.noun else vocabulary().noun_number(trait.text)


def _declining(colours: Sequence[Word]) -> list[Adjective]:
    """A single colour as an adjective if it declines; otherwise colours follow as nouns."""
    adjectives = [adjective for colour in colours if (adjective := colour_adjective(colour))]
    return adjectives if len(colours) == 1 else []
