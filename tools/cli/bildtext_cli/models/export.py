"""Exports a Hugging Face image-text model as a bundle: traced, compressed, and measured against its reference."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import openvino as ov
import torch

from bildtext.bundle import (
    IMAGE_ENCODER,
    TEXT_ENCODER,
    TOKENIZER,
    WEIGHTS,
    Bundle,
    Drift,
    ModelManifest,
    new_bundle,
)
from bildtext.encoders.torch_runtime import TorchImageEncoder
from bildtext.encoders.towers import Towers, load_towers
from bildtext.errors import BundleError
from bildtext.hugging_face.folder import load_errors
from bildtext.images import Fit, Pixels
from bildtext.manifest import checksums
from bildtext_cli.models.calibration import divide, noise, quantised
from bildtext_cli.models.drift import refuse_drift
from bildtext_cli.models.folders import copy_model, replacing
from bildtext_cli.models.presets import Preset


def export(
    preset: Preset,
    source: Path,
    target: Path,
    photos: Sequence[bytes],
    *,
    elsewhere: Sequence[bytes] = (),
    fit: Fit | None = None,
    revision: str,
) -> Bundle:
    """Export the Hugging Face folder `source` to the bundle folder `target`, replacing what is there.

    `photos` are encoded images to measure the drift on; for int8 most of them are used for calibration instead, and
    `elsewhere` are others to measure on if all are needed for that. Label vectors are not part of this step.

    Raises:
        BundleError: `source` is not a model that can be exported, or not with this precision.
    """
    if preset.precision == "int4":
        raise BundleError("int4 is for language models; export a tagging model as fp32, fp16 or int8.")
    if preset.runtime == "torch" and preset.precision == "int8":
        raise BundleError("torch runs a tagging model as fp32 or fp16; int8 is for OpenVINO.")
    towers = load_towers(source)
    preparation = replace(towers.preparation, fit=fit or towers.preparation.fit)
    divided = divide(photos, preparation, calibrates=preset.precision == "int8", elsewhere=elsewhere)
    with replacing(target) as folder:
        if preset.runtime == "torch":
            copy_model(source, folder / WEIGHTS)
        else:
            with load_errors(source, "model"):
                _write_openvino(towers, folder, preset.precision, divided.calibrating)
        manifest = ModelManifest(
            preset=preset.name,
            repository=preset.repository,
            revision=revision,
            licence=preset.licence,
            weights_prefix=towers.weights_prefix,
            architecture=towers.architecture,
            runtime=preset.runtime,
            precision=preset.precision,
            preparation=preparation,
            mean=towers.mean,
            std=towers.std,
            dimensions=towers.dimensions,
            logit_scale=towers.logit_scale,
            logit_bias=towers.logit_bias,
            scoring="softmax" if towers.logit_bias is None else "sigmoid",
            context_length=towers.context_length,
            calibrated_on=len(divided.calibrating) or None,
            drift=None,
            files=checksums(folder),
        )
        bundle = new_bundle(folder, manifest)
        if len(divided.measuring):
            with load_errors(source, "model"):
                drift = measure_drift(towers, bundle, divided.measuring)
            refuse_drift(drift, preset.precision)
            new_bundle(folder, manifest.model_copy(update={"drift": drift}))
    return Bundle.open(target)


def measure_drift(towers: Towers, bundle: Bundle, pixels: Pixels) -> Drift:
    """Measure the cosine between the bundle's vectors and the fp32 reference's on `pixels`."""
    reference, exported = TorchImageEncoder(towers), bundle.image_encoder()
    cosines = [float(np.sum(reference.encode(photo[None]) * exported.encode(photo[None]))) for photo in pixels]
    return Drift(images=len(cosines), cosine_mean=round(float(np.mean(cosines)), 6), cosine_min=round(min(cosines), 6))


def _write_openvino(towers: Towers, folder: Path, precision: str, calibrating: Pixels) -> None:
    size = towers.preparation.size
    with torch.inference_mode(), warnings.catch_warnings():
        # OpenVINO converts with torch.jit.trace, which is deprecated and warns about every Python branch;
        # the traced graph is verified by measurement (drift, tests/models).
        warnings.simplefilter("ignore")
        image = ov.convert_model(
            towers.image,
            example_input=torch.from_numpy(noise(size)),
            input=[("pixels", [-1, size, size, 3], ov.Type.u8)],
        )
        tokens = torch.ones((2, towers.context_length), dtype=torch.int64)
        text = ov.convert_model(
            towers.text,
            example_input={"input_ids": tokens, "attention_mask": tokens},
            input=[("input_ids", [-1, -1], ov.Type.i64), ("attention_mask", [-1, -1], ov.Type.i64)],
        )
    if precision == "int8":
        image = quantised(image, calibrating, transformer=towers.architecture != "VisionTextDualEncoderModel")
    ov.save_model(image, folder / IMAGE_ENCODER, compress_to_fp16=precision != "fp32")
    ov.save_model(text, folder / TEXT_ENCODER, compress_to_fp16=precision != "fp32")
    (folder / TOKENIZER).write_text(towers.tokenizer, encoding="utf-8")
