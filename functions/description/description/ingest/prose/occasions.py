"""What prose says the article is for: "für Yoga und Pilates", "ideal für den Sommer"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from description.domain.statement import Field
from description.ingest.prose.found import Found
from description.ingest.prose.words import is_of
from description.language.chunks import Chunk

_FIELDS = {"occasion": Field.OCCASION, "season": Field.SEASON}


def occasions_of(clause: Sequence[Chunk]) -> Iterator[Found]:
    """The occasions and seasons of a clause that stand behind "für", "zum" and the like."""
    context = ""
    for at, chunk in enumerate(clause):
        if chunk.noun is None:
            if chunk.kind not in ("sign", "word"):
                context = ""
            continue
        goes_on = not chunk.preposition and at > 0 and clause[at - 1].noun is None
        context = chunk.preposition or (context if goes_on else "")
        field = _FIELDS.get(chunk.noun.head.kind) if chunk.noun.head is not None else None
        if field is not None and is_of("occasion-preposition", context):
            text = replace(chunk.noun, adjectives=()).base()
            yield Found(field, text, chunk.text)
