"""Work that has to end by a time, because Lambda ends everything at its own."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final, TypeVar

from bildtext.errors import TransientError

T = TypeVar("T")
R = TypeVar("R")

NO_END: Final = math.inf


def finished(work: Callable[[T], R], items: Sequence[T], at_once: int, until: float) -> list[R | TransientError]:
    """What `work` makes of each item, in order, and a TransientError for what has not ended by `until`.

    `until` is a time of `time.monotonic()`. What was begun by then goes on in a thread of its own until its calls end,
    so `work` must be something that may happen late and be done once more. Raises what `work` raises.
    """
    if not items:
        return []
    threads = _threads(at_once)
    futures: list[Future[R]] = [threads.submit(work, item) for item in items]
    if wait(futures, None if until == NO_END else max(0.0, until - time.monotonic())).not_done:
        threads.shutdown(wait=False, cancel_futures=True)
    else:
        _idle[at_once].append(threads)
    late = TransientError("The invocation's time was over before this was done.")
    return [future.result() if future.done() and not future.cancelled() else late for future in futures]


# Threads that nobody uses at the moment, by their number: to start one takes longer than most of what it is given.
_idle: Final[defaultdict[int, list[ThreadPoolExecutor]]] = defaultdict(list)


def _threads(number: int) -> ThreadPoolExecutor:
    try:
        return _idle[number].pop()
    except IndexError:
        return ThreadPoolExecutor(number)


def within(until: float, work: Callable[[T], R], item: T) -> R:
    """The same for one item. Raises TransientError when `until` comes first, and what `work` raises."""
    (result,) = finished(lambda item: (work(item),), [item], 1, until)
    if isinstance(result, TransientError):
        raise result
    return result[0]
