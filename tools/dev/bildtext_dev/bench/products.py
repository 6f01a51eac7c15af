"""The limits: how many operations per second this machine's fastest matrix products do, in the precisions it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Literal

from bildtext.processor import Processor, this_processor

Precision = Literal["f32", "bf16", "int8"]
Product = tuple[int, int, int]  # rows × inner × columns

_RUNS = 5
_LONGEST_S = 2.0  # for all runs of one measurement, but each shape runs once


def limits(processor: Processor) -> tuple[Precision, ...]:
    """The precisions whose products are measured: where the CPU has no bf16, torch emulates it, 100 times slower."""
    return ("f32", "bf16", "int8") if processor.has("bf16") else ("f32", "int8")


def limit_of(bundle: str, processor: Processor | None = None) -> Precision:
    """The precision of the products that a bundle of that precision spends its time in."""
    return "int8" if bundle == "int8" else (processor or this_processor()).computes_in(bundle)


def limit_name(precision: Precision) -> str:
    """How a row of it is called."""
    return f"{precision} matrix product"


def transformer_products(tokens: int, width: int) -> tuple[Product, ...]:
    """The two of a transformer's feed-forward layers for so many tokens, and a large square one."""
    rows, side = min(tokens, 2048), min(4 * width, 2048)
    return ((rows, width, 4 * width), (rows, 4 * width, width), (side, side, side))


def peak(precision: Precision, shapes: Sequence[Product]) -> Callable[[], float]:
    """A measurement of operations (multiplications and additions) per second of oneDNN's product, through torch.

    f32 products of torch are MKL's; they are tried as well unless oneDNN is restricted, which MKL does not know of.
    """
    import torch

    work: list[tuple[float, Callable[[], object]]] = []
    for rows, inner, columns in shapes:
        flop = 2.0 * rows * inner * columns
        if precision == "int8":
            a, b = (torch.randint(-100, 100, size, dtype=torch.int8) for size in ((rows, inner), (inner, columns)))
            work.append((flop, partial(torch._int_mm, a, b)))  # sums in int32; the only door to it
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


def _fastest(work: Sequence[tuple[float, Callable[[], object]]]) -> float:
    """The best product, the best of several runs each: a limit is what is possible at all."""
    best, begun = 0.0, perf_counter()
    for run in range(_RUNS):
        for flop, product in work:
            if run and perf_counter() - begun > _LONGEST_S:
                return best
            started = perf_counter()
            product()
            best = max(best, flop / (perf_counter() - started))
    return best
