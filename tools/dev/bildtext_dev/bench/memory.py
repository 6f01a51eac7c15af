"""`bildtext bench memory`: peak resident memory of tagging a batch, each in a new process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bildtext.labels import LABELS_FILE
from bildtext_dev.bench.inputs import label_matrix_file, photo_file, without_text_half
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import CAMERA, SHOP, PhotoKind
from bildtext_dev.bench.repetitions import Repetitions
from bildtext_dev.bench.tagging_process import run_tagging_process


def bench_memory(
    model: BenchModel,
    repetitions: Repetitions,
    batches: Sequence[int] = (16, 32),
    kinds: Sequence[PhotoKind] = (SHOP, CAMERA),
) -> Report:
    """Run one process per implementation, batch and repetition; ours with a bundle without text encoder."""
    matrix = label_matrix_file(model)
    halves = {"ours fp16": without_text_half(model.fp16), "ours int8": without_text_half(model.int8)}

    def peak(kind: str, folder: Path, extra: Path, photo: Path, copies: int) -> Callable[[], float]:
        return lambda: run_tagging_process(kind, folder, extra, photo, copies).peak_mb

    rows: list[Row] = []
    sets = [(kind, batch) for kind in kinds for batch in batches]
    for number, (kind, batch) in enumerate(sets):
        photo = photo_file(model, kind)
        measurements = {name: peak("function", half, LABELS_FILE, photo, batch) for name, half in halves.items()}
        measurements["torch + transformers"] = peak("torch", model.weights, matrix, photo, batch)
        measurements["Python holding the fp16 weights"] = peak("reading", model.fp16, LABELS_FILE, photo, batch)
        for name, value in repetitions.interleaved(measurements, len(sets) - number, at_most=3).items():
            role = "ours" if name in halves else "limit" if name.startswith("Python") else "baseline"
            against = "ours fp16" if role == "limit" else None
            rows.append(Row(f"{batch} of {kind.name}", name, role, value, "MB", against))  # type: ignore[arg-type]
    goals = [
        Goal(f"peak resident, {row.group}, {row.name}, MB", row.value, 700, at_most=True)
        for row in rows
        if row.name == "ours fp16"
    ]
    notes = (
        (
            f"Random weights of the shape {model.shape.name}. Peak is VmHWM (10⁶ bytes): all resident memory, "
            "including mapped files."
        ),
        "Ours is the tagging function with everything its container imports.",
        "The text encoder is not loaded: ours runs from a bundle folder without it and its tokenizer.",
        "torch + transformers loads the complete CLIPModel in fp32, as from_pretrained does, and decodes with Pillow.",
    )
    return Report("memory", "memory: a new process tags one batch", tuple(rows), tuple(goals), notes)
