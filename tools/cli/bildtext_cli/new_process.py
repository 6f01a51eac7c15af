"""Runs a new Python process, in which nothing has been imported or computed yet."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping


def first_line(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[float, str]:
    """Start a new Python; return the seconds until its first line of output, and that line. Its environment is this
    process's unless it is given.

    Raises:
        RuntimeError: it failed; the message includes its stderr.
    """
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        line = process.stdout.readline()
        took = time.perf_counter() - started
        _, errors = process.communicate()
    if process.returncode or not line:
        raise RuntimeError(f"{' '.join(arguments[:3])} failed in a new process: {errors.strip()}")
    return took, line
