"""Matters of taste: "sanft", "luftig" claim nothing unless the data speaks of them."""

from __future__ import annotations

from description.claims.index import Index
from description.claims.mention import Mention
from description.claims.senses import Sense
from description.claims.stems import stem
from description.language.function_words import function_words

_IMPRESSIONS = function_words("impression")
_IMPRESSIVE = frozenset(stem(word) for word in function_words("impression-noun"))


def is_impression(mention: Mention, index: Index) -> bool:
    """ "sanft", "luftig": a matter of taste, unless the data speaks of it and may say it of something else."""
    sense = mention.sense
    if mention.denied or sense.noun:
        return False
    if mention.about is not None and mention.about.stem in _IMPRESSIVE and sense.colour is None:
        return True  # "ein lockerer Look"
    if sense.text.lower() not in _IMPRESSIONS and not any(o.head.lemma in _IMPRESSIONS for o in sense.options):
        return False
    return {f"~{sense.stem}", *sense.names}.isdisjoint(index.words) and sense.stem not in index.denied


def is_taste(word: Sense, index: Index) -> bool:
    return word.text.lower() in _IMPRESSIONS and f"~{word.stem}" not in index.words
