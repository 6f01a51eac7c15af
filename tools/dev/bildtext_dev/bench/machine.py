"""The machine of a benchmark: features of its CPU, versions of the runtimes, and restricting all of them alike."""

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
    """The properties that results depend on.

    `features` are the usable CPU features, `restricted_to` is the value of ONEDNN_MAX_CPU_ISA (empty: unrestricted),
    `precision` is the one fp16 and int4 bundles are computed in, `limits` are the precisions whose matrix products are
    measured, `load` is the load average of the last minute.
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
    """Describe this machine and the installed runtimes."""
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
    """Apply the restriction to the parts of torch outside oneDNN; call it before torch is imported."""
    if processor.cap and processor.features == ("AVX2",):
        environment.setdefault("ATEN_CPU_CAPABILITY", "avx2")
        environment.setdefault("MKL_ENABLE_INSTRUCTIONS", "AVX2")


def gpu_name() -> str:
    """Return CUDA's name of the first GPU; empty without one."""
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else ""
