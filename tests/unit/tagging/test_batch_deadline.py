"""A hanging call fails only its own photo; the later steps of the batch still have time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bildtext.errors import TransientError
from tagging import flow
from tagging.batch import Outcome
from tagging.flow import tag_changed_photos, tag_photos
from tests.tagging_setup import BLUE, RED, TaggingSetup, change, image_file

BATCH_S, LONGER_S = 2.0, 20.0
ANSWER_S = 0.02  # duration of a call that does not hang

Hang = Callable[[Any, str, Callable[..., bool]], None]


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hang]:
    """Make the calls of a method hang until the end of the test if `when` holds for their arguments."""
    finished = threading.Event()

    def hang(owner: Any, name: str, when: Callable[..., bool]) -> None:
        call = getattr(owner, name)

        def answer(*args: Any) -> Any:
            if when(*args):
                finished.wait(LONGER_S)
            return call(*args)

        monkeypatch.setattr(owner, name, answer)

    yield hang
    finished.set()


@pytest.fixture
def tagging_setup(tagging_setup: TaggingSetup, monkeypatch: pytest.MonkeyPatch) -> TaggingSetup:
    """A setup whose calls take a moment, so that a step without time left times out."""

    def slow(call: Callable[..., Any]) -> Callable[..., Any]:
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
    deadline = time.monotonic() + BATCH_S
    return tag_changed_photos([change(RED), change(BLUE)], tagging_setup.tagger, tagging_setup.dependencies, deadline)


def upload_both(tagging_setup: TaggingSetup) -> None:
    tagging_setup.upload("red", RED)
    tagging_setup.upload("blue", BLUE)


def assert_only_red_fails(tagging_setup: TaggingSetup) -> None:
    red, blue = process(tagging_setup)
    assert (red.status, blue.status) == ("failed", "tagged")
    assert isinstance(red.error, TransientError)
    assert [event.detail["article"] for event in tagging_setup.bus.published] == ["2"]


def test_a_hanging_version_check_fails_its_photo(tagging_setup: TaggingSetup, hang: Hang) -> None:
    upload_both(tagging_setup)
    tagging_setup.process(change(RED, "20", version="v"))
    tagging_setup.bus.published.clear()
    hang(tagging_setup.photos, "version", lambda key: key == RED)
    assert_only_red_fails(tagging_setup)


def test_a_hanging_fetch_fails_its_photo(tagging_setup: TaggingSetup, hang: Hang) -> None:
    upload_both(tagging_setup)
    hang(tagging_setup.photos, "fetch", lambda key: key == RED)
    assert_only_red_fails(tagging_setup)


def test_a_hanging_decode_fails_its_photo(tagging_setup: TaggingSetup, hang: Hang) -> None:
    upload_both(tagging_setup)
    red = tagging_setup.photos.fetch(RED).data
    hang(flow, "decode", lambda data, *_: data == red)
    assert_only_red_fails(tagging_setup)


def test_a_hanging_write_fails_its_photo(tagging_setup: TaggingSetup, hang: Hang) -> None:
    upload_both(tagging_setup)
    hang(tagging_setup.table, "write", lambda item: item.photo.key == RED)
    assert_only_red_fails(tagging_setup)


def test_a_hanging_publish_fails_both_photos(tagging_setup: TaggingSetup, hang: Hang) -> None:
    upload_both(tagging_setup)
    hang(tagging_setup.bus, "publish", lambda _: True)
    outcomes = process(tagging_setup)
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert {type(outcome.error) for outcome in outcomes} == {TransientError}


def test_a_hanging_table_read_fails_the_batch_before_any_fetch(tagging_setup: TaggingSetup, hang: Hang) -> None:
    upload_both(tagging_setup)
    hang(tagging_setup.table, "read", lambda _: True)
    with pytest.raises(TransientError):
        process(tagging_setup)
    assert tagging_setup.photos.fetched == []


def test_without_a_deadline_no_step_times_out(tagging_setup: TaggingSetup) -> None:
    upload_both(tagging_setup)
    assert tagging_setup.statuses(change(RED), change(BLUE)) == ["tagged", "tagged"]
    assert tag_photos([image_file("red")], tagging_setup.tagger)[0].refusal is None
