"""The contract of the event publisher: the bus in memory and the one on EventBridge."""

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

AROUND = len("bildtext" + ARTICLE_TAGGED + '{"a": ""}')  # bytes of an event without its text
LARGEST = 256 * 1024 - 1 - AROUND
LARGEST_TEXT, TOO_LARGE = "x" * LARGEST, "x" * (LARGEST + 1)


@dataclass(frozen=True)
class Bus:
    """`received` returns the events delivered so far; `sizes` are the numbers of events per call."""

    publisher: EventPublisher
    received: Callable[[], list[DomainEvent]]
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
    """`fails` is the number of the call whose answer is lost."""
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

    def received() -> list[DomainEvent]:
        found = []
        while messages := queue.receive_messages(MaxNumberOfMessages=10):
            bodies = [json.loads(message.body) for message in messages]
            found += [DomainEvent(one["detail-type"], one["detail"]) for one in bodies]
            for message in messages:
                message.delete()
        return found

    return Bus(EventBridgePublisher(events, "bildtext"), received, sizes)


def events_of(*texts: str) -> list[DomainEvent]:
    return [DomainEvent(ARTICLE_TAGGED, {"a": text}) for text in texts]


def by_text(events: list[DomainEvent]) -> list[str]:
    """The events' texts, sorted because a queue does not preserve order."""
    return sorted(one.detail["a"] for one in events)


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 20, 23])
def test_each_event_is_published_once(bus: Bus, number: int) -> None:
    texts = [f"{at:02}" for at in range(number)]
    assert bus.publisher.publish(events_of(*texts)) == [None] * number
    assert by_text(bus.received()) == texts


@pytest.mark.parametrize(
    ("kind", "detail_type"),
    [
        (ARTICLE_TAGGED, "Article Tagged"),
        (ARTICLE_UNTAGGED, "Article Untagged"),
        (ARTICLE_DESCRIBED, "Article Described"),
    ],
)
def test_the_detail_type_names_the_kind_of_event(bus: Bus, kind: str, detail_type: str) -> None:
    bus.publisher.publish([DomainEvent(kind, {"article": "1"})])
    assert bus.received() == [DomainEvent(detail_type, {"article": "1"})]


def test_the_detail_is_published_as_json(bus: Bus) -> None:
    detail = {"article": "Größe 38 + 40", "tags": ({"score": 0.5, "rank": 1},), "none": None, "calibrated": False}
    bus.publisher.publish([DomainEvent(ARTICLE_UNTAGGED, detail)])
    assert bus.received() == [DomainEvent(ARTICLE_UNTAGGED, {**detail, "tags": [{"score": 0.5, "rank": 1}]})]


@pytest.mark.parametrize("at", [0, 4, 10])
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (DomainEvent("", {"a": "x"}), "InvalidArgument"),
        (*events_of(TOO_LARGE), "it has 262,144 bytes, EventBridge takes less than 262,144"),
    ],
    ids=["without a kind", "too large"],
)
def test_an_event_that_cannot_be_published_fails_alone_at_its_position(
    bus: Bus, bad: DomainEvent, reason: str, at: int
) -> None:
    texts = [f"{at:02}" for at in range(11)]
    answers = bus.publisher.publish([*events_of(*texts[:at]), bad, *events_of(*texts[at:])])
    assert [answer is None for answer in answers] == [place != at for place in range(12)]
    assert isinstance(answers[at], TransientError)
    assert str(answers[at]) == f"Could not publish a result: {reason}."
    assert by_text(bus.received()) == texts


def test_large_events_are_published_unchanged(bus: Bus) -> None:
    texts = [LARGEST_TEXT, "a", "ß" * (LARGEST // 2), "b", "c"]
    assert bus.publisher.publish(events_of(*texts)) == [None] * 5
    assert by_text(bus.received()) == sorted(texts)


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        ([], []),
        (["a"] * 10, [10]),
        (["a"] * 23, [10, 10, 3]),
        ([LARGEST_TEXT, "a", LARGEST_TEXT], [1, 1, 1]),
        (["a", "a", LARGEST_TEXT, *["a"] * 11], [2, 1, 10, 1]),
        (["x" * (LARGEST - AROUND - 1), "a", "a"], [2, 1]),  # the second one fills the call to the last byte
        (["x" * (LARGEST - AROUND), "a"], [1, 1]),
        (["a", TOO_LARGE, "a"], [1, 1]),
    ],
)
def test_no_call_exceeds_the_limits_of_eventbridge(texts: list[str], sizes: list[int]) -> None:
    with aws_in_memory():
        bus = on_eventbridge()
        bus.publisher.publish(events_of(*texts))
        assert bus.sizes == sizes


def test_a_failed_call_fails_only_its_own_events() -> None:
    with aws_in_memory():
        bus = on_eventbridge(fails=2)
        answers = bus.publisher.publish(events_of(*"abcdefghijklmnopqrstuvw"))
        assert [at for at, answer in enumerate(answers) if answer is not None] == list(range(10, 20))
        assert by_text(bus.received()) == list("abcdefghijuvw")
        assert {str(answer) for answer in answers if answer} == {"Could not publish results: ConnectionClosedError."}


def test_a_missing_bus_is_not_a_transient_error() -> None:
    with (
        aws_in_memory(),
        pytest.raises(ConfigurationError, match=r"Could not publish results: ResourceNotFoundException\."),
    ):
        EventBridgePublisher(boto3.client("events"), "bildtext").publish(events_of("a"))
