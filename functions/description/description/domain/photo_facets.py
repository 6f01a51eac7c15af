"""What a photo may say: which field of the data a facet answers, and how sure a tag must be.

photo_facets.csv is the only table of such thresholds. `states`: the score from which a tag may be stated where the data
says nothing, supports a claim, and is described in an alt text. `contradicts`: the score from which a tag disputes what
the data says; empty: never. `supports`: whether it says something of the article, not of the photo. `groups`: of which
groups of types it can say something, empty for all: a rug has no heel; `never`: of which types of these it cannot
(types_without_facet.csv): a Weste has no sleeves. A facet that is not listed says nothing: a material's look proves no
material.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from description.domain.statement import Field
from description.language.csv_tables import items, lists_of, table_rows

_TABLE = Path(__file__).with_name("photo_facets.csv")


@dataclass(frozen=True, slots=True)
class PhotoFacet:
    """One row: the fields that answer the facet, the kind of word that does, and the scores."""

    facet: str
    fields: tuple[Field, ...]
    kind: str
    states: float
    contradicts: float | None
    supports: bool
    groups: frozenset[str]
    never: tuple[str, ...] = ()


@cache
def photo_facets() -> dict[str, PhotoFacet]:
    """The rows by facet."""
    never = lists_of("types_without_facet", "facet", "types")
    return {row["facet"]: _photo_facet(row, never.get(row["facet"], ())) for row in table_rows(_TABLE)}


def _photo_facet(row: dict[str, str], never: tuple[str, ...]) -> PhotoFacet:
    fields = tuple(map(Field, items(row["fields"])))
    contradicts = float(row["contradicts"]) if row["contradicts"] else None
    groups = frozenset(items(row["groups"]))
    states, supports = float(row["states"]), row["supports"] == "yes"
    return PhotoFacet(row["facet"], fields, row["kind"], states, contradicts, supports, groups, never)
