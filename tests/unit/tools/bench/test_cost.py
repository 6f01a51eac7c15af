"""`bildtext bench cost`: costs from prices and speeds, checked against manual calculation; sources of its figures."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from bildtext.cost import Prices, price_file, prices
from bildtext_cli.local.template import load_template
from bildtext_dev.bench.cost import Bill, Costs, Setup, Speeds
from bildtext_dev.bench.measure import Report, Row
from bildtext_dev.bench.report import json_lines, print_report

# A function second (1 GB) costs 1 $, an endpoint hour 3600 $; data, services and requests are free.
FREE = Prices(
    as_of=prices().as_of,
    source="made up",
    lambda_gb_second=1,
    lambda_request=0,
    s3_put=0,
    s3_get=0,
    sqs_request=0,
    dynamodb_write_unit=0,
    dynamodb_read_unit=0,
    eventbridge_event=0,
    endpoint_hour=3600,
    endpoint_gb=0,
)
SETUP = Setup(memory_mb=1024, functions=10)
SPEEDS = Speeds(alone=10, with_endpoint=2, gpu=4)


def costs(price: Prices = FREE, setup: Setup = SETUP, speeds: Speeds = SPEEDS, bytes_per_photo: int = 0) -> Costs:
    return Costs(setup, speeds, price, bytes_per_photo)


def test_without_an_endpoint_a_photo_costs_the_time_of_its_function() -> None:
    assert costs().alone().total == 10


@pytest.mark.parametrize(("use", "endpoint"), [(1, 0.25), (0.1, 2.5), (0.01, 25)])
def test_an_endpoint_that_is_used_less_costs_more_per_photo(use: float, endpoint: float) -> None:
    bill = costs().endpoint(use)
    assert bill.endpoint == pytest.approx(endpoint)  # a quarter of a second at 1 $/s, divided by the use
    assert bill.parts.compute == 2.25  # including the function's waiting time


def test_data_to_and_from_an_endpoint_is_billed_per_gibibyte() -> None:
    assert costs(replace(FREE, endpoint_gb=8), bytes_per_photo=2**28).endpoint(1).data == 2


def test_break_even_is_where_an_endpoint_costs_as_much_as_none() -> None:
    price, sent = replace(FREE, endpoint_gb=8), 2**28
    needed = costs(price, bytes_per_photo=sent).break_even(0.5)
    at_break_even = costs(price, speeds=replace(SPEEDS, gpu=needed), bytes_per_photo=sent)
    assert at_break_even.endpoint(0.5).total == pytest.approx(at_break_even.alone().total)


def test_an_endpoint_whose_data_costs_more_than_it_saves_never_pays() -> None:
    expensive = costs(replace(FREE, endpoint_gb=36), bytes_per_photo=2**28)  # costs 9 $, saves 8
    assert expensive.break_even(1) == math.inf
    assert expensive.data_as_function() == 11  # with 11 s alone the savings equal the data's cost


def test_scaled_to_zero_a_start_and_its_idle_time_are_shared_by_the_load() -> None:
    # Four loads of 250 photos. Ten functions encode 60 of each in the minute in which the endpoint starts; it encodes
    # 190 in 47.5 s (the functions decode 5 per second, it encodes 4) and is idle for two minutes.
    setup = replace(SETUP, photos_per_day=1000, starts_per_day=4, start_minutes=1, idle_minutes=2)
    bill = costs(setup=setup).scaled_to_zero()
    assert costs(setup=setup).own_load() == 60
    assert bill.endpoint == pytest.approx((60 + 47.5 + 120) / 250)
    assert bill.parts.compute == pytest.approx((60 * 10 + 190 * 2.25) / 250)


def test_a_load_done_before_the_endpoint_has_started_still_pays_for_it() -> None:
    setup = replace(SETUP, photos_per_day=100, starts_per_day=4, start_minutes=1, idle_minutes=2)
    bill = costs(setup=setup).scaled_to_zero()
    assert bill.parts.compute == 10
    assert bill.data == 0
    assert bill.endpoint == pytest.approx(180 / 25)


def test_a_gpu_that_was_not_measured_has_no_cost() -> None:
    unknown = costs(speeds=replace(SPEEDS, gpu=math.nan))
    for bill in (unknown.endpoint(1), unknown.scaled_to_zero()):
        assert isinstance(bill, Bill)
        assert math.isnan(bill.total)
    assert unknown.alone().total == 10
    assert math.isfinite(unknown.break_even(1))


def test_unmeasured_values_are_reported_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report("cost", "a title", (Row("GPU endpoint", "total", "fact", math.nan, "$"),), ())
    print_report(report)
    assert "not measured" in capsys.readouterr().out
    assert '"value": null' in json_lines(report)[0]


def test_the_setup_matches_the_template() -> None:
    template = load_template()
    [mapping] = [one for one in template.queue_mappings() if one.function == "Tagging"]
    function = template.body["Resources"]["Tagging"]["Properties"]
    assert Setup().batch == mapping.batch_size
    assert Setup().memory_mb == template.value(function["MemorySize"])
    assert Setup().functions == template.body["Parameters"]["QueueConcurrency"]["Default"]


def test_the_price_file_has_dates_and_sources_for_dollars_and_euros() -> None:
    file = price_file()
    assert file["as_of"]
    assert file["source"]
    assert file["euro"].keys() == {"dollars", "as_of", "source"}
    assert 0.8 < file["euro"]["dollars"] < 1.7  # dollars per euro, historical range
