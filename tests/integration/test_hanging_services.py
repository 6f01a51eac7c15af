"""AWS that takes a connection and never answers, on real sockets: a batch ends in its time, and what is not done comes
back. Whatever does not hang is moto's.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.config import Config

from bildtext.announcements import EventBridgeAnnouncer
from bildtext.article_files import ArticleFile, S3ArticleFiles
from bildtext.articles import data_key, photo_key
from bildtext.aws import CLIENT_CONFIG
from bildtext.change_events import ChangeEvent
from bildtext.errors import PassingFailure
from bildtext.photos import S3Photos
from bildtext.table import DynamoTable
from description import wiring as description_wiring
from description.flow import describe_jobs
from description.jobs import Job
from tagging import wiring
from tagging.flow import tag_arrivals
from tagging.steps import Outside
from tests.doors import BUCKET, Doors
from tests.event_outcomes import PHOTO

KEYS = [f"articles/{number}/front.jpg" for number in range(3)]
SECONDS = 6.0  # of the batch; Lambda's end comes later


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of a server that accepts, reads, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for connection in held:
            connection.close()


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of an S3 that sends an object of 100 kB, one byte a second: no read of it ever times out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def drip(connection: socket.socket) -> None:
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
                    threading.Thread(target=drip, args=server.accept()[:1], daemon=True).start()
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()


def client(service: Any, at: str) -> Any:
    return boto3.client(service, endpoint_url=at, config=CLIENT_CONFIG.merge(Config(proxies={})))


def hung(outside: Outside, what: str, at: str) -> Outside:
    """The same outside world, one service of which hangs."""
    if what == "GetObject":
        return replace(outside, photos=S3Photos(client("s3", at), BUCKET, 10**7))
    if what == "PutEvents":
        return replace(outside, announcer=EventBridgeAnnouncer(client("events", at), "bildtext"))

    class Writes(DynamoTable):
        """Reads are answered."""

        read = outside.table.read

    return replace(outside, table=Writes(client("dynamodb", at), "articles"))


def in_time(outside: Outside) -> list[str]:
    """What becomes of three photos; and it is there before Lambda ends the function."""
    until = time.monotonic() + SECONDS
    outcomes = tag_arrivals(
        [ChangeEvent(photo_key(key), "c", sequencer="1") for key in KEYS], wiring.tagger(), outside, until
    )
    assert time.monotonic() < until + 1
    assert all(isinstance(one.error, PassingFailure) for one in outcomes if one.status == "failed")
    return [one.status for one in outcomes]


@pytest.mark.parametrize("what", ["GetObject", "PutItem", "PutEvents"])
def test_a_service_that_never_answers_costs_its_photos_another_try_and_no_more(
    doors: Doors, hanging: str, what: str
) -> None:
    for key in KEYS:
        doors.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    assert in_time(hung(wiring.outside(), what, hanging)) == ["failed"] * 3
    assert in_time(wiring.outside()) == (["unchanged"] if what == "PutEvents" else ["tagged"]) * 3


def test_a_photo_that_comes_byte_by_byte_does_not_outlast_the_batch(doors: Doors, dripping: str) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=KEYS[0], Body=PHOTO)
    slow, quick = S3Photos(client("s3", dripping), BUCKET, 10**7), wiring.outside().photos

    class Mixed:
        """The first photo hangs."""

        def fetch(self, key: str) -> Any:
            return (slow if key == KEYS[0] else quick).fetch(key)

        version = quick.version

    for key in KEYS:
        doors.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    assert in_time(replace(wiring.outside(), photos=Mixed())) == ["failed", "tagged", "tagged"]


def test_an_article_json_that_comes_byte_by_byte_does_not_outlast_the_batch(desk: Doors, dripping: str) -> None:
    for number in range(3):
        desk.s3.put_object(Bucket=BUCKET, Key=data_key(str(number)), Body='{"Artikeltyp": "Kleid", "Farbe": "rot"}')
    slow, quick = S3ArticleFiles(client("s3", dripping), BUCKET), description_wiring.outside().files

    class Mixed:
        """The first article's file hangs."""

        def fetch(self, article: str) -> ArticleFile:
            return (slow if article == "0" else quick).fetch(article)

        put = quick.put

    until = time.monotonic() + SECONDS
    jobs = [Job(str(number), (ChangeEvent(str(number), "c", "1"),)) for number in range(3)]
    outcomes = describe_jobs(
        jobs, description_wiring.describer(), replace(description_wiring.outside(), files=Mixed()), until
    )
    assert time.monotonic() < until + 1
    assert [one.status for one in outcomes] == ["failed", "described", "described"]
    assert isinstance(outcomes[0].error, PassingFailure)


def test_a_call_that_is_never_answered_is_given_up_before_a_third_of_what_the_api_waits(
    doors: Doors,
    hanging: str,
) -> None:
    begun = time.monotonic()
    with pytest.raises(PassingFailure, match="ReadTimeoutError"):
        S3Photos(client("s3", hanging), BUCKET, 10**7).fetch(KEYS[0])
    assert time.monotonic() - begun < 10


def test_a_batch_through_the_queue_that_hangs_gives_its_messages_back(
    doors: Doors, hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in KEYS:
        doors.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    bodies = [
        {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "id": key,
            "detail": {"bucket": {"name": BUCKET}, "object": {"key": key, "sequencer": "1"}},
        }
        for key in KEYS
    ]
    records = [
        {"messageId": f"m{at}", "eventSource": "aws:sqs", "body": json.dumps(body)} for at, body in enumerate(bodies)
    ]
    outside = hung(wiring.outside(), "PutEvents", hanging)
    monkeypatch.setattr(wiring, "outside", lambda: outside)
    failed = doors.invoke({"Records": records})["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failed] == ["m0", "m1", "m2"]
