"""`bildtext bench flow`: photos per second from bytes to tags, compared with decoding and encoding alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bildtext.images import DEFAULT_LIMITS, decode
from bildtext.labels import LABELS_FILE
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import CAMERA, SHOP, PhotoKind, jpeg
from bildtext_dev.bench.rounds import Rounds, seconds
from tagging.flow import tag_images
from tagging.steps import Tagger
from tagging.wiring import load_tagger

FLOW, DECODE, ENCODE, LIMIT = "ours, bytes → tags", "decode alone", "encode alone", "both, one after the other"
_DIFFERENT = 4  # photos per kind; a batch repeats them


def bench_flow(model: BenchModel, photos: int, rounds: Rounds, kinds: Sequence[PhotoKind] = (SHOP, CAMERA)) -> Report:
    """Run at most `photos` per round, in batches of 16 and 32, through the tagging function's own code at fp16."""
    tagger = load_tagger(model.fp16, LABELS_FILE, DEFAULT_LIMITS)
    rows: list[Row] = []
    goals: list[Goal] = []
    sets = [(kind, batch) for kind in kinds for batch in (32, 16)]
    for number, (kind, batch) in enumerate(sets):
        different = [jpeg(kind, seed) for seed in range(_DIFFERENT)]
        some = (different * batch)[: min(batch, max(1, photos))]
        rates = _rates(some, tagger, rounds, len(sets) - number)
        rows += _rows(f"{kind.name}, batch {len(some)}", rates)
        slower = min(rates[DECODE], rates[ENCODE])
        goals.append(Goal(f"{kind.name}, batch {len(some)}: flow ÷ slower part", rates[FLOW] / slower, 0.7))
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


def _rates(datas: list[bytes], tagger: Tagger, rounds: Rounds, sets_left: int) -> dict[str, float]:
    """Return photos per second by name; the limit is computed from the two parts."""
    pixels = np.stack([decode(data, tagger.preparation) for data in datas])

    def decode_alone() -> None:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda data: decode(data, tagger.preparation, tagger.limits), datas))

    took = rounds.in_turns(
        {
            FLOW: seconds(lambda: tag_images(datas, tagger)),
            DECODE: seconds(decode_alone),
            ENCODE: seconds(lambda: tagger.encoder.encode(pixels)),
        },
        sets_left,
    )
    rates = {name: len(datas) / one for name, one in took.items()}
    return {**rates, LIMIT: len(datas) / (took[DECODE] + took[ENCODE])}


def _rows(group: str, rates: dict[str, float]) -> list[Row]:
    return [
        Row(group, FLOW, "ours", rates[FLOW], "photos/s"),
        Row(group, DECODE, "part", rates[DECODE], "photos/s"),
        Row(group, ENCODE, "part", rates[ENCODE], "photos/s"),
        Row(group, LIMIT, "limit", rates[LIMIT], "photos/s"),
    ]
