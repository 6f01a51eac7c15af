"""The new processes of `bench start` and `bench memory`: each tags in one way and prints its figures.

    python -m bildtext_dev.bench.tagging_process KIND MODEL_FOLDER EXTRA PHOTO COPIES

KIND is a function below. Each does its own imports, so that a process only loads what it uses.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bildtext_cli.new_process import first_line


@dataclass(frozen=True)
class ProcessFigures:
    """The figures of a new process. `seconds` is the time from its start to its first answer, `peak_mb` its VmHWM."""

    seconds: float
    peak_mb: float
    import_s: float
    best: tuple[str, ...]


def run_tagging_process(kind: str, folder: Path, extra: Path, photo: Path, copies: int = 1) -> ProcessFigures:
    """Start a process, and wait for its answer and its end.

    Raises:
        RuntimeError: it failed; the message includes its stderr.
    """
    took, line = first_line(
        "-m", "bildtext_dev.bench.tagging_process", kind, str(folder), str(extra), str(photo), str(copies)
    )
    found = json.loads(line)
    return ProcessFigures(took, found["peak_mb"], found["import_s"], tuple(found["best"]))


def _ours(folder: Path, label_file: Path, photos: list[bytes]) -> tuple[float, list[str]]:
    """The tagging function's own wiring and flow; `folder` is the bundle."""
    started = time.perf_counter()
    from bildtext.images import DEFAULT_LIMITS
    from tagging.flow import tag_photos
    from tagging.wiring import load_tagger

    imported = time.perf_counter() - started
    tagged = tag_photos(photos, load_tagger(folder, label_file, DEFAULT_LIMITS))
    best = [
        max(zip(photo.scores["category"].labels[0], photo.scores["category"].ids, strict=True))[1] for photo in tagged
    ]
    return imported, best


def _function(folder: Path, label_file: Path, photos: list[bytes]) -> tuple[float, list[str]]:
    """Ours with everything that the function's container imports: Powertools, routes, X-Ray recorder."""
    imported, _ = _handler(folder, label_file, [])
    return imported, _ours(folder, label_file, photos)[1]


def _handler(folder: Path, _extra: Path, _photos: list[bytes]) -> tuple[float, list[str]]:
    """Only import the function's handler, the first step in every container."""
    os.environ["LAMBDA_TASK_ROOT"] = str(folder)  # as in Lambda: the X-Ray recorder then creates no clients
    started = time.perf_counter()
    import tagging.app  # noqa: F401

    return time.perf_counter() - started, []


def _torch(folder: Path, matrix: Path, photos: list[bytes]) -> tuple[float, list[str]]:
    """transformers' model and processor with label vectors read from a file; `folder` is the Hugging Face folder."""
    started = time.perf_counter()
    import io

    import numpy as np
    import torch
    from PIL import Image
    from transformers import CLIPImageProcessorPil, CLIPModel

    imported = time.perf_counter() - started
    model = CLIPModel.from_pretrained(folder, use_safetensors=True).eval()
    processor = CLIPImageProcessorPil.from_pretrained(folder)
    images = [Image.open(io.BytesIO(data)).convert("RGB") for data in photos]
    with torch.inference_mode():
        pixels = processor(images=images, return_tensors="pt")["pixel_values"]
        vectors = model.get_image_features(pixel_values=pixels).pooler_output
        unit = vectors / vectors.norm(dim=1, keepdim=True)
        best = (unit @ torch.from_numpy(np.load(matrix)).T).argmax(dim=1)
    return imported, [str(index) for index in best.tolist()]


def _reading(folder: Path, _extra: Path, _photos: list[bytes]) -> tuple[float, list[str]]:
    """The lower bound: a Python that only reads the image encoder's bytes; `folder` is the bundle."""
    (folder / "image_encoder.bin").read_bytes()
    return 0.0, []


_KINDS: dict[str, Callable[[Path, Path, list[bytes]], tuple[float, list[str]]]] = {
    "ours": _ours,
    "function": _function,
    "handler": _handler,
    "torch": _torch,
    "reading": _reading,
}


def _main(arguments: Sequence[str]) -> None:
    kind, folder, extra, photo, copies = arguments
    imported, best = _KINDS[kind](Path(folder), Path(extra), [Path(photo).read_bytes()] * int(copies))
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak_mb = float(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6  # resident memory, including mapped files
    sys.stdout.write(json.dumps({"peak_mb": peak_mb, "import_s": imported, "best": best}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(sys.argv[1:])
