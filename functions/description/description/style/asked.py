"""The style of one text: the examples' profile, and over it what the prompt asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from description.style.asking import instructions_of
from description.style.instructions import Instructions
from description.style.profile import Layout, Naming, StyleProfile
from description.style.reading import profile_of

_CHARACTERS = 8  # of a German word with its space, on the safe side: 7.2 on average in product texts
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class Style:
    """How one text is to be written. `profile` already has what `instructions` ask for in its own fields (address,
    layout, telegraphic, opening, order, names, marks); limits and topics to leave out are in `instructions` alone."""

    profile: StyleProfile = field(default_factory=StyleProfile)
    instructions: Instructions = field(default_factory=Instructions)
    most_words: int = 120  # the lower of the caller's and the prompt's, also of its characters; at least 1

    @property
    def most_sentences(self) -> int:
        """The sentences that the prompt allows; as many as there may be words where it says nothing."""
        return self.instructions.most_sentences or self.most_words


def style_of(examples: tuple[str, ...], prompt: str, most_words: int) -> Style:
    """The style that examples and prompt ask for, within the caller's limit."""
    asked = instructions_of(prompt)
    limits = [most_words, asked.most_words or most_words, (asked.most_characters or 8 * most_words) // _CHARACTERS]
    return Style(_changed(profile_of(examples), asked), asked, max(1, min(limits)))


def _changed(profile: StyleProfile, asked: Instructions) -> StyleProfile:
    changes: dict[str, Any] = dict(_layout(profile, asked))
    given = {"address": asked.address, "bullet": asked.bullet, "opening": asked.opening}
    changes |= {name: value for name, value in given.items() if value is not None}
    if asked.telegraphic is not None:
        changes["fragments"] = 1.0 if asked.telegraphic else 0.0
    if profile.opening in asked.not_opening and asked.opening is None:
        changes["opening"] = None
    for flag, cleared in _CLEARED.items():
        if getattr(asked, flag):
            changes |= cleared
    if asked.most_sentence_words:
        longest = asked.most_sentence_words
        changes |= {"longest": longest, "sentence_words": min(profile.sentence_words or longest, longest)}
    if asked.first or asked.last or asked.without:
        moved = {*asked.first, *asked.last, *asked.without}
        rest = [topic for topic in profile.order if topic not in moved]
        changes["order"] = (*asked.first, *rest, *(topic for topic in asked.last if topic not in asked.first))
    return replace(profile, **changes)


def _layout(profile: StyleProfile, asked: Instructions) -> dict[str, Any]:
    """What another layout than the examples' brings with it."""
    if asked.layout is None or asked.layout is profile.layout:
        return {}
    if asked.layout is Layout.PROSE:
        return {"layout": asked.layout, "bullet": "", "labels": 0.0, "fragments": 0.0, "full_stop": True}
    telegraphic = {"fragments": 1.0} if asked.layout is Layout.LIST else {}
    return {"layout": asked.layout, "bullet": profile.bullet or _BULLET, "full_stop": False, **telegraphic}


_CLEARED: dict[str, dict[str, Any]] = {
    "full": {"words": 0, "sentences": 0.0},
    "without_brand": {"brand": Naming.NONE, "brand_words": ""},
    "without_name": {"quotes": ""},
    "without_exclamations": {"exclamations": 0.0},
    "without_dashes": {"dashes": 0.0, "dash": ""},
    "without_connectors": {"connectors": (), "connected": 0.0},
    "without_benefits": {"benefits": 0.0},
}
