"""How examples begin and end, in what order they tell, and how they tell features."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from description.style.naming import brand_leads, name_leads
from description.style.profile import Closing, Opening, Turn
from description.style.tables import any_of, pattern, rows, words
from description.style.topics import Topic, topics_of
from description.style.wording import Wording, is_adjective, word_of

_AHEAD = 5  # words that may stand before the type where the type opens: "Eleganter, leichter Slipper"
_STARTS = (
    (Opening.THIS, "this"),
    (Opening.WITH, "with"),
    (Opening.MADE_OF, "made-of"),
    (Opening.FOR, "opening-for"),
    (Opening.READER, "address-du"),
    (Opening.THE, "article-the"),
    (Opening.A, "article-a"),
)

_ABOUT_A_THING = (Opening.TYPE, Opening.THE, Opening.THIS, Opening.A, Opening.BRAND, Opening.NAME)


def opening(first: Wording) -> Opening:
    """How a text opens, by its first unit."""
    if not first.words:
        return Opening.OTHER
    start = first.words[0].text
    if first.text.rstrip("\"“”»«' ").endswith("?"):
        return Opening.QUESTION
    if first.calls:
        return Opening.CALL
    if first.label and (pattern("label").fullmatch(first.label) or topics_of(first.label)):
        return Opening.LABEL
    if start in words("reader-first"):
        return Opening.READER
    for found, kind in _STARTS:
        if start.lower() in words(kind):
            return found
    if start.lower() in words("from") or brand_leads(first):
        return Opening.BRAND
    if name_leads(first):
        return Opening.NAME
    return _by_type(first)


def _by_type(first: Wording) -> Opening:
    """TYPE where only words that describe it stand before a noun; QUALITY where they stand alone: "Weich, warm: …"."""
    described = False
    for at, token in enumerate(first.words[:_AHEAD]):
        if token.text[0].isupper() and word_of(token.text, "type") is not None:
            return Opening.TYPE
        if is_adjective(token.text, first=at == 0):
            described = True
        elif described and token.text[0].isupper() and not _is_apart(first.text[: token.start]):
            return Opening.TYPE
        elif token.text.lower() not in words("joining"):
            break
    return Opening.QUALITY if described else Opening.OTHER


def _is_apart(before: str) -> bool:
    return before.rstrip()[-1:] in ":–—!?"


def closing(last: Wording) -> Closing | Topic:
    """What a text ends with, by its last unit."""
    if last.calls or last.text.rstrip().endswith("?"):
        return Closing.CALL
    told = last.topics
    said = {token.text.lower() for token in last.words}
    if said & words("address-du") or said_in_capitals(last):
        return Closing.READER
    if last.unit.item:
        return told[0] if told else Topic.FEATURES
    if not told or pattern("praise").search(last.text):
        return Closing.PRAISE
    return told[0]


def said_in_capitals(wording: Wording) -> bool:
    """Whether the reader is spoken to as "Sie". The first word of a sentence may be another's pronoun."""
    return any(token.text in words("address-sie") for token in wording.words[1:])


def order(units: Sequence[Wording]) -> tuple[Topic, ...]:
    """The topics of a text, each at its first place. The first sentence that names the article is the opening; where no
    known type is named, the first sentence, if it is one about a thing."""
    told: dict[Topic, None] = {}
    first = opener(units)
    for unit in units:
        if unit is first:
            told[Topic.OPENING] = None
        elif not (unit.calls or unit.text.endswith("?")):
            told.update(dict.fromkeys(unit.topics))
    return tuple(told)


def opener(units: Sequence[Wording]) -> Wording | None:
    """The unit that introduces the article; None for a text that names nothing."""
    named = next((unit for unit in units if unit.names_type), None)
    return named or (units[0] if opening(units[0]) in _ABOUT_A_THING else None)


def heading(units: Sequence[Wording]) -> str:
    """ "Highlights:", a line over items; "" for none."""
    found = (unit.text for unit in units if not unit.unit.item and unit.text.endswith(":"))
    return next((text for text in found if pattern("heading").fullmatch(text.rstrip(": "))), "")


def turn(units: Sequence[Wording]) -> Turn | None:
    """How the features are told: by the first unit about them, or else by the first one about details."""
    named = next((unit for unit in units if unit.names_type), None)
    for topic in (Topic.FEATURES, Topic.DETAILS):
        for unit in units:
            if unit is not named and topic in unit.topics:
                return _turn(unit)
    return None


def _turn(unit: Wording) -> Turn:
    if unit.unit.item or (unit.label and not unit.finite):
        return Turn.SPECIAL if _turns()[Turn.SPECIAL].search(unit.label) else Turn.LIST
    told = next((found for found, signs in _turns().items() if signs.search(unit.text)), None)
    return told or (Turn.SUBJECT if unit.finite else Turn.LIST)


@cache
def _turns() -> dict[Turn, re.Pattern[str]]:
    return {Turn(row["turn"]): any_of(row["words"].split("|")) for row in rows("turns")}
