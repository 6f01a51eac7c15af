"""The estimate stored with a result, by hand calculation."""

from __future__ import annotations

from datetime import date

import pytest

from bildtext.cost import Prices, prices, result_cost


def test_a_result_costs_its_share_of_the_batch_and_its_own_calls() -> None:
    price = Prices(
        as_of=date(2026, 1, 1),
        source="made up",
        lambda_gb_second=100,
        lambda_request=8,
        s3_put=3,
        s3_get=2,
        sqs_request=4,
        dynamodb_write_unit=10,
        dynamodb_read_unit=1,
        eventbridge_event=5,
    )
    # 0.5 s × 2 GB × 100 = 100; (8 + 2 × 4) / 4 photos = 4; 3 + 2 + 4 + 1 + 5 = 15; 2,049 bytes are 3 units: 30
    assert result_cost(0.5, memory_mb=2048, batch=4, item_bytes=2049, price=price) == pytest.approx(149)


def test_a_million_photos_cost_tens_of_dollars_not_a_thousand() -> None:
    assert 5 < result_cost(0.03, memory_mb=3008, batch=16, item_bytes=3072, price=prices()) * 1e6 < 50
