"""The style of one text: the examples' profile, and over it what the prompt asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from description.style.instructions import Instructions
from description.style.profile import StyleProfile


@dataclass(frozen=True, slots=True)
class Style:
    """How one text is to be written. `profile` already has what `instructions` ask for in its own fields (address,
    layout, telegraphic, opening, order); limits and what is left out are in `instructions` alone."""

    profile: StyleProfile = field(default_factory=StyleProfile)
    instructions: Instructions = field(default_factory=Instructions)
    most_words: int = 120  # the lower of the caller's and the prompt's
