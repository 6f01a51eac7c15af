"""Phrases of one or more words that mean something together: "mehr als", "zum Teil", "nichts anderes als"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from description.claims.line import Unit


class Phrases:
    """The classes of phrases, each with its phrases in lower case. No phrase of a text reaches over a sign."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._classes = {phrase: name for name, phrases in classes.items() for phrase in phrases}
        self._longest = max(len(phrase.split(" ")) for phrase in self._classes)
        self.firsts = frozenset(phrase.partition(" ")[0] for phrase in self._classes)
        self.lasts = frozenset(phrase.rpartition(" ")[2] for phrase in self._classes)

    def ending_at(self, units: Sequence[Unit], place: int, but: frozenset[str] = frozenset()) -> tuple[str, int]:
        """The class of the longest phrase that ends at a place, none of `but`, and where it begins; ("", place) for
        none."""
        if units[place].text.lower() not in self.lasts:
            return "", place
        for first in range(max(0, place + 1 - self._longest), place + 1):
            phrase = _phrase(units[first : place + 1])
            if phrase in self._classes and phrase not in but:
                return self._classes[phrase], first
        return "", place

    def class_of(self, phrase: str) -> str:
        """The class of a phrase, given in lower case; "" for none."""
        return self._classes.get(phrase, "")

    def size_at(self, units: Sequence[Unit], place: int) -> int:
        """How many units the longest phrase has that begins at a place; 0 for none."""
        if units[place].text.lower() not in self.firsts:
            return 0
        reach = range(min(self._longest, len(units) - place), 0, -1)
        return next((size for size in reach if _phrase(units[place : place + size]) in self._classes), 0)


def _phrase(units: Sequence[Unit]) -> str:
    """The units as one phrase; "" where a sign parts them."""
    return "" if any(unit.gap for unit in units[1:]) else " ".join(unit.text for unit in units).lower()
