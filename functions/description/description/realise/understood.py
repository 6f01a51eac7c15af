"""Whether a value is German."""

from __future__ import annotations

import re
from functools import lru_cache

from description.language.vocabulary import vocabulary
from description.language.words import key as key_of
from description.realise.nouns import noun_number

_SAME = 3  # letters that a word shares with its own forms


@lru_cache(maxsize=8192)
def understood(text: str) -> bool:
    """Whether the words of a value are German, or names; "Elastic inserts", "Boat-Neck" are not."""
    for token in re.sub("[,„“]", " ", text).split():
        if not token[:1].isalpha() or _is_german(token.strip(".")):
            continue
        name = token[1:] != token[1:].lower()  # "NordTex", "GORE-TEX"
        if "-" in token and not token.isupper():
            name = any(vocabulary().readings(part) for part in token.split("-"))
        if not name and noun_number(token) is None and (token[:1].islower() or " " in text):
            return False
    return True


def _is_german(token: str) -> bool:
    """Whether the vocabulary has the word itself; "inserts" it knows as a name of Einsatz only."""
    start = key_of(token)[:_SAME]
    return any(
        reading.word is None or key_of(reading.word.lemma).startswith(start) or len(token) < _SAME
        for reading in vocabulary().readings(token)
    )
