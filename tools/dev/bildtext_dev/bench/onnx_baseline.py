"""The baselines on ONNX Runtime: the same image tower exported by torch.onnx, in fp32 and quantised to int8."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

import click
import numpy as np

from bildtext.images import Pixels, Preparation, decode
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import SHOP, jpeg

FP32, STATIC, DYNAMIC = "fp32.onnx", "int8_static.onnx", "int8_dynamic.onnx"
_INPUT = "pixels"


def onnx_models(model: BenchModel) -> Path:
    """Return the folder with the three models, created on the first call."""
    if not all((model.onnx / name).is_file() for name in (FP32, STATIC, DYNAMIC)):
        click.echo("exporting the baselines for ONNX Runtime …", err=True)
        model.onnx.mkdir(exist_ok=True)
        _export(model)
        _quantise(model)
    return model.onnx


def session(path: Path) -> Any:
    """Open an ONNX Runtime session on all cores with every graph optimisation, as its documentation recommends."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run(of: Any, pixels: Pixels) -> Any:
    """uint8 `[n, size, size, 3]` → float32 `[n, d]` of unit length."""
    return of.run(None, {_INPUT: pixels})[0]


def _export(model: BenchModel) -> None:
    import torch

    from bildtext_dev.bench.torch_baseline import torch_tower

    size = model.shape.image
    example = torch.zeros((2, size, size, 3), dtype=torch.uint8)
    # It warns about missing torchvision, which this model does not use
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            torch_tower(model, torch.float32),
            (example,),
            model.onnx / FP32,
            input_names=[_INPUT],
            dynamic_shapes=({0: torch.export.Dim("photos")},),
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def _quantise(model: BenchModel) -> None:
    """Static: QDQ per channel, calibrated on the same photos as our int8; dynamic: ranges computed at each run."""
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_dynamic, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = model.onnx / "prepared.onnx"
    quant_pre_process(model.onnx / FP32, prepared, skip_symbolic_shape=True)
    quantize_static(
        prepared,
        model.onnx / STATIC,
        _Calibration(model.shape.image),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["MatMul", "Gemm", "Conv"],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    quantize_dynamic(
        prepared,
        model.onnx / DYNAMIC,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )
    prepared.unlink()


class _Calibration:
    """Eight photos, one at a time, in ONNX Runtime's calibration interface."""

    def __init__(self, size: int) -> None:
        self._left = [decode(jpeg(SHOP, seed), Preparation(size)) for seed in range(8)]

    def get_next(self) -> dict[str, np.ndarray] | None:
        return {_INPUT: self._left.pop()[None]} if self._left else None
