"""Runs, for each mutant, the tests that cover its lines in a separate process.

Each process is forked from one that has loaded the libraries but none of our code, and loads the changed source instead
of the file. So no file is modified, constants can be mutated, and a trial costs a fraction of a start.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.metadata import entry_points
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any, Final, Literal

import click
import coverage
import pytest
from hypothesis import settings

from bildtext_dev.mutate.mutants import Mutant

Status = Literal["killed", "timed out", "survived", "untested"]

_LIBRARIES: Final = (
    "aws_lambda_powertools.utilities.circuit_breaker",
    "boto3.dynamodb.types",
    "moto.dynamodb.models",
    "moto.s3.models",
    "numpy.testing",
    "PIL.Image",
    "pydantic",
    "yaml",
)
_AT_ONCE: Final = os.cpu_count() or 2
_SLOWER: Final = 10  # timeout: this factor of the time without the change, plus as many seconds


@dataclass
class Baseline:
    """The tests without any change: the duration of each, and which of them run a line."""

    seconds: dict[str, float] = field(default_factory=dict)
    by_line: dict[int, list[str]] = field(default_factory=dict)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run the mutant's lines, or all if it runs on import, the fastest first."""
        tests = {test for line in mutant.lines for test in self.by_line.get(line, ())} & self.seconds.keys()
        if mutant.on_import:
            tests = set(self.seconds)
        return sorted(tests, key=lambda test: (self.seconds[test], test))


def load_libraries() -> None:
    """Load the libraries that every trial needs; no thread may be running at a fork."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    settings.register_profile("mutate", derandomize=True, database=None)
    settings.load_profile("mutate")
    sys.dont_write_bytecode, sys.pycache_prefix = False, "build/mutate"  # unchanged files are compiled once
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    for name in _LIBRARIES:
        import_module(name)
    gc.freeze()


def baseline(module: str, path: Path, tests: Sequence[str]) -> Baseline:
    """Run the tests on the unchanged file. Raises SystemExit if one fails, as mutants could not be told apart."""
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        answer = Path(folder, "baseline")

        def measured() -> int:
            recorder = _Recorder(path)
            code = _pytest(["--tb=short", *tests], folder, recorder)
            answer.write_bytes(pickle.dumps(recorder.baseline))
            return code

        pid = _fork(measured, Path(folder, "output"))
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0:
            click.echo(Path(folder, "output").read_text(errors="replace")[-4000:], err=True)
            raise SystemExit(f"The tests of {module} fail without any change.")
        return pickle.loads(answer.read_bytes())  # type: ignore[no-any-return] # noqa: S301 - our own, just written


def try_all(module: str, path: Path, mutants: Sequence[Mutant], known: Baseline) -> Iterator[tuple[Mutant, Status]]:
    """Yield each mutant with its status, as they end."""
    waiting, running = list(mutants), dict[int, tuple[Mutant, float, str]]()
    while waiting or running:
        while waiting and len(running) < _AT_ONCE:
            mutant = waiting.pop(0)
            if tests := known.tests_of(mutant):
                folder = tempfile.mkdtemp(prefix="mutate-")
                pid = _fork(partial(_trial, module, path, mutant, tests, folder), Path(os.devnull))
                limit = _SLOWER * (1 + sum(known.seconds[test] for test in tests))
                running[pid] = (mutant, time.monotonic() + limit, folder)
            else:
                yield mutant, "untested"
        for pid, (mutant, end, folder) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended or time.monotonic() > end:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)  # including its children
                if not ended:
                    os.waitpid(pid, 0)
                del running[pid]
                shutil.rmtree(folder, ignore_errors=True)
                yield mutant, ("survived" if status == 0 else "killed") if ended else "timed out"
        time.sleep(0.01)


def _trial(module: str, path: Path, mutant: Mutant, tests: Sequence[str], folder: str) -> int:
    sys.meta_path.insert(0, _ChangedModule(module, path, mutant.source))
    return _pytest(["-x", "--tb=no", *tests], folder)


def _fork(work: Callable[[], int], output: Path) -> int:
    """Fork a process, in its own group, that exits with the result of `work`; its output goes to `output`."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    code = 70
    try:
        os.setsid()
        with output.open("w") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        code = work()
    except BaseException:  # noqa: BLE001 - a fork must not continue as its parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _pytest(arguments: Sequence[str], folder: str, *plugins: object) -> int:
    own = ["-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning", f"--basetemp={folder}/tests"]
    return int(pytest.main([*own, *arguments], plugins=list(plugins)))


class _ChangedModule(SourceFileLoader):
    """Finds and loads one module, from changed source."""

    def __init__(self, module: str, path: Path, source: str) -> None:
        super().__init__(module, str(path.absolute()))
        self._source = source

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - it is of one module
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Recorder:
    """Records the duration of each test and the lines of the file it ran."""

    def __init__(self, path: Path) -> None:
        self.baseline = Baseline()
        self._path = str(path.absolute())
        self._coverage = coverage.Coverage(data_file=None, include=[self._path], config_file=False)
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        self._coverage.switch_context(item.nodeid)
        started = time.perf_counter()
        answer = yield
        self.baseline.seconds[item.nodeid] = time.perf_counter() - started
        self._coverage.switch_context("")
        return answer

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        lines: Mapping[int, list[str]] = self._coverage.get_data().contexts_by_lineno(self._path)
        self.baseline.by_line = dict(lines)
