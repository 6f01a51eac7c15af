"""The trap set: false statements that the checker must find, and true ones that it must accept."""

from __future__ import annotations

from tests.unit.description.claims.traps import alarms, articles, missed, side_alarms

TRAPS = sum(len(article.traps) for article in articles())
TRUE = sum(len(article.true) for article in articles())


def test_the_set_has_the_stated_size() -> None:
    assert len(list(articles())) >= 40
    assert TRAPS >= 300


def test_at_least_98_percent_of_false_statements_are_found() -> None:
    found = missed()
    assert len(found) <= 0.02 * TRAPS, "\n".join(found)


def test_at_most_1_percent_of_true_texts_is_flagged() -> None:
    found = alarms()
    assert len(found) <= 0.01 * TRUE, "\n".join(found)


def test_the_true_remainder_of_a_trap_is_accepted() -> None:
    found = side_alarms()
    assert len(found) <= 0.02 * TRAPS, "\n".join(found)
