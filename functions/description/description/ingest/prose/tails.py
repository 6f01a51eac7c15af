"""What stands right behind a noun of prose and belongs to it: "mit Reißverschluss", "am Schaft", "vorn"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from description.domain.statement import Field
from description.ingest.prose.found import Subject
from description.ingest.prose.materials import owner_of
from description.ingest.prose.nouns import part_of
from description.ingest.prose.properties import fit_to_state
from description.ingest.prose.words import is_of
from description.language.chunks import Chunk
from description.language.function_words import lower_words
from description.language.noun_phrases import NounPhrase


def with_tail(phrase: NounPhrase, clause: Sequence[Chunk], at: int) -> tuple[NounPhrase, int]:
    """The phrase with what stands behind it, and the last place of the clause that it takes then."""
    following = clause[at + 1] if at + 1 < len(clause) else None
    if following is None or phrase.tail:
        return phrase, at
    after = clause[at + 2] if at + 2 < len(clause) else None
    tail = _adverb(following, after) if following.noun is None else _phrase(phrase, following, following.noun, after)
    return (replace(phrase, tail=tail), at + 1) if tail else (phrase, at)


def _adverb(following: Chunk, after: Chunk | None) -> str:
    """ "vorn", where no noun of its own follows."""
    alone = after is None or after.kind != "noun"
    return following.text if following.kind == "word" and alone and is_of("place-adverb", following.text) else ""


def _phrase(phrase: NounPhrase, following: Chunk, inner: NounPhrase, after: Chunk | None) -> str:
    preposition = following.preposition
    if preposition in lower_words("with"):
        told = fit_to_state(inner)
        return f"{preposition} {told.base('dat')}" if told is not None and part_of(told, Subject()) is not None else ""
    if is_of("tail-preposition", preposition):
        bare = inner.is_definite or after is None or after.kind == "sign"
        own = inner.head is None or inner.head.kind != "type"
        return following.text if bare and own and not inner.adjectives else ""
    made = is_of("out", preposition) and inner.head is not None and inner.head.kind == "material"
    apart = made and owner_of(phrase, Subject())[0] in (None, Field.PART_MATERIAL)
    return f"{preposition} {replace(inner, adjectives=()).base('dat')}" if apart else ""
