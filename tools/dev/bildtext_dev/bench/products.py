"""Measures the limits: operations per second of this machine's fastest matrix products, in each precision."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import perf_counter
from typing import Literal

import numpy as np

from bildtext.processor import Processor, this_processor

Precision = Literal["f32", "bf16", "int8"]
Product = tuple[int, int, int]  # rows × inner × columns

_RUNS = 5
_LONGEST_S = 2.0  # for all runs of one measurement; each shape runs at least once


def limits(processor: Processor) -> tuple[Precision, ...]:
    """Return the precisions whose products are measured; without native bf16, torch emulates it 100 times slower."""
    return ("f32", "bf16", "int8") if processor.has("bf16") else ("f32", "int8")


def limit_of(bundle: str, processor: Processor | None = None) -> Precision:
    """Return the precision of the products that dominate a bundle's time."""
    return "int8" if bundle == "int8" else (processor or this_processor()).computes_in(bundle)


def limit_name(precision: Precision) -> str:
    """Return the name of its row."""
    return f"{precision} matrix product"


def transformer_products(tokens: int, width: int) -> tuple[Product, ...]:
    """Return the two products of a transformer's feed-forward layer for `tokens`, and a large square one."""
    rows, side = min(tokens, 2048), min(4 * width, 2048)
    return ((rows, width, 4 * width), (rows, 4 * width, width), (side, side, side))


def peak(precision: Precision, shapes: Sequence[Product]) -> Callable[[], float]:
    """Return a measurement of operations (multiplications and additions) per second of oneDNN's product, through torch.

    torch's f32 products are MKL's; they are tried as well unless oneDNN is restricted, which does not affect MKL.
    """
    import torch

    work: list[tuple[float, Callable[[], object]]] = []
    for rows, inner, columns in shapes:
        flop = 2.0 * rows * inner * columns
        if precision == "int8":
            a, b = (torch.randint(-100, 100, size, dtype=torch.int8) for size in ((rows, inner), (inner, columns)))
            work.append((flop, partial(torch._int_mm, a, b)))  # accumulates in int32; the only entry point to it
            continue
        a, b = torch.randn(rows, inner), torch.randn(inner, columns)
        if precision == "bf16":
            work.append((flop, partial(torch.mm, a.bfloat16(), b.bfloat16())))
            continue
        mkldnn = a.to_mkldnn(), b.T.contiguous().to_mkldnn()
        work.append((flop, partial(torch.nn.functional.linear, *mkldnn)))
        if not this_processor().cap:
            work.append((flop, partial(torch.mm, a, b)))
    return partial(_fastest, work)


def limit_rate(bundle: str, shapes: Sequence[Product], flop: float) -> Callable[[], float]:
    """Return a measurement of the units per second that the fastest product allows, at `flop` operations per unit."""
    fastest = peak(limit_of(bundle), shapes)
    return lambda: fastest() / flop


def vision_flop(cells: int, patch: int, width: int, layers: int) -> float:
    """Return the multiplications and additions of a vision transformer for one image of `cells` patches."""
    tokens = cells + 1
    per_layer = tokens * 12 * width**2 + 2 * tokens**2 * width  # four projections, two of fourfold width; attention
    return 2.0 * (cells * 3 * patch**2 * width + layers * per_layer)


def bytes_per_second(size: int = 2**30) -> float:
    """Return the memory bandwidth of all cores, the best of three reads of `size` bytes."""
    parts = np.array_split(np.ones(size // 8, np.int64), len(os.sched_getaffinity(0)))
    best = 0.0
    with ThreadPoolExecutor(len(parts)) as pool:
        for _ in range(3):
            started = perf_counter()
            list(pool.map(np.max, parts))
            best = max(best, size / (perf_counter() - started))
    return best


def gpu_bf16_peak(side: int = 8192) -> Callable[[], float]:
    """Return the same measurement for the first GPU: products of large square matrices, timed with GPU events."""
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


def _fastest(work: Sequence[tuple[float, Callable[[], object]]]) -> float:
    """Return the best of several runs of all products: a limit is the best possible result."""
    best, begun = 0.0, perf_counter()
    for run in range(_RUNS):
        for flop, product in work:
            if run and perf_counter() - begun > _LONGEST_S:
                return best
            started = perf_counter()
            product()
            best = max(best, flop / (perf_counter() - started))
    return best
