"""Pieces as sentences: what the article has, is and comes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from description.german.grammar import joined
from description.writers.rules.pieces import Piece, has_tail
from description.writers.rules.style import Topic
from description.writers.rules.voice import SUBJECT, Sentence, Voice, sentence

_MOST_AFTER_WITH = 4
_TIGHT = 40
_CUT = " geschnitten"


def sentences_of(topic: Topic, pieces: Sequence[Piece], voice: Voice, weight: int) -> list[Sentence]:
    """The pieces as sentences: what the article is and has in one, more in the next, lists behind a colon last."""
    having = sorted((piece for piece in pieces if piece.after_with), key=lambda piece: has_tail(piece.after_with))
    words = [piece.words for piece in pieces if piece.words]
    predicates = _predicates(piece.predicate for piece in pieces if piece.predicate)
    found: list[Sentence] = []
    for at in range(0, len(having) or 1, _MOST_AFTER_WITH):
        chunk = having[at : at + _MOST_AFTER_WITH]
        text = _clause(topic, chunk, words if at == 0 else [], predicates if at == 0 else [], voice)
        if text:
            fewer = [_clause(topic, chunk[:most], [], [], voice) for most in _fewer(chunk, voice)]
            found.append(Sentence(topic, sentence(text), weight - at, tuple(map(sentence, fewer))))
    for label in dict.fromkeys(piece.label for piece in pieces if piece.listed):
        values = [piece.listed for piece in pieces if piece.listed and piece.label == label]
        found.append(Sentence(topic, sentence(f"{label}: {joined(values)}" if label else joined(values)), weight - 8))
    return found


def _fewer(chunk: Sequence[Piece], voice: Voice) -> range:
    """How many of the pieces shorter sentences tell, where the limit is tight."""
    return range(len(chunk) - 1, 0, -1) if voice.style.most_words < _TIGHT else range(0)


def _predicates(texts: Iterable[str]) -> list[str]:
    """Each once; of "oversize geschnitten" and "kurz geschnitten" the participle too."""
    each = list(dict.fromkeys(texts))
    cut = [text.removesuffix(_CUT) for text in each if text.endswith(_CUT)]
    others = [text for text in each if not text.endswith(_CUT)]
    return [*others, joined(cut) + _CUT] if cut else others


def _clause(topic: Topic, chunk: Sequence[Piece], words: Sequence[str], predicates: Sequence[str], voice: Voice) -> str:
    """ "Knielang, in A-Linie, mit kurzen Ärmeln" or "Das Kleid ist knielang und kommt mit kurzen Ärmeln"."""
    segments = [f"mit {joined([piece.after_with for piece in chunk])}"] if chunk else []
    segments = [
        *(text for text in words if not text.startswith("ohne ")),
        *segments,
        *(text for text in words if text.startswith("ohne ")),
    ]
    if voice.nominal:
        return ", ".join(part for part in (joined(predicates), *segments) if part)
    is_, has, comes = voice.verb("ist", "sind"), voice.verb("hat", "haben"), voice.verb("kommt", "kommen")
    if not segments:
        return f"{SUBJECT} {is_} {joined(predicates)}" if predicates else ""
    first = f"{SUBJECT} {is_} {joined(predicates)} und" if predicates else SUBJECT
    if not words and all(piece.has for piece in chunk):
        having = joined([piece.has for piece in chunk])
        return f"{first} {has} {having}"
    if words and topic is Topic.FIT and not predicates and all(each.startswith(("im ", "in ")) for each in words):
        return f"{SUBJECT} {is_} {_cut(segments)} geschnitten"
    if not predicates and not words and topic is Topic.DETAILS:
        return voice.pick(
            f"{topic}",
            f"{SUBJECT} {comes} {segments[0]}",
            f"gearbeitet {is_} {voice.pronoun} {segments[0]}",
            f"{SUBJECT} {is_} {segments[0]} gearbeitet",
        )
    return f"{first} {comes} {_segments(segments)}"


def _cut(segments: Sequence[str]) -> str:
    """ "im Slim Fit mit geradem Bein", "in A-Linie und in Midi-Länge"."""
    first, *rest = segments
    return f"{first} {rest[0]}" if len(rest) == 1 and rest[0].startswith("mit ") else _segments(segments)


def _segments(segments: Sequence[str]) -> str:
    return segments[0] if len(segments) == 1 else joined(segments, "sowie" if " und " in segments[-1] else "und")
