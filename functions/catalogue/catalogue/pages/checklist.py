"""What the law asks for beside the text, as the article page lists it: in words, the missing ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalogue.pages.formatting import day
from catalogue.pages.messages import sentence

_ORDER: Final = ("missing", "open", "found", "not-needed")


@dataclass(frozen=True)
class Item:
    """One item; `state` is one of the API's, `word` the German one for it, `law` what to look up and since when it
    applies."""

    state: str
    word: str
    what: str
    where: str
    law: str


def checklist_of(items: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    """The items, those that are missing first, then those to look at."""
    known = [item for item in items if item.get("state") in _ORDER]
    return tuple(_item(item) for item in sorted(known, key=lambda item: _ORDER.index(item["state"])))


def summary_of(items: Iterable[Mapping[str, Any]]) -> str:
    """How many items are missing and how many to look at: „2 fehlen, 1 zu prüfen“."""
    counts = Counter(str(item.get("state")) for item in items)
    missing = "checklist:missing-one" if counts["missing"] == 1 else "checklist:missing"
    named = (("missing", missing), ("open", "checklist:open"))
    parts = [f"{counts[state]} {sentence(key)}" for state, key in named if counts[state]]
    return ", ".join(parts) or sentence("checklist:complete")


def _item(item: Mapping[str, Any]) -> Item:
    law = " · ".join(
        filter(None, (str(item.get("paragraph") or ""), f"{sentence('law:since')} {day(str(item.get('date', '')))}"))
    )
    state = str(item["state"])
    return Item(state, sentence(f"check:{state}"), str(item.get("what", "")), str(item.get("where", "")), law)
