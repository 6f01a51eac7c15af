"""AWS services that accept a connection and never answer, on real sockets: a batch ends within its time limit and its
unfinished messages are redelivered. All other services are moto's.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.config import Config

from bildtext.aws import CLIENT_CONFIG
from bildtext.change_events import ChangeEvent
from bildtext.domain_events import EventBridgePublisher
from bildtext.errors import TransientError
from bildtext.storage.article_files import ArticleFile, S3ArticleFiles
from bildtext.storage.keys import data_key, photo_key
from bildtext.storage.photo_bucket import S3PhotoBucket
from bildtext.storage.photo_table import DynamoPhotoTable
from description import wiring as description_wiring
from description.flow import describe_jobs
from description.jobs import Job
from tagging import wiring
from tagging.batch import Dependencies
from tagging.flow import tag_changed_photos
from tests.deployed_function import BUCKET, DeployedFunction
from tests.event_outcomes import PHOTO
from tests.queue_events import queue_batch, s3_event

KEYS = [f"articles/{number}/front.jpg" for number in range(3)]
SECONDS = 6.0  # time limit of the batch, before Lambda's timeout


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        connections: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    connections.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for connection in connections:
            connection.close()


@pytest.fixture
def slow_s3() -> Iterator[str]:
    """The address of an S3 that sends an object at one byte a second, so that no read times out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def send_slowly(connection: socket.socket) -> None:
            head = b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nETag: "a"\r\n\r\n'
            with connection:
                try:
                    connection.sendall(head)
                    while not over.wait(1):
                        connection.sendall(b"x")
                except OSError:
                    return

        def accept() -> None:
            while True:
                try:
                    threading.Thread(target=send_slowly, args=server.accept()[:1], daemon=True).start()
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()


def client(service: Any, at: str) -> Any:
    return boto3.client(service, endpoint_url=at, config=CLIENT_CONFIG.merge(Config(proxies={})))


def hung(dependencies: Dependencies, what: str, at: str) -> Dependencies:
    """The same dependencies with one hanging service."""
    if what == "GetObject":
        return replace(dependencies, photos=S3PhotoBucket(client("s3", at), BUCKET, 10**7))
    if what == "PutEvents":
        return replace(dependencies, publisher=EventBridgePublisher(client("events", at), "bildtext"))

    class Writes(DynamoPhotoTable):
        """Only writes hang; reads are answered."""

        read = dependencies.table.read

    return replace(dependencies, table=Writes(client("dynamodb", at), "articles"))


def in_time(dependencies: Dependencies) -> list[str]:
    """The statuses of three photos, which must be available before Lambda ends the function."""
    deadline = time.monotonic() + SECONDS
    outcomes = tag_changed_photos(
        [ChangeEvent(photo_key(key), "c", sequencer="1") for key in KEYS], wiring.tagger(), dependencies, deadline
    )
    assert time.monotonic() < deadline + 1
    assert all(isinstance(one.error, TransientError) for one in outcomes if one.status == "failed")
    return [one.status for one in outcomes]


@pytest.mark.parametrize("what", ["GetObject", "PutItem", "PutEvents"])
def test_photos_of_a_hanging_service_are_retried_and_nothing_else_is(
    tagging_function: DeployedFunction, hanging: str, what: str
) -> None:
    for key in KEYS:
        tagging_function.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    assert in_time(hung(wiring.dependencies(), what, hanging)) == ["failed"] * 3
    assert in_time(wiring.dependencies()) == (["unchanged"] if what == "PutEvents" else ["tagged"]) * 3


def test_a_slowly_sent_photo_does_not_outlast_the_batch(tagging_function: DeployedFunction, slow_s3: str) -> None:
    tagging_function.s3.put_object(Bucket=BUCKET, Key=KEYS[0], Body=PHOTO)
    slow, quick = S3PhotoBucket(client("s3", slow_s3), BUCKET, 10**7), wiring.dependencies().photos

    class Mixed:
        """The first photo hangs."""

        def fetch(self, key: str) -> Any:
            return (slow if key == KEYS[0] else quick).fetch(key)

        version = quick.version

    for key in KEYS:
        tagging_function.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    assert in_time(replace(wiring.dependencies(), photos=Mixed())) == ["failed", "tagged", "tagged"]


def test_a_slowly_sent_article_json_does_not_outlast_the_batch(
    description_function: DeployedFunction, slow_s3: str
) -> None:
    for number in range(3):
        content = '{"Artikeltyp": "Kleid", "Farbe": "rot"}'
        description_function.s3.put_object(Bucket=BUCKET, Key=data_key(str(number)), Body=content)
    slow, quick = S3ArticleFiles(client("s3", slow_s3), BUCKET), description_wiring.dependencies().files

    class Mixed:
        """The first article's file hangs."""

        def fetch(self, article: str) -> ArticleFile:
            return (slow if article == "0" else quick).fetch(article)

        put = quick.put

    deadline = time.monotonic() + SECONDS
    jobs = [Job(str(number), (ChangeEvent(str(number), "c", sequencer="1"),)) for number in range(3)]
    outcomes = describe_jobs(
        jobs, description_wiring.describer(), replace(description_wiring.dependencies(), files=Mixed()), deadline
    )
    assert time.monotonic() < deadline + 1
    assert [one.status for one in outcomes] == ["failed", "described", "described"]
    assert isinstance(outcomes[0].error, TransientError)


def test_an_unanswered_call_times_out_within_a_third_of_the_api_timeout(
    tagging_function: DeployedFunction,
    hanging: str,
) -> None:
    begun = time.monotonic()
    with pytest.raises(TransientError, match="ReadTimeoutError"):
        S3PhotoBucket(client("s3", hanging), BUCKET, 10**7).fetch(KEYS[0])
    assert time.monotonic() - begun < 10


def test_a_hanging_queue_batch_returns_its_messages(
    tagging_function: DeployedFunction, hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in KEYS:
        tagging_function.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    dependencies = hung(wiring.dependencies(), "PutEvents", hanging)
    monkeypatch.setattr(wiring, "dependencies", lambda: dependencies)
    batch = queue_batch(*(s3_event(BUCKET, key, sequencer="1") for key in KEYS))
    failed = tagging_function.invoke(batch)["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failed] == ["m0", "m1", "m2"]
