"""PARENT: how well a text says what a table says, and what a reference text says of it.

Dhingra et al. 2019, "Handling Divergent Reference Texts when Evaluating Table-to-Text Generation" (ACL), with the
paper's word overlap model of entailment and, as in the authors' code, the lexical items of the values only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from description.language.text import tokens

Words = Sequence[str]
_ORDERS = (1, 2, 3, 4)
_SMOOTHED = 1e-5  # for what no n-gram of an order reaches (Chen & Cherry 2014, method 1)


@dataclass(frozen=True, slots=True)
class Parent:
    """Each of them is 0…1; `f1` is the harmonic mean of the other two."""

    precision: float
    recall: float
    f1: float


def words_of(text: str) -> tuple[str, ...]:
    """Words and numbers as PARENT compares them: in lower case and as they are inflected."""
    return tuple(token.text.casefold() for token in tokens(text))


def parent(text: Words, reference: Words, table: Sequence[Words], table_weight: float | None = None) -> Parent:
    """PARENT of one text. `table` has the words of each value, none of them empty.

    `table_weight` is the paper's λ, how much of the recall is that of the table; None: by the paper's heuristic, one
    minus the share of the table that the reference mentions.
    """
    items = frozenset(word for value in table for word in value)
    precision = _geometric([_precision(order, text, reference, items) for order in _ORDERS])
    of_reference = _geometric([_recall(order, text, reference, items) for order in _ORDERS])
    of_table = _mentioned(table, text)
    weight = 1 - _mentioned(table, reference) if table_weight is None else table_weight
    recall = max(of_reference, _SMOOTHED) ** (1 - weight) * max(of_table, _SMOOTHED) ** weight
    return Parent(precision, recall, 2 * precision * recall / (precision + recall))


def _precision(order: int, text: Words, reference: Words, items: frozenset[str]) -> float:
    """The share of the text's n-grams that the reference has or the table entails."""
    said, backed = _ngrams(text, order), _ngrams(reference, order)
    right = 0.0
    for ngram, count in said.items():
        common = min(count, backed[ngram])
        right += common + (count - common) * _entailed(ngram, items)
    return right / said.total() if said else 0.0


def _recall(order: int, text: Words, reference: Words, items: frozenset[str]) -> float:
    """The share of the reference's n-grams that the text has, each weighed by how far the table entails it."""
    said, wanted = _ngrams(text, order), _ngrams(reference, order)
    weighed = {ngram: _entailed(ngram, items) for ngram in wanted}
    total = sum(count * weighed[ngram] for ngram, count in wanted.items())
    kept = sum(min(count, said[ngram]) * weighed[ngram] for ngram, count in wanted.items())
    return kept / total if total else 1.0


def _ngrams(words: Words, order: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(order)), strict=False))


def _entailed(ngram: Words, items: frozenset[str]) -> float:
    return sum(word in items for word in ngram) / len(ngram)


def _mentioned(table: Sequence[Words], text: Words) -> float:
    """The mean share of a value's words that the text has in their order."""
    return sum(_longest_common(value, text) / len(value) for value in table) / len(table)


def _longest_common(value: Words, text: Words) -> int:
    """The length of the longest common subsequence."""
    lengths = [0] * (len(text) + 1)
    for word in value:
        lengths = list(_next_lengths(word, text, lengths))
    return lengths[-1]


def _next_lengths(word: str, text: Words, before: Sequence[int]) -> Iterator[int]:
    last = 0
    yield last
    for other, (diagonal, above) in zip(text, pairwise(before), strict=True):
        last = diagonal + 1 if word == other else max(above, last)
        yield last


def _geometric(shares: Sequence[float]) -> float:
    """The geometric mean; 0 where there is not even a common word, smoothed where only longer n-grams are missing."""
    if not shares[0]:
        return 0.0
    return math.prod(max(share, _SMOOTHED) for share in shares) ** (1 / len(shares))
