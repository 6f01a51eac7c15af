"""Exports a Hugging Face captioning model: both halves are traced, compressed and compared with the reference."""

from __future__ import annotations

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
from bildtext.hugging_face.folder import load_errors
from bildtext.images import Pixels
from bildtext.manifest import checksums, write_manifest
from bildtext_cli.models.calibration import divide, noise, quantised
from bildtext_cli.models.captioners.models import CaptionModel, ImageHalf, load_caption_model
from bildtext_cli.models.captioners.torch_runtime import TorchCaptioner
from bildtext_cli.models.folders import copy_model, replacing
from bildtext_cli.models.presets import Preset
from bildtext_cli.models.stateful import make_stateful


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
    precision = preset.precision
    if precision == "int4" or (precision != "fp32" and preset.runtime == "torch"):
        raise BundleError(
            f"{preset.name} cannot be {precision} on {preset.runtime}: captions run as fp32, fp16 or int8 on "
            "OpenVINO and as fp32 on torch."
        )
    model = load_caption_model(source)
    divided = divide(photos, model.preparation, calibrates=precision == "int8", elsewhere=elsewhere)
    with replacing(target) as folder:
        if preset.runtime == "torch":
            copy_model(source, folder / WEIGHTS)
        else:
            with load_errors(source, "model"):
                _write_openvino(model, folder, precision, divided.calibrating)
        manifest = CaptionManifest(
            preset=preset.name,
            repository=preset.repository,
            revision=revision,
            licence=preset.licence,
            weights_prefix=model.weights_prefix,
            architecture=type(model.transformers_model).__name__,
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
    equal = [np.array_equal(reference.tokens(photo[None]), exported.tokens(photo[None])) for photo in pixels]
    return Agreement(images=len(equal), equal=round(float(np.mean(equal)), 4))


def _write_openvino(model: CaptionModel, folder: Path, precision: CaptionPrecision, calibrating: Pixels) -> None:
    image, text = _traced(model)
    if precision == "int8":
        import nncf

        image = quantised(image, calibrating, transformer=True)
        # Weights only: reading them dominates the time per token, and activations stay exact.
        text = nncf.compress_weights(text, mode=nncf.CompressWeightsMode.INT8_ASYM)
    ov.save_model(image, folder / IMAGE_ENCODER, compress_to_fp16=precision != "fp32")
    ov.save_model(text, folder / TEXT_DECODER, compress_to_fp16=precision != "fp32")
    (folder / TOKENIZER).write_text(model.tokenizer, encoding="utf-8")


def _traced(model: CaptionModel) -> tuple[Any, Any]:
    """Return both halves as OpenVINO models, with the same names for the tensors passed from one to the other."""
    size, step = model.preparation.size, model.step
    half = ImageHalf(model).eval()
    two = torch.from_numpy(noise(size))
    with torch.inference_mode(), warnings.catch_warnings():
        # OpenVINO converts with torch.jit.trace, which is deprecated and warns about every Python branch;
        # the traced graph is verified by measurement (agreement, tests/models).
        warnings.simplefilter("ignore")
        image = ov.convert_model(half, example_input=two, input=[("pixels", [-1, size, size, 3], ov.Type.u8)])
        features = half(two)
        past = [torch.zeros(2, step.heads, 3, step.width)] * 2
        memory = [part for index in range(0, len(features), 2) for part in (*features[index : index + 2], *past)]
        tokens = torch.ones((2, 1), dtype=torch.int64)
        text = ov.convert_model(step, example_input=(tokens, torch.ones(1, dtype=torch.int64), *memory))
    for index, output in enumerate(image.outputs):
        output.get_tensor().set_names({f"image.{index}"})
    return image, make_stateful(text, step.heads, step.width)
