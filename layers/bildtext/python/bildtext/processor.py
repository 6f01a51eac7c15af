"""Detects what this CPU supports and chooses the precision that models compute in, for all runtimes.

A CPU without bf16 products emulates them, several times slower than f32 (docs/benchmarks.md), so models compute in bf16
where it is native and in f32 elsewhere. The quantised layers of an int8 bundle compute in 8 bits on every CPU; this is
the precision of the other layers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Computed = Literal["f32", "bf16"]

_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class Processor:
    """A CPU as runtimes may use it: `flags` are the relevant flags of the kernel that `cap` allows.

    `cap` is oneDNN's name of the newest instruction set allowed; empty if all are.
    """

    name: str
    flags: frozenset[str]
    cap: str = ""

    @property
    def features(self) -> tuple[str, ...]:
        """The usable ones of AVX2, AVX-512, VNNI, bf16 and AMX."""
        return tuple(name for name in _FEATURES if self.has(name))

    def has(self, feature: str) -> bool:
        """Whether a feature is usable."""
        return any(way <= self.flags for way in _FEATURES[feature])

    def computes_in(self, precision: str) -> Computed:
        """What a bundle of `precision` (fp32, fp16, int8, int4) computes in; fp32 always computes in f32."""
        return "bf16" if precision != "fp32" and self.has("bf16") else "f32"


def this_processor(cpuinfo: Path = _CPUINFO, environment: Mapping[str, str] = os.environ) -> Processor:
    """This machine's CPU, from the kernel and from the variable that caps oneDNN's (OpenVINO, torch) instruction set.

    Without information from the kernel (not Linux), no feature is assumed.
    """
    fields = _first_processor(cpuinfo)
    cap = next((environment[name].upper() for name in _CAP_VARIABLES if environment.get(name)), "")
    cap = cap if cap in _LEFT_BY else ""
    flags = _LEFT_BY.get(cap, _KNOWN).intersection(fields.get("flags", "").split())
    return Processor(fields.get("model name", "unknown CPU"), flags, cap)


def _first_processor(cpuinfo: Path) -> dict[str, str]:
    try:
        text, _, _ = cpuinfo.read_text(encoding="utf-8", errors="replace").partition("\n\n")
    except OSError:
        return {}
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}


# The kernel's flags that make up a feature; alternatives if kinds of CPUs implement it differently.
_FEATURES: dict[str, tuple[frozenset[str], ...]] = {
    "AVX2": (frozenset({"avx2"}),),
    "AVX-512": (frozenset({"avx512f", "avx512bw", "avx512vl", "avx512dq"}),),
    "VNNI": (frozenset({"avx512_vnni"}), frozenset({"avx_vnni"})),
    "bf16": (frozenset({"avx512_bf16"}), frozenset({"amx_bf16"})),
    "AMX": (frozenset({"amx_tile"}),),
}
_KNOWN = frozenset[str]().union(*(way for ways in _FEATURES.values() for way in ways))

# oneDNN reads the first of these that is set, in either case, and ignores unknown values.
_CAP_VARIABLES = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
_AVX2 = frozenset({"avx2"})
_AVX512 = _AVX2.union(*_FEATURES["AVX-512"])
_LEFT_BY: dict[str, frozenset[str]] = {
    "SSE41": frozenset(),
    "AVX": frozenset(),
    "AVX2": _AVX2,
    "AVX2_VNNI": _AVX2 | {"avx_vnni"},
    "AVX2_VNNI_2": _AVX2 | {"avx_vnni"},
    "AVX512_CORE": _AVX512,
    "AVX512_CORE_VNNI": _AVX512 | {"avx512_vnni"},
    "AVX512_CORE_BF16": _AVX512 | {"avx512_vnni", "avx512_bf16"},
    "AVX512_CORE_FP16": _KNOWN - {"amx_tile", "amx_bf16"},
    "AVX10_1_512": _KNOWN - {"amx_tile", "amx_bf16"},
}
