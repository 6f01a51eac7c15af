"""Chooses the sentences that fit: the weightier first, whole ones only, in the order of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from description.language.text import count_words
from description.language.text import sentences as sentences_in
from description.realise.blocks import Block
from description.realise.facts import Fact, is_in, stems
from description.realise.manner import Manner
from description.realise.surface import SUBJECT
from description.style.topics import Topic

_CORE = 80  # Sentences of this weight may go beyond the example's length, never beyond the limit.
_LEEWAY = 1.4
_LEAST_LEEWAY = 12


def fitted(
    blocks: Sequence[Block], manner: Manner, bad: Sequence[str], subject: str, say: Callable[[Block], str]
) -> list[Block]:
    """The blocks that fit, each with its text. `subject` is the longest that a sentence may get for its own.

    A sentence that holds one of the `bad` words is left out, or tells less, without them.
    """
    length = manner.most_words
    if manner.words:
        length = min(
            length, max(round(manner.words * _LEEWAY), manner.words + _LEAST_LEEWAY * (2 if manner.listing else 1))
        )
    chosen: dict[int, Block] = {}
    used = 0
    for at in sorted(range(len(blocks)), key=lambda index: -blocks[index].weight):
        if len(chosen) >= manner.most_sentences:
            break
        room = (manner.most_words if blocks[at].weight >= _CORE else length) - used
        for block in _shorter(blocks[at]):
            block.text = block.text or say(block)
            whole = block.text.replace(SUBJECT, subject)
            words = count_words(whole)
            if block.text and words <= room and not holds(whole, bad):
                chosen[at] = block
                used += words
                break
    return [chosen[at] for at in sorted(chosen)]


def _shorter(block: Block) -> Iterator[Block]:
    """The block, then those that tell less."""
    yield block
    for text in block.shorter():
        yield Block(block.topic, text=text, weight=block.weight)
    if block.kind in ("", "made", "line") or block.topic is Topic.OPENING:
        return
    ranked = sorted(block.facts, key=lambda fact: -fact.weight)
    for number in range(len(ranked) - 1, 0, -1):
        yield block.with_facts([fact for fact in block.facts if is_in(fact, ranked[:number])])


def is_bad(fact: Fact, bad: Sequence[str]) -> bool:
    """Whether the words of a fact say a bad thing."""
    words = fact.np.form("nom") if fact.np else " ".join((fact.pred, fact.words, fact.after_with, *(fact.does or ())))
    return holds(words, bad)


def holds(text: str, bad: Sequence[str]) -> bool:
    """Whether a sentence says one of these things, in whatever form. What goes over a full stop is two things."""
    said = stems(text) if bad else frozenset()
    for thing in (part for each in bad for part in sentences_in(each)):
        wanted = stems(thing)
        if wanted <= said if wanted else re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", text):
            return True
    return False
