"""How one text is written: what examples and a prompt ask for, as the realiser needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from description.style.asked import Style, style_of
from description.style.instructions import Instructions
from description.style.profile import Address, Layout, StyleProfile, Turn
from description.style.topics import Topic

_USUAL_FACTS = 4
_WORDS_PER_FACT = 3.2
_CLAUSES = 0.7  # subordinate clauses per sentence
_TERSE = 2.3
_LONG = 17.0  # words per sentence


@dataclass(frozen=True, slots=True)
class Manner:
    """`tones`: the constructions that fit, the preferred ones first. `most_facts` per sentence; `words` 0: as many as
    it takes. `free`: no example sets the words, so that they may vary."""

    tones: tuple[str, ...] = ("full",)
    telegraphic: bool = False
    listing: bool = False
    mixed: bool = False
    terse: bool = False  # one fact per note
    free: bool = True
    most_facts: int = _USUAL_FACTS
    turn: str = ""
    words: int = 0
    most_words: int = 120
    most_sentences: int = 120
    profile: StyleProfile = field(default_factory=StyleProfile)
    asked: Instructions = field(default_factory=Instructions)

    @property
    def long(self) -> bool:
        """Whether sentences are long."""
        return "long" in self.tones

    @property
    def order(self) -> tuple[Topic, ...]:
        """The topics in the order that is asked for."""
        return self.profile.order


@lru_cache(maxsize=256)
def manner_of(examples: tuple[str, ...], prompt: str, most_words: int) -> Manner:
    """The manner of the examples, within the limits that the caller and the prompt set."""
    style: Style = style_of(examples, prompt, most_words)
    profile = style.profile
    tones: tuple[str, ...] = ("full",)
    if profile.address is not Address.NONE:
        tones = (profile.address.value, "full")
    elif profile.layout is Layout.MIXED and profile.telegraphic:
        tones = ("mixed", "full")
    elif profile.clauses >= _CLAUSES or profile.sentence_words >= _LONG:
        tones = ("long", "full")
    return Manner(
        tones=tones,
        telegraphic=profile.telegraphic,
        listing=profile.layout is Layout.LIST,
        mixed=profile.layout is Layout.MIXED,
        terse=profile.telegraphic and profile.layout is Layout.PROSE and profile.sentence_words < _TERSE,
        free=not profile.examples,
        most_facts=_most_facts(profile),
        turn=_turn(profile.turn),
        words=profile.words,
        most_words=style.most_words,
        most_sentences=style.most_sentences,
        profile=profile,
        asked=style.instructions,
    )


def _most_facts(profile: StyleProfile) -> int:
    """How many facts a sentence may hold, by the length of the example's sentences."""
    if not profile.sentence_words or profile.telegraphic:
        return _USUAL_FACTS
    return max(2, min(7, round(profile.sentence_words / _WORDS_PER_FACT)))


def _turn(turn: Turn | None) -> str:
    return "" if turn is None else "special" if turn is Turn.SPECIAL else "list" if turn is Turn.LIST else "equipped"
