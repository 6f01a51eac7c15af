"""A hanging call fails only its own photo; the later steps of the batch still have time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bildtext.change_events import ChangeEvent
from bildtext.errors import TransientError
from bildtext.images import decode
from bildtext.storage.keys import photo_key
from tagging import flow
from tagging.flow import tag_arrivals, tag_images
from tagging.steps import Outcome
from tests.tagging_setup import TaggingSetup, a_photo

HANGING, FINE = "articles/1/front.png", "articles/2/front.png"
BATCH_S, LONGER_S = 2.0, 20.0
ANSWER_S = 0.02  # duration of a call that does not hang

Hang = Callable[..., Any]


@pytest.fixture
def hang() -> Iterator[Callable[[Hang, Callable[..., bool]], Hang]]:
    """Make a call hang until the end of the test if `when` holds for its arguments."""
    finished = threading.Event()

    def hanging(call: Hang, when: Callable[..., bool]) -> Hang:
        def answer(*args: Any) -> Any:
            if when(*args):
                finished.wait(LONGER_S)
            return call(*args)

        return answer

    yield hanging
    finished.set()


@pytest.fixture
def tagging_setup(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch) -> TaggingSetup:
    """A setup whose calls take a moment, so that a step without time left times out."""

    def slow(call: Hang) -> Hang:
        def answer(argument: Any) -> Any:
            time.sleep(ANSWER_S)
            return call(argument)

        return answer

    for service, name in (
        (tagging_setup.photos, "fetch"),
        (tagging_setup.table, "write"),
        (tagging_setup.bus, "publish"),
    ):
        monkeypatch.setattr(service, name, slow(getattr(service, name)))
    return tagging_setup


def process(tagging_setup: TaggingSetup) -> list[Outcome]:
    """Process a batch of two photos within two seconds."""
    changes = [ChangeEvent(photo_key(key), "c", sequencer="10") for key in (HANGING, FINE)]
    return tag_arrivals(changes, tagging_setup.tagger, tagging_setup.dependencies, time.monotonic() + BATCH_S)


def put_both(tagging_setup: TaggingSetup) -> None:
    tagging_setup.bucket.put(HANGING, a_photo("red"))
    tagging_setup.bucket.put(FINE, a_photo("blue"))


def assert_only_one_failed(tagging_setup: TaggingSetup, outcomes: list[Outcome]) -> None:
    assert [outcome.status for outcome in outcomes] == ["failed", "tagged"]
    assert isinstance(outcomes[0].error, TransientError)
    assert [event.detail["article"] for event in tagging_setup.bus.published] == ["2"]


def test_a_version_check_that_hangs(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(tagging_setup)
    newer = [ChangeEvent(photo_key(HANGING), "c", sequencer="20", version="v")]
    tag_arrivals(newer, tagging_setup.tagger, tagging_setup.dependencies)
    tagging_setup.bus.published.clear()
    monkeypatch.setattr(tagging_setup.photos, "version", hang(tagging_setup.photos.version, lambda key: key == HANGING))
    assert_only_one_failed(tagging_setup, process(tagging_setup))


def test_a_fetch_that_hangs(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(tagging_setup.photos, "fetch", hang(tagging_setup.photos.fetch, lambda key: key == HANGING))
    assert_only_one_failed(tagging_setup, process(tagging_setup))


def test_a_decode_that_hangs(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(tagging_setup)
    red = tagging_setup.photos.fetch(HANGING).data
    monkeypatch.setattr(flow, "decode", hang(decode, lambda data, *_: data == red))
    assert_only_one_failed(tagging_setup, process(tagging_setup))


def test_a_write_that_hangs(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(
        tagging_setup.table, "write", hang(tagging_setup.table.write, lambda item: item.photo.key == HANGING)
    )
    assert_only_one_failed(tagging_setup, process(tagging_setup))


def test_a_publish_that_hangs_fails_both(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(tagging_setup.bus, "publish", hang(tagging_setup.bus.publish, lambda _: True))
    outcomes = process(tagging_setup)
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert {type(outcome.error) for outcome in outcomes} == {TransientError}


def test_a_table_read_that_hangs_fails_the_batch_before_any_fetch(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(tagging_setup.table, "read", hang(tagging_setup.table.read, lambda _: True))
    with pytest.raises(TransientError):
        process(tagging_setup)
    assert tagging_setup.photos.fetched == []


def test_without_a_deadline_no_step_times_out(tagging_setup: TaggingSetup) -> None:
    put_both(tagging_setup)
    changes = [ChangeEvent(photo_key(key), "c", sequencer="10") for key in (HANGING, FINE)]
    assert [outcome.status for outcome in tag_arrivals(changes, tagging_setup.tagger, tagging_setup.dependencies)] == [
        "tagged",
        "tagged",
    ]
    assert tag_images([a_photo("red")], tagging_setup.tagger)[0].refusal is None
