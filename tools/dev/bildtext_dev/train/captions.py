"""Sentences to train on: the label file's own prompts, facet by facet, and free captions that combine facts.

The vocabulary contains only the words of these sentences. The model cannot read the prompts of a label with other
words, so the product leaves that label out; therefore only labels in `LEARNED` contribute words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bildtext.labels import LabelSet
from bildtext_dev.train.cuts import SLEEVES
from bildtext_dev.train.drawing import PATTERNS
from bildtext_dev.train.facts import Facts
from bildtext_dev.train.palette import PALETTE
from bildtext_dev.train.shoe_shapes import HEIGHTS, SHAFTS
from bildtext_dev.train.wardrobe import CATEGORIES

WORD_BREAK: Final = r"[\s,.;:!?()\"]+"

# Facet id → the labels that pictures exist for.
LEARNED: Final[dict[str, tuple[str, ...]]] = {
    "category": (*CATEGORIES, "bodysuit"),
    "colour": (*PALETTE, "multicoloured"),
    "pattern": tuple(PATTERNS),
    "neckline": ("crew-neck", "v-neck", "scoop-neck", "boat-neck", "square-neck"),
    "collar": ("shirt-collar", "polo-collar", "stand-up-collar", "turtleneck", "lapel", "hood"),
    "sleeve-length": tuple(SLEEVES),
    "closure": ("buttons", "zipper", "laces", "buckle", "drawstring", "tie-belt", "elastic", "slip-on"),
    "length": ("mini", "knee-length", "midi", "maxi"),
    "trouser-length": ("very-short", "knee-length", "capri", "ankle-length", "full-length"),
    "leg-shape": ("skinny", "straight", "tapered", "flared", "wide-leg"),
    "heel-shape": ("flat", "block-heel", "stiletto-heel", "kitten-heel", "wedge-heel"),
    "heel-height": tuple(HEIGHTS),
    "toe-shape": ("round", "almond", "pointed", "square", "open"),
    "shaft-height": tuple(SHAFTS),
    "view": ("front", "side"),
}

CAPTIONS: Final = (
    "a photo of a {}",
    "a photo of the {}",
    "a product photo of the {} on a plain background",
    "{}, fashion catalogue photo",
    "a {}",
    "{}",
)

# When a "none" prompt of a facet is true of a picture: word in the prompt → required fact (facet and labels).
_NONE: Final[dict[str, dict[str, tuple[str, tuple[str, ...]]]]] = {
    "neckline": {
        "hood": ("collar", ("hood",)),
        "turtleneck": ("collar", ("turtleneck",)),
        "collar": ("collar", ("shirt-collar", "polo-collar", "stand-up-collar", "lapel")),
    },
    "collar": {
        "crew": ("neckline", ("crew-neck", "scoop-neck", "boat-neck", "square-neck")),
        "v-neck": ("neckline", ("v-neck",)),
        "straps": ("sleeve-length", ("straps", "sleeveless")),
    },
}


@dataclass(frozen=True)
class Question:
    """One facet to learn: the answers whose words are known, each with its sentences.

    `answers` are label ids, then the "none" prompts verbatim; `prompts` has one tuple of sentences for each.
    """

    facet: str
    answers: tuple[str, ...]
    prompts: tuple[tuple[str, ...], ...]

    def true_of(self, facts: Facts) -> list[bool]:
        """Return which answers may be true of a picture; all False if its facts leave the facet open."""
        labels = facts.labels.get(self.facet, ())
        known = [answer in labels for answer in self.answers]
        if any(known) or self.facet not in _NONE:
            return known
        return [_none_is_true(self.facet, answer, facts) for answer in self.answers]


def words(sentence: str) -> list[str]:
    """Split a sentence like the tokenizer: lower case, at spaces and punctuation, not at hyphens."""
    return [word for word in re.split(WORD_BREAK, sentence.lower()) if word]


def vocabulary(labels: LabelSet) -> tuple[str, ...]:
    """Return the words of all learned labels and of the captions around them, in alphabetical order."""
    found = {word for caption in CAPTIONS for word in words(caption.replace("{}", ""))} | {"shoes", "hats"}
    for facet in labels.facets:
        for label in facet.labels:
            if label.id in LEARNED.get(facet.id, ()):
                found.update(word for prompt in label.prompts for word in words(prompt))
    return tuple(sorted(found))


def questions(labels: LabelSet, known: Sequence[str]) -> tuple[Question, ...]:
    """Return the facets with pictures, each with every label and "none" prompt of known words, learned or not.

    Labels that only happen to consist of known words ("dress pants") are included as answers that are never right, so
    that they do not attract unrelated pictures.
    """
    vocabulary_set = set(known)

    def readable(prompts: Sequence[str]) -> tuple[str, ...]:
        return tuple(prompt for prompt in prompts if vocabulary_set.issuperset(words(prompt)))

    found = []
    for facet in labels.facets:
        if facet.id in LEARNED:
            answers = {label.id: readable(label.prompts) for label in facet.labels}
            answers |= {prompt: readable([prompt]) for prompt in facet.none}
            answers = {answer: prompts for answer, prompts in answers.items() if prompts}
            found.append(Question(facet.id, tuple(answers), tuple(answers.values())))
    return tuple(found)


def caption(
    facts: Facts, terms: Mapping[str, Mapping[str, str]], rng: np.random.Generator
) -> tuple[str, dict[str, frozenset[str]]]:
    """Return a free caption of a picture and its claims: facet → labels, any of which makes it true.

    "a photo of a navy blue striped polo shirt" claims a colour, a pattern and a category.
    """
    sure = facts.sure()
    claims: dict[str, frozenset[str]] = {}
    parts: list[str] = []
    if "colour" in sure and rng.random() < 0.6:
        claims["colour"] = frozenset((sure["colour"],))
        parts.append(terms["colour"][sure["colour"]])
    if "pattern" in sure and rng.random() < 0.4:
        claims["pattern"] = frozenset((sure["pattern"],))
        parts.append(terms["pattern"][sure["pattern"]])
    possible = facts.labels["category"]
    claims["category"] = frozenset(possible)
    parts.append(
        "shoes"
        if len(possible) > 3 and "sneaker" in possible
        else terms["category"][possible[int(rng.integers(len(possible)))]]
    )
    return str(rng.choice(CAPTIONS)).format(" ".join(parts)), claims


def agreement(facts: Facts, claims: Mapping[str, frozenset[str]]) -> float:
    """Return 1 if the claims are true of a picture, 0 if one is false, 0.5 if its facts leave it open."""
    result = 1.0
    for facet, claimed in claims.items():
        possible = frozenset(facts.shares) if facet == "colour" else frozenset(facts.labels.get(facet, ()))
        if possible and not possible & claimed:
            return 0.0
        if not possible or not possible <= claimed:
            result = 0.5
    return result


def terms_of(labels: LabelSet) -> dict[str, dict[str, str]]:
    """Return facet id → label id → its term in captions."""
    return {
        facet.id: {label.id: label.term for label in facet.labels} for facet in labels.facets if facet.id in LEARNED
    }


def _none_is_true(facet: str, prompt: str, facts: Facts) -> bool:
    for word, (other, needed) in _NONE[facet].items():
        if word in words(prompt):
            return bool(set(facts.labels.get(other, ())) & set(needed))
    return False
