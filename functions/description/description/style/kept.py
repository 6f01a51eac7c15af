"""Whether a text, whoever wrote it, keeps the instructions about its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from description.language.text import count_words
from description.style.in_words import shown
from description.style.instructions import Instructions
from description.style.layout import laid_out
from description.style.profile import Naming, StyleProfile
from description.style.reading import profile_of
from description.style.tables import rows
from description.style.topics import Topic
from description.style.wording import Wording

# Topics whose words are seldom said of anything else, so that a text that should leave them out can be judged.
_JUDGED = (Topic.CARE, Topic.MEASURES, Topic.WIDTH, Topic.ORIGIN, Topic.CONTENTS)
_MOST_FRAGMENTS, _LEAST_FRAGMENTS = 0.35, 0.5


def not_kept(text: str, asked: Instructions) -> tuple[str, ...]:
    """The instructions that a text does not keep, in German: "höchstens 3 Sätze oder Punkte"."""
    given = asked.given
    if not given or not text.strip():
        return ()
    judged = _Judged(text, profile_of((text,)), tuple(map(Wording, laid_out(text).units)))
    return tuple(
        _said(name, value) for name, value in given.items() if name in _KEPT and not _KEPT[name](judged, value)
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A text as it is judged."""

    text: str
    profile: StyleProfile
    units: tuple[Wording, ...]

    def has(self, topic: Topic, unit: Wording) -> bool:
        """Whether a unit is about a topic, if the text is."""
        return topic not in self.profile.order or topic in unit.topics


_KEPT: dict[str, Callable[[_Judged, Any], bool]] = {
    "most_words": lambda judged, most: count_words(judged.text) <= most,
    "least_words": lambda judged, least: count_words(judged.text) >= least,
    "most_characters": lambda judged, most: len(judged.text) <= most,
    "most_sentences": lambda judged, most: len(judged.units) <= most,
    "most_sentence_words": lambda judged, most: judged.profile.longest <= most,
    "address": lambda judged, asked: judged.profile.address is asked,
    "layout": lambda judged, asked: len(judged.units) == 1 or judged.profile.layout is asked,
    "bullet": lambda judged, asked: judged.profile.bullet == asked,
    "telegraphic": lambda judged, asked: (
        judged.profile.fragments >= _LEAST_FRAGMENTS if asked else judged.profile.fragments <= _MOST_FRAGMENTS
    ),
    "opening": lambda judged, asked: judged.profile.opening is asked,
    "not_opening": lambda judged, asked: judged.profile.opening not in asked,
    # a topic that the text does not have can come neither first nor last
    "first": lambda judged, asked: judged.has(asked[0], judged.units[0]),
    "last": lambda judged, asked: judged.has(asked[-1], judged.units[-1]),
    "without": lambda judged, asked: not {*_JUDGED} & {*asked} & {*judged.profile.order},
    "without_brand": lambda judged, _: judged.profile.brand is Naming.NONE,
    "without_exclamations": lambda judged, _: "!" not in judged.text,
    "without_questions": lambda judged, _: "?" not in judged.text,
    "without_dashes": lambda judged, _: not judged.profile.dashes,
}


def _said(name: str, value: Any) -> str:
    says = _says().get(f"{name}={value}") or _says()[name]
    listed = tuple(sorted(value)) if isinstance(value, frozenset) else value
    return says.format(shown(listed))


@cache
def _says() -> dict[str, str]:
    return {row["field"]: row["says"] for row in rows("kept")}
