"""What a photo shows of the article: from where, and how it is presented, from its file's name and its tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from description.domain.photo_facets import photo_facets
from description.evidence import PhotoTag
from description.language.csv_tables import LEXICON, items, table_rows

_SLOTS = ("setting", "direction")
_EVERYTHING = "*"
_ON_FEET = {"on-model": "am Fuß"}


@dataclass(frozen=True, slots=True)
class View:
    """One photo's view. `phrases` follow the article's description; `hidden` are the facets that it cannot show;
    `pieces`: "one" where it shows one of a pack or a part of one, "two" where it shows a pair, else "".
    """

    phrases: tuple[str, ...]
    pieces: str
    hidden: frozenset[str]

    def phrases_beside(self, text: str) -> tuple[str, ...]:
        """The phrases, without a part that the text names: "mit Kapuze, Detailansicht", not "Blick auf die Kapuze"."""
        detail, lower = _views()["detail"]["phrase"], text.lower()
        return tuple(detail if phrase in _parts() and _parts()[phrase] in lower else phrase for phrase in self.phrases)

    @property
    def hides_all(self) -> bool:
        """Whether nothing of the article's looks can be seen from here: its sole, its label."""
        return _EVERYTHING in self.hidden

    def hides(self, facet: str, label: str) -> bool:
        """Whether a label of a facet cannot be seen from here, whatever a model says."""
        return self.hides_all or (facet in self.hidden and f"!{label}" not in self.hidden)


def view_of(name: str, tags: Sequence[PhotoTag], *, on_feet: bool = False) -> View:
    """The view by the name that the photo was given ("front", "02_rückseite"), else by what its tags are sure of."""
    known = _views()
    tokens = re.findall(r"[^\W\d_]+", name.casefold())
    named = [view for token in tokens for view in _named().get(token, ())]
    sure = [tag.label for tag in tags if tag.facet == "view" and tag.score >= photo_facets()["view"].states]
    found = {view["slot"]: view for view in reversed([*named, *(known[one] for one in sure if one in known)])}
    rows = [found[slot] for slot in _SLOTS if slot in found]
    phrases = [_ON_FEET.get(row["view"], "") if on_feet else "" for row in rows]
    return View(
        tuple(said for phrase, row in zip(phrases, rows, strict=True) if (said := phrase or row["phrase"])),
        next((row["pieces"] for row in rows if row["pieces"]), ""),
        frozenset(facet for row in rows for facet in items(row["hidden"])),
    )


@cache
def _views() -> dict[str, dict[str, str]]:
    return {row["view"]: row for row in table_rows(LEXICON / "photo_views.csv")}


@cache
def _named() -> dict[str, list[dict[str, str]]]:
    """The views by the names that photos are given."""
    named: dict[str, list[dict[str, str]]] = {}
    for row in _views().values():
        for name in items(row["names"]):
            named.setdefault(name, []).append(row)
    return named


@cache
def _parts() -> dict[str, str]:
    """The part that a detail's phrase names: "Kapuze" of "Blick auf die Kapuze", in lower case."""
    return {row["phrase"]: row["phrase"].rpartition(" ")[2].lower() for row in _views().values() if row["part"]}
