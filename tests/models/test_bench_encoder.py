"""The benchmark of the endpoint's encoder on a tiny model, with the real server and real clients."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")
pytest.importorskip("litserve", reason="LitServe is not installed; `make test` installs it")

from bildtext_dev.bench import load as clients  # noqa: E402
from bildtext_dev.bench.encoder import BATCHES, CLIENTS, IMAGES, Measured, bench_encoder  # noqa: E402
from bildtext_dev.bench.encoder_server import encoder_server  # noqa: E402
from bildtext_dev.bench.model import Shape, encoder_bundle  # noqa: E402
from bildtext_dev.bench.products import limit_name, limit_of  # noqa: E402
from bildtext_dev.bench.repetitions import Repetitions  # noqa: E402

pytestmark = pytest.mark.torch
TINY = Shape("tiny", image=32, patch=8, vision=(32, 2, 2), text=(32, 2, 2), words=1000, dimensions=24)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def port(cache: Path) -> Iterator[int]:
    with encoder_server(encoder_bundle(TINY, "openvino", cache).folder, cache / "log") as port:
        yield port


def test_every_batch_size_and_number_of_clients_is_reported_with_its_limits(cache: Path) -> None:
    report = bench_encoder(Repetitions(1), {"tiny": TINY}, cache, seconds=0.5)
    in_process = [row.name for row in report.rows if row.group == "tiny, in process"]
    assert in_process == [*(f"batch {n}" for n in BATCHES), limit_name(limit_of("fp16")), "best batch ÷ product"]
    groups = ("tiny, 1 image per request", "tiny, 16 images per request")
    assert len(groups) == len(IMAGES)
    for group in groups:
        rows = [row for row in report.rows if row.group == group]
        assert [row.role for row in rows[: len(CLIENTS) + 3]] == ["ours"] * len(CLIENTS) + ["limit"] * 3
        assert all(row.value > 0 for row in rows if row.unit == "images/s")
        p50, p99 = (
            next(row.value for row in rows if row.name == f"64 clients, {percent}") for percent in ("p50", "p99")
        )
        assert 0 < p50 <= p99
    assert len(report.goals) == 1
    assert not [note for note in report.notes if "refused" in note or "left out" in note]


def test_a_request_that_would_wait_too_long_is_skipped_and_reported(
    cache: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bildtext_dev.bench.encoder._LONGEST_S", 1e-9)
    found = Measured("tiny", TINY, encoder_bundle(TINY, "openvino", cache), (0, port), gpu=False, seconds=0.1)
    found.run(Repetitions(1), 1)
    assert not [row for row in found.rows() if row.role == "ours"]
    assert not found.goals()
    assert len([note for note in found.notes if "left out" in note]) == len(CLIENTS) * len(IMAGES)


def test_clients_count_answers_and_stop_on_request(port: int) -> None:
    started = time.monotonic()
    found = clients.load(port, clients=3, images=2, size=32, warm_s=0.2, window_s=0.5)
    assert found.refused == 0
    assert found.images_per_s > 0
    assert len(found.latencies) >= 3
    assert abs(found.images_per_s * 0.5 / 2 - len(found.latencies)) <= 3  # but for those at the window's border
    assert time.monotonic() - started < 20


def test_a_refused_request_counts_no_images(port: int) -> None:
    found = clients.load(port, clients=2, images=1, size=16, warm_s=0.1, window_s=0.3)
    assert found.images_per_s == 0
    assert found.refused >= 2


def test_clients_without_a_server_say_so() -> None:
    with pytest.raises(RuntimeError, match="failed"):
        clients.load(1, clients=1, images=1, size=16, warm_s=0, window_s=0.1)


def test_a_request_counts_by_its_share_of_the_window() -> None:
    window = (10.0, 12.0)
    spans = [(9.0, 11.0), (11.0, 15.0), (10.5, 11.5), (8.0, 9.0), (12.5, 13.0), (9.0, 13.0)]
    assert [clients._overlap(span, *window) for span in spans] == [0.5, 0.25, 1, 0, 0, 0.5]


def test_a_server_that_does_not_start_reports_the_reason(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no model bundle"), encoder_server(tmp_path, tmp_path / "log"):
        pass


def test_a_bundle_is_made_once_for_each_runtime(cache: Path) -> None:
    for runtime in ("openvino", "torch"):
        bundle = encoder_bundle(TINY, runtime, cache)
        before = {path: path.stat().st_mtime_ns for path in bundle.folder.rglob("*")}
        assert bundle.manifest.runtime == runtime
        assert encoder_bundle(TINY, runtime, cache).folder == bundle.folder
        assert {path: path.stat().st_mtime_ns for path in before} == before
