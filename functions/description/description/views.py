"""What a photo shows of the article: from where, and how it is presented, from its file's name and its tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from description.domain.photo_facets import photo_facets
from description.evidence import PhotoTag
from description.german.csv_tables import LEXICON, table_rows

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

    def hides(self, facet: str) -> bool:
        """Whether the facet cannot be seen from here, whatever a model says."""
        return facet in self.hidden or _EVERYTHING in self.hidden


def view_of(name: str, tags: Sequence[PhotoTag], group: str = "") -> View:
    """The view by the name that the photo was given ("front", "02_rückseite"), else by what its tags are sure of."""
    known = _views()
    tokens = re.findall(r"[^\W\d_]+", name.casefold())
    named = [view for token in tokens for view in known.values() if token in view["names"].split("|")]
    sure = [tag.label for tag in tags if tag.facet == "view" and tag.score >= photo_facets()["view"].states]
    found = {view["slot"]: view for view in reversed([*named, *(known[one] for one in sure if one in known)])}
    rows = [found[slot] for slot in _SLOTS if slot in found]
    phrases = [_ON_FEET.get(row["view"], "") if group == "shoes" else "" for row in rows]
    return View(
        tuple(phrase or row["phrase"] for phrase, row in zip(phrases, rows, strict=True)),
        next((row["pieces"] for row in rows if row["pieces"]), ""),
        frozenset(facet for row in rows for facet in row["hidden"].split("|") if facet),
    )


@cache
def _views() -> dict[str, dict[str, str]]:
    return {row["view"]: row for row in table_rows(LEXICON / "photo_views.csv")}
