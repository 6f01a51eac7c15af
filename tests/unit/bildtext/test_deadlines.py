"""Work runs in threads, which are reused unless a call hangs."""

from __future__ import annotations

import threading
import time
from collections import defaultdict

import pytest

from bildtext import deadlines
from bildtext.deadlines import NO_END, finished, within
from bildtext.errors import TransientError


def test_threads_are_reused() -> None:
    together, used = threading.Barrier(3), set()

    def meet(_: int) -> threading.Thread:
        together.wait(30)
        return threading.current_thread()

    for _ in range(5):
        used.update(finished(meet, [1, 2, 3], 3, NO_END))
    assert len(used) == 3


def test_a_thread_with_a_hanging_call_is_not_reused() -> None:
    over = threading.Event()
    (late,) = finished(lambda _: over.wait(60), [0], 1, time.monotonic() + 0.01)
    assert isinstance(late, TransientError)
    assert finished(str, [1], 1, NO_END) == ["1"]
    over.set()


def test_calls_may_be_nested() -> None:
    def twice(number: int) -> list[int | TransientError]:
        return finished(lambda one: 2 * one, [number, number], 2, NO_END)

    assert finished(twice, [1, 2], 2, NO_END) == [[2, 2], [4, 4]]


def test_what_is_done_in_time_is_kept_in_order_and_the_rest_says_that_the_time_was_over() -> None:
    over = threading.Event()
    early, late, also = finished(lambda wait: wait and over.wait(60), [False, True, False], 3, time.monotonic() + 0.5)
    over.set()
    assert (early, also) == (False, False)
    assert isinstance(late, TransientError)
    assert str(late) == "The invocation's time was over before this was done."


def test_what_has_not_begun_when_the_time_is_over_is_not_begun_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_idle", defaultdict(list))
    over, begun = threading.Event(), list[threading.Thread]()

    def hang(_: int) -> None:
        begun.append(threading.current_thread())
        over.wait(60)

    outcomes = finished(hang, [1, 2], 1, time.monotonic() + 0.1)
    over.set()
    assert [type(outcome) for outcome in outcomes] == [TransientError, TransientError]
    begun[0].join(60)
    assert len(begun) == 1


def test_where_the_time_was_over_before_nothing_is_waited_for() -> None:
    over = threading.Event()
    (late,) = finished(lambda _: over.wait(0.9), [0], 1, time.monotonic() - 100)
    over.set()
    assert isinstance(late, TransientError)


def test_no_end_is_later_than_any_time_and_so_is_a_share_of_it() -> None:
    assert time.monotonic() + 1e12 < 0.2 * NO_END


def test_nothing_to_do_is_done_at_once() -> None:
    assert finished(str, [], 3, 0.0) == []


def test_one_item_is_answered_itself_even_if_the_answer_is_a_failure_or_raises_what_went_wrong() -> None:
    assert within(NO_END, str, 1) == "1"
    failure = TransientError("The answer, not what became of it.")
    assert within(NO_END, lambda _: failure, 1) is failure
    with pytest.raises(ValueError, match="invalid literal"):
        within(NO_END, int, "x")
    over = threading.Event()
    with pytest.raises(TransientError, match="time was over"):
        within(time.monotonic() + 0.01, over.wait, 60)
    over.set()
