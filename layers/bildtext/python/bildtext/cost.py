"""What one tagged photo or one described article costs on AWS, by layers/bildtext/prices.yaml and measured time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

PRICES_FILE = Path(__file__).parents[2] / "prices.yaml"


@dataclass(frozen=True)
class Prices:
    """US dollars per unit, on demand, as of a date."""

    as_of: date
    source: str
    lambda_gb_second: float
    lambda_request: float
    s3_put: float
    s3_get: float
    sqs_request: float
    dynamodb_write_unit: float
    dynamodb_read_unit: float
    eventbridge_event: float


@cache
def prices(path: Path = PRICES_FILE) -> Prices:
    """The price file, read once."""
    return Prices(**yaml.safe_load(path.read_text(encoding="utf-8")))


def result_cost(seconds: float, memory_mb: int, batch: int, item_bytes: int, price: Prices) -> float:
    """US dollars for one result of a batch: its share of the function's time, and S3, SQS, the table and the bus.

    `seconds` is the result's share of the function's running time. Per result: one upload, one GET, one message sent,
    received and deleted (the latter two by batch), one consistent read, writes of `item_bytes`, one event.
    """
    compute = seconds * memory_mb / 1024 * price.lambda_gb_second
    per_batch = price.lambda_request + 2 * price.sqs_request
    units = -(-item_bytes // 1024)
    per_result = (
        price.s3_put
        + price.s3_get
        + price.sqs_request
        + price.dynamodb_read_unit
        + units * price.dynamodb_write_unit
        + price.eventbridge_event
    )
    return compute + per_batch / batch + per_result
