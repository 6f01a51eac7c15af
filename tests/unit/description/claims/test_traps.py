"""The trap set of this room: what the checker must see, and what it must let pass."""

from __future__ import annotations

from tests.unit.description.claims.traps import alarms, articles, missed, side_alarms

TRAPS = sum(len(article.traps) for article in articles())
TRUE = sum(len(article.true) for article in articles())


def test_the_set_is_as_large_as_it_says() -> None:
    assert len(list(articles())) >= 40
    assert TRAPS >= 300


def test_at_least_98_of_100_false_things_are_found() -> None:
    found = missed()
    assert len(found) <= 0.02 * TRAPS, "\n".join(found)


def test_at_most_1_of_100_true_texts_is_blamed() -> None:
    found = alarms()
    assert len(found) <= 0.01 * TRUE, "\n".join(found)


def test_the_true_rest_of_a_trap_is_let_pass() -> None:
    found = side_alarms()
    assert len(found) <= 0.02 * TRAPS, "\n".join(found)
