"""A law counts from its date on."""

from __future__ import annotations

import datetime

import pytest

from description.legal import checklist, required_statement, review
from tests.unit.description.legal.cases import SHIRT, rules

EMPCO = datetime.date(2026, 9, 27)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["Klimaneutral.", "Nachhaltig.", "Fair produziert.", "Mit unserem Öko-Siegel.", "Fünf Jahre Garantie."]
)
def test_the_rules_of_september_2026_find_nothing_the_day_before(text: str) -> None:
    assert rules(text, today=EMPCO - DAY) == []
    assert len(rules(text, today=EMPCO)) == 1


def test_without_a_date_todays_laws_count() -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    assert review("Klimaneutral.", SHIRT) == review("Klimaneutral.", SHIRT, today)


def test_older_laws_count_before() -> None:
    assert rules("Aus Cotton.", today=datetime.date(2012, 5, 7)) == []
    assert rules("Aus Cotton, klimaneutral.", today=datetime.date(2012, 5, 8)) == ["fibre-name"]


def test_the_checklist_begins_with_each_law() -> None:
    before = {item.id for item in checklist("", SHIRT, datetime.date(2024, 12, 12))}
    assert before == {"composition", "animal-parts"}
    assert {"maker", "warnings"} <= {item.id for item in checklist("", SHIRT, datetime.date(2024, 12, 13))}
    assert required_statement(SHIRT, EMPCO) == ""
