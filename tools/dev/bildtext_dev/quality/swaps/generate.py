"""The swap set: articles with their data, true sentences and false ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

from bildtext_dev.quality.sets import Falsehood, Statements
from bildtext_dev.quality.swaps.articles import articles
from bildtext_dev.quality.swaps.data_text import data_text
from bildtext_dev.quality.swaps.realise import Realiser
from bildtext_dev.quality.swaps.statements import Statement, Truth
from bildtext_dev.quality.swaps.swaps import Swaps
from bildtext_dev.quality.swaps.words import Words, words

SEED = 14  # the regression set; any other seed makes sentences that nothing was fixed for
ARTICLES = 240
SENTENCES = 14  # true ones, and false ones, per article
_CONVERTED = {True: 0.3, False: 0.1}  # share of amounts in another unit than the data's
_Item = TypeVar("_Item")


def swap_set(seed: int = SEED, *, held_out: bool = False, count: int = ARTICLES) -> tuple[Statements, ...]:
    """Return `count` articles with up to SENTENCES true and false sentences each. The same seed gives the same set."""
    vocabulary = words(held_out)
    return tuple(_sentences(truth, vocabulary, seed) for truth in articles(vocabulary, count, seed))


def _sentences(truth: Truth, vocabulary: Words, seed: int) -> Statements:
    rng = random.Random(f"{seed}-{truth.id}")  # noqa: S311 - repeatable on purpose
    realiser = Realiser(truth, vocabulary, rng)
    true: dict[str, str] = {}
    stated = (*truth.statements, Statement("type", value=truth.type))
    for one in _in_turns([(one.attribute, one) for one in stated], rng):
        sentence = realiser.sentence(one, convert=_CONVERTED[True])
        if sentence and len(true) < SENTENCES:
            true.setdefault(sentence.text, one.kind)
    false: dict[str, Falsehood] = {}
    for swap in _in_turns([(swap.kind, swap) for swap in Swaps(truth, vocabulary).all()], rng):
        convert = 0.0 if swap.claim.unit and "unit" in swap.kind else _CONVERTED[False]
        sentence = realiser.sentence(swap.claim, exact=True, convert=convert)
        if sentence and len(false) < SENTENCES and sentence.text not in true:
            false.setdefault(sentence.text, Falsehood(swap.kind, sentence.text, sentence.start, sentence.end))
    return Statements(
        truth.id, data_text(truth, vocabulary, rng), tuple(true), tuple(false.values()), tuple(true.values())
    )


def _in_turns(items: Sequence[tuple[str, _Item]], rng: random.Random) -> Iterator[_Item]:
    """Yield the items twice, shuffled, one of every kind in turn."""
    kinds: dict[str, list[_Item]] = {}
    for kind, item in items:
        kinds.setdefault(kind, []).append(item)
    for pool in kinds.values():
        rng.shuffle(pool)
    longest = max(map(len, kinds.values()), default=0)
    for turn in range(2 * longest):
        for kind in rng.sample(sorted(kinds), len(kinds)):
            if turn < 2 * len(kinds[kind]):
                yield kinds[kind][turn % len(kinds[kind])]
