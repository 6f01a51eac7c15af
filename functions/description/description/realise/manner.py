"""How one text is written: what examples and a prompt ask for, as the realiser needs it."""

from __future__ import annotations

from dataclasses import dataclass

from description.style.asked import Style
from description.style.instructions import Instructions
from description.style.profile import Address, Layout, StyleProfile

_USUAL_FACTS = 4
_WORDS_PER_FACT = 3.2
_CLAUSES = 0.7  # subordinate clauses per sentence
_TERSE = 2.3
_LONG = 17.0  # words per sentence


@dataclass(frozen=True, slots=True)
class Manner:
    """A style within the limits of one text, and what follows from it."""

    profile: StyleProfile
    asked: Instructions
    most_words: int
    most_sentences: int

    @property
    def tones(self) -> tuple[str, ...]:
        """The constructions that fit, the preferred ones first."""
        profile = self.profile
        if profile.address is not Address.NONE:
            return profile.address.value, "full"
        if self.mixed and profile.telegraphic:
            return "mixed", "full"
        if profile.clauses >= _CLAUSES or profile.sentence_words >= _LONG:
            return "long", "full"
        return ("full",)

    @property
    def long(self) -> bool:
        """Whether sentences are long."""
        return "long" in self.tones

    @property
    def telegraphic(self) -> bool:
        """Whether it is notes, without finite verbs."""
        return self.profile.telegraphic

    @property
    def terse(self) -> bool:
        """Whether it is notes of one fact each."""
        profile = self.profile
        return profile.telegraphic and profile.layout is Layout.PROSE and profile.sentence_words < _TERSE

    @property
    def listing(self) -> bool:
        """Whether it is a list."""
        return self.profile.layout is Layout.LIST

    @property
    def mixed(self) -> bool:
        """Whether it is prose and a list."""
        return self.profile.layout is Layout.MIXED

    @property
    def free(self) -> bool:
        """Whether no example sets the words, so that they may vary."""
        return not self.profile.examples

    @property
    def words(self) -> int:
        """How many the examples have; 0: as many as it takes."""
        return self.profile.words

    @property
    def most_facts(self) -> int:
        """How many facts a sentence may hold, by the length of the example's sentences."""
        profile = self.profile
        if not profile.sentence_words or profile.telegraphic:
            return _USUAL_FACTS
        return max(2, min(7, round(profile.sentence_words / _WORDS_PER_FACT)))


def manner_of(style: Style) -> Manner:
    """The manner of a style, within the limits that the caller and the prompt set."""
    return Manner(style.profile, style.instructions, style.most_words, style.most_sentences)
