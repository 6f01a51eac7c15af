"""The machine a benchmark ran on: what its CPU has, what runtimes make of it, and how all are restricted alike."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from importlib.metadata import version

from bildtext.processor import Processor, this_processor
from bildtext_dev.bench.products import limits

FEATURES = ("AVX2", "AVX-512", "VNNI", "bf16", "AMX")


@dataclass(frozen=True)
class Machine:
    """What results depend on.

    `features` are those of the CPU that may be used, `restricted_to` is what ONEDNN_MAX_CPU_ISA leaves of them (empty:
    everything), `precision` is what fp16 and int4 bundles are computed in, `limits` are the precisions whose matrix
    products are measured, `load` is the last minute's.
    """

    cpu: str
    features: tuple[str, ...]
    restricted_to: str
    precision: str
    limits: tuple[str, ...]
    cores: int
    load: float
    openvino: str
    torch: str
    onnxruntime: str
    gpu: str


def this_machine() -> Machine:
    """Read from the operating system and the installed runtimes."""
    processor = this_processor()
    return Machine(
        cpu=processor.name,
        features=processor.features,
        restricted_to=processor.cap,
        precision=processor.computes_in("fp16"),
        limits=limits(processor),
        cores=len(os.sched_getaffinity(0)),
        load=os.getloadavg()[0],
        openvino=version("openvino"),
        torch=version("torch"),
        onnxruntime=version("onnxruntime"),
        gpu=gpu_name() or "none",
    )


def restrict_torch(processor: Processor, environment: MutableMapping[str, str] = os.environ) -> None:
    """Before torch is imported: what of it is not oneDNN's gets the same restriction by its own variables."""
    if processor.cap and processor.features == ("AVX2",):
        environment.setdefault("ATEN_CPU_CAPABILITY", "avx2")
        environment.setdefault("MKL_ENABLE_INSTRUCTIONS", "AVX2")


def gpu_name() -> str:
    """What CUDA calls the first GPU; empty without one."""
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else ""
