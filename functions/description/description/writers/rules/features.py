"""The special features as sentences, in the turn of phrase of the example."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.german.grammar import joined
from description.product_data.model import Entry
from description.writers.rules.pieces import Piece
from description.writers.rules.style import Topic, Turn
from description.writers.rules.voice import Sentence, Voice, sentence

WEIGHT = 90
_MOST = 5
_SPECIAL_KEY = re.compile(r"besonder|highlight|special|extra|vorteil|usp|selling|verkaufsargument", re.I)
_NO_ARTICLE = frozenset({"technology", "material", "pattern", "certificate", "fit", "care", "occasion", "season"})


def features(pieces: Sequence[Piece], entries: Sequence[Entry], voice: Voice) -> list[Sentence]:
    """Nouns as "Das Besondere sind die …", then what the article is, then what only a list can hold."""
    nouns = [piece for piece in pieces if piece.after_with]
    predicates = list(dict.fromkeys(piece.predicate for piece in pieces if piece.predicate))
    words = [piece.words for piece in pieces if piece.words]
    listed = [piece.listed for piece in pieces if piece.listed]
    found: list[Sentence] = []
    turn = voice.style.turn or ("special" if any(_SPECIAL_KEY.search(entry.key) for entry in entries) else "equipped")
    for at in range(0, len(nouns), _MOST):
        text = _of_nouns(nouns[at : at + _MOST], voice, turn if at == 0 else "equipped", at)
        found.append(Sentence(Topic.FEATURES, text, WEIGHT - 4 * (at // _MOST)))
    if predicates:
        found.append(Sentence(Topic.FEATURES, _is(predicates[:6], voice, after=bool(found)), WEIGHT - 2))
    if words:
        found.append(Sentence(Topic.FEATURES, _comes(words[:3], voice), WEIGHT - 10))
    if listed:
        label = "Besonderheiten" if len(listed) > 1 or found else "Besonderheit"
        label = (
            f"Weitere {label}" if found and len(listed) > 1 else label.removesuffix("en") if len(listed) == 1 else label
        )
        found.append(Sentence(Topic.FEATURES, sentence(f"{label}: {joined(listed[:_MOST])}"), WEIGHT - 12))
    return found


def _of_nouns(pieces: Sequence[Piece], voice: Voice, turn: Turn, at: int) -> str:
    if turn == "special" and all(_takes_article(piece) for piece in pieces):
        with_article = [piece.source.form("nom", "definite") for piece in pieces]
        many = len(pieces) > 1 or pieces[0].source.plural
        return sentence(f"das Besondere {'sind' if many else 'ist'} {joined(with_article)}")
    if turn == "list":
        return sentence(f"Besonderheiten: {joined([piece.source.form('nom') for piece in pieces])}")
    after = sorted((piece.after_with for piece in pieces), key=lambda text: " mit " in text)
    if voice.nominal:
        return sentence(f"mit {joined(after)}")
    options = [
        f"ausgestattet {voice.verb('ist', 'sind')} {voice.pronoun} mit {joined(after)}",
        f"{voice.named} {voice.verb('ist', 'sind')} mit {joined(after)} ausgestattet",
    ]
    if all(_takes_article(piece) for piece in pieces):
        many = len(pieces) > 1 or pieces[0].source.plural
        with_article = [piece.source.form("nom", "definite") for piece in pieces]
        options.append(f"zur Ausstattung {'gehören' if many else 'gehört'} {joined(with_article)}")
    return sentence(voice.pick(f"features{at}", *options))


def _takes_article(piece: Piece) -> bool:
    word = piece.source.word
    return piece.source.kind == "noun" and (word is None or word.kind not in _NO_ARTICLE)


def _is(predicates: Sequence[str], voice: Voice, *, after: bool) -> str:
    if voice.nominal:
        return sentence(joined(predicates))
    verb = voice.verb("ist", "sind")
    if after:
        return sentence(
            voice.pick(
                "also",
                f"außerdem {verb} {voice.pronoun} {joined(predicates)}",
                f"{voice.pronoun} {verb} {joined(predicates)}",
            )
        )
    return sentence(f"{voice.pick('is', voice.named, voice.pronoun)} {verb} {joined(predicates)}")


def _comes(words: Sequence[str], voice: Voice) -> str:
    if voice.nominal:
        return sentence(joined(words))
    return sentence(f"{voice.pronoun} {voice.verb('kommt', 'kommen')} {joined(words)}")
