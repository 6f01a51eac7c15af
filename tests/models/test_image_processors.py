"""Photos are prepared as by the model's own image processor, or an unsupported setting is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from PIL import Image
from transformers import AutoImageProcessor

from bildtext.errors import BundleError
from bildtext.hugging_face.image_processor import grey_levels, prepared, read_preprocessor
from bildtext_cli.models.probes import photos

pytestmark = pytest.mark.torch
SIZE = 96
SQUARE = {"height": SIZE, "width": SIZE}
CLIP = {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": SIZE}, "crop_size": SQUARE}
CONVNEXT = {"feature_extractor_type": "ConvNextFeatureExtractor", "size": SIZE}
LARGE = 384
HALF = (0.5, 0.5, 0.5)


# Settings, and the resulting fit, resampling and colour means. The means are those in transformers' classes.
EQUAL: dict[str, tuple[dict[str, Any], tuple[str, str, tuple[float, ...] | None]]] = {
    "CLIP as published": (CLIP, ("crop", "bicubic", None)),
    "CLIP with numbers, as in 2021": ({**CLIP, "size": SIZE, "crop_size": SIZE}, ("crop", "bicubic", None)),
    "CLIP with a size of two edges": ({**CLIP, "size": SQUARE}, ("stretch", "bicubic", None)),
    "CLIP with another resampling": ({**CLIP, "resample": 2}, ("crop", "bilinear", None)),
    "CLIP that scales to twice": ({**CLIP, "rescale_factor": 2 / 255}, ("crop", "bicubic", None)),
    "CLIP that does not scale": ({**CLIP, "do_rescale": False}, ("crop", "bicubic", None)),
    "CLIP that does not normalise": ({**CLIP, "do_normalize": False}, ("crop", "bicubic", (0.0, 0.0, 0.0))),
    "CLIP with one mean for all": ({**CLIP, "image_mean": 0.5, "image_std": 0.5}, ("crop", "bicubic", HALF)),
    "SigLIP without a mean": (
        {"image_processor_type": "SiglipImageProcessor", "size": SQUARE},
        ("stretch", "bicubic", HALF),
    ),
    "ViT in its old form": (
        {"feature_extractor_type": "ViTFeatureExtractor", "size": SIZE},
        ("stretch", "bilinear", HALF),
    ),
    "ConvNeXt without a margin": ({**CONVNEXT, "crop_pct": 1.0}, ("crop", "bicubic", HALF)),
    "in the new form": (CLIP, ("crop", "bicubic", None)),
}
NAMED: dict[str, tuple[dict[str, Any], str]] = {
    "ConvNeXt with a margin": (CONVNEXT, r"ConvNextImageProcessor .* crop_pct = 0\.875"),
    "a narrow margin": ({**CONVNEXT, "crop_pct": 0.95}, r"crop_pct = 0\.95"),
    "not resized": ({**CLIP, "do_resize": False}, "do_resize = False"),
    "not cropped": ({**CLIP, "do_center_crop": False}, "do_center_crop = False"),
    "cropped out of more": ({**CLIP, "size": {"shortest_edge": 128}}, r"size = \{'shortest_edge': 128\} and crop_size"),
    "cropped to less": ({**CLIP, "crop_size": 64}, r"crop_size = \{'height': 64"),
    "not square": ({**CLIP, "do_center_crop": False, "size": {"height": 64, "width": SIZE}}, "do_center_crop = False"),
    "Lanczos": ({**CLIP, "resample": 1}, "resample = 1"),
    "nearest": ({**CLIP, "resample": 0}, "resample = 0"),
    "no resampling": ({**CLIP, "resample": None}, "resample"),
    "blue first": ({**CLIP, "image_processor_type": "MobileViTImageProcessor"}, "do_flip_channel_order = True"),
    "filled up": ({**CLIP, "do_pad": True, "pad_size": {"height": 128, "width": 128}}, "do_pad = True"),
    "scaled to around zero": (
        {"image_processor_type": "EfficientNetImageProcessor", "size": SQUARE, "rescale_offset": True},
        "rescale_offset = True",
    ),
    "a mean for two colours": ({**CLIP, "image_mean": [0.5, 0.5]}, "image_mean"),
    "nothing to divide by": ({**CLIP, "image_std": [0, 0, 0]}, "image_std"),
    "an unknown class": (
        {**CLIP, "image_processor_type": "ShopImageProcessor"},
        "image processor of .* cannot",
    ),
}


def folder_with(settings: dict[str, Any], folder: Path, name: str = "preprocessor_config.json") -> Path:
    (folder / "config.json").write_text(json.dumps({"model_type": "vision-text-dual-encoder"}))
    (folder / name).write_text(json.dumps(settings))
    return folder


@pytest.mark.parametrize("what", EQUAL)
def test_real_photos_are_prepared_as_by_transformers(what: str, tmp_path: Path) -> None:
    settings, (fit, resample, mean) = EQUAL[what]
    new = what == "in the new form"
    folder = folder_with(
        {"image_processor": settings} if new else settings, tmp_path, f"{'' if new else 'pre'}processor_config.json"
    )
    preparation, found_mean, std = read_preprocessor(folder, SIZE)
    assert (preparation.size, preparation.fit, preparation.resample) == (SIZE, fit, resample)
    assert mean is None or found_mean == pytest.approx(mean)
    processor = AutoImageProcessor.from_pretrained(folder, backend="pil", trust_remote_code=False)
    with photos() as paths:
        for path in paths[:4]:
            with Image.open(path) as opened:
                photo = np.asarray(opened)
                assert grey_levels(photo, preparation, prepared(processor, photo, found_mean, std)) < 0.5


@pytest.mark.parametrize("what", NAMED)
def test_an_unsupported_setting_is_named(what: str, tmp_path: Path) -> None:
    settings, named = NAMED[what]
    with pytest.raises(BundleError, match=named) as refused, np.errstate(all="ignore"):
        read_preprocessor(folder_with(settings, tmp_path), SIZE)
    assert "\n" not in str(refused.value)


def test_convnext_has_no_margin_from_384_pixels(tmp_path: Path) -> None:
    preparation, mean, _ = read_preprocessor(folder_with({**CONVNEXT, "size": LARGE}, tmp_path), LARGE)
    assert (preparation.fit, preparation.resample, mean) == ("stretch", "bicubic", HALF)


def test_a_processor_for_another_image_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="makes 96 × 96 pixels of photos, and the model takes 224²"):
        read_preprocessor(folder_with(CLIP, tmp_path), 224)
