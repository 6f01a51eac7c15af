"""What an example and a prompt ask for: order, length, manner and turn of phrase. Never a value of the example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from description.german.text import count_words, sentences

Manner = Literal["nominal", "verbs"]
Turn = Literal["special", "equipped", "list"]


class Topic(StrEnum):
    """What a sentence is about."""

    OPENING = "opening"
    FEATURES = "features"
    MATERIAL = "material"
    SOLE = "sole"
    DETAILS = "details"
    FIT = "fit"
    MEASURES = "measures"
    WIDTH = "width"
    CARE = "care"
    CONTENTS = "contents"
    ORIGIN = "origin"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written. `order`: the topics that the examples have, in their order; `words` 0: as many as it
    takes. `turn` is how features are told; None where no example has them. `about`: heights are told with "ca.".
    """

    manner: Manner = "verbs"
    order: tuple[Topic, ...] = ()
    turn: Turn | None = None
    words: int = 0
    most_words: int = 120
    most_sentences: int = 99
    about: bool = False


_NUMBERS = {"ein": 1, "einem": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7}
_LEAST_WORDS = 5  # Whoever asks for less means something else ("max. 2 Wörter in Großbuchstaben").
_WORD_LIMIT = re.compile(
    r"(?:max(?:imal|\.)?|höchstens|bis(?:\s+zu)?|unter|weniger\s+als|nicht\s+mehr\s+als|nicht\s+länger\s+als|in|mit|ca\.|etwa"
    r"|rund|ungefähr|limit:?|≤|<)\s*(?:von\s+|ca\.\s*)?(\d{1,4})(?:\s*(?:-|–|bis)\s*(\d{1,4}))?[\s-]*(?:wörter|worte|wort|words)",
    re.I,
)
_PLAIN_LIMIT = re.compile(r"\b(\d{1,4})(?:\s*(?:-|–|bis)\s*(\d{1,4}))?[\s-]*(?:wörter|worte|words)", re.I)
_AT_LEAST = re.compile(r"(?:mind(?:estens|\.)|wenigstens|ab)\s*$", re.I)
_SENTENCE_LIMIT = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})(?:\s*(?:-|–|bis|oder)\s*(\d{{1,2}}|{'|'.join(_NUMBERS)}))?\s+"
    r"(?:\w+en\s+|\w+e\s+)?(?:sätze?n?|satz)\b",
    re.I,
)

_FINITE = re.compile(
    r"\b(?:ist|sind|hat|haben|besteht|bestehen|sorgt|sorgen|bietet|bieten|verfügt|verfügen|kommt|kommen|macht|machen|passt"
    r"|passen|lässt|lassen|wird|werden|punktet|punkten|überzeugt|überzeugen|zeigt|zeigen|trägt|tragen|besitzt|besitzen"
    r"|verleiht|verleihen|schließt|schließen|hält|halten|gibt|geben|sitzt|sitzen|fällt|fallen|gehört|gehören|schenkt"
    r"|begeistert|begeistern|begleitet|begleiten|präsentiert|liegt|liegen|eignet|eignen|erhält|steht|stehen|setzt|setzen"
    r"|kannst|können|wirkt|wirken|rundet|runden|schützt|schützen|bringt|bringen|ermöglicht|dämpft|federt|umfasst|beträgt)\b"
)
# A sentence is about the topics whose words come first in it, two at most.
_SIGNS: tuple[tuple[Topic, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(signs, re.I))
    for topic, signs in (
        (
            Topic.FEATURES,
            r"das besondere|besonderheit|highlight|ausgestattet|\bausstattung|features?\b|extras?\b|dämpf|technologie",
        ),
        (Topic.CARE, r"wasch|pflege|wäsche\b|bügel(?:n|leicht|frei)|trockner"),
        (Topic.WIDTH, r"\bweite\s+[a-m]\b|schuhweite|\bweite\b|\bgröße"),
        (
            Topic.MATERIAL,
            r"obermaterial|oberstoff|material|baumwoll|polyester|innenausstattung|futter|gefüttert|\d\s?%|leder\b",
        ),
        (Topic.SOLE, r"sohle|absatz|schaft(?:höhe|weite)"),
        (
            Topic.MEASURES,
            r"\bmaße\b|abmessung|\d\s?(?:x|×)\s?\d|\bbreite\b|\bhöhe\b|\bvolumen\b|fassungsvermögen|gewicht",
        ),
        (Topic.ORIGIN, r"hergestellt|made in|herkunft|gefertigt in|zertifi|oeko-tex|gots"),
        (Topic.CONTENTS, r"lieferumfang|\ber-pack|im set|teilig"),
        (Topic.FIT, r"passform|schnitt|geschnitten|fit\b|sitzt|länge\b|lang\b|bein\b|leibhöhe|bund\b"),
        (
            Topic.DETAILS,
            r"kragen|ausschnitt|ärmel|tasche|reißverschluss|knopf|knöpf|verschluss|schnürung|schnalle|spitze|kapuze",
        ),
    )
)
_SPECIAL = re.compile(r"das besondere|besonderheit|highlight", re.I)
_EQUIPPED = re.compile(r"ausgestattet|ausstattung|verfügt|dank|bietet", re.I)
_ABOUT = re.compile(r"\bca\.|\betwa\b|\brund\b")


@lru_cache(maxsize=256)
def style_of(examples: tuple[str, ...], prompt: str, most_words: int) -> Style:
    """The style of the examples, within the limits that the caller and the prompt set."""
    asked_words, asked_sentences = _limits(prompt)
    limit = max(1, min(most_words, asked_words or most_words))
    told = [sentences(example) for example in examples if example.strip()]
    if not told:
        return Style(most_words=limit, most_sentences=asked_sentences)
    every = [sentence for example in told for sentence in example]
    topics = dict.fromkeys(topic for at, example in enumerate(told) if at == 0 for topic in _topics(example))
    feature = next((sentence for sentence in every if Topic.FEATURES in _topics_of(sentence)), "")
    return Style(
        manner="verbs" if 2 * sum(bool(_FINITE.search(sentence)) for sentence in every) > len(every) else "nominal",
        order=tuple(topics),
        turn=_turn(feature) if feature else None,
        words=round(sum(count_words(example) for example in examples) / len(told)),
        most_words=limit,
        most_sentences=asked_sentences,
        about=any(_ABOUT.search(sentence) for sentence in every),
    )


def _topics(example: Sequence[str]) -> tuple[Topic, ...]:
    found = [Topic.OPENING]
    for sentence in example[1:]:
        found.extend(_topics_of(sentence))
    return tuple(found)


def _topics_of(sentence: str) -> tuple[Topic, ...]:
    found = [(match.start(), topic) for topic, signs in _SIGNS if (match := signs.search(sentence))]
    return tuple(topic for _, topic in sorted(found, key=lambda each: each[0]))[:2]


def _turn(sentence: str) -> Turn:
    if ":" in sentence:
        return "list"
    if _SPECIAL.search(sentence):
        return "special"
    return "equipped" if _EQUIPPED.search(sentence) else "special"


def _limits(prompt: str) -> tuple[int, int]:
    """The words and sentences that a prompt asks for at most; 0 and 99 where it does not."""
    words = [
        int(found[2] or found[1])
        for pattern in (_WORD_LIMIT, _PLAIN_LIMIT)
        for found in pattern.finditer(prompt)
        if not _AT_LEAST.search(prompt[: found.start()])
    ]
    words = [number for number in words if number >= _LEAST_WORDS]
    found = _SENTENCE_LIMIT.search(prompt)
    most = found[2] or found[1] if found else ""
    return min(words, default=0), max(1, _NUMBERS.get(most.lower()) or int(most)) if most else 99
