"""What a sentence of a description is about. Topics order a text, and instructions leave topics out."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from description.language.text import tokens
from description.language.vocabulary import vocabulary
from description.style.tables import any_of, rows

_MOST = 2  # topics per sentence: those whose words come first
_SIZE = re.compile(r"\d\s?[x×]\s?\d|\d\s?(?:mm|cm|m|g|kg|ml|l)\b", re.IGNORECASE)


class Topic(StrEnum):
    """What a sentence is about."""

    OPENING = "opening"  # what the article is: type, look, brand
    FEATURES = "features"
    MATERIAL = "material"
    SOLE = "sole"
    DETAILS = "details"
    FIT = "fit"
    MEASURES = "measures"
    WIDTH = "width"
    CARE = "care"
    CONTENTS = "contents"
    ORIGIN = "origin"
    MORE = "more"


def topics_of(sentence: str) -> tuple[Topic, ...]:
    """What a sentence is about, two topics at most, in their order: by the signs of topics.csv, by the kinds of its
    nouns, and, where neither says anything, by a measurement."""
    found: dict[Topic, int] = {}
    for topic, signs in _signs().items():
        match = signs.search(sentence)
        if match is not None:
            found[topic] = match.start()
    for token in tokens(sentence):
        topic_of = _topic_of(token.text) if token.start not in found.values() else None
        if topic_of is not None and token.start < found.get(topic_of, len(sentence)):
            found[topic_of] = token.start
    if not found and _SIZE.search(sentence):
        return (Topic.MEASURES,)
    return tuple(sorted(found, key=lambda topic: found[topic]))[:_MOST]


def names_type(sentence: str) -> bool:
    """Whether a sentence names what the article is."""
    return any(_head_kind(token.text) == "type" for token in tokens(sentence))


def _topic_of(token: str) -> Topic | None:
    return _kinds().get(_head_kind(token))


def _head_kind(token: str) -> str:
    """The kind of a noun's head; "" for any other word."""
    if not token[0].isupper():
        return ""
    for reading in vocabulary().readings(token):
        head = reading.head
        if head.noun is not None:
            return head.kind
    return ""


@cache
def _signs() -> dict[Topic, re.Pattern[str]]:
    return {Topic(row["topic"]): any_of(row["words"].split("|")) for row in rows("topics")}


@cache
def _kinds() -> dict[str, Topic]:
    return {kind: Topic(row["topic"]) for row in rows("topics") for kind in row["kinds"].split("|") if kind}
