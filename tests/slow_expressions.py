"""Runs each regular expression of the product on 50,000 characters of its worst-case shapes. `python -m
tests.slow_expressions` prints those that exceed a CPU budget only superlinear work exceeds, and those not tested.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from tests.expressions import Pattern, found
from tests.worst_shapes import Shape, shapes

LENGTH: Final = 50_000
CPU_SECONDS: Final = 0.5  # for one text: linear work takes milliseconds, quadratic work at least one second
_CPU_SECONDS_OF_ALL: Final = 300  # the kernel's limit, in case `re` checks no signals
_TRIES: Final = 3  # other work on the machine only adds to a time, so the least counts
_SHORT: Final = 1_500  # characters at which all shapes are compared
_SHORT_CPU_SECONDS: Final = 0.02
_WORST: Final = 2  # number of shapes tested at full length
# Folder or file → the part of a text that its patterns can receive (first match); test_expressions.py checks it
# against the product. All other patterns can receive any text.
_GIVEN: Final = {
    "functions/description/description/ingest/wording.py": "anything",
    "functions/description/description/ingest/mojibake.py": "anything",
    "tools/cli/bildtext_cli/decoding.py": "anything",
    "functions/description/description/ingest/csv_rows.py": "no gaps",
    "functions/description/description/ingest/tables.py": "no gaps",
    "functions/description/description/ingest/examples.py": "no gaps",
    "functions/description/": "no gaps nor wide tabs",
}
_EVERYWHERE: Final = frozenset({"finditer", "findall", "split", "sub", "subn"})


class _TooSlow(Exception):
    """The CPU budget is used up; `re` checks for signals while searching."""


def _cpu_seconds(pattern: Pattern, method: str, text: str, most: float) -> float:
    """The CPU time of one use, which ends soon after `most`. The timer only counts ticks of 4 ms, so it is asked often
    and the process's own clock decides. It may ask once more when the use is over: then it is too late to end it."""
    started = time.process_time()
    running = True

    def check(*_: object) -> None:
        nonlocal running
        if running and time.process_time() - started >= most:
            running = False
            raise _TooSlow

    signal.signal(signal.SIGVTALRM, check)
    signal.setitimer(signal.ITIMER_VIRTUAL, most, 0.01)
    try:
        _use(pattern, method, text)
        running = False
    except _TooSlow:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - started


def _seconds(pattern: Pattern, method: str, text: str) -> float:
    """The time of one use on a short text, to compare shapes: CPU clocks may count ticks of 4 ms."""
    started = time.perf_counter()
    _cpu_seconds(pattern, method, text, _SHORT_CPU_SECONDS)
    return time.perf_counter() - started


def slow_shape(
    pattern: Pattern, methods: frozenset[str], bounded: Callable[[str], str] = str, tries: int = _TRIES
) -> tuple[str, Shape] | None:
    """The method and shape for which a pattern is too slow in each of `tries`, or None. `bounded` returns the part of a
    text that the pattern can receive."""
    used = sorted(methods - _EVERYWHERE) + (["finditer"] if methods & _EVERYWHERE else [])
    times: list[tuple[float, str, Shape]] = []
    for shape in shapes(pattern):
        for method in used:
            short = bounded(shape.text(_SHORT))
            least = min(_seconds(pattern, method, short) for _ in range(tries))
            times.append((least, method, shape))
    for _, method, shape in sorted(times, reverse=True)[:_WORST]:
        text = bounded(shape.text(LENGTH))
        if all(_cpu_seconds(pattern, method, text, CPU_SECONDS) >= CPU_SECONDS for _ in range(tries)):
            return method, shape
    return None


def _use(pattern: Pattern, method: str, text: str) -> None:
    given: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    used = getattr(pattern, method)(given)
    if method == "finditer":
        deque(used, 0)


def main() -> None:
    """Print one line per finding."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS_OF_ALL, resource.RLIM_INFINITY))
    everything = found(_describe)
    for site in everything.unknown:
        sys.stdout.write(f"{site}: describe an article that reaches it, for its pattern is not known\n")
    for place in everything.unseen:
        sys.stdout.write(f"{place} comes from no call of `re` that is known\n")
    bounds = _bounds()
    for pattern, methods in everything.uses.items():
        site = everything.sites[pattern][0]
        given = next((kind for prefix, kind in _GIVEN.items() if site.file.startswith(prefix)), "anything")
        slow = slow_shape(pattern, methods, bounds[given])
        if slow is not None:
            sys.stdout.write(f"{site} {slow[0]} of {tuple(slow[1])}: {pattern.pattern!r}\n")
        sys.stdout.flush()
    sys.stdout.write(f"tested {len(everything.uses)}\n")


def _bounds() -> dict[str, Callable[[str], str]]:
    from description.ingest.wording import without_gaps, without_wide_tabs

    return {"anything": str, "no gaps": without_gaps, "no gaps nor wide tabs": without_wide_tabs}


def _describe() -> None:
    """Describe articles, which compiles patterns for brand names, proven facts and what else needs an article."""
    from bildtext_dev.quality.golden import golden_articles
    from bildtext_dev.quality.repetition import first_sentence_pattern
    from bildtext_dev.quality.sets import articles
    from bildtext_dev.quality.slots import is_told
    from tests.pathological import described

    prose = (
        "Motiv: Bär\nGriff: Holz\nBesonderheit: Wechselfußbett, abnehmbare Kapuze\n"
        "Beschreibung: Der Schaft ist 12 cm hoch und 30 cm breit. Aus 95 % Wolle."
    )
    described(
        f"Artikeltyp: Schuh\n{prose}",
        ("Ein Schuh mit Fußbett, das jeden Schritt weich abfedert, damit Sie bequem gehen.",),
    )
    for data in (prose, *(article.given for article in articles()[:60] if isinstance(article.given, str))):
        described(f"Artikeltyp: Kleid\nMarke: Gemini\n{data}", ("Das ist weich.",))
    first_sentence_pattern("Das ist weich.")
    is_told(golden_articles()[0].slots[0], "Das ist weich.")


if __name__ == "__main__":
    main()
