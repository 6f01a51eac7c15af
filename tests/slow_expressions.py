"""Each regular expression of the product at 50,000 characters of its own worst shapes. `python -m
tests.slow_expressions` prints those that use up a CPU budget that only more than linear work does, and what it could
not test.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from tests.expressions import Pattern, found
from tests.worst_shapes import Shape, shapes

LENGTH: Final = 50_000
CPU_SECONDS: Final = 0.5  # for one text: linear work takes milliseconds, quadratic work at least one second
_CPU_SECONDS_OF_ALL: Final = 300  # the kernel's net, should `re` look for no signal
_SHORT: Final = 1_500  # characters at which all shapes are compared
_SHORT_CPU_SECONDS: Final = 0.02
_WORST: Final = 2  # so many of them are tried at full length
# What the patterns of a folder or file can be given of a text, the first that fits; test_expressions.py holds it
# against the product. Everything else is given any text.
_GIVEN: Final = {
    "functions/description/description/product_data/wording.py": "anything",
    "functions/description/description/product_data/mojibake.py": "anything",
    "functions/description/description/product_data/decoding.py": "anything",
    "functions/description/description/product_data/csv_rows.py": "no gaps",
    "functions/description/description/product_data/tables.py": "no gaps",
    "functions/description/description/product_data/examples.py": "no gaps",
    "functions/description/": "no gaps nor wide tabs",
}
_EVERYWHERE: Final = frozenset({"finditer", "findall", "split", "sub", "subn"})


class _TooSlow(Exception):
    """The CPU time is up: `re` looks for signals while it searches."""


def time_is_up(*_: object) -> None:
    raise _TooSlow


@contextmanager
def _at_most(cpu_seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def slow_shape(
    pattern: Pattern, methods: frozenset[str], bounded: Callable[[str], str] = str
) -> tuple[str, Shape] | None:
    """The method and the shape that a pattern is too slow for, if there is one. `bounded` makes of a text what the
    pattern can be given of it."""
    used = sorted(methods - _EVERYWHERE) + (["finditer"] if methods & _EVERYWHERE else [])
    times: list[tuple[float, str, Shape]] = []
    for shape in shapes(pattern):
        for method in used:
            text = bounded(shape.text(_SHORT))
            started = time.process_time_ns()
            try:
                with _at_most(_SHORT_CPU_SECONDS):
                    _use(pattern, method, text)
            except _TooSlow:
                pass
            times.append((time.process_time_ns() - started, method, shape))
    for _, method, shape in sorted(times, reverse=True)[:_WORST]:
        try:
            with _at_most(CPU_SECONDS):
                _use(pattern, method, bounded(shape.text(LENGTH)))
        except _TooSlow:
            return method, shape
    return None


def _use(pattern: Pattern, method: str, text: str) -> None:
    given: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    used = getattr(pattern, method)(given)
    if method == "finditer":
        deque(used, 0)


def main() -> None:
    """Prints one line for each finding."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS_OF_ALL, resource.RLIM_INFINITY))
    everything = found(_describe)
    for site in everything.unknown:
        sys.stdout.write(f"{site}: describe an article that reaches it, for its pattern is not known\n")
    for place in everything.unseen:
        sys.stdout.write(f"{place} comes from no call of `re` that is known\n")
    bounds = _bounds()
    signal.signal(signal.SIGVTALRM, time_is_up)
    for pattern, methods in everything.uses.items():
        site = everything.sites[pattern][0]
        given = next((kind for prefix, kind in _GIVEN.items() if site.file.startswith(prefix)), "anything")
        slow = slow_shape(pattern, methods, bounds[given])
        if slow is not None:
            sys.stdout.write(f"{site} {slow[0]} of {tuple(slow[1])}: {pattern.pattern!r}\n")
        sys.stdout.flush()
    sys.stdout.write(f"tested {len(everything.uses)}\n")


def _bounds() -> dict[str, Callable[[str], str]]:
    from description.product_data.wording import without_gaps, without_wide_tabs

    return {"anything": str, "no gaps": without_gaps, "no gaps nor wide tabs": without_wide_tabs}


def _describe() -> None:
    """What makes patterns while it describes: names of brands, and what has been proven."""
    from tests.pathological import described

    described("Artikeltyp: Kleid\nMarke: Gemini\nMaterial: 100% Baumwolle\nHerkunft: Italien", ("Das ist weich.",))


if __name__ == "__main__":
    main()
