"""Constructions: sentences with slots (constructions.csv). A slot that has nothing to say rules its construction out.

{this.nom} {the.dat} {a.acc} {bare.nom}: the article's noun; {er}: what stands for it in a later sentence.
{ist|sind} agrees with the article, {ist/sind} with the facts of the sentence. Other names are those of `Slots.word`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from description.realise.tables import rows

_SLOT = re.compile(r"\{([^{}]+)\}")
_SPACE = re.compile(r"\s+(?=[\s,.;:!?])|^\s+")
_SPREAD = 2654435761

Part = tuple[str, str]  # ("text", words), ("slot", its name), ("article", "ist|sind"), ("facts", "ist/sind")


@dataclass(frozen=True, slots=True, eq=False)
class Construction:
    """One row. `kind`: what it is for; `family`: its verb, which a text has once; `tone`: see Manner.tones."""

    number: int
    kind: str
    tone: str
    family: str
    weight: float
    parts: tuple[Part, ...]
    needs: tuple[str, ...]
    opens: str = ""  # how an opening begins, as style.profile.Opening names it

    def fill(self, words: Callable[[str], str], *, article_plural: bool, facts_plural: bool) -> str:
        """The sentence with its slots filled; "" when one is empty."""
        for name in self.needs:
            if not words(name):
                return ""
        said = []
        for sort, text in self.parts:
            if sort == "slot":
                said.append(words(text.rstrip("?")))
            elif sort == "article":
                said.append(text.split("|")[article_plural])
            elif sort == "facts":
                said.append(text.split("/")[facts_plural])
            else:
                said.append(text)
        return _SPACE.sub("", "".join(said)).strip()


@cache
def constructions() -> dict[str, tuple[Construction, ...]]:
    """The constructions by their kind."""
    found: dict[str, list[Construction]] = {}
    openings = [(row["begins"], row["opens"]) for row in rows("openings")]
    for row in rows("constructions"):
        number = zlib.crc32(row["text"].encode())  # its own, so that another row changes no other text
        parts = tuple(_parts(row["text"]))
        needs = tuple(text for sort, text in parts if sort == "slot" and not text.endswith("?"))
        start = next((kind for begin, kind in openings if row["text"].startswith(begin)), "other")
        weight = float(row["weight"])
        made = Construction(number, row["kind"], row["tone"], row["family"], weight, parts, needs, start)
        found.setdefault(made.kind, []).append(made)
    return {kind: tuple(each) for kind, each in found.items()}


def _parts(text: str) -> Iterable[Part]:
    at = 0
    for found in _SLOT.finditer(text):
        if found.start() > at:
            yield "text", text[at : found.start()]
        name = found[1]
        yield ("article", name) if "|" in name else ("facts", name) if "/" in name else ("slot", name)
        at = found.end()
    if at < len(text):
        yield "text", text[at:]


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
