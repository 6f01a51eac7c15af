"""Whether a photo's tag and a value of the data can be about the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from bildtext.labels.near import near
from description.domain.quantity import MILLIMETRES
from description.domain.statement import Statement
from description.evidence import PhotoTag
from description.language.function_words import function_words
from description.language.general_nouns import general_noun
from description.language.photo_groups import are_alike, group_word, labels_meant
from description.language.photo_labels import label_names, labels_said, near_shades
from description.language.vocabulary import Word, vocabulary
from description.language.words import key

_ANY = "multicoloured"  # one of several colours may be all that a photo shows, and the other way round
# Heels up to this many millimetres, by the label that a photo gets.
_HEELS = (("flat", 25), ("low", 45), ("medium", 65), ("high", 90), ("very-high", 300))
_TOKEN = re.compile(r"(?:\d/\d)?[^\s,;|>/()]+")
_BRACKETS = re.compile(r"\([^)]*\)?")
_JOINS = frozenset("&+")
_BESIDE = frozenset("-–—/·")


def word_of(kind: str, value: str) -> Word | None:
    """The vocabulary's word for a value of the data, or for a tag's name; of a longer name the type that it holds."""
    if not kind:
        return None
    if word := vocabulary().named(value, kind):
        return word
    return type_in(value) if kind == "type" else _colour_in(value) if kind == "colour" else None


def _colour_in(value: str) -> Word | None:
    """The colour of a shade's name ("Desert Sand", "stone blue"), or of what stands before more: "gelb mit Punkten"."""
    words = value.split()
    if len(words) > 2 and words[1].lower() in function_words("preposition"):
        return vocabulary().named(words[0], "colour")
    if len(words) == 2 and vocabulary().noun_number(words[0]) is None and names_label("colour", words[1]):
        return vocabulary().named(words[1], "colour")
    return None


def word_shown(kind: str, tag: PhotoTag) -> Word | None:
    """The vocabulary's word for what a tag shows: of a group of types, a word that is true of all of them."""
    return (group_word(tag.label) if kind == "type" else None) or word_of(kind, tag.name)


def type_in(name: str) -> Word | None:
    """The type that a name holds before its first preposition, beside what it lists; of several the narrowest, and None
    of a name that joins two: "Top und Rock". Of an unknown word with a hyphen its head: "Kurzarm-Cardigan", and
    "Krawatten-Set"."""
    tokens = [token for token in opening_of(name) if token not in _BESIDE]
    joins = [at for at, token in enumerate(tokens) if token in _JOINS or token.lower() in function_words("and")]
    joined = {beside for at in joins for beside in (at - 1, at, at + 1)}
    return _narrowest([token for at, token in enumerate(tokens) if at not in joined])


def are_joined(name: str) -> bool:
    """Whether a name is of two articles and no more: "Babymütze und Fäustlinge", not "Socken & Strümpfe"."""
    words = opening_of(name)
    if len(words) != 3 or not (words[1] in _JOINS or words[1].lower() in function_words("and")):
        return False
    first = vocabulary().noun_number(words[0])
    one = first is not None and first[1] == "sg"
    return one and all(vocabulary().named(each, "type") for each in (words[0], words[2]))


def opening_of(name: str) -> list[str]:
    """A name's words before its first preposition or colon, without what stands in brackets."""
    words = _TOKEN.findall(_BRACKETS.sub(" ", name).partition(": ")[0])
    return words[:1] + list(takewhile(lambda word: word.lower() not in function_words("preposition"), words[1:]))


def _narrowest(tokens: Sequence[str]) -> Word | None:
    named = vocabulary().named
    spans = ((at, at + length) for at in range(len(tokens)) for length in (2, 1) if at + length <= len(tokens))
    found = [word for start, end in spans if (word := named(" ".join(tokens[start:end]), "type"))]
    if not found:
        parts = (token.split("-") for token in tokens if "-" in token)
        heads = (part[0] if len(part) == 2 and general_noun(part[-1], "set") else part[-1] for part in parts)
        found = [word for head in heads if (word := named(head, "type"))]
    return vocabulary().narrowest(found)


def is_named(facet: str) -> bool:
    """Whether the vocabulary's words answer the facet, so that two words are enough to tell that they differ."""
    return facet in ("category", "colour")


def labels_of(facet: str, value: str, word: Word | None, statement: Statement | None = None) -> frozenset[str]:
    """The labels of a facet that a value of the data, or a word, means; empty when it is not understood."""
    if is_named(facet):
        return frozenset(label for label in (word.family, *word.labels) if label) if word else frozenset()
    if facet == "heel-height" and statement is not None and statement.measures:
        return _heel(statement)
    return labels_said(facet, value) or (labels_said(facet, word.lemma) if word else frozenset())


def names_label(facet: str, name: str) -> bool:
    """Whether this, and no more, is a name of one of the facet's labels, or a colour."""
    if facet == "colour":
        return (word := vocabulary().listed(name)) is not None and word.kind == "colour"
    return key(name) in label_names(facet)


def agrees(tag: PhotoTag, words: Iterable[Word], labels: Iterable[str]) -> bool:
    """Whether what a tag shows may be what these words or labels say: the same, a kind of it, or a near one."""
    is_a, shown = vocabulary().is_a, word_shown("type" if tag.facet == "category" else tag.facet, tag)
    labels = tuple(labels)
    for word in words:
        if shown is not None and (is_a(shown, word.lemma) or is_a(word, shown.lemma)):
            return True
        if tag.facet == "colour" and tag.label in near_shades(word.lemma):
            return True
        if tag.facet == "category" and not word.labels and are_alike(tag.label, word):
            return True
    if tag.facet == "colour" and _ANY in (tag.label, *labels):
        return True
    return any(are_near(tag.facet, tag.label, label) for label in labels)


def are_near(facet: str, first: str, second: str) -> bool:
    """Whether two labels, or a group and one of its labels, are the same or neighbours."""
    return any(near(facet, one, other) for one in labels_meant(first) for other in labels_meant(second))


def _heel(statement: Statement) -> frozenset[str]:
    heights = [
        size * MILLIMETRES[measure.unit]
        for measure in statement.measures
        if measure.unit in MILLIMETRES
        for size in (measure.low, measure.high)
        if size is not None
    ]
    return frozenset(next((label for label, most in _HEELS if height <= most), "very-high") for height in heights)
