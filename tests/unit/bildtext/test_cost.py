"""The cost estimate of a result, compared with manual calculations."""

from __future__ import annotations

from datetime import date

import pytest

from bildtext.cost import Parts, Prices, cost_parts, price_file, prices, result_cost

PRICE = Prices(
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
    endpoint_hour=0,
    endpoint_gb=0,
)


def test_a_result_costs_its_share_of_the_batch_and_its_own_calls() -> None:
    # 0.5 s × 2 GB × 100 = 100, and 8 / 4 photos = 2; 3 + 2; 4 × (1 + 2 / 4); 1 + 2,049 bytes are 3 units: 30; 2 × 5
    found = cost_parts(0.5, memory_mb=2048, batch=4, item_bytes=2049, price=PRICE)
    assert found == Parts(compute=102, s3=5, sqs=6, dynamodb=31, eventbridge=10)
    assert result_cost(0.5, memory_mb=2048, batch=4, item_bytes=2049, price=PRICE) == pytest.approx(154)


def test_a_queue_delivers_ten_messages_per_call() -> None:
    # 16 messages: 16 sends, 2 receives, 2 deletes
    assert cost_parts(0, memory_mb=2048, batch=16, item_bytes=1, price=PRICE).sqs == pytest.approx(4 * 20 / 16)


def test_a_million_photos_cost_tens_of_dollars_not_a_thousand() -> None:
    assert 5 < result_cost(0.03, memory_mb=3008, batch=16, item_bytes=3072, price=prices()) * 1e6 < 50


def test_every_region_has_every_price_and_frankfurt_is_never_cheaper() -> None:
    there, here = prices("us-east-1"), prices("eu-central-1")
    for name in price_file()["regions"]["us-east-1"]:
        assert 0 < getattr(there, name) <= getattr(here, name)
