"""Local functions fail as on Lambda: timeout, memory limit, exit and `kill -9`; no message is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
from PIL import Image, ImageDraw

from bildtext_cli.local.stack import RunningStack, local_stack
from tests.integration.local_system import queue_length, template_with, upload
from tests.integration.recording_handler import HANDLER, Recordings
from tests.waiting import wait_for

TIMEOUT_S, MEMORY_MB = 3, 150


@contextmanager
def _recorded(folder: Path, **values: int) -> Iterator[tuple[RunningStack, Recordings, Path]]:
    """The system with a recorder as its tagging function, logging to a file."""
    (folder / "bundle.json").write_text("{}")
    recordings, log = Recordings(folder / "recordings"), folder / "function.log"
    template = template_with(
        folder, **{"VisibilityTimeout": 2, "MaximumBatchingWindowInSeconds": 1, "MemorySize": MEMORY_MB, **values}
    )
    with pytest.MonkeyPatch.context() as patch, log.open("w", encoding="utf-8") as output:
        patch.setenv("RECORDINGS", str(recordings.file))
        with local_stack({"Tagging": HANDLER}, template=template, bundle=folder, function_output=output) as stack:
            yield stack, recordings, log


@pytest.mark.parametrize(
    ("view", "message", "status"),
    [
        ("hang", f"Task timed out after {TIMEOUT_S}.00 seconds", "timeout"),
        ("spin", f"Task timed out after {TIMEOUT_S}.00 seconds", "timeout"),
        ("grow", "Runtime exited with error: signal: killed", "error"),
        ("exit", "Runtime exited with error: exit status 3", "error"),
    ],
)
def test_a_failed_process_is_logged_as_by_lambda_and_its_batch_is_redelivered(
    tmp_path: Path, view: str, message: str, status: str
) -> None:
    harm, neighbour = f"articles/1/{view}.jpg", "articles/1/front.jpg"
    with _recorded(tmp_path, Timeout=TIMEOUT_S) as (stack, recordings, log):
        first = stack.functions["Tagging"].pid
        for key in (harm, neighbour):
            upload(stack, key)
        wait_for(lambda: len(recordings.records(harm)) == 2 and recordings.records(neighbour))
        wait_for(lambda: queue_length(stack, "TaggingQueue") == 0)
        assert stack.functions["Tagging"].pid not in (first, None)
        assert not psutil.pid_exists(first or -1)
        assert queue_length(stack, "TaggingDeadLetters") == 0
    assert len(recordings.environments) == 2, "one process more"
    lines = log.read_text("utf-8").splitlines()
    (report,) = (json.loads(line) for line in lines if line.startswith("{"))
    assert message in report["message"]
    assert (report["type"], report["record"]["status"]) == ("platform.report", status)
    assert report["record"]["metrics"]["memorySizeMB"] == MEMORY_MB
    assert (report["record"]["metrics"]["maxMemoryUsedMB"] > MEMORY_MB) == (view == "grow")
    printed = [line for line in lines if not line.startswith("{")]
    assert len(printed) == len(recordings.batches), "a killed process takes none of its lines with it"
    assert all(line.startswith("a batch of ") for line in printed)


def test_a_process_killed_while_idle_is_replaced_for_the_next_batch(tmp_path: Path) -> None:
    with _recorded(tmp_path) as (stack, recordings, _):
        os.kill(wait_for(lambda: stack.functions["Tagging"].pid), signal.SIGKILL)
        upload(stack, "articles/1/front.jpg")
        (record,) = wait_for(lambda: recordings.records("articles/1/front.jpg"))
        assert record["attributes"]["ApproximateReceiveCount"] == "1", "no invocation failed"


def test_a_system_that_stops_does_not_wait_for_a_handler_that_hangs(tmp_path: Path) -> None:
    with _recorded(tmp_path) as (stack, recordings, _):
        pid = wait_for(lambda: stack.functions["Tagging"].pid)
        upload(stack, "articles/1/hang.jpg")
        wait_for(lambda: recordings.batches)
    assert not psutil.pid_exists(pid)
    assert len(recordings.environments) == 1, "no other was started"


_SYSTEM = """
import sys, time
from pathlib import Path
from bildtext_cli.local.stack import local_stack
folder = Path(sys.argv[1])
handlers, template = {"Tagging": "tests.integration.recording_handler.handle"}, folder / "template.yaml"
with local_stack(handlers, template=template, bundle=folder) as stack:
    import boto3
    key = f"articles/1/{sys.argv[2]}.jpg"
    boto3.client("s3").put_object(Bucket=stack.names["PhotoBucket"], Key=key, Body=b"photo")
    print(flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("view", ["hang", "spin"])
def test_functions_end_when_their_parent_is_killed_during_a_batch(tmp_path: Path, view: str) -> None:
    (tmp_path / "bundle.json").write_text("{}")
    template_with(tmp_path, MaximumBatchingWindowInSeconds=1, Timeout=10)
    recordings = Recordings(tmp_path / "recordings")
    with subprocess.Popen(
        [sys.executable, "-c", _SYSTEM, str(tmp_path), view],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RECORDINGS": str(recordings.file)},
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        wait_for(lambda: recordings.batches)
        children = psutil.Process(parent.pid).children()
        assert len(children) == 2, "moto and the function"
        parent.send_signal(signal.SIGKILL)
    ended = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    wait_for(lambda: all(not child.is_running() or child.status() in ended for child in children))


def _photo(file: Path, number: int) -> bytes:
    photo = Image.new("RGB", (240, 320), "white")
    ImageDraw.Draw(photo).polygon([(60, 40), (180, 40), (200, 280), (40, 280)], fill=(number * 5, 60, 120))
    photo.save(file)
    return file.read_bytes()


def test_kill_9_of_the_tagging_function_under_load_loses_nothing(tmp_path: Path) -> None:
    """Killed during a batch, while the next process starts, and later."""
    keys = [f"articles/{10001 + number // 2}/view-{number % 2}.jpg" for number in range(48)]
    template = template_with(tmp_path, VisibilityTimeout=15)
    log = tmp_path / "function.log"
    with (
        log.open("w", encoding="utf-8") as output,
        local_stack(template=template, function_output=output) as stack,
    ):
        tagging, table = stack.functions["Tagging"], boto3.client("dynamodb")

        def items() -> list[dict[str, Any]]:
            found = table.scan(TableName=stack.names["ArticleTable"], ConsistentRead=True)["Items"]
            return [one for one in found if one["sk"]["S"].startswith("IMAGE#")]

        for number, key in enumerate(keys):
            upload(stack, key, _photo(tmp_path / "photo.jpg", number))
        killed = set()
        for already in (1, 2, 20):  # photos in the table: at the first batch, while its successor starts, and later
            wait_for(lambda: len(items()) >= already)  # noqa: B023 (called at once)
            killed.add(pid := wait_for(lambda: tagging.pid))
            os.kill(pid, signal.SIGKILL)
            if already == 2:
                killed.add(starting := wait_for(lambda: tagging.pid not in {*killed, None} and tagging.pid))
                os.kill(starting, signal.SIGKILL)
        wait_for(lambda: queue_length(stack, "TaggingQueue") == 0, 180)
        found = items()
        assert sorted(one["key"]["S"] for one in found) == sorted(keys), "none is missing or duplicated"
        assert {one["status"]["S"] for one in found} == {"tagged"}
        assert queue_length(stack, "TaggingDeadLetters") == 0
    records = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    reports = [one["message"] for one in records if one.get("type") == "platform.report"]
    assert reports
    assert all("signal: killed" in one for one in reports)
