"""The special features as sentences, in the turn of phrase of the example."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.german.grammar import joined
from description.product_data.model import Entry
from description.writers.rules.pieces import Piece, has_tail
from description.writers.rules.style import Topic, Turn
from description.writers.rules.voice import SUBJECT, Sentence, Voice, sentence

WEIGHT = 90
_MOST = 5
_SPECIAL_KEY = re.compile(r"besonder|highlight|special|extra|vorteil|usp|selling|verkaufsargument", re.I)
_NO_ARTICLE = frozenset({"technology", "material", "pattern", "certificate", "fit", "care", "occasion", "season"})


def features(pieces: Sequence[Piece], entries: Sequence[Entry], voice: Voice) -> list[Sentence]:
    """Nouns as "Das Besondere sind die …", then what the article is, then what only a list can hold."""
    nouns = [piece for piece in pieces if piece.after_with]
    predicates = list(dict.fromkeys(piece.predicate for piece in pieces if piece.predicate))
    words = [piece.words for piece in pieces if piece.words]
    listed = [piece.listed for piece in pieces if piece.listed and piece.label]
    measured = [piece.listed for piece in pieces if piece.listed and not piece.label]
    found: list[Sentence] = []
    turn = voice.style.turn or ("special" if any(_SPECIAL_KEY.search(entry.key) for entry in entries) else "equipped")
    if turn == "special" and not all(_takes_article(piece) for piece in nouns):
        nouns.sort(key=lambda piece: not _takes_article(piece))
    special = [piece for piece in nouns if turn == "special" and _takes_article(piece)][:_MOST]
    if special:
        found.append(Sentence(Topic.FEATURES, _special(special), WEIGHT))
    rest = [piece for piece in nouns if piece not in special]
    if voice.nominal and special and predicates and len(rest) <= _MOST:
        after = [f"mit {joined([piece.after_with for piece in rest])}"] if rest else []
        found.append(
            Sentence(Topic.FEATURES, sentence(f"außerdem {', '.join([joined(predicates[:6]), *after])}"), WEIGHT - 2)
        )
        rest, predicates = [], []
    for at in range(0, len(rest), _MOST):
        text = _equipped(rest[at : at + _MOST], voice, turn, also=bool(found))
        found.append(Sentence(Topic.FEATURES, text, WEIGHT - 4 * len(found)))
    if predicates:
        found.append(Sentence(Topic.FEATURES, _is(predicates[:6], voice, also=bool(found)), WEIGHT - 2))
    found.extend(Sentence(Topic.FEATURES, _comes(text, voice), WEIGHT - 10) for text in words[:2])
    if listed:
        label = "Zudem" if found else "Besonderheit" if len(listed) == 1 else "Besonderheiten"
        found.append(Sentence(Topic.FEATURES, sentence(f"{label}: {joined(listed[:_MOST])}"), WEIGHT - 12))
    if measured:
        found.append(Sentence(Topic.FEATURES, sentence(joined(measured)), WEIGHT - 14))
    return found


def _special(pieces: Sequence[Piece]) -> str:
    with_article = [piece.source.form("nom", "definite") for piece in pieces]
    many = len(pieces) > 1 or pieces[0].source.plural
    return sentence(f"das Besondere {'sind' if many else 'ist'} {joined(with_article)}")


def _equipped(pieces: Sequence[Piece], voice: Voice, turn: Turn, *, also: bool) -> str:
    if turn == "list" and all(piece.source.kind == "noun" for piece in pieces):
        return sentence(f"Besonderheiten: {joined([piece.source.form('nom') for piece in pieces])}")
    after = joined(sorted((piece.after_with for piece in pieces), key=has_tail))
    if voice.nominal:
        return sentence(f"außerdem mit {after}" if also else f"mit {after}")
    is_ = voice.verb("ist", "sind")
    if also:
        return sentence(f"außerdem {is_} {voice.pronoun} mit {after} ausgestattet")
    options = [f"ausgestattet {is_} {voice.pronoun} mit {after}", f"{SUBJECT} {is_} mit {after} ausgestattet"]
    if all(piece.has for piece in pieces):
        options[:] = [f"{SUBJECT} {voice.verb('hat', 'haben')} {joined([piece.has for piece in pieces])}"]
    elif len(pieces) > 1 and all(_takes_article(piece) for piece in pieces):
        with_article = [piece.source.form("nom", "definite") for piece in pieces]
        options.append(f"zur Ausstattung gehören {joined(with_article)}")
    return sentence(voice.pick("features", *options))


def _takes_article(piece: Piece) -> bool:
    word = piece.source.word
    return piece.source.kind == "noun" and (word is None or word.kind not in _NO_ARTICLE)


def _is(predicates: Sequence[str], voice: Voice, *, also: bool) -> str:
    if voice.nominal:
        return sentence(f"außerdem {joined(predicates)}" if also else joined(predicates))
    is_ = voice.verb("ist", "sind")
    if also:
        return sentence(
            voice.pick(
                "also", f"dazu {is_} {voice.pronoun} {joined(predicates)}", f"{SUBJECT} {is_} {joined(predicates)}"
            )
        )
    return sentence(f"{SUBJECT} {is_} {joined(predicates)}")


def _comes(words: str, voice: Voice) -> str:
    """ "aus reiner Baumwolle", "ohne Bügel", "für breite Füße"."""
    if voice.nominal:
        return sentence(words)
    first = words.split()[0]
    if first in ("für", "zum", "zur"):
        return sentence(f"{SUBJECT} {voice.verb('ist', 'sind')} {words} gedacht")
    verb = voice.verb("ist", "sind") if first in ("aus", "auf", "am", "an") else voice.verb("kommt", "kommen")
    return sentence(f"{SUBJECT} {verb} {words}")
