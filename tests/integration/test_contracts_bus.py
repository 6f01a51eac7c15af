"""What announcing promises: of the bus in memory and of the one on EventBridge."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

from bildtext.domain_events import (
    ARTICLE_DESCRIBED,
    ARTICLE_TAGGED,
    ARTICLE_UNTAGGED,
    DomainEvent,
    EventBridgePublisher,
    EventPublisher,
)
from bildtext.errors import ConfigurationError, TransientError
from tests.aws_in_memory import aws_in_memory
from tests.deployed_function import listen_to
from tests.memory_bus import MemoryBus

AROUND = len("bildtext" + ARTICLE_TAGGED + '{"a": ""}')  # bytes of an announcement beside its text
LARGEST = 256 * 1024 - 1 - AROUND
WHOLE, TOO_LARGE = "x" * LARGEST, "x" * (LARGEST + 1)


@dataclass(frozen=True)
class Bus:
    """`heard` is what came to listeners; `sizes` how many announcements went in each call."""

    publisher: EventPublisher
    heard: Callable[[], list[DomainEvent]]
    sizes: list[int]


@pytest.fixture(params=["in memory", "on EventBridge"])
def bus(request: pytest.FixtureRequest) -> Iterator[Bus]:
    if request.param == "in memory":
        memory = MemoryBus()
        yield Bus(memory, lambda: memory.published, [])
        return
    with aws_in_memory():
        yield on_eventbridge()


def on_eventbridge(fails: int = 0) -> Bus:
    """`fails` is the number of the call whose answer never comes."""
    events = boto3.client("events", config=Config(retries={"total_max_attempts": 1}))
    events.create_event_bus(Name="bildtext")
    queue, sizes = listen_to("bildtext"), []

    def note(params: dict[str, Any], **_: object) -> None:
        sizes.append(len(params["Entries"]))

    def fail(**_: object) -> None:
        if len(sizes) == fails:
            raise ConnectionClosedError(endpoint_url="events")

    events.meta.events.register("provide-client-params.events.PutEvents", note)
    events.meta.events.register_first("before-send.events.PutEvents", fail)

    def heard() -> list[DomainEvent]:
        found = []
        while messages := queue.receive_messages(MaxNumberOfMessages=10):
            said = [json.loads(message.body) for message in messages]
            found += [DomainEvent(one["detail-type"], one["detail"]) for one in said]
            for message in messages:
                message.delete()
        return found

    return Bus(EventBridgePublisher(events, "bildtext"), heard, sizes)


def news(*texts: str) -> list[DomainEvent]:
    return [DomainEvent(ARTICLE_TAGGED, {"a": text}) for text in texts]


def by_text(announcements: list[DomainEvent]) -> list[str]:
    """A queue keeps no order."""
    return sorted(one.detail["a"] for one in announcements)


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 20, 23])
def test_however_many_there_are_each_is_told_once(bus: Bus, number: int) -> None:
    texts = [f"{at:02}" for at in range(number)]
    assert bus.publisher.publish(news(*texts)) == [None] * number
    assert by_text(bus.heard()) == texts


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (ARTICLE_TAGGED, "Article Tagged"),
        (ARTICLE_UNTAGGED, "Article Untagged"),
        (ARTICLE_DESCRIBED, "Article Described"),
    ],
)
def test_listeners_know_what_is_told_by_its_name(bus: Bus, kind: str, told: str) -> None:
    bus.publisher.publish([DomainEvent(kind, {"article": "1"})])
    assert bus.heard() == [DomainEvent(told, {"article": "1"})]


def test_what_is_told_is_what_was_said_as_json_says_it(bus: Bus) -> None:
    said = {"article": "Größe 38 + 40", "tags": ({"score": 0.5, "rank": 1},), "none": None, "calibrated": False}
    bus.publisher.publish([DomainEvent(ARTICLE_UNTAGGED, said)])
    assert bus.heard() == [DomainEvent(ARTICLE_UNTAGGED, {**said, "tags": [{"score": 0.5, "rank": 1}]})]


@pytest.mark.parametrize("at", [0, 4, 10])
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (DomainEvent("", {"a": "x"}), "InvalidArgument"),
        (*news(TOO_LARGE), "it has 262,144 bytes, EventBridge takes less than 262,144"),
    ],
    ids=["of no kind", "too large"],
)
def test_one_that_cannot_be_told_fails_in_its_place_and_alone(bus: Bus, bad: DomainEvent, reason: str, at: int) -> None:
    texts = [f"{at:02}" for at in range(11)]
    answers = bus.publisher.publish([*news(*texts[:at]), bad, *news(*texts[at:])])
    assert [answer is None for answer in answers] == [place != at for place in range(12)]
    assert isinstance(answers[at], TransientError)
    assert str(answers[at]) == f"Could not announce a result: {reason}."
    assert by_text(bus.heard()) == texts


def test_large_ones_are_told_whole(bus: Bus) -> None:
    texts = [WHOLE, "a", "ß" * (LARGEST // 2), "b", "c"]
    assert bus.publisher.publish(news(*texts)) == [None] * 5
    assert by_text(bus.heard()) == sorted(texts)


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        ([], []),
        (["a"] * 10, [10]),
        (["a"] * 23, [10, 10, 3]),
        ([WHOLE, "a", WHOLE], [1, 1, 1]),
        (["a", "a", WHOLE, *["a"] * 11], [2, 1, 10, 1]),
        (["x" * (LARGEST - AROUND - 1), "a", "a"], [2, 1]),  # the second one fills the call to the last byte
        (["x" * (LARGEST - AROUND), "a"], [1, 1]),
        (["a", TOO_LARGE, "a"], [1, 1]),
    ],
)
def test_no_call_has_more_announcements_or_bytes_than_eventbridge_takes(texts: list[str], sizes: list[int]) -> None:
    with aws_in_memory():
        bus = on_eventbridge()
        bus.publisher.publish(news(*texts))
        assert bus.sizes == sizes


def test_a_call_that_fails_fails_what_it_held_and_no_other() -> None:
    with aws_in_memory():
        bus = on_eventbridge(fails=2)
        answers = bus.publisher.publish(news(*"abcdefghijklmnopqrstuvw"))
        assert [at for at, answer in enumerate(answers) if answer is not None] == list(range(10, 20))
        assert by_text(bus.heard()) == list("abcdefghijuvw")
        assert {str(answer) for answer in answers if answer} == {"Could not publish results: ConnectionClosedError."}


def test_no_bus_is_no_passing_failure() -> None:
    with (
        aws_in_memory(),
        pytest.raises(ConfigurationError, match=r"Could not announce results: ResourceNotFoundException\."),
    ):
        EventBridgePublisher(boto3.client("events"), "bildtext").publish(news("a"))
