"""Short cuts of the tests of the law."""

from __future__ import annotations

import datetime

from description.domain.statement import ProductData
from description.ingest import parse
from description.legal import review

TODAY = datetime.date(2026, 11, 28)
SHIRT = parse("Artikel: T-Shirt\nObermaterial: 95% Baumwolle, 5% Elasthan\nHerstellungsland: Portugal")


def found(text: str, data: ProductData | str = SHIRT, today: datetime.date = TODAY) -> list[tuple[str, str]]:
    """Rule and words of each finding."""
    read = parse(data) if isinstance(data, str) else data
    return [(finding.rule, finding.text) for finding in review(text, read, today)]


def rules(text: str, data: ProductData | str = SHIRT, today: datetime.date = TODAY) -> list[str]:
    """The rules of the findings."""
    return [rule for rule, _ in found(text, data, today)]
