"""Estimates what a tagged photo or a described article costs on AWS, from prices.yaml and measured time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bildtext.layer_files import layer_file

PRICES_FILE = layer_file("prices.yaml")
_PER_SQS_CALL = 10  # the most messages per receive or delete


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
    endpoint_hour: float
    endpoint_gb: float


@dataclass(frozen=True)
class Parts:
    """US dollars for one result, by service; `compute` is Lambda."""

    compute: float
    s3: float
    sqs: float
    dynamodb: float
    eventbridge: float

    @property
    def total(self) -> float:
        return self.compute + self.s3 + self.sqs + self.dynamodb + self.eventbridge


@cache
def price_file(path: Path = PRICES_FILE) -> dict[str, Any]:
    """The content of the price file (cached)."""
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def prices(region: str = "us-east-1") -> Prices:
    """The prices of a region in the price file."""
    file = price_file()
    return Prices(file["as_of"], file["source"], **file["regions"][region])


def result_cost(seconds: float, memory_mb: int, batch: int, item_bytes: int, price: Prices) -> float:
    """US dollars (3 digits) for one result of a batch; `seconds` is its share of the function's running time."""
    return float(f"{cost_parts(seconds, memory_mb, batch, item_bytes, price).total:.3g}")


def cost_parts(seconds: float, memory_mb: int, batch: int, item_bytes: int, price: Prices) -> Parts:
    """`result_cost` by service.

    Per result: one upload, one GET, one message sent, received and deleted (the latter two in tens), one consistent
    read, writes of `item_bytes`, two events (S3's and the published one). The batch shares one Lambda request.
    """
    return Parts(
        compute=seconds * memory_mb / 1024 * price.lambda_gb_second + price.lambda_request / batch,
        s3=price.s3_put + price.s3_get,
        sqs=price.sqs_request * (1 + 2 * -(-batch // _PER_SQS_CALL) / batch),
        dynamodb=price.dynamodb_read_unit + -(-item_bytes // 1024) * price.dynamodb_write_unit,
        eventbridge=2 * price.eventbridge_event,
    )
