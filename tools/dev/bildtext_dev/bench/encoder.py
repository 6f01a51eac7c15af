"""`bildtext bench encoder`: images per second of the endpoint's encoder, in process and through its HTTP server.

It uses OpenVINO on a CPU and torch on a GPU, as the container does on the same machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from bildtext.bundle import Bundle
from bildtext.encoders import ImageEncoder
from bildtext.manifest import Runtime
from bildtext_dev.bench.encoder_server import WAITING, encoder_server
from bildtext_dev.bench.load import Load, answering, load
from bildtext_dev.bench.machine import gpu_name
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.model import CACHE, FASHION_CLIP, VIT_L_14, Shape, encoder_bundle
from bildtext_dev.bench.products import gpu_bf16_peak, limit_name, limit_of, peak
from bildtext_dev.bench.repetitions import Repetitions

SHAPES = {"ViT-B/32": FASHION_CLIP, "ViT-L/14": VIT_L_14}
BATCHES = (1, 2, 4, 8, 16, 32, 64)
CLIENTS = (1, 8, 64)
IMAGES = (1, 16)  # per request
_TYPICAL = 8  # images in the batch whose speed predicts how long a request would wait
_SECONDS = 4.0  # minimum measurement window
_LONGEST_S = 20.0  # slower requests are skipped: no server should let a client wait that long
IN_PROCESS = "in process, best batch"
SERVER, ANSWERING = "server alone", "clients alone"


def bench_encoder(
    repetitions: Repetitions, shapes: dict[str, Shape] | None = None, cache: Path = CACHE, seconds: float = _SECONDS
) -> Report:
    """Measure one shape after the other; in-process batches and clients of the server are interleaved."""
    rows: list[Row] = []
    goals: list[Goal] = []
    notes: list[str] = []
    gpu = gpu_name()
    measured = shapes or SHAPES
    product = limit_name("bf16" if gpu else limit_of("fp16"))
    for done, (name, shape) in enumerate(measured.items()):
        runtime: Runtime = "torch" if gpu else "openvino"
        bundle, light = encoder_bundle(shape, runtime, cache), encoder_bundle(_light(shape), runtime, cache)
        with (
            encoder_server(bundle.folder, bundle.folder.with_suffix(".log")) as port,
            encoder_server(light.folder, light.folder.with_suffix(".log")) as light_port,
        ):
            found = Measured(name, shape, bundle, (port, light_port), bool(gpu), seconds)
            found.run(repetitions, len(measured) - done)
        rows += found.rows()
        goals += found.goals()
        notes += found.notes
    waiting = ", ".join(f"{name}={value}" for name, value in WAITING.items())
    return Report(
        "encoder",
        f"encoder: pixels → vectors, {f'torch on {gpu}' if gpu else 'OpenVINO on the CPU'}",
        tuple(rows),
        tuple(goals),
        (
            "Random weights and random pixels: speed depends only on the shape. "
            + "; ".join(f"{name}: {shape.image_flop() / 1e9:.1f} GFLOP" for name, shape in measured.items()),
            (
                f"HTTP: functions/encoder as the container starts it, on loopback, {waiting}; clients in separate "
                f"processes on the same machine. “{SERVER}”: 64 clients and the same server with a trivial model; "
                f"“{ANSWERING}”: the clients and a server that only answers."
            ),
            (
                f"{product}: the fastest on this {'GPU' if gpu else 'machine'} in the same repetitions, over the "
                "operations of the tower's products."
            ),
            *([] if gpu else ["GPU: not measured, this machine has none."]),
            *notes,
        ),
    )


class Measured:
    """The measurements of one shape, and the rows computed from them."""

    def __init__(
        self, name: str, shape: Shape, bundle: Bundle, ports: tuple[int, int], gpu: bool, seconds: float
    ) -> None:
        """`ports` are those of the server and of the same server with a trivial model."""
        self._name, self._shape, self._seconds = name, shape, seconds
        self._port, self._light_port = ports
        self._encoder = bundle.image_encoder()
        self._product = limit_name("bf16" if gpu else limit_of("fp16"))
        self._peak = gpu_bf16_peak() if gpu else peak(limit_of("fp16"), shape.products())
        self._loads: dict[tuple[int, int], list[Load]] = {}
        self._found: dict[str, float] = {}
        self.notes: list[str] = []

    def run(self, repetitions: Repetitions, shapes_left: int) -> None:
        pixels = np.random.default_rng(0).integers(0, 256, (64, self._shape.image, self._shape.image, 3), np.uint8)
        batches = {f"batch {n}": rate_of(self._encoder, pixels[:n], self._seconds / 8) for n in BATCHES}
        expected = batches[f"batch {_TYPICAL}"]()
        flop = self._shape.image_flop()
        self._found = repetitions.interleaved(
            {
                **batches,
                self._product: lambda: self._peak() / flop,
                **{
                    _name(clients, images): partial(self._client, clients, images, expected)
                    for images in IMAGES
                    for clients in CLIENTS
                    if self._is_asked(clients, images, expected)
                },
                **{f"{SERVER} {images}": partial(self._saturated, self._light_port, images) for images in IMAGES},
                **{f"{ANSWERING} {images}": partial(self._answering, images) for images in IMAGES},
            },
            shapes_left,
        )

    def goals(self) -> list[Goal]:
        """The share of the best in-process batch that the most clients reach with one image per request."""
        reached = self._found.get(_name(CLIENTS[-1], 1))
        text = f"{self._name}: {_clients(CLIENTS[-1])} ÷ {IN_PROCESS}"
        return [] if reached is None else [Goal(text, reached / self._best(), 0.85)]

    def rows(self) -> list[Row]:
        group = f"{self._name}, in process"
        rows = [Row(group, f"batch {n}", "fact", self._found[f"batch {n}"], "images/s") for n in BATCHES]
        rows += [
            Row(group, self._product, "fact", self._found[self._product], "images/s"),
            Row(group, "best batch ÷ product", "fact", self._best() / self._found[self._product], ""),
        ]
        for images in IMAGES:
            rows += self._http_rows(images)
        return rows

    def _http_rows(self, images: int) -> list[Row]:
        group = f"{self._name}, {images} image{'s' * (images > 1)} per request"
        asked = {clients: self._loads[clients, images] for clients in CLIENTS if (clients, images) in self._loads}
        rows = [
            Row(group, _clients(clients), "ours", self._found[_name(clients, images)], "images/s") for clients in asked
        ]
        rows.append(Row(group, IN_PROCESS, "limit", self._best(), "images/s"))
        rows += [Row(group, name, "limit", self._found[f"{name} {images}"], "images/s") for name in (SERVER, ANSWERING)]
        for clients, loads in asked.items():
            for percent in (50, 99):
                ms = median(sample.percentile(percent) for sample in loads)
                rows.append(Row(group, f"{_clients(clients)}, p{percent}", "fact", ms, "ms"))
            taken = 100 * median(sample.client_cores for sample in loads)
            rows.append(Row(group, f"{_clients(clients)}, CPU of the clients", "fact", taken, "% of a core"))
        return rows

    def _best(self) -> float:
        return max(self._found[f"batch {n}"] for n in BATCHES)

    def _is_asked(self, clients: int, images: int, expected: float) -> bool:
        waits = clients * images / expected
        if waits > _LONGEST_S:
            self.notes.append(
                f"{self._name}, {_clients(clients)} with {images} images: left out, each would wait for {waits:.0f} s."
            )
        return waits <= _LONGEST_S

    def _client(self, clients: int, images: int, expected: float) -> float:
        waits = clients * images / expected
        warm_up_s, window_s = self._seconds / 4 + waits, max(self._seconds, waits)
        found = load(self._port, clients, images, self._shape.image, warm_up_s, window_s)
        self._loads.setdefault((clients, images), []).append(found)
        if found.refused:
            self.notes.append(f"{self._name}, {_name(clients, images)}: {found.refused} requests were refused.")
        return found.images_per_s

    def _answering(self, images: int) -> float:
        with answering(images, self._shape.image, self._shape.dimensions) as port:
            return self._saturated(port, images)

    def _saturated(self, port: int, images: int) -> float:
        return load(port, CLIENTS[-1], images, self._shape.image, self._seconds / 4, self._seconds / 4).images_per_s


def _light(shape: Shape) -> Shape:
    """Return a trivial model for images of the same size."""
    tower = (32, 1, 2)
    return Shape(
        f"light-{shape.image}-{shape.dimensions}", shape.image, shape.image // 2, tower, tower, 1000, shape.dimensions
    )


def rate_of(
    encoder: ImageEncoder, pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], least_s: float
) -> Callable[[], float]:
    """Return a measurement of images per second for one batch, repeated for at least `least_s` seconds."""

    def measure() -> float:
        started, passes = time.perf_counter(), 0
        while not passes or time.perf_counter() - started < least_s:
            encoder.encode(pixels)
            passes += 1
        return passes * len(pixels) / (time.perf_counter() - started)

    return measure


def _clients(clients: int) -> str:
    return f"{clients} client{'s' * (clients > 1)}"


def _name(clients: int, images: int) -> str:
    return f"{_clients(clients)}, {images} per request"
