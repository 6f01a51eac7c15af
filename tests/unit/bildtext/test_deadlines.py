"""Work runs in threads, which are reused unless a call hangs."""

from __future__ import annotations

import threading
import time

from bildtext.deadlines import NO_END, finished
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
