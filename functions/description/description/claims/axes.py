"""The axis that a measure is of: "67 cm hoch", "Schaftweite", "Ø 40 mm", "B/H/T"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from description.claims.stems import stem
from description.language.function_words import function_words

AXIS = "axis:"  # opens the key of an axis among the keys of an amount
_AXES = ("circumference", "depth", "diameter", "height", "length", "thickness", "width")
WHOLE = "axis-of:whole"  # a key of what measures the article itself, not a part of it
_WHOLE = function_words("whole-measure")
_NOT_AXES = function_words("no-axis")
# What a text may call an axis where the data has no measure of the axis that it names.
_NEAR = frozenset(
    frozenset(pair)
    for pair in (
        ("width", "circumference"),
        ("width", "diameter"),
        ("circumference", "diameter"),
        ("length", "height"),
        ("length", "depth"),
        ("depth", "thickness"),
        ("depth", "height"),
        ("thickness", "height"),
        ("thickness", "diameter"),
    )
)


@lru_cache(maxsize=8192)
def axis_of(word: str) -> str:
    """The key of the axis that a word names, by itself or by its last part ("Saumweite"); "" when it names none."""
    known = _by_word().get(word.lower())
    if known is not None:
        return f"{AXIS}{known}"
    if len(word) < 4 or word in _NOT_AXES:
        return ""
    whole = stem(word)
    found = _by_stem().get(whole)
    if found is None and word[0].isupper():
        found = next((axis for end, axis in _by_stem().items() if whole.endswith(end)), None)
    return f"{AXIS}{found}" if found else ""


def axes_in(keys: frozenset[str]) -> frozenset[str]:
    """The axes among the keys of an amount."""
    return frozenset(key for key in keys if key.startswith(AXIS))


def is_whole(words: Sequence[str]) -> bool:
    """Whether a key measures the article itself: "Länge", "Maße", "Breite × Höhe", not "Ärmellänge"."""
    return bool(words) and all(word.lower() in _by_word() or word in _WHOLE for word in words)


def is_near(one: str, other: str) -> bool:
    """Whether two axes are often called by each other's name: the Höhe and the Länge of a curtain."""
    return frozenset((one.removeprefix(AXIS), other.removeprefix(AXIS))) in _NEAR


@cache
def _by_word() -> dict[str, str]:
    return {word.lower(): axis for axis in _AXES for word in function_words(f"axis-{axis}")}


@cache
def _by_stem() -> dict[str, str]:
    return {stem(word): axis for axis in _AXES for word in function_words(f"axis-{axis}") if len(word) > 2}
