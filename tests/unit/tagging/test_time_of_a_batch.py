"""Whatever hangs costs its own photo another try; what comes after it in the batch still has its time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bildtext.articles import photo_key
from bildtext.change_events import ChangeEvent
from bildtext.errors import PassingFailure
from bildtext.images import decode
from tagging import flow
from tagging.flow import tag_arrivals, tag_images
from tagging.steps import Outcome
from tests.worlds import World, a_photo

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
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """One whose answers take a while, so that a step without any time left gets none."""

    def far(call: Hang) -> Hang:
        def answer(argument: Any) -> Any:
            time.sleep(ANSWER_S)
            return call(argument)

        return answer

    for service, name in ((world.photos, "fetch"), (world.table, "write"), (world.bus, "announce")):
        monkeypatch.setattr(service, name, far(getattr(service, name)))
    return world


def come(world: World) -> list[Outcome]:
    """Two photos come, and their batch has two seconds."""
    arrivals = [ChangeEvent(photo_key(key), "c", sequencer="10") for key in (HANGING, FINE)]
    return tag_arrivals(arrivals, world.tagger, world.outside, time.monotonic() + BATCH_S)


def put_both(world: World) -> None:
    world.bucket.put(HANGING, a_photo("red"))
    world.bucket.put(FINE, a_photo("blue"))


def assert_only_one_comes_again(world: World, outcomes: list[Outcome]) -> None:
    assert [outcome.status for outcome in outcomes] == ["failed", "tagged"]
    assert isinstance(outcomes[0].error, PassingFailure)
    assert [told.detail["article"] for told in world.bus.told] == ["2"]


def test_a_look_at_the_bucket_that_hangs(world: World, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(world)
    newer = [ChangeEvent(photo_key(HANGING), "c", sequencer="20", version="v")]
    tag_arrivals(newer, world.tagger, world.outside)
    world.bus.told.clear()
    monkeypatch.setattr(world.photos, "version", hang(world.photos.version, lambda key: key == HANGING))
    assert_only_one_comes_again(world, come(world))


def test_a_photo_whose_bytes_do_not_come(world: World, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(world)
    monkeypatch.setattr(world.photos, "fetch", hang(world.photos.fetch, lambda key: key == HANGING))
    assert_only_one_comes_again(world, come(world))


def test_a_photo_that_takes_for_ever_to_decode(world: World, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(world)
    red = world.photos.fetch(HANGING).data
    monkeypatch.setattr(flow, "decode", hang(decode, lambda data, *_: data == red))
    assert_only_one_comes_again(world, come(world))


def test_a_result_whose_write_is_not_answered(world: World, monkeypatch: pytest.MonkeyPatch, hang: Any) -> None:
    put_both(world)
    monkeypatch.setattr(world.table, "write", hang(world.table.write, lambda item: item.photo.key == HANGING))
    assert_only_one_comes_again(world, come(world))


def test_a_bus_that_does_not_answer_has_both_told_again(
    world: World, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(world)
    monkeypatch.setattr(world.bus, "announce", hang(world.bus.announce, lambda _: True))
    outcomes = come(world)
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert {type(outcome.error) for outcome in outcomes} == {PassingFailure}


def test_a_table_that_does_not_answer_lets_nothing_begin(
    world: World, monkeypatch: pytest.MonkeyPatch, hang: Any
) -> None:
    put_both(world)
    monkeypatch.setattr(world.table, "read", hang(world.table.read, lambda _: True))
    with pytest.raises(PassingFailure):
        come(world)
    assert world.photos.fetched == []


def test_without_an_end_nothing_is_hurried(world: World) -> None:
    put_both(world)
    arrivals = [ChangeEvent(photo_key(key), "c", sequencer="10") for key in (HANGING, FINE)]
    assert [outcome.status for outcome in tag_arrivals(arrivals, world.tagger, world.outside)] == ["tagged", "tagged"]
    assert tag_images([a_photo("red")], world.tagger)[0].refusal is None
