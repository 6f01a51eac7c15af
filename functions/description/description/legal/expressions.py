"""The words of legal.yaml as regular expressions, and the sentence around a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

_ENDS = (". ", "! ", "? ", "; ", "\n")
_SENTENCE_END = re.compile(r"[!?;\n]|\.(?:\s|$)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PIECE = 4  # letters
_WORD = re.compile(r"\w+")


@cache
def expression(word: str) -> str:
    """A word of legal.yaml: * stands for more letters of the same word, a space for any white space, and … between two
    words for up to six others."""
    return r"\s+(?:\S+\s+){0,6}?".join(
        r"\s+".join(_part(part, alone=part == word) for part in piece.split()) for piece in word.split("…")
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when it is first wanted: most patterns never are, and all together would be felt at a cold start."""
    return re.compile(pattern, re.IGNORECASE)


def places(words: tuple[str, ...], text: str, lowered: str) -> Iterator[re.Match[str]]:
    """Every place of each of the words."""
    pieces = _pieces(lowered)
    for piece, hint, pattern in _hinted(words):
        if piece in pieces and hint in lowered:
            yield from compiled(pattern).finditer(text)


def any_in(words: tuple[str, ...], lowered: str) -> bool:
    """Whether a text in lower case may hold one of the words."""
    pieces = _pieces(lowered)
    return any(hint in lowered for piece, hint, _ in _hinted(words) if piece in pieces)


@lru_cache(maxsize=2)
def _pieces(lowered: str) -> frozenset[str]:
    """All pieces of a text, by which most words are ruled out sooner than by a search; "" is one of every text."""
    return frozenset({"", *(lowered[start : start + _PIECE] for start in range(len(lowered)))})


@cache
def _hinted(words: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """For each word its hint, letters in lower case that every place it is found at contains, the hint's first piece,
    and its expression."""
    hints = [max(word.replace("*", " ").replace("…", " ").split(), key=len).lower() for word in words]
    pieces = [hint[:_PIECE] if len(hint) >= _PIECE else "" for hint in hints]
    return tuple(zip(pieces, hints, map(expression, words), strict=True))


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words."""
    return re.compile("|".join(map(expression, words)), re.IGNORECASE)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends."""
    before = max(text.rfind(mark, 0, start) for mark in _ENDS)
    after = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    return before + 1, min(after, default=len(text))


def names_a_year(text: str, start: int, end: int) -> bool:
    """Whether a part of a text names a year."""
    return _YEAR.search(text, start, end) is not None


def words_between(text: str, start: int, end: int) -> int | None:
    """The number of words between two places of one sentence; None if a sentence ends between them."""
    between = text[start:end]
    return None if _SENTENCE_END.search(between) else len(_WORD.findall(between))


def _part(part: str, *, alone: bool) -> str:
    """One word of several, or a word alone. What may go on with a hyphen and is followed by another word must not begin
    behind one, and of several places within a long word only the first is tried: all in linear time."""
    if part == "*":
        return r"(?<![\w-])[\w-]++"
    letters, goes_on = re.escape(part.strip("*")), part.endswith("*")
    end = r"[\w-]*+" if goes_on else r"(?!\w)"
    if part.startswith("*"):
        opening = rf"(?>[\w-]*?{letters})" if goes_on else rf"[\w-]*{letters}"
        return rf"(?<![\w-]){opening}{end}"
    start = r"(?<![\w-])" if goes_on and not alone else r"(?<!\w)"
    return f"{start}{letters}{end}"
