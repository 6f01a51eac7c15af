"""Chooses the sentences that fit: the weightier first, whole ones only, in the order of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.german.text import count_words
from description.german.text import sentences as sentences_in
from description.writers.rules.pieces import stems
from description.writers.rules.style import Style, Topic
from description.writers.rules.voice import SUBJECT, Sentence

_CORE = 80  # Sentences of this weight may go beyond the example's length, never beyond the limit.
_LEEWAY = 1.4
_LEAST_LEEWAY = 12


def fitted(
    sentences: Sequence[Sentence], order: Sequence[Topic], style: Style, bad: Sequence[str] = (), *, subject: str
) -> list[str]:
    """The text's sentences. `subject` is the longest that a sentence may get for its own.

    A sentence that holds one of the `bad` words is left out, or stands in a form without them.
    """
    length = style.most_words
    if style.words:
        length = min(length, max(round(style.words * _LEEWAY), style.words + _LEAST_LEEWAY))
    chosen: dict[int, str] = {}
    used = 0
    for at in sorted(range(len(sentences)), key=lambda index: -sentences[index].weight):
        if len(chosen) >= style.most_sentences:
            break
        each = sentences[at]
        room = (style.most_words if each.weight >= _CORE else length) - used
        for text in (each.text, *each.shorter):
            whole = text.replace(SUBJECT, subject)
            words = count_words(whole)
            if words <= room and not _holds(whole, bad):
                chosen[at] = text
                used += words
                break
    placed = sorted(chosen, key=lambda index: (order.index(sentences[index].topic), index))
    return list(dict.fromkeys(chosen[at] for at in placed))


def _holds(text: str, bad: Sequence[str]) -> bool:
    """Whether a sentence says one of these things, in whatever form. What goes over a full stop is two things."""
    said = stems(text)
    for thing in (part for each in bad for part in sentences_in(each)):
        wanted = stems(thing)
        if wanted <= said if wanted else re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", text):
            return True
    return False
