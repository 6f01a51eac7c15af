"""`bildtext bench flow`: photos per second from bytes to tags, compared with decoding and encoding alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bildtext.images import DEFAULT_LIMITS, decode
from bildtext.labels import LABELS_FILE
from bildtext_dev.bench.measure import Goal, Report, Role, Row
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import CAMERA, SHOP, PhotoKind, jpeg
from bildtext_dev.bench.repetitions import Repetitions, seconds
from tagging.batch import Tagger
from tagging.flow import tag_photos
from tagging.wiring import load_tagger

FLOW, DECODE, ENCODE, LIMIT = "ours, bytes → tags", "decode alone", "encode alone", "both, one after the other"
_ROLES: dict[str, Role] = {FLOW: "ours", DECODE: "part", ENCODE: "part", LIMIT: "limit"}
_DIFFERENT = 4  # photos per kind; a batch repeats them


def bench_flow(
    model: BenchModel, photos: int, repetitions: Repetitions, kinds: Sequence[PhotoKind] = (SHOP, CAMERA)
) -> Report:
    """Run at most `photos` per repetition, in batches of 16 and 32, through the tagging function's own code at fp16."""
    tagger = load_tagger(model.fp16, LABELS_FILE, DEFAULT_LIMITS)
    rows: list[Row] = []
    goals: list[Goal] = []
    sets = [(kind, batch) for kind in kinds for batch in (32, 16)]
    for number, (kind, batch) in enumerate(sets):
        different = [jpeg(kind, seed) for seed in range(_DIFFERENT)]
        data = (different * batch)[: min(batch, max(1, photos))]
        rates = _rates(data, tagger, repetitions, len(sets) - number)
        rows += [Row(f"{kind.name}, batch {len(data)}", name, _ROLES[name], rates[name], "photos/s") for name in rates]
        slower = min(rates[DECODE], rates[ENCODE])
        goals.append(Goal(f"{kind.name}, batch {len(data)}: flow ÷ slower part", rates[FLOW] / slower, 0.7))
    return Report(
        "flow",
        f"flow: JPEG bytes → tags of {sum(len(facet.labels) for facet in tagger.labels.facets)} labels, fp16",
        tuple(rows),
        tuple(goals),
        (
            f"Random weights of the shape {model.shape.name}; photos drawn from a seed. The label file is the layer's.",
            (
                "Decoding and encoding each use all cores, so a batch cannot be faster than one after the other: "
                "1 ÷ (1/decode + 1/encode). That is the limit; the flow adds scoring."
            ),
        ),
    )


def _rates(datas: list[bytes], tagger: Tagger, repetitions: Repetitions, sets_left: int) -> dict[str, float]:
    """Return photos per second by name; the limit is computed from the two parts."""
    pixels = np.stack([decode(data, tagger.preparation) for data in datas])

    def decode_alone() -> None:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda data: decode(data, tagger.preparation, tagger.limits), datas))

    took = repetitions.interleaved(
        {
            FLOW: seconds(lambda: tag_photos(datas, tagger)),
            DECODE: seconds(decode_alone),
            ENCODE: seconds(lambda: tagger.encoder.encode(pixels)),
        },
        sets_left,
    )
    rates = {name: len(datas) / seconds_per_batch for name, seconds_per_batch in took.items()}
    return {**rates, LIMIT: len(datas) / (took[DECODE] + took[ENCODE])}
