"""The guaranteed rates on the hand-written sets: false statements are found, true ones accepted."""

from __future__ import annotations

from bildtext_dev.quality.claim_accuracy import measure_claims
from bildtext_dev.quality.combine import combined
from bildtext_dev.quality.report import Table
from bildtext_dev.quality.sets import REGRESSION, articles, statements
from bildtext_dev.quality.swaps.generate import swap_set
from bildtext_dev.quality.texts import measure_texts


def share(table: Table, name: str) -> float:
    (row,) = (row for row in table.rows if row.name == name)
    return row.count / row.of


def test_97_percent_of_false_facts_and_at_most_1_percent_of_true_sentences_are_flagged() -> None:
    given = [article for file in REGRESSION for article in statements(file)]
    for weighed in (False, True):
        table = measure_claims("regression", given, weighed=weighed)
        assert share(table, "false facts found at their place") >= 0.97
        assert share(table, "false alarms on true sentences") <= 0.01


def test_90_percent_of_swapped_values_and_at_most_5_percent_of_their_true_sentences_are_flagged() -> None:
    table = measure_claims("swaps", swap_set(count=60))
    assert share(table, "false facts found at their place") >= 0.9
    assert share(table, "false alarms on true sentences") <= 0.05


def test_the_rules_describe_every_article_within_the_limit_in_intact_sentences() -> None:
    for table in (measure_texts("ours", articles()), measure_texts("combined", combined(articles(), 500))):
        assert share(table, "data refused") == 0
        assert share(table, "texts within 120 words") == 1
        assert share(table, "texts with a broken sentence") <= 0.002
        assert share(table, "texts with unsupported claims") <= 0.002
