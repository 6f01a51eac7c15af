"""`bildtext bench start`: seconds from process start to the first tag, each in a new process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bildtext.labels import LABELS_FILE
from bildtext_dev.bench.fresh import in_fresh_process
from bildtext_dev.bench.inputs import fresh_inputs
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import SHOP
from bildtext_dev.bench.rounds import Rounds

_FIRST_TAG, _IMPORT = "start to first tag", "import of the handler"


def bench_start(model: BenchModel, rounds: Rounds) -> Report:
    """Run one process per contender and round; files are in the system's cache, nothing else is warm."""
    at = fresh_inputs(model)
    photo = at.photos[SHOP]

    def first_tag(kind: str, folder: Path, extra: Path) -> Callable[[], float]:
        return lambda: in_fresh_process(kind, folder, extra, photo).seconds

    measurements = {
        "fp16": first_tag("ours", model.fp16, LABELS_FILE),
        "int8": first_tag("ours", model.int8, LABELS_FILE),
        "function": first_tag("function", model.fp16, LABELS_FILE),
        "torch": first_tag("torch", model.weights, at.matrix),
        "read": first_tag("reading", model.fp16, LABELS_FILE),
        "handler": lambda: in_fresh_process("handler", model.fp16, LABELS_FILE, photo).import_s,
        "lambda": lambda: in_fresh_process("handler-in-lambda", model.fp16, LABELS_FILE, photo).import_s,
    }
    s = rounds.in_turns(measurements)
    rows = (
        Row(_FIRST_TAG, "ours fp16", "ours", s["fp16"], "s"),
        Row(_FIRST_TAG, "ours int8", "ours", s["int8"], "s"),
        Row(_FIRST_TAG, "with handler, fp16", "ours", s["function"], "s"),
        Row(_FIRST_TAG, "torch + transformers, cached labels", "peer", s["torch"], "s"),
        Row(_FIRST_TAG, "Python that reads the fp16 weights", "limit", s["read"], "s", "ours fp16"),
        Row(_IMPORT, "tagging.app, environment of Lambda", "fact", s["lambda"], "s"),
        Row(_IMPORT, "tagging.app, elsewhere", "fact", s["handler"], "s"),
    )
    goals = (
        Goal("start to first tag, ours fp16, seconds", s["fp16"], 1, at_most=True),
        Goal("start to first tag, ours fp16 with the handler, seconds", s["function"], 1, at_most=True),
        Goal("ours fp16 ÷ torch + transformers", s["torch"] / s["fp16"], 5),
        Goal("import of tagging.app in Lambda, seconds", s["lambda"], 0.5, at_most=True),
    )
    notes = (
        (
            f"Random weights of the shape {model.shape.name}, one shop photo. From the process's start: interpreter, "
            "imports (boto3 too), checksums of the bundle, compilation of the model, decode, encode, scores, tags. "
            "With the handler: everything that the function's container imports as well."
        ),
        "No OpenVINO cache is used: every start compiles the model. The files are in the operating system's cache.",
    )
    return Report("start", "start: a fresh process → the first tag", rows, goals, notes)
