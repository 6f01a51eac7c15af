"""Detection of CPU features and the resulting precision; the CPUs here are excerpts of /proc/cpuinfo."""

from __future__ import annotations

from pathlib import Path

import pytest

from bildtext.processor import Processor, this_processor

AVX512 = "avx2 avx512f avx512dq avx512cd avx512bw avx512vl"
CPUS = {
    "laptop of 2014 (Haswell)": ("fpu sse4_2 fma avx avx2", ("AVX2",)),
    "laptop of 2022 (Alder Lake)": ("fpu fma avx avx2 avx_vnni", ("AVX2", "VNNI")),
    "Skylake server": (AVX512, ("AVX2", "AVX-512")),
    "Ice Lake server": (f"{AVX512} avx512_vnni", ("AVX2", "AVX-512", "VNNI")),
    "EPYC 9004": (f"{AVX512} avx512_vnni avx512_bf16", ("AVX2", "AVX-512", "VNNI", "bf16")),
    "Sapphire Rapids": (
        f"{AVX512} avx_vnni avx512_vnni avx512_bf16 amx_bf16 amx_tile amx_int8",
        ("AVX2", "AVX-512", "VNNI", "bf16", "AMX"),
    ),
    "before AVX2": ("fpu sse4_2 avx", ()),
    "Knights Landing: AVX-512 without the subsets for oneDNN": ("avx2 avx512f avx512cd avx512er", ("AVX2",)),
}


def cpu(folder: Path, flags: str, **environment: str) -> Processor:
    one = "processor\t: {}\nmodel name\t: A CPU: of 2\nflags\t\t: {}\nbugs\t\t: spectre_v1\n\n"
    (folder / "cpuinfo").write_text(one.format(0, flags) + one.format(1, flags))
    return this_processor(folder / "cpuinfo", environment)


@pytest.mark.parametrize("name", CPUS)
def test_features_are_read_from_the_kernels_flags(name: str, tmp_path: Path) -> None:
    flags, expected = CPUS[name]
    found = cpu(tmp_path, flags)
    assert found.features == expected
    assert found.name == "A CPU: of 2"
    assert found.cap == ""


@pytest.mark.parametrize(
    ("flags", "computed"),
    [
        ("avx2", "f32"),
        (f"{AVX512} avx512_vnni", "f32"),
        (f"{AVX512} avx512_bf16", "bf16"),
        (f"{AVX512} amx_bf16", "bf16"),
    ],
)
def test_models_compute_in_bf16_where_it_is_native_and_in_f32_elsewhere(
    flags: str, computed: str, tmp_path: Path
) -> None:
    found = cpu(tmp_path, flags)
    assert {found.computes_in(precision) for precision in ("fp16", "int8", "int4")} == {computed}
    assert found.computes_in("fp32") == "f32"


@pytest.mark.parametrize(
    ("cap", "left"),
    [
        ("AVX2", ("AVX2",)),
        ("avx2", ("AVX2",)),
        ("AVX2_VNNI", ("AVX2", "VNNI")),
        ("AVX512_CORE", ("AVX2", "AVX-512")),
        ("AVX512_CORE_VNNI", ("AVX2", "AVX-512", "VNNI")),
        ("AVX512_CORE_BF16", ("AVX2", "AVX-512", "VNNI", "bf16")),
        ("AVX512_CORE_FP16", ("AVX2", "AVX-512", "VNNI", "bf16")),
        ("AVX512_CORE_AMX", ("AVX2", "AVX-512", "VNNI", "bf16", "AMX")),
        ("SSE41", ()),
        ("ALL", ("AVX2", "AVX-512", "VNNI", "bf16", "AMX")),
        ("AVX3000", ("AVX2", "AVX-512", "VNNI", "bf16", "AMX")),
        ("", ("AVX2", "AVX-512", "VNNI", "bf16", "AMX")),
    ],
)
def test_features_beyond_one_dnns_cap_are_not_used(cap: str, left: tuple[str, ...], tmp_path: Path) -> None:
    flags, _ = CPUS["Sapphire Rapids"]
    assert cpu(tmp_path, flags, ONEDNN_MAX_CPU_ISA=cap).features == left


def test_a_cap_adds_no_features(tmp_path: Path) -> None:
    assert cpu(tmp_path, "avx2", ONEDNN_MAX_CPU_ISA="AVX512_CORE_AMX").features == ("AVX2",)


def test_one_dnns_older_variable_applies_if_the_newer_is_not_set(tmp_path: Path) -> None:
    flags, _ = CPUS["EPYC 9004"]
    assert cpu(tmp_path, flags, DNNL_MAX_CPU_ISA="AVX2").features == ("AVX2",)
    both = cpu(tmp_path, flags, DNNL_MAX_CPU_ISA="AVX2", ONEDNN_MAX_CPU_ISA="AVX512_CORE")
    assert (both.features, both.cap) == (("AVX2", "AVX-512"), "AVX512_CORE")


def test_without_cpuinfo_models_compute_in_f32(tmp_path: Path) -> None:
    found = this_processor(tmp_path / "no such file", {})
    assert (found.name, found.features, found.computes_in("fp16")) == ("unknown CPU", (), "f32")


def test_a_cpu_of_another_architecture_computes_in_f32(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nFeatures\t: fp asimd bf16 i8mm\nCPU part\t: 0xd40\n\n")
    assert this_processor(tmp_path / "cpuinfo", {}).computes_in("int8") == "f32"
