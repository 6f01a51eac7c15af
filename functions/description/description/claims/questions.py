"""Short questions to the reader: "Zu lang?", "Rotweinflecken und Kerzenwachs?". They claim nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUESTION = re.compile(r"(?:^|(?<=[.!?\n]))[^.!?\n]{1,60}\?")
_LONGEST = 5  # words; a longer question may well say what the article is


def short_questions(text: str) -> Iterator[tuple[int, int]]:
    """Where each question of a few words begins and ends."""
    for found in _QUESTION.finditer(text):
        if len(found[0].split()) <= _LONGEST:
            yield found.span()
