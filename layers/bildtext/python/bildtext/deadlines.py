"""Runs work in threads until a deadline (of `time.monotonic()`), so that it ends before Lambda's timeout."""

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

NO_DEADLINE: Final = math.inf

# Unused pools by their number of threads: starting a thread takes longer than most of the work.
_idle: Final[defaultdict[int, list[ThreadPoolExecutor]]] = defaultdict(list)


def map_with_deadline(
    work: Callable[[T], R], items: Sequence[T], threads: int, deadline: float
) -> list[R | TransientError]:
    """The result of `work` for each item, in order; a TransientError for each that is not done by `deadline`.

    Calls in progress continue in their threads after it, so `work` must tolerate finishing late and being repeated.
    Raises what `work` raises.
    """
    if not items:
        return []
    pool = _pool(threads)
    futures: list[Future[R]] = [pool.submit(work, item) for item in items]
    if wait(futures, None if deadline == NO_DEADLINE else max(0.0, deadline - time.monotonic())).not_done:
        pool.shutdown(wait=False, cancel_futures=True)
    else:
        _idle[threads].append(pool)
    late = TransientError("The invocation's time was over before this was done.")
    return [future.result() if future.done() and not future.cancelled() else late for future in futures]


def _pool(threads: int) -> ThreadPoolExecutor:
    try:
        return _idle[threads].pop()
    except IndexError:
        return ThreadPoolExecutor(threads)


def call_with_deadline(deadline: float, work: Callable[[T], R], item: T) -> R:
    """`work(item)`. Raises TransientError if it is not done by `deadline`, and what `work` raises."""
    (result,) = map_with_deadline(lambda item: (work(item),), [item], 1, deadline)
    if isinstance(result, TransientError):
        raise result
    return result[0]
