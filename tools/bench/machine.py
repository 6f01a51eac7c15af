"""The machine a benchmark ran on: its name, and the fastest matrix products it can be made to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

# Rows × inner × columns: a large square one, and the two of ViT-B/32's feed-forward layers at a batch of 32.
_SHAPES = ((2048, 2048, 2048), (1600, 768, 3072), (1600, 3072, 768))


@dataclass(frozen=True)
class Machine:
    """What results depend on. `precision` is what OpenVINO computes fp16 bundles in, `load` the last minute's."""

    cpu: str
    cores: int
    load: float
    precision: str
    openvino: str
    torch: str
    onnxruntime: str
    gpu: str


def this_machine() -> Machine:
    """Read from the operating system and the installed runtimes."""
    import openvino as ov

    return Machine(
        cpu=_cpu(),
        cores=len(os.sched_getaffinity(0)),
        load=os.getloadavg()[0],
        precision=ov.Core().get_property("CPU", "INFERENCE_PRECISION_HINT").get_type_name(),
        openvino=version("openvino"),
        torch=version("torch"),
        onnxruntime=version("onnxruntime"),
        gpu=gpu_name() or "none",
    )


def gpu_name() -> str:
    """What CUDA calls the first GPU; empty without one."""
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else ""


def bf16_peak() -> Callable[[], float]:
    """A measurement of operations (multiplications and additions) per second of torch's bf16 product (oneDNN)."""
    import torch

    pairs = [(torch.randn(m, k).bfloat16(), torch.randn(k, n).bfloat16()) for m, k, n in _SHAPES]
    return lambda: _fastest([partial(torch.mm, a, b) for a, b in pairs])


def gpu_bf16_peak(side: int = 8192) -> Callable[[], float]:
    """The same of the first GPU: products of large square matrices, timed by the GPU's own clock."""
    import torch

    a, b = (torch.randn(side, side, device="cuda", dtype=torch.bfloat16) for _ in range(2))

    def measured() -> float:
        best = 0.0
        for _ in range(20):
            started, ended = (torch.cuda.Event(enable_timing=True) for _ in range(2))  # type: ignore[no-untyped-call]
            started.record()
            torch.mm(a, b)
            ended.record()
            torch.cuda.synchronize()
            best = max(best, 2 * side**3 / (started.elapsed_time(ended) / 1000))
        return best

    return measured


def int8_peak() -> Callable[[], float]:
    """The same of the int8 product with int32 sums (oneDNN)."""
    import torch

    def whole(rows: int, columns: int) -> torch.Tensor:
        return torch.randint(-100, 100, (rows, columns), dtype=torch.int8)

    pairs = [(whole(m, k), whole(k, n)) for m, k, n in _SHAPES]
    return lambda: _fastest([partial(torch._int_mm, a, b) for a, b in pairs])  # the only door to it


def _fastest(products: Sequence[Callable[[], object]]) -> float:
    """Operations per second of the best shape, the best of several runs each: a limit is what is possible at all."""
    best = 0.0
    for product, (m, k, n) in zip(products, _SHAPES, strict=True):
        for _ in range(5):
            started = perf_counter()
            product()
            best = max(best, 2 * m * k * n / (perf_counter() - started))
    return best


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown CPU"
