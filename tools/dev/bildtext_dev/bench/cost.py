"""`bildtext bench cost`: dollars and euros per million photos, from the price file and measurements on this machine.

Lambda's part is the tagging function's own flow, timed on as many cores of this machine as Lambda provides. The GPU's
throughput is never guessed: without a figure its rows are "not measured", and break-even points are given instead.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from bildtext.cost import Parts, Prices, cost_parts, price_file, prices
from bildtext.encoders import Pixels, Vectors
from bildtext.encoders.wire import pixels_to_bytes, vectors_from_bytes, vectors_to_bytes
from bildtext.images import DEFAULT_LIMITS
from bildtext.labels import LABELS_FILE
from bildtext_dev.bench.encoder import rate_of
from bildtext_dev.bench.machine import gpu_name
from bildtext_dev.bench.measure import Report, Row
from bildtext_dev.bench.model import BenchModel, encoder_bundle
from bildtext_dev.bench.pictures import SHOP, jpeg
from bildtext_dev.bench.repetitions import Repetitions, seconds
from tagging.batch import LocalEncoder
from tagging.flow import ITEM_BYTES, tag_photos
from tagging.wiring import load_tagger

_MB_PER_CORE = 1769  # memory for which Lambda provides one CPU core
_MILLION = 1e6


@dataclass(frozen=True)
class Setup:
    """The deployed system with template.yaml's defaults, and its daily load if the endpoint scales to zero.

    A starting endpoint is billed for `start_minutes` before it answers, and for `idle_minutes` after its last photo.
    """

    memory_mb: int = 3008
    batch: int = 16
    functions: int = 10  # QueueConcurrency
    photos_per_day: int = 1_000_000
    starts_per_day: int = 4
    idle_minutes: float = 15
    start_minutes: float = 5


@dataclass(frozen=True)
class Speeds:
    """A function's seconds per photo, encoding itself or with an endpoint, and the GPU's photos per second."""

    alone: float
    with_endpoint: float
    gpu: float = math.nan


@dataclass(frozen=True)
class Bill:
    """US dollars per photo."""

    parts: Parts
    endpoint: float = 0.0
    data: float = 0.0

    @property
    def total(self) -> float:
        return self.parts.total + self.endpoint + self.data


class Costs:
    """The cost of a photo with each way to run the system."""

    def __init__(self, setup: Setup, speeds: Speeds, price: Prices, bytes_per_photo: int) -> None:
        self._setup, self._speeds, self._price = setup, speeds, price
        self._data = bytes_per_photo / 2**30 * price.endpoint_gb
        self._gpu_second = price.endpoint_hour / 3600
        self._function_second = setup.memory_mb / 1024 * price.lambda_gb_second

    def alone(self) -> Bill:
        """No endpoint: the function encodes."""
        return Bill(self._parts(self._speeds.alone))

    def endpoint(self, use: float) -> Bill:
        """An endpoint that always runs and encodes for `use` (0 to 1) of the time.

        The function is billed while it waits: at least as long as the GPU takes for its photos.
        """
        encoding = 1 / self._speeds.gpu
        return Bill(self._parts(self._speeds.with_endpoint + encoding), self._gpu_second * encoding / use, self._data)

    def scaled_to_zero(self) -> Bill:
        """A day's photos in equal loads: the functions encode while the endpoint starts, and it encodes the rest."""
        setup = self._setup
        load = setup.photos_per_day / setup.starts_per_day
        own = min(load, self.own_load())
        rate = min(self._speeds.gpu, setup.functions / self._speeds.with_endpoint)  # decoding must keep up
        running = (load - own) / rate + 60 * (setup.idle_minutes + setup.start_minutes)
        by_cpu, by_gpu = own / load, 1 - own / load
        busy = self._speeds.alone * by_cpu + (self._speeds.with_endpoint + 1 / self._speeds.gpu) * by_gpu
        return Bill(self._parts(busy), self._gpu_second * running / load, self._data * by_gpu)

    def data_as_function(self) -> float:
        """Return the function's seconds per photo above which an endpoint saves more than its data transfer costs."""
        return self._speeds.with_endpoint + self._data / self._function_second

    def own_load(self) -> float:
        """Return the number of photos that the functions encode themselves while the endpoint starts from zero."""
        return 60 * self._setup.start_minutes * self._setup.functions / self._speeds.alone

    def break_even(self, use: float) -> float:
        """Return the photos per second from which a GPU endpoint costs less than none; infinite if it never does."""
        saved = (self._speeds.alone - self.data_as_function()) * self._function_second
        return (self._gpu_second / use + self._function_second) / saved if saved > 0 else math.inf

    def _parts(self, busy: float) -> Parts:
        return cost_parts(busy, self._setup.memory_mb, self._setup.batch, ITEM_BYTES, self._price)


def bench_cost(
    model: BenchModel,
    repetitions: Repetitions,
    region: str = "us-east-1",
    gpu_photos_per_second: float | None = None,
    setup: Setup | None = None,
) -> Report:
    """Tag a batch of shop photos per repetition with the function's own code, with and without its encoder."""
    setup = setup or Setup()
    gpu, known = gpu_photos_per_second, "as given by --gpu-photos-per-second"
    if gpu is None:
        gpu, known = measured_gpu(model), "as measured in this run, in batches of 64"
    speeds = replace(measured(model, setup, repetitions), gpu=gpu)
    price = prices(region)
    sent = model.shape.image**2 * 3 + 2 * model.shape.dimensions
    costs = Costs(setup, speeds, price, sent)
    euros = 1 / price_file()["euro"]["dollars"]
    ways = {
        "Lambda alone": costs.alone(),
        "GPU endpoint, used 1 %": costs.endpoint(0.01),
        "GPU endpoint, used 10 %": costs.endpoint(0.1),
        "GPU endpoint, used 100 %": costs.endpoint(1),
        "GPU endpoint, scales to zero": costs.scaled_to_zero(),
    }
    rows = [
        Row("function, per photo", "encodes itself", "fact", 1000 * speeds.alone, "ms"),
        Row("function, per photo", "an endpoint encodes", "fact", 1000 * speeds.with_endpoint, "ms"),
    ]
    for name, bill in ways.items():
        rows += _rows(name, bill, euros)
    rows += _break_even(costs)
    return Report(
        "cost", f"cost: a million photos, {region}", tuple(rows), (), _notes(model, setup, region, gpu, known)
    )


def measured(model: BenchModel, setup: Setup, repetitions: Repetitions) -> Speeds:
    """Measure the function's seconds per photo, on Lambda's share of cores."""
    share = setup.memory_mb / _MB_PER_CORE
    with _cores(math.ceil(share)) as cores:
        tagger = load_tagger(model.fp16, LABELS_FILE, DEFAULT_LIMITS)
        datas = ([jpeg(SHOP, seed) for seed in range(4)] * setup.batch)[: setup.batch]
        with_endpoint = replace(tagger, encoder=LocalEncoder(_RemoteEncoder(model.shape.dimensions), "endpoint"))
        took = repetitions.interleaved(
            {
                "alone": seconds(lambda: tag_photos(datas, tagger)),
                "with_endpoint": seconds(lambda: tag_photos(datas, with_endpoint)),
            }
        )
    per_photo = {name: batch_s * cores / share / setup.batch for name, batch_s in took.items()}
    return Speeds(per_photo["alone"], per_photo["with_endpoint"])


def measured_gpu(model: BenchModel) -> float:
    """Measure this machine's GPU in photos per second; nan unless it is the one in the price file."""
    if price_file()["endpoint"]["gpu"] not in gpu_name().split():
        return math.nan
    size = model.shape.image
    encoder = encoder_bundle(model.shape, "torch", model.weights.parents[1]).image_encoder()
    measure = rate_of(encoder, np.zeros((64, size, size, 3), np.uint8), 2)
    measure()
    return measure()


class _RemoteEncoder:
    """An endpoint that answers at once, which leaves the function's own work with the bytes."""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions

    def encode(self, pixels: Pixels) -> Vectors:
        pixels_to_bytes(pixels)
        vectors = np.full((len(pixels), self._dimensions), self._dimensions**-0.5, np.float32)
        return vectors_from_bytes(vectors_to_bytes(vectors), len(pixels), self._dimensions)


@contextmanager
def _cores(wanted: int) -> Iterator[int]:
    """Restrict this process to at most that many cores; yields how many it got."""
    before = os.sched_getaffinity(0)
    some = set(sorted(before)[:wanted])
    os.sched_setaffinity(0, some)
    try:
        yield len(some)
    finally:
        os.sched_setaffinity(0, before)


def _rows(group: str, bill: Bill, euros: float) -> list[Row]:
    if math.isnan(bill.total):
        return [Row(group, "total", "fact", math.nan, "$")]
    found = {"total": bill.total, "function": bill.parts.compute}
    if bill.endpoint:
        found |= {"endpoint": bill.endpoint, "endpoint's data": bill.data}
    found |= {
        "S3": bill.parts.s3,
        "SQS": bill.parts.sqs,
        "DynamoDB": bill.parts.dynamodb,
        "EventBridge": bill.parts.eventbridge,
    }
    rows = [Row(group, name, "fact", _MILLION * value, "$") for name, value in found.items()]
    return [rows[0], Row(group, "total", "fact", _MILLION * bill.total * euros, "€"), *rows[1:]]


def _break_even(costs: Costs) -> list[Row]:
    """Return the break-even points of an endpoint, which need no figure for its GPU."""
    group = "an endpoint pays from"
    rows = [Row(group, "at all: a function that takes", "fact", 1000 * costs.data_as_function(), "ms per photo")]
    gpu = {use: costs.break_even(use) for use in (0.01, 0.1, 1)}
    rows += [
        Row(group, f"used {100 * use:.0f} %: a GPU that does", "fact", needed, "photos/s")
        for use, needed in gpu.items()
        if math.isfinite(needed)
    ]
    return [*rows, Row(group, "scales to zero: loads of", "fact", costs.own_load(), "photos")]


def _notes(model: BenchModel, setup: Setup, region: str, gpu: float, known: str) -> tuple[str, ...]:
    file, price = price_file(), prices(region)
    endpoint, euro = file["endpoint"], file["euro"]
    known = f"{gpu:g} photos/s, {known}"
    if math.isnan(gpu):
        known = "not measured; set --gpu-photos-per-second N to fill in its rows"
    waiting = _MILLION * 0.1 / setup.batch * setup.memory_mb / 1024 * price.lambda_gb_second
    return (
        (
            f"Prices of {region}, {price.as_of}: {price.source}. 1 € = {euro['dollars']} $ ({euro['as_of']}, "
            f"{euro['source']}). Without free tier, tax, storage, logs, alarms and traffic to the internet."
        ),
        (
            f"Function: measured in this run, shop photos in batches of {setup.batch}, {model.shape.name} with random "
            "weights at fp16; a core of this machine stands for one of Lambda's, which was not measured and may take "
            f"several times as long. {setup.memory_mb} MB are {setup.memory_mb / _MB_PER_CORE:.2f} cores. Waiting for "
            f"S3, the table and the bus is not included: each 0.1 s per batch adds {waiting:.2f} $."
        ),
        (
            f"GPU: {known}. Priced as one {endpoint['instance']} ({endpoint['gpu']}) at {price.endpoint_hour} $/h; "
            "a function waits for it at least as long as it takes for the batch."
        ),
        (
            f"Scales to zero: {setup.photos_per_day:,} photos a day in {setup.starts_per_day} loads, each of which "
            f"starts the endpoint: {setup.start_minutes:g} minutes until it answers, {setup.idle_minutes:g} idle until "
            f"it stops. Until it answers, {setup.functions} functions encode themselves: no photo waits, and a load "
            "below the last row never reaches the GPU."
        ),
    )
