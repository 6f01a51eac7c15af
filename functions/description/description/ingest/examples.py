"""Texts of another article that came with the data to show how to write: their style counts, their facts never."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from description.domain.statement import Field, NotUsed
from description.ingest.guesses import is_sentence
from description.ingest.keys import meanings
from description.ingest.markers import marks
from description.ingest.pairs import Pair
from description.language.text import SENTENCE_ENDS
from description.language.vocabulary import vocabulary

MOST = 5
LONGEST = 4_000
_LEAST_WORDS = 3  # fewer have no style
_REASON = "Das ist ein Beispieltext: Sein Stil zählt, seine Angaben nicht."
_QUOTES = {'"': '"', "„": "“”", "“": "”", "»": "«", "«": "»", "‚": "‘’", "‘": "’"}  # and how each is closed
_PIECES = re.compile(r"[,;/|\n]|\bund\b")
_WORDS = re.compile(r"[^\W_][\w-]*")
_VALUE_WORDS = 5  # a value may have so many: a model's name, a style
_NAMED_BY_WORDS = frozenset({Field.NAME, Field.PATTERN})  # "Style: Slipper Emma"
_OF_AN_ARTICLE = ("type", "material")
_TAG = re.compile(r"<(/?)([^\W\d][\w -]{2,30})>")


def is_example(key: str, text: str) -> bool:
    """Whether a pair is an example: by its key alone, or where its key may hold a value ("Stil: casual") by its
    text, which then reads like a description.
    """
    field = meanings(key)[0].field
    return field is Field.EXAMPLE or (may_be_example(key) and _describes(text, field))


@lru_cache(maxsize=4096)
def may_be_example(key: str) -> bool:
    """Whether a key may stand before an example, perhaps before a value as well: "Stil", "So soll es klingen"."""
    return meanings(key)[0].field is Field.EXAMPLE or any(
        marks("example-or-value", word) for word in _WORDS.findall(key)
    )


def apart(found: Iterable[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """The pairs about the article, and the examples."""
    told: list[Pair] = []
    examples: list[Pair] = []
    for pair in found:
        (examples if is_example(pair.key, pair.text) else told).append(pair)
    return tuple(told), tuple(examples)


def texts(examples: Sequence[Pair]) -> tuple[str, ...]:
    """The texts to learn a style from, without their quotes."""
    bare = (example.text.strip("".join(_QUOTES) + "”’ ")[:LONGEST] for example in examples)
    return tuple(dict.fromkeys(text for text in bare if len(text.split()) >= _LEAST_WORDS))[:MOST]


def not_used(examples: Sequence[Pair]) -> tuple[NotUsed, ...]:
    """What the answer says about them."""
    return tuple(NotUsed(example.key, example.text, _REASON) for example in examples)


def is_quote_open(values: Sequence[str]) -> bool:
    """Whether lines begin with a quote that is not closed yet: the example goes on, whatever comes."""
    text = "\n".join(values).strip()
    closing = _QUOTES.get(text[:1])
    return closing is not None and not any(mark in text[1:] for mark in closing)


def untagged(text: str) -> str:
    """`<example>…</example>` as lines with a key."""
    return _TAG.sub(_as_line, text)


def _as_line(tag: re.Match[str]) -> str:
    if meanings(tag[2])[0].field is not Field.EXAMPLE:
        return tag[0]
    return "\n\n" if tag[1] else f"\n{tag[2]}:\n"


def _describes(text: str, field: Field) -> bool:
    """Whether a text reads like a description of an article, and not like a value."""
    if text[:1] in _QUOTES and len(text.split()) > _LEAST_WORDS:
        return True
    if is_sentence(text) or (text.endswith(SENTENCE_ENDS) and len(text.split()) > 1):
        return True
    pieces = [_WORDS.findall(piece) for piece in _PIECES.split(text)]
    if any(len(words) > _VALUE_WORDS for words in pieces):
        return True
    return field not in _NAMED_BY_WORDS and any(_is_of_an_article(words) for words in pieces)


def _is_of_an_article(words: Sequence[str]) -> bool:
    """ "Wasserdichter Stiefel", "45 mm Absatz"; "Chelsea Boots" too, for what is in doubt must support nothing."""
    if len(words) < 2:
        return False
    named = vocabulary().named
    return any(word[0].isdigit() or named(word, *_OF_AN_ARTICLE) is not None for word in words)
