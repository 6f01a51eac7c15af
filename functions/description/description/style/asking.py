"""A prompt → its Instructions. What is neither an instruction nor a way to ask is reported as not understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from description.style.instructions import Instructions
from description.style.phrases import Match, Said, matches, said
from description.style.profile import Address, Layout, Opening
from description.style.tables import words
from description.style.topics import Topic

_LEAST_WORDS = 5  # whoever asks for less means something else ("max. 2 Wörter in Großbuchstaben")
_CHARACTERS_LEAST = 40
_SHORT_SENTENCE = 12  # words
_BACK = 3  # words before a phrase within which it is denied
_OPENINGS = {
    "brand": Opening.BRAND,
    "name": Opening.NAME,
    "type": Opening.TYPE,
    "question": Opening.QUESTION,
    "questions": Opening.QUESTION,
    "call": Opening.CALL,
}
_MARKS = ("brand", "name", "colour", "numbers", "exclamations", "questions", "dashes", "connectors", "benefits")
_LIMITS = ("most_words", "least_words", "most_characters", "most_sentences", "most_sentence_words")
_LEAST = {"most_words": _LEAST_WORDS, "most_characters": _CHARACTERS_LEAST}
_SENTENCE_END = re.compile(r"[.!?;\n]+")


@lru_cache(maxsize=256)
def instructions_of(prompt: str) -> Instructions:
    """The instructions of a prompt. Of two that contradict each other the later one counts, of limits the lower."""
    tokens = said(prompt)
    asked = Instructions()
    used: set[int] = set()
    found = matches(tokens)
    for match in found:
        if _is_bound(tokens, match, found):
            continue
        changed = _asked(asked, match)
        if changed is not None:
            asked = changed
            used.update(range(match.start, match.end))
    return replace(asked, not_understood=tuple(_left(prompt, tokens, used)))


def _asked(asked: Instructions, match: Match) -> Instructions | None:
    """The instructions with this one; None where it makes no sense."""
    name, value = match.phrase.asks, match.phrase.value
    if name in ("with", "always"):
        return asked  # what every text does anyway
    if name in _LIMITS:
        return _limited(asked, name, int(value) if value else match.number)
    if name in _FIXED:
        changed: dict[str, Any] = {name: _FIXED[name](value)}
        return replace(asked, **changed)
    return _BY_MATCH[name](asked, match)


def _limited(asked: Instructions, name: str, number: int) -> Instructions | None:
    if number < _LEAST.get(name, 1):
        return None
    given = getattr(asked, name)
    chosen = max if name == "least_words" else min
    changed: dict[str, Any] = {name: number if given is None else chosen(given, number)}
    return replace(asked, **changed)


def _facts(asked: Instructions, _match: Match) -> Instructions:
    return replace(asked, without_benefits=True, without_exclamations=True)


def _short_sentences(asked: Instructions, match: Match) -> Instructions | None:
    limited = _limited(asked, "most_sentences", match.number)
    return limited and _limited(limited, "most_sentence_words", _SHORT_SENTENCE)


def _items(asked: Instructions, match: Match) -> Instructions | None:
    return _limited(replace(asked, layout=Layout.LIST), "most_sentences", match.number)


def _in_order(asked: Instructions, match: Match) -> Instructions | None:
    """What comes first, next or last, and how the text opens."""
    name, topics = match.phrase.asks, _topics(match.things)
    opening = _OPENINGS.get(match.things[0]) if name in ("begin", "first") else None
    if not (topics or opening) or (name == "then" and not (asked.first or asked.opening)):
        return None
    if name == "last":
        return replace(asked, last=tuple(dict.fromkeys((*asked.last, *topics))))
    first = tuple(dict.fromkeys((*asked.first, *topics)))
    return replace(asked, opening=opening or asked.opening, first=first)


def _not_begin(asked: Instructions, match: Match) -> Instructions | None:
    openings = {_OPENINGS[thing] for thing in match.things if thing in _OPENINGS}
    return replace(asked, not_opening=asked.not_opening | openings) if openings else None


def _without(asked: Instructions, match: Match) -> Instructions:
    marks: dict[str, Any] = {f"without_{thing}": True for thing in match.things if thing in _MARKS}
    return replace(asked, without=asked.without | set(_topics(match.things)), **marks)


def _only(asked: Instructions, match: Match) -> Instructions | None:
    topics = _topics(match.things)
    if not topics:
        return None
    left_out = ("brand", "name", "colour") if "brand" in match.things else ()
    unnamed: dict[str, Any] = {f"without_{thing}": True for thing in left_out if thing not in match.things}
    others = frozenset(Topic) - set(topics) - {Topic.OPENING}
    return replace(asked, without=asked.without | others, **unnamed)


_BY_MATCH: dict[str, Callable[[Instructions, Match], Instructions | None]] = {
    **dict.fromkeys(("begin", "first", "then", "last"), _in_order),
    "not_begin": _not_begin,
    "without": _without,
    "only": _only,
    "facts": _facts,
    "short_sentences": _short_sentences,
    "items": _items,
}
_FIXED: dict[str, Callable[[str], Any]] = {
    "address": Address,
    "layout": Layout,
    "bullet": str,
    "telegraphic": lambda value: value == "yes",
    "full": bool,
}


def _topics(things: Sequence[str]) -> tuple[Topic, ...]:
    return tuple(dict.fromkeys(Topic(thing) for thing in things if thing in set(Topic)))


def _is_bound(tokens: Sequence[Said], match: Match, others: Sequence[Match]) -> bool:
    """Whether something before the phrase denies it ("nicht in Du-Form") or binds it to a condition ("wenn …")."""
    within = {at for other in others for at in range(other.start, other.end)}
    for at in range(match.start - 1, -1, -1):
        text = tokens[at].text
        if _SENTENCE_END.match(text):
            return False
        near = match.start - at <= _BACK and not within & set(range(at, match.start))
        if at not in within and (text in words("condition") or (near and text in words("negation"))):
            return True
    return False


def _left(prompt: str, tokens: Sequence[Said], used: set[int]) -> Iterator[str]:
    """The stretches of a prompt that no phrase uses and that say something, without the filler around them."""
    stretch: list[Said] = []
    for at, token in enumerate(tokens):
        ends = at in used or _SENTENCE_END.match(token.text) is not None or token.text == ","
        if not ends:
            stretch.append(token)
        if ends or at == len(tokens) - 1:
            yield from _said_in(prompt, stretch)
            stretch = []


def _said_in(prompt: str, stretch: Sequence[Said]) -> Iterator[str]:
    """The stretch as written, from its first to its last word that is more than a joint or a courtesy."""
    telling = [token for token in stretch if token.text[0].isalnum() and token.text not in words("filler")]
    if telling:
        kept = [token for token in stretch if token.text not in words("courtesy")]
        yield prompt[kept[0].start : kept[-1].end].rstrip(":„“\"' ")
