"""Whatever hangs costs its own photo another try; what comes after it in the batch still has its time."""

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
ANSWER_S = 0.02  # of a call that does not hang

Hang = Callable[..., Any]


@pytest.fixture
def hang() -> Iterator[Callable[[Hang, Callable[..., bool]], Hang]]:
    """Makes of a call one that is not answered until the test is over, where its arguments are so."""
    over = threading.Event()

    def hanging(call: Hang, when: Callable[..., bool]) -> Hang:
        def answer(*args: Any) -> Any:
            if when(*args):
                over.wait(LONGER_S)
            return call(*args)

        return answer

    yield hanging
    over.set()


@pytest.fixture
def tagging_setup(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch) -> TaggingSetup:
    """One whose answers take a while, so that a step without any time left gets none."""

    def far(call: Hang) -> Hang:
        def answer(argument: Any) -> Any:
            time.sleep(ANSWER_S)
            return call(argument)

        return answer

    for service, name in (
        (tagging_setup.photos, "fetch"),
        (tagging_setup.table, "write"),
        (tagging_setup.bus, "publish"),
    ):
        monkeypatch.setattr(service, name, far(getattr(service, name)))
    return tagging_setup


def come(tagging_setup: TaggingSetup) -> list[Outcome]:
    """Two photos come, and their batch has two seconds."""
    changes = [ChangeEvent(photo_key(key), "c", sequencer="10") for key in (HANGING, FINE)]
    return tag_arrivals(changes, tagging_setup.tagger, tagging_setup.dependencies, time.monotonic() + BATCH_S)


def put_both(tagging_setup: TaggingSetup) -> None:
    tagging_setup.bucket.put(HANGING, a_photo("red"))
    tagging_setup.bucket.put(FINE, a_photo("blue"))


def assert_only_one_comes_again(tagging_setup: TaggingSetup, outcomes: list[Outcome]) -> None:
    assert [outcome.status for outcome in outcomes] == ["failed", "tagged"]
    assert isinstance(outcomes[0].error, TransientError)
    assert [told.detail["article"] for told in tagging_setup.bus.published] == ["2"]


def test_a_look_at_the_bucket_that_hangs(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    newer = [ChangeEvent(photo_key(HANGING), "c", sequencer="20", version="v")]
    tag_arrivals(newer, tagging_setup.tagger, tagging_setup.dependencies)
    tagging_setup.bus.published.clear()
    monkeypatch.setattr(tagging_setup.photos, "version", hang(tagging_setup.photos.version, lambda key: key == HANGING))
    assert_only_one_comes_again(tagging_setup, come(tagging_setup))


def test_a_photo_whose_bytes_do_not_come(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(tagging_setup.photos, "fetch", hang(tagging_setup.photos.fetch, lambda key: key == HANGING))
    assert_only_one_comes_again(tagging_setup, come(tagging_setup))


def test_a_photo_that_takes_for_ever_to_decode(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    red = tagging_setup.photos.fetch(HANGING).data
    monkeypatch.setattr(flow, "decode", hang(decode, lambda data, *_: data == red))
    assert_only_one_comes_again(tagging_setup, come(tagging_setup))


def test_a_result_whose_write_is_not_answered(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(
        tagging_setup.table, "write", hang(tagging_setup.table.write, lambda item: item.photo.key == HANGING)
    )
    assert_only_one_comes_again(tagging_setup, come(tagging_setup))


def test_a_bus_that_does_not_answer_has_both_told_again(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(tagging_setup.bus, "publish", hang(tagging_setup.bus.publish, lambda _: True))
    outcomes = come(tagging_setup)
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert {type(outcome.error) for outcome in outcomes} == {TransientError}


def test_a_table_that_does_not_answer_lets_nothing_begin(
    tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(tagging_setup)
    monkeypatch.setattr(tagging_setup.table, "read", hang(tagging_setup.table.read, lambda _: True))
    with pytest.raises(TransientError):
        come(tagging_setup)
    assert tagging_setup.photos.fetched == []


def test_without_an_end_nothing_is_hurried(tagging_setup: TaggingSetup) -> None:
    put_both(tagging_setup)
    changes = [ChangeEvent(photo_key(key), "c", sequencer="10") for key in (HANGING, FINE)]
    assert [outcome.status for outcome in tag_arrivals(changes, tagging_setup.tagger, tagging_setup.dependencies)] == [
        "tagged",
        "tagged",
    ]
    assert tag_images([a_photo("red")], tagging_setup.tagger)[0].refusal is None
