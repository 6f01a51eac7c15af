"""What a prompt asks for about the form of a text, and what of it was not understood."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from description.style.profile import Address, Layout, Opening
from description.style.topics import Topic


@dataclass(frozen=True, slots=True)
class Instructions:
    """The instructions of a prompt about form. None and empty: nothing is asked. Each beats the examples."""

    most_words: int | None = None
    least_words: int | None = None
    most_characters: int | None = None
    most_sentences: int | None = None
    most_sentence_words: int | None = None  # "kurze Sätze"
    full: bool = False  # "ausführlich": as much as the data gives, however short the examples are
    address: Address | None = None
    layout: Layout | None = None
    bullet: str | None = None
    telegraphic: bool | None = None
    opening: Opening | None = None
    not_opening: frozenset[Opening] = frozenset()
    first: tuple[Topic, ...] = ()  # topics that come first, in this order
    last: tuple[Topic, ...] = ()
    without: frozenset[Topic] = frozenset()
    without_brand: bool = False
    without_name: bool = False  # of the model
    without_colour: bool = False
    without_numbers: bool = False  # measurements and shares in figures
    without_exclamations: bool = False
    without_questions: bool = False
    without_dashes: bool = False
    without_connectors: bool = False
    without_benefits: bool = False  # "nur Fakten"
    not_understood: tuple[str, ...] = ()  # the parts of the prompt that ask for something else, as written

    @property
    def given(self) -> dict[str, Any]:
        """What the prompt asks for, by the names of the fields."""
        default = Instructions()
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value != getattr(default, name)}
