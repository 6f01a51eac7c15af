"""`bildtext bench start`: seconds from process start to the first tag, each in a new process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bildtext.labels import LABELS_FILE
from bildtext_dev.bench.inputs import label_matrix_file, photo_file
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import SHOP
from bildtext_dev.bench.repetitions import Repetitions
from bildtext_dev.bench.tagging_process import run_tagging_process

_FIRST_TAG = "start to first tag"


def bench_start(model: BenchModel, repetitions: Repetitions) -> Report:
    """Run one process per implementation and repetition; files are in the system's cache, nothing else is warm."""
    photo = photo_file(model, SHOP)

    def first_tag(kind: str, folder: Path, extra: Path) -> Callable[[], float]:
        return lambda: run_tagging_process(kind, folder, extra, photo).seconds

    measurements = {
        "fp16": first_tag("ours", model.fp16, LABELS_FILE),
        "int8": first_tag("ours", model.int8, LABELS_FILE),
        "function": first_tag("function", model.fp16, LABELS_FILE),
        "torch": first_tag("torch", model.weights, label_matrix_file(model)),
        "read": first_tag("reading", model.fp16, LABELS_FILE),
        "handler": lambda: run_tagging_process("handler", model.fp16, LABELS_FILE, photo).import_s,
    }
    s = repetitions.interleaved(measurements)
    rows = (
        Row(_FIRST_TAG, "ours fp16", "ours", s["fp16"], "s"),
        Row(_FIRST_TAG, "ours int8", "ours", s["int8"], "s"),
        Row(_FIRST_TAG, "with handler, fp16", "ours", s["function"], "s"),
        Row(_FIRST_TAG, "torch + transformers, cached labels", "baseline", s["torch"], "s"),
        Row(_FIRST_TAG, "Python that reads the fp16 weights", "limit", s["read"], "s", "ours fp16"),
        Row("import of the handler", "tagging.app, environment of Lambda", "fact", s["handler"], "s"),
    )
    goals = (
        Goal("start to first tag, ours fp16, seconds", s["fp16"], 1, at_most=True),
        Goal("start to first tag, ours fp16 with the handler, seconds", s["function"], 1, at_most=True),
        Goal("ours fp16 ÷ torch + transformers", s["torch"] / s["fp16"], 5),
        Goal("import of tagging.app in Lambda, seconds", s["handler"], 0.5, at_most=True),
    )
    notes = (
        (
            f"Random weights of the shape {model.shape.name}, one shop photo. From the process's start: interpreter, "
            "imports (boto3 too), checksums of the bundle, compilation of the model, decode, encode, scores, tags. "
            "With the handler: everything that the function's container imports as well."
        ),
        "No OpenVINO cache is used: every start compiles the model. The files are in the operating system's cache.",
    )
    return Report("start", "start: a new process → the first tag", rows, goals, notes)
