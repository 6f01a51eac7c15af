"""Constructions: sentences with slots (constructions.csv). A slot that has nothing to say rules its construction out.

{this.nom} {the.dat} {a.acc} {bare.nom}: the article's noun; {er}: what stands for it in a later sentence.
{ist|sind} agrees with the article, {ist/sind} with the facts of the sentence. Other names are those of `Slots.word`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from description.realise.tables import rows

_SLOT = re.compile(r"\{([^{}]+)\}")
_SPACE = re.compile(r"\s+(?=[\s,.;:!?])|^\s+")
_SPREAD = 2654435761


@dataclass(frozen=True, slots=True, eq=False)
class Construction:
    """One row. `kind`: what it is for; `family`: its verb, which a text has once; `tone`: see Manner.tones; `needs`:
    the slots without which it says nothing; `opens`: how an opening begins, as style.profile.Opening names it."""

    number: int
    kind: str
    tone: str
    family: str
    weight: float
    text: str
    needs: tuple[str, ...]
    opens: str

    def fill(self, words: Callable[[str], str], *, article_plural: bool, facts_plural: bool) -> str:
        """The sentence with its slots filled; "" when one is empty."""
        if not all(words(name) for name in self.needs):
            return ""

        def said(slot: re.Match[str]) -> str:
            if "|" in slot[1]:
                return slot[1].split("|")[article_plural]
            return slot[1].split("/")[facts_plural] if "/" in slot[1] else words(slot[1].rstrip("?"))

        return _SPACE.sub("", _SLOT.sub(said, self.text)).strip()


@cache
def constructions() -> dict[str, tuple[Construction, ...]]:
    """The constructions by their kind."""
    found: dict[str, list[Construction]] = {}
    openings = [(row["begins"], row["opens"]) for row in rows("openings")]
    for row in rows("constructions"):
        text, kind = row["text"], row["kind"]
        number = zlib.crc32(text.encode())  # its own, so that another row changes no other text
        needs = tuple(name for name in _SLOT.findall(text) if not (name.endswith("?") or "|" in name or "/" in name))
        opens = next((opened for begin, opened in openings if text.startswith(begin)), "other")
        made = Construction(number, kind, row["tone"], row["family"], float(row["weight"]), text, needs, opens)
        found.setdefault(kind, []).append(made)
    return {kind: tuple(each) for kind, each in found.items()}


@lru_cache(maxsize=4096)
def chance(seed: str) -> float:
    """A number from 0 to 1, always the same for one seed."""
    return (zlib.crc32(seed.encode()) * _SPREAD >> 8 & 0xFFFFFF) / 0x1000000


def shuffled(options: Sequence[Construction], seed: str, tone: str, opens: str = "") -> list[Construction]:
    """Those of this tone in an order that chance and their weights make, always the same for one seed; those that
    open in this way first."""
    at = zlib.crc32(seed.encode())
    keyed = []
    for each in options:
        if each.tone == tone:
            number = ((at ^ each.number) * _SPREAD >> 8 & 0xFFFFFF) / 0x1000000
            first = bool(opens) and each.opens != opens
            keyed.append((first, -(number ** (1 / each.weight)), each.number, each))
    return [each for _, _, _, each in sorted(keyed)]
