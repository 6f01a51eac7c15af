"""Converts language models in forks of one process that has loaded optimum-intel, which takes most of the time.

    python -m tests.models.converter

Each line of stdin is a JSON list, a command's arguments after `python -m`; the answer is a line with its exit status.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bildtext_cli.models import optimum

REPOSITORY = Path(__file__).parents[2]
_LOADED_ONCE = ("optimum.exporters.openvino.__main__", "nncf", "openvino_tokenizers")


@contextmanager
def one_converter(log: Path) -> Iterator[None]:
    """Every conversion by this process in the block is a fork of the same converter, which writes to `log`."""
    alone = optimum._run
    running: list[subprocess.Popen[str]] = []

    def run(command: Sequence[str], failed: str, environ: dict[str, str]) -> None:
        if "optimum.commands.optimum_cli" not in command:  # but pip
            alone(command, failed, environ)
            return
        if not running:
            running.append(_started(log, environ))
        assert running[0].stdin is not None
        assert running[0].stdout is not None
        print(json.dumps(command[2:]), file=running[0].stdin, flush=True)
        assert running[0].stdout.readline() == "0\n", f"{failed}: {log.read_text('utf-8')}"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "_run", run)
        try:
            yield
        finally:
            for converter in running:
                converter.communicate()


def _started(log: Path, environ: Mapping[str, str]) -> subprocess.Popen[str]:
    with log.open("w", encoding="utf-8") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=REPOSITORY,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def _convert(arguments: list[str]) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__")


def _main() -> None:
    for module in _LOADED_ONCE:
        importlib.import_module(module)
    forks = multiprocessing.get_context("fork")
    for line in sys.stdin:
        conversion = forks.Process(target=_convert, args=[json.loads(line)])
        conversion.start()
        conversion.join()
        sys.stdout.write(f"{conversion.exitcode}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
