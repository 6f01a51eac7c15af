"""A Docker engine: the running one, or one started while it is needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.e2e import WORK, Missing

_START_S = 60


@contextmanager
def docker_engine() -> Iterator[None]:
    """Provide a Docker engine until the block ends. An engine that is already running keeps running.

    As root on Debian, a missing engine is installed and started. Raises Missing elsewhere.
    """
    if _answers():
        yield
        return
    if shutil.which("dockerd") is None:
        install("docker.io")
    if os.geteuid():
        raise Missing("No Docker engine answers. Start it (`sudo systemctl start docker`) or run this as root.")
    WORK.mkdir(parents=True, exist_ok=True)
    log = WORK / "dockerd.log"
    with log.open("wb") as output:
        engine = subprocess.Popen(["dockerd"], stdout=output, stderr=output, start_new_session=True)
        try:
            end = time.monotonic() + _START_S
            while not _answers():
                if engine.poll() is not None or time.monotonic() > end:
                    raise Missing(f"The Docker engine does not start here; see {log}.")
                time.sleep(0.3)
            yield
        finally:
            engine.terminate()
            engine.wait()


def install(*packages: str) -> None:
    """Install Debian packages. Raises Missing if that is not possible."""
    if os.geteuid() or shutil.which("apt-get") is None:
        raise Missing(f"Install first: {', '.join(packages)} (on Debian: apt-get install {' '.join(packages)}).")
    log = WORK / "apt-get.log"
    WORK.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            done = subprocess.run(
                ["apt-get", *command],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdout=output,
                stderr=output,
                check=False,
            )
            if done.returncode:
                raise Missing(f"apt-get cannot install {', '.join(packages)}; see {log}.")


def docker(*arguments: str, check: bool = True, with_errors: bool = False) -> str:
    """Run a docker command; returns its stdout, followed by its stderr if `with_errors`.

    With `check`, raises RuntimeError with its error output if it fails.
    """
    done = run(["docker", *arguments])
    if check and done.returncode:
        raise RuntimeError(f"docker {arguments[0]}: {(done.stderr or done.stdout).decode(errors='replace').strip()}")
    return (done.stdout + (done.stderr if with_errors else b"")).decode(errors="replace").strip()


def run(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a command and capture its output."""
    return subprocess.run(command, capture_output=True, check=False)


def _answers() -> bool:
    return shutil.which("docker") is not None and run(["docker", "version"]).returncode == 0
