"""Work runs in threads, which are reused unless a call hangs."""

from __future__ import annotations

import threading
import time
from collections import defaultdict

import pytest

from bildtext import deadlines
from bildtext.deadlines import NO_DEADLINE, call_with_deadline, map_with_deadline
from bildtext.errors import TransientError


def test_threads_are_reused() -> None:
    together, used = threading.Barrier(3), set()

    def meet(_: int) -> threading.Thread:
        together.wait(30)
        return threading.current_thread()

    for _ in range(5):
        used.update(map_with_deadline(meet, [1, 2, 3], 3, NO_DEADLINE))
    assert len(used) == 3


def test_a_thread_with_a_hanging_call_is_not_reused() -> None:
    over = threading.Event()
    (late,) = map_with_deadline(lambda _: over.wait(60), [0], 1, time.monotonic() + 0.01)
    assert isinstance(late, TransientError)
    assert map_with_deadline(str, [1], 1, NO_DEADLINE) == ["1"]
    over.set()


def test_calls_may_be_nested() -> None:
    def twice(number: int) -> list[int | TransientError]:
        return map_with_deadline(lambda one: 2 * one, [number, number], 2, NO_DEADLINE)

    assert map_with_deadline(twice, [1, 2], 2, NO_DEADLINE) == [[2, 2], [4, 4]]


def test_results_in_time_keep_their_order_and_the_rest_are_timeouts() -> None:
    over = threading.Event()
    early, late, also = map_with_deadline(
        lambda wait: wait and over.wait(60), [False, True, False], 3, time.monotonic() + 0.5
    )
    over.set()
    assert (early, also) == (False, False)
    assert isinstance(late, TransientError)
    assert str(late) == "The invocation's time was over before this was done."


def test_calls_not_started_by_the_deadline_are_never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_idle", defaultdict(list))
    over, begun = threading.Event(), list[threading.Thread]()

    def hang(_: int) -> None:
        begun.append(threading.current_thread())
        over.wait(60)

    outcomes = map_with_deadline(hang, [1, 2], 1, time.monotonic() + 0.1)
    over.set()
    assert [type(outcome) for outcome in outcomes] == [TransientError, TransientError]
    begun[0].join(60)
    assert len(begun) == 1


def test_after_the_deadline_nothing_is_waited_for() -> None:
    over = threading.Event()
    (late,) = map_with_deadline(lambda _: over.wait(0.9), [0], 1, time.monotonic() - 100)
    over.set()
    assert isinstance(late, TransientError)


def test_no_end_is_later_than_any_time_and_so_is_a_fraction_of_it() -> None:
    assert time.monotonic() + 1e12 < 0.2 * NO_DEADLINE


def test_no_items_are_done_immediately() -> None:
    assert map_with_deadline(str, [], 3, 0.0) == []


def test_a_single_item_returns_its_result_or_raises_its_error() -> None:
    assert call_with_deadline(NO_DEADLINE, str, 1) == "1"
    failure = TransientError("The answer, not what became of it.")
    assert call_with_deadline(NO_DEADLINE, lambda _: failure, 1) is failure
    with pytest.raises(ValueError, match="invalid literal"):
        call_with_deadline(NO_DEADLINE, int, "x")
    over = threading.Event()
    with pytest.raises(TransientError, match="time was over"):
        call_with_deadline(time.monotonic() + 0.01, over.wait, 60)
    over.set()
