"""Runs work in threads until a deadline, so that it ends before Lambda's timeout."""

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
    """The result of `work` for each item, in order; a TransientError for each that is not done by `until`.

    `until` is a time of `time.monotonic()`. Calls in progress continue in their threads after it, so `work` must
    tolerate finishing late and being repeated. Raises what `work` raises.
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


# Unused pools by their number of threads: starting a thread takes longer than most of the work.
_idle: Final[defaultdict[int, list[ThreadPoolExecutor]]] = defaultdict(list)


def _threads(number: int) -> ThreadPoolExecutor:
    try:
        return _idle[number].pop()
    except IndexError:
        return ThreadPoolExecutor(number)


def within(until: float, work: Callable[[T], R], item: T) -> R:
    """`finished` for one item. Raises TransientError if it is not done by `until`, and what `work` raises."""
    (result,) = finished(lambda item: (work(item),), [item], 1, until)
    if isinstance(result, TransientError):
        raise result
    return result[0]
