"""Which sentences of a supplier's prose speak of the article, and what of a clause may be taken at its word."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from description.ingest.prose.words import any_of, is_of
from description.language.chunks import Chunk
from description.language.clauses import is_finite
from description.language.noun_phrases import NounPhrase
from description.language.text import tokens

_OTHER_VOICES = ("other-voice", "superlative", "environment", "size-note")
_LONGEST = 60  # tokens; what is longer is no sentence
_SUPERLATIVE = ("sten", "st")


class Hold(Enum):
    """How much of a clause holds: nothing, what its definite noun phrases take for granted, everything."""

    NOTHING = auto()
    GIVEN = auto()
    ALL = auto()


def speaks_of_article(sentence: str) -> bool:
    """Whether a sentence is about the article: no advertising, price, delivery, size, photo, praise or question."""
    words = [token.text.lower() for token in tokens(sentence)]
    if not words or len(words) > _LONGEST or sentence.rstrip(" \"'“”)»").endswith(("!", "?")):
        return False
    if any(map(_is_other_voice, words)):
        return False
    if any_of("conditional", words) or (any_of("also-made", words) and any_of("also", words)):
        return False
    if any_of("falls-out", words) and any_of("out", words):
        return False
    if any(is_of("at", word) and after.endswith(_SUPERLATIVE) for word, after in pairwise(words)):
        return False
    return not (any_of("included", words) and any_of("not", words))


@lru_cache(maxsize=8192)
def _is_other_voice(word: str) -> bool:
    return any(is_of(voice, word) for voice in _OTHER_VOICES)


def hold_of(clause: Sequence[Chunk]) -> Hold:
    """What of a clause may be taken at its word."""
    words = [word.lower() for chunk in clause for word in chunk.text.split()]
    if any(is_of("each", one.text.lower()) and is_finite(other) for one, other in pairwise(clause)):
        return Hold.NOTHING
    if any_of("unsure", words) or any_of("worn-with", words) or (_is_order(clause) and not _gives(clause[0])):
        return Hold.NOTHING
    if any_of("negating", words):
        return Hold.GIVEN if any_of("harmless", words) else Hold.NOTHING
    if any(is_of("addressed", word) for chunk in clause[1:] for word in chunk.text.split()):
        return Hold.GIVEN
    if any_of("possible", words):
        return Hold.GIVEN
    return Hold.ALL


def until_compared(clause: Sequence[Chunk]) -> Sequence[Chunk]:
    """A clause up to "wie" or "als": what follows is what it is compared with."""
    end = next((at for at, chunk in enumerate(clause) if is_of("comparing", chunk.text.lower())), len(clause))
    return clause[:end]


def _is_order(clause: Sequence[Chunk]) -> bool:
    """Whether a clause opens with its verb: "Kombiniere sie …"."""
    return is_finite(clause[0]) and clause[0].text[:1].isupper()


def _gives(chunk: Chunk) -> bool:
    return is_of("giving", chunk.text.lower())


def asserted(clause: Sequence[Chunk], hold: Hold) -> list[int]:
    """The places of the noun phrases of a clause that say that something is there."""
    if hold is Hold.NOTHING:
        return []
    verb = next((at for at, chunk in enumerate(clause) if is_finite(chunk)), len(clause))
    prevents = any_of("preventing", (chunk.text.lower() for chunk in clause))
    gives = verb < len(clause) and any(_gives(chunk) for chunk in clause)
    found: list[int] = []
    context, outer, inside = "", "", False
    for at, chunk in enumerate(clause):
        previous = clause[at - 1] if at else None
        if chunk.noun is None:
            if not _goes_on(chunk):
                context, outer, inside = "", "", False
            continue
        if chunk.preposition:
            inside, outer = _inside(previous, context, outer, inside=inside)
            context = context if inside and _is_beside(previous, context) else chunk.preposition
        elif previous is None or previous.noun is not None or not _goes_on(previous):
            context, outer, inside = "", "", False
        elif "nom" in chunk.noun.cases and not is_of("asserting-preposition", context):
            context = outer
        if chunk.noun.cases == {"gen"} and not chunk.preposition:
            continue
        if previous is not None and _is_unread(previous, chunk):
            continue
        leads = at < verb or gives or (prevents and at == verb + 1)
        if _is_there(chunk, context, hold, leads=leads, gives=gives):
            found.append(at)
    return found


def _inside(previous: Chunk | None, context: str, outer: str, *, inside: bool) -> tuple[bool, str]:
    """Whether a preposition belongs to the noun before it ("Streifen am Schaft"), and the one that noun is under."""
    if previous is None or previous.noun is None:
        return False, ""
    return True, outer if inside else context


def _is_beside(previous: Chunk | None, context: str) -> bool:
    """Whether what follows belongs to another article: "für Mäntel mit Kapuze", but not "für Jungen mit Kapuze"."""
    head = previous.noun.head if previous is not None and previous.noun is not None else None
    return is_of("suited-preposition", context) and head is not None and head.kind == "type"


def _goes_on(chunk: Chunk) -> bool:
    return chunk.kind == "sign" or is_of("coordinating", chunk.text)


def _is_unread(previous: Chunk, chunk: Chunk) -> bool:
    """Whether a word that belongs to the phrase could not be read, so that it may say something else."""
    adjacent = chunk.start - previous.end == 1 and not chunk.preposition
    bare = chunk.noun is not None and chunk.noun.determiner == "none"
    opens = previous.kind == "word" and is_of("opens-phrase", previous.text.lower())
    unknown = previous.kind == "unknown" and not previous.text[:1].isdigit()
    return adjacent and bare and (opens or unknown)


def _is_there(chunk: Chunk, context: str, hold: Hold, *, leads: bool, gives: bool) -> bool:
    """Whether a noun phrase says that there is such a thing."""
    if chunk.noun is None:
        return False
    if not context and chunk.noun.cases.isdisjoint(("nom", "acc")):
        return False
    if not context:
        return chunk.noun.is_definite or (hold is Hold.ALL and leads)
    if is_of("granting-preposition", context) or (chunk.noun.is_definite and is_of("means", context)):
        return True
    if is_of("asserting-preposition", context):
        return chunk.noun.is_definite or hold is Hold.ALL
    if not is_of("placing-preposition", context):
        return False
    if is_of("manner-preposition", chunk.preposition) and _is_manner(chunk.noun):
        return hold is Hold.ALL
    more = _says_more(chunk) or chunk.noun.determiner == "indefinite"
    return more and (chunk.noun.is_definite or (hold is Hold.ALL and gives))


def _is_manner(phrase: NounPhrase) -> bool:
    """ "im Slim Fit", "in 7/8-Länge", "im Five-Pocket-Stil"."""
    if phrase.head is None:
        return False
    return phrase.head.kind in ("fit", "length") or (phrase.head.kind == "pocket" and "-" in phrase.noun.lemma)


def _says_more(chunk: Chunk) -> bool:
    return chunk.noun is not None and bool(chunk.noun.adjectives or chunk.noun.count)
