"""int8 is calibrated on photos, regardless of their file names, and measured on others."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from click.testing import CliRunner
from PIL import Image

from bildtext.bundle import Bundle, Drift
from bildtext.errors import BundleError
from bildtext.images import Preparation
from bildtext_cli.models.calibration import divide, find_photos
from bildtext_cli.models.commands import models
from bildtext_cli.models.drift import far_from_reference, refuse_drift
from bildtext_cli.models.probes import sample_photos

pytestmark = pytest.mark.torch
SMALL = Preparation(64)


def photo(seed: int, kind: str = "PNG") -> bytes:
    cells = np.random.default_rng(seed).integers(0, 256, (8, 6, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(cells).resize((300, 400), Image.Resampling.NEAREST).save(buffer, kind)
    return buffer.getvalue()


def test_photos_are_found_by_their_content_in_every_folder(tmp_path: Path) -> None:
    (tmp_path / "spring" / "shoes").mkdir(parents=True)
    for name, kind in {
        "A.JPG": "JPEG",
        "b.jpeg": "JPEG",
        "c.WebP": "WEBP",
        "spring/d": "PNG",
        "spring/shoes/e.avif": "AVIF",
        "f.txt": "PNG",
    }.items():
        (tmp_path / name).write_bytes(photo(len(name), kind))
    (tmp_path / "half.jpg").write_bytes(photo(1, "JPEG")[:300])
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "list.csv").write_text("article;photo\n4711;A.JPG\n")
    found = find_photos(tmp_path)
    assert len(found.photos) == 6
    assert found.others == 1
    assert [sentence.partition(":")[0] for sentence in found.unreadable] == ["empty.png", "half.jpg"]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="is no folder"):
        find_photos(tmp_path / "nowhere")


@pytest.mark.parametrize(("count", "calibrating", "measuring"), [(8, 6, 2), (12, 9, 3), (7, 7, 0), (1, 1, 0)])
def test_calibration_photos_are_not_used_for_measuring(count: int, calibrating: int, measuring: int) -> None:
    divided = divide([photo(seed) for seed in range(count)], SMALL, calibrates=True)
    assert (len(divided.calibrating), len(divided.measuring)) == (calibrating, measuring)
    seen = {one.tobytes() for one in divided.calibrating}
    assert not seen & {one.tobytes() for one in divided.measuring}


def test_other_photos_measure_when_all_are_needed_for_calibration() -> None:
    few, others = [photo(seed) for seed in range(3)], [photo(seed) for seed in range(2, 6)]
    divided = divide(few, SMALL, calibrates=True, elsewhere=others)
    assert (len(divided.calibrating), len(divided.measuring)) == (3, 3)  # the third of the few is among the others


def test_the_same_picture_in_many_files_counts_once() -> None:
    divided = divide([photo(seed % 2) for seed in range(20)], SMALL, calibrates=True)
    assert (len(divided.calibrating), len(divided.measuring)) == (2, 0)


def test_without_calibration_all_photos_measure() -> None:
    divided = divide([photo(seed) for seed in range(5)], SMALL, calibrates=False)
    assert (len(divided.calibrating), len(divided.measuring)) == (0, 5)


def test_int8_without_a_photo_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "notes.jpg").write_text("no photo at all")
    arguments = ["--precision", "int8", "--calibration", str(tmp_path / "photos"), "--out", str(tmp_path / "bundle")]
    run = CliRunner().invoke(models, ["export", "mini-clip", *arguments])
    assert isinstance(run.exception, BundleError)
    assert "none was found" in str(run.exception)
    assert not (tmp_path / "bundle").exists()


def test_the_bundle_and_the_command_report_the_number_of_photos_used(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    for at, data in enumerate(sample_photos()[:8]):
        (tmp_path / "photos" / f"{at}.JPG").write_bytes(data)
    arguments = ["--precision", "int8", "--calibration", str(tmp_path / "photos"), "--out", str(tmp_path / "bundle")]
    run = CliRunner().invoke(models, ["export", "mini-clip", *arguments], catch_exceptions=False)
    assert "8 photos found in" in run.stderr
    assert "calibrated on 6 photos" in run.stdout
    assert "(2 images)" in run.stdout
    written = json.loads((tmp_path / "bundle" / "bundle.json").read_text())
    assert (written["calibrated_on"], written["drift"]["images"]) == (6, 2)
    drift = Bundle.open(tmp_path / "bundle").manifest.drift
    assert drift is not None
    assert 0.9 < drift.cosine_min < 0.9999  # quantised, but not lost


def test_a_bundle_with_too_much_drift_is_refused() -> None:
    with pytest.raises(BundleError, match=r"on 12 photos .* 0\.783 on average and 0\.106 at worst .*or export fp16"):
        refuse_drift(Drift(images=12, cosine_mean=0.783, cosine_min=0.106), "int8")  # the figures of a public report
    with pytest.raises(BundleError, match="too far"):
        refuse_drift(Drift(images=1, cosine_mean=float("nan"), cosine_min=float("nan")), "fp16")
    refuse_drift(Drift(images=3, cosine_mean=0.989, cosine_min=0.986), "int8")
    assert not far_from_reference(Drift(images=3, cosine_mean=0.989, cosine_min=0.986))
    assert far_from_reference(Drift(images=3, cosine_mean=0.96, cosine_min=0.91))
