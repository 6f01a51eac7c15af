"""Exports a Hugging Face captioning model: both halves are traced, compressed and compared with the reference."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import torch

from bildtext.captioners import IMAGE_ENCODER, TEXT_DECODER, TOKENIZER
from bildtext.captioners.manifest import WEIGHTS, Agreement, CaptionManifest, CaptionPrecision
from bildtext.captioners.openvino_runtime import OpenVinoCaptioner
from bildtext.errors import BundleError
from bildtext.hugging_face.folder import reading
from bildtext.images import Pixels
from bildtext.manifest import checksums, write_manifest
from bildtext_cli.models.calibration import divide, noise
from bildtext_cli.models.captioners.models import CaptionModel, load_caption_model
from bildtext_cli.models.captioners.torch_runtime import TorchCaptioner
from bildtext_cli.models.folders import replacing
from bildtext_cli.models.presets import Preset
from bildtext_cli.models.remembering import remembering

_PRECISIONS: tuple[CaptionPrecision, ...] = ("fp32", "fp16", "int8")


def export_caption(
    preset: Preset,
    source: Path,
    target: Path,
    photos: Sequence[bytes],
    *,
    elsewhere: Sequence[bytes] = (),
    revision: str,
) -> CaptionManifest:
    """Export the Hugging Face folder `source` to the bundle folder `target`, replacing what is there.

    The bundle's tokens are compared with the reference's on `photos`, encoded images; for int8 most of them are for
    calibration instead, and `elsewhere` are others to compare on if all are needed for that.

    Raises:
        BundleError: `source` is not a captioning model that can be exported, or not with this precision.
    """
    precision = _precision(preset)
    model = load_caption_model(source)
    divided = divide(photos, model.preparation, calibrates=precision == "int8", elsewhere=elsewhere)
    with replacing(target) as folder:
        if preset.runtime == "torch":
            shutil.copytree(source, folder / WEIGHTS, ignore=_only_what_is_loaded)
        else:
            with reading(source, "model"):
                _write_openvino(model, folder, precision, divided.calibrating)
        manifest = CaptionManifest(
            preset=preset.name,
            repository=preset.repository,
            revision=revision,
            licence=preset.licence,
            weights_prefix=model.weights_prefix,
            architecture=type(model.whole).__name__,
            runtime=preset.runtime,
            precision=precision,
            preparation=model.preparation,
            mean=model.mean,
            std=model.std,
            ending=model.ending,
            calibrated_on=len(divided.calibrating) or None,
            agreement=None,
            files=checksums(folder),
        )
        if preset.runtime == "openvino" and len(divided.measuring):
            exported = OpenVinoCaptioner(folder, manifest)
            manifest = manifest.model_copy(update={"agreement": measure_agreement(model, exported, divided.measuring)})
        write_manifest(folder, manifest)
    return manifest


def measure_agreement(model: CaptionModel, exported: OpenVinoCaptioner, pixels: Pixels) -> Agreement:
    """Measure for how many photos the bundle's tokens equal those of transformers in fp32."""
    reference = TorchCaptioner(model)
    equal = [np.array_equal(reference.tokens(one[None]), exported.tokens(one[None])) for one in pixels]
    return Agreement(images=len(equal), equal=round(float(np.mean(equal)), 4))


def _write_openvino(model: CaptionModel, folder: Path, precision: CaptionPrecision, calibrating: Pixels) -> None:
    image, text = _traced(model)
    if precision == "int8":
        image, text = _quantised(image, calibrating), _with_small_weights(text)
    ov.save_model(image, folder / IMAGE_ENCODER, compress_to_fp16=precision != "fp32")
    ov.save_model(text, folder / TEXT_DECODER, compress_to_fp16=precision != "fp32")
    (folder / TOKENIZER).write_text(model.tokenizer, encoding="utf-8")


def _traced(model: CaptionModel) -> tuple[Any, Any]:
    """Return both halves as OpenVINO models, with the same names for the tensors passed from one to the other."""
    size, step = model.preparation.size, model.step
    half = model.image_half()
    two = torch.from_numpy(noise(size))
    with torch.inference_mode(), warnings.catch_warnings():
        # OpenVINO converts with torch.jit.trace, which is deprecated and warns about every Python branch;
        # the traced graph is verified by measurement (agreement, tests/models).
        warnings.simplefilter("ignore")
        image = ov.convert_model(half, example_input=two, input=[("pixels", [-1, size, size, 3], ov.Type.u8)])
        features = half(two)
        past = [torch.zeros(2, step.heads, 3, step.width)] * 2
        memory = [part for at in range(0, len(features), 2) for part in (*features[at : at + 2], *past)]
        tokens = torch.ones((2, 1), dtype=torch.int64)
        text = ov.convert_model(step, example_input=(tokens, torch.ones(1, dtype=torch.int64), *memory))
    for at, output in enumerate(image.outputs):
        output.get_tensor().set_names({f"image.{at}"})
    return image, remembering(text, step.heads, step.width)


def _quantised(image: Any, pixels: Pixels) -> Any:
    """8-bit weights and activations, calibrated on `pixels` (NNCF post-training quantisation)."""
    import nncf

    calibration = nncf.Dataset([one[None] for one in pixels])
    return nncf.quantize(image, calibration, model_type=nncf.ModelType.TRANSFORMER, subset_size=len(pixels))


def _with_small_weights(text: Any) -> Any:
    """8-bit weights only: reading them dominates the time per token, and activations stay exact."""
    import nncf

    return nncf.compress_weights(text, mode=nncf.CompressWeightsMode.INT8_ASYM)


def _precision(preset: Preset) -> CaptionPrecision:
    for precision in _PRECISIONS:
        if precision == preset.precision and (precision == "fp32" or preset.runtime == "openvino"):
            return precision
    raise BundleError(
        f"{preset.name} cannot be {preset.precision} on {preset.runtime}: captions run as fp32, fp16 or int8 on "
        "OpenVINO and as fp32 on torch."
    )


def _only_what_is_loaded(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith((".json", ".safetensors", ".txt"))]
