"""`bildtext bench up`: photos per second through the complete local system, compared with `bildtext tag`."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import boto3
import psutil

from bildtext.images import Limits
from bildtext.labels import LABELS_FILE
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_table import DynamoPhotoTable
from bildtext_cli.local.stack import RunningStack, local_stack
from bildtext_cli.models.presets import bundle_folder
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.pictures import SHOP, jpeg
from bildtext_dev.bench.repetitions import Repetitions
from tagging.batch import Tagger
from tagging.flow import tag_photos
from tagging.wiring import load_tagger

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeNameType

UP, BACKLOG, TAG = "bildtext up", "bildtext up, uploaded before", "bildtext tag"
_MODEL = "mini-clip"
_BATCH = 16
_UPLOADERS = 4
_LOOK_EVERY_S, _LOOK_EVERY = 0.05, 0.02  # poll interval: seconds at least, and share of the elapsed time
_DIFFERENT = 8  # distinct photos, uploaded repeatedly under new keys


def bench_up(photos: int, repetitions: Repetitions) -> Report:
    """Per repetition, tag `photos` during their upload, then as many after their upload, then in this process."""
    datas = [jpeg(SHOP, number % _DIFFERENT) for number in range(photos)]
    tagger = load_tagger(bundle_folder(_MODEL), LABELS_FILE, Limits())
    with io.StringIO() as unread, local_stack(function_output=unread) as stack:
        _ = _System(stack).rate(datas[:_BATCH]), _rate_alone(datas[:_BATCH], tagger)  # warm up
        system = _System(stack, count(10001 + _BATCH))
        rates = repetitions.interleaved(
            {
                UP: lambda: system.rate(datas),
                BACKLOG: lambda: system.backlog_rate(datas),
                TAG: lambda: _rate_alone(datas, tagger),
            }
        )
        spent = {process_name: seconds / system.photos * 1000 for process_name, seconds in system.spent.items()}
    group, processors = f"{photos} photos, {SHOP.name}, {_MODEL}", "processor time per photo"
    return Report(
        "up",
        "up: uploaded → tags in the table",
        (
            Row(group, UP, "ours", rates[UP], "photos/s"),
            Row(group, BACKLOG, "ours", rates[BACKLOG], "photos/s"),
            Row(group, TAG, "limit", rates[TAG], "photos/s"),
            *(
                Row(processors, process_name, "fact", milliseconds, "ms")
                for process_name, milliseconds in spent.items()
            ),
            Row(processors, "all of them", "fact", sum(spent.values()), "ms"),
        ),
        (
            Goal(f"{UP} ÷ {TAG}", rates[UP] / rates[TAG], 0.6),
            Goal(f"{BACKLOG} ÷ {TAG}", rates[BACKLOG] / rates[TAG], 0.6),
        ),
        (
            (
                f"From the first upload, {_UPLOADERS} at a time, until the queue is empty and, as is checked, every "
                "photo in the table. `bildtext tag` is its loop over batches, without its start."
            ),
            "Uploaded before: from the moment when all wait in the queue; the system without the uploader.",
            "Uploader, moto and functions share the processors; `tag` spends what the function does, less its calls.",
        ),
    )


@dataclass
class _System:
    """A running system; `photos` counts those uploaded, `spent` is processor time in seconds by process."""

    stack: RunningStack
    articles: Iterator[int] = field(default_factory=lambda: count(10001))
    photos: int = 0
    spent: dict[str, float] = field(default_factory=dict)

    def rate(self, datas: list[bytes]) -> float:
        """Measure photos per second of one repetition, from the first upload on."""
        before, started = self._processor_times(), time.perf_counter()
        keys = self._upload(datas)
        took = self._seconds_until_tagged(keys, started)
        for process_name, seconds in self._processor_times().items():
            self.spent[process_name] = self.spent.get(process_name, 0) + seconds - before[process_name]
        self.photos += len(datas)
        return len(datas) / took

    def backlog_rate(self, datas: list[bytes]) -> float:
        """Measure the same with all photos uploaded before the first is taken from the queue."""
        with self.stack.consumers["TaggingQueue"].paused():
            keys = self._upload(datas)
            started = time.perf_counter()
        return len(datas) / self._seconds_until_tagged(keys, started)

    def _upload(self, datas: list[bytes]) -> list[str]:
        """Upload each photo as a separate article; return the keys."""
        keys = [f"articles/{next(self.articles)}/front.jpg" for _ in datas]
        s3, bucket = boto3.client("s3"), self.stack.names["PhotoBucket"]
        with ThreadPoolExecutor(_UPLOADERS) as pool:
            list(pool.map(lambda key, data: s3.put_object(Bucket=bucket, Key=key, Body=data), keys, datas))
        return keys

    def _seconds_until_tagged(self, keys: list[str], started: float) -> float:
        """Wait until all are tagged, check it, and return the seconds since `started`."""
        self._wait_for("TaggingQueue")
        took = time.perf_counter() - started
        self._wait_for("DescriptionQueue")  # so that it does not slow down the next measurement
        self._check(keys)
        return took

    def _wait_for(self, queue: str) -> None:
        """Wait until nothing is queued or in flight. moto queues an event before it answers the upload."""
        sqs, url, since = boto3.client("sqs"), self.stack.names[queue], time.perf_counter()
        names: list[QueueAttributeNameType] = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
        ]
        while any(map(int, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())):
            time.sleep(max(_LOOK_EVERY_S, (time.perf_counter() - since) * _LOOK_EVERY))

    def _check(self, keys: list[str]) -> None:
        table = DynamoPhotoTable(boto3.client("dynamodb"), self.stack.names["ArticleTable"])
        items = table.read([photo_key(key) for key in keys])
        if missing := [key for key in keys if key not in items or items[key].status != "tagged"]:
            raise RuntimeError(f"{len(missing)} of {len(keys)} photos were not tagged, for example {missing[0]}.")

    def _processor_times(self) -> dict[str, float]:
        functions = {function.pid: f"function {name}" for name, function in self.stack.functions.items()}
        processes = {functions.get(child.pid, "moto"): child for child in psutil.Process().children()}
        times = {
            process_name: process.cpu_times()
            for process_name, process in {**processes, "uploader": psutil.Process()}.items()
        }
        return {process_name: cpu.user + cpu.system for process_name, cpu in times.items()}


def _rate_alone(datas: list[bytes], tagger: Tagger) -> float:
    """Measure photos per second of the same photos in this process."""
    started = time.perf_counter()
    for start in range(0, len(datas), _BATCH):
        tag_photos(datas[start : start + _BATCH], tagger)
    return len(datas) / (time.perf_counter() - started)
