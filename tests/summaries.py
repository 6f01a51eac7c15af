"""Summaries of articles for tests, and the order in which they must be listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bildtext.storage.catalogue_index import Listing, Page, Sort
from bildtext.storage.summary_items import STATES, Summary

ORDERS: dict[Sort, Callable[[Summary], Any]] = {
    "updated": lambda one: (one.updated_at, one.number),
    "-updated": lambda one: (one.updated_at, one.number),
    "number": lambda one: one.number,
    "-number": lambda one: one.number,
    "priority": lambda one: (one.priority, one.number),
}
DESCENDING = {"-updated", "-number", "priority"}


def a_summary(number: str = "100.200.300", **more: Any) -> Summary:
    values: dict[str, Any] = {
        "title": "Weißer Slipper",
        "brand": "Gemini",
        "state": "new",
        "updated_at": "2026-11-27T10:00:00.000+00:00",
        "photos": 2,
        "tagged": 1,
        "failed": 1,
        "questions": 0,
        "priority": 0.0,
    }
    return Summary(number, **{**values, **more})


def some(count: int) -> list[Summary]:
    """Articles with any state, times of which many are equal, and questions for a third of them."""
    random = Random(7)  # noqa: S311
    return [
        a_summary(
            f"{random.randrange(10**9):09d}.{at}",
            state=random.choice(STATES),
            updated_at=f"2026-11-{random.randrange(1, 28):02d}T10:00:00.000+00:00",
            questions=int(at % 3 == 0),
            priority=random.choice([0.25, 1.5, 99.0]) if at % 3 == 0 else 0.0,
            words=("schuhe", f"farbe{at % 700}", *(["selten"] if at % 1000 == 1 else [])),
        )
        for at in range(count)
    ]


def numbers(pages: Iterator[Page]) -> list[str]:
    return [one.number for page in pages for one in page.articles]


def expected(summaries: list[Summary], listing: Listing) -> list[str]:
    chosen = [one for one in summaries if listing.state in ("", one.state)]
    if listing.sort == "priority":
        chosen = [one for one in chosen if one.questions]
    return [one.number for one in sorted(chosen, key=ORDERS[listing.sort], reverse=listing.sort in DESCENDING)]
