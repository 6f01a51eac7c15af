"""Wordings in a German text that may break the law, each at its place, and statements that are missing. What is looked
for, with paragraph, source and date, is in legal.yaml. This is no legal advice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from description.domain.statement import Field, ProductData
from description.legal.animal_parts import animal_part, animal_parts
from description.legal.checklist import ChecklistItem, checklist
from description.legal.fibres import fibres
from description.legal.guarantees import guarantees
from description.legal.leather import leather
from description.legal.model import Hit, LegalFinding
from description.legal.origin import origin
from description.legal.rules_file import RulesFile, read_rules
from description.legal.superlatives import superlatives
from description.legal.wordings import worded

__all__ = ["ChecklistItem", "LegalFinding", "checklist", "required_statement", "review"]

_CHECKS = (worded, fibres, superlatives, leather, origin, guarantees, animal_parts)
_MAY_OVERLAP = {"fibre-order", "fibre-sum"}


def review(text: str, data: ProductData, today: datetime.date | None = None) -> tuple[LegalFinding, ...]:
    """Everything in the text that an editor should look at, in the order of the text; what is missing comes last.

    Only laws that apply on `today` (default: the current date, UTC) are looked at. No two findings overlap.
    Raises InvalidSettings: legal.yaml is invalid.
    """
    rules = read_rules()
    day = today or datetime.datetime.now(datetime.UTC).date()
    lowered = text.lower()
    hits = [hit for check in _CHECKS for hit in check(text, lowered, data, rules) if rules.laws[hit.rule].date <= day]
    if not hits:
        return ()
    brands = [place for brand in data.values(Field.BRAND) for place in _places(brand, text)]
    kept = (hit for hit in hits if hit.start == hit.end or not any(a <= hit.start and hit.end <= b for a, b in brands))
    return tuple(_finding(hit, text, rules) for hit in _apart(kept))


def required_statement(data: ProductData, today: datetime.date | None = None) -> str:
    """The sentence that a text about this article needs, at its end; "" if it needs none. Raises InvalidSettings."""
    rules = read_rules()
    day = today or datetime.datetime.now(datetime.UTC).date()
    applies = rules.laws["animal-parts"].date <= day
    return rules.animal_parts.statement if applies and animal_part(data, rules) is not None else ""


def _finding(hit: Hit, text: str, rules: RulesFile) -> LegalFinding:
    law, said = rules.laws[hit.rule], text[hit.start : hit.end]
    message = hit.message.replace("{text}", said)
    source, date = rules.sources[law.source], law.date.isoformat()
    return LegalFinding(hit.start, hit.end, said, hit.rule, message, hit.instead, law.paragraph, source, date)


def _places(words: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(words), text, re.IGNORECASE)] if words else []


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """In order; of two that overlap, the one that begins first and, of those, the longer."""
    kept: list[Hit] = []
    for one in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or one.start >= kept[-1].end or {one.rule, kept[-1].rule} & _MAY_OVERLAP:
            kept.append(one)
    return kept
