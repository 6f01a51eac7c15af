"""Labels that an eye, or a model, may give to one and the same thing: camel is beige to one and cognac to another.

near.csv lists them, each pair once. Labels that are near never contradict each other; they are not the same.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

NEAR_FILE: Final = Path(__file__).with_name("near.csv")


def near(facet: str, first: str, second: str) -> bool:
    """Whether two labels of a facet are the same or neighbours."""
    return first == second or frozenset((first, second)) in _pairs().get(facet, ())


@cache
def _pairs() -> dict[str, set[frozenset[str]]]:
    pairs: dict[str, set[frozenset[str]]] = {}
    with NEAR_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            pairs.setdefault(row["facet"], set()).update(
                frozenset((row["label"], other)) for other in row["near"].split("|")
            )
    return pairs
