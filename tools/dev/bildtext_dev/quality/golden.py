"""The golden articles: product data, the text that an editor wrote about it by hand, and what a text should tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from bildtext_dev.quality.sets import SETS

GOLDEN = SETS / "golden.yaml"


@dataclass(frozen=True, slots=True)
class Slot:
    """One value of the data. `telling`: a good text says it. `forms` are the wordings that it may have in a text, often
    cut off before an ending; one of them is enough. White space at an end of a form means that the word ends there."""

    key: str
    value: str
    telling: bool
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldenArticle:
    """One article with its hand-written text."""

    id: str
    group: str
    data_text: str
    text: str
    slots: tuple[Slot, ...]

    @property
    def telling(self) -> tuple[Slot, ...]:
        """The slots that a text should tell."""
        return tuple(slot for slot in self.slots if slot.telling)


def golden_articles(file: Path = GOLDEN) -> tuple[GoldenArticle, ...]:
    """Read the articles in the order of the file, group by group.

    ValueError: a slot has no form, an article no slot that a text should tell, or an id occurs twice.
    """
    groups = yaml.safe_load(file.read_text("utf-8"))["groups"]
    found = tuple(
        GoldenArticle(
            row["id"],
            group,
            row["data_text"],
            row["text"].strip(),
            tuple(Slot(slot["key"], slot["value"], slot["telling"], tuple(slot["forms"])) for slot in row["slots"]),
        )
        for group, rows in groups.items()
        for row in rows
    )
    if len({article.id for article in found}) < len(found):
        raise ValueError("Two articles have the same id.")
    for article in found:
        if not article.telling or not all(slot.forms and all(map(str.strip, slot.forms)) for slot in article.slots):
            raise ValueError(f"{article.id}: a slot has no form, or no slot is to be told.")
    return found
