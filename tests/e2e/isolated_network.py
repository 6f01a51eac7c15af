"""An island: a network on which live only a function's container and what this process starts or calls beside it.

`island()` takes the calling thread to it. What the thread then starts (moto's server) or connects to (boto3, HTTP on
127.0.0.1) is on the island as well. A container of `function_container` has no other network, and Lambda's limits.
"""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import re
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.e2e import Missing
from tests.e2e.base_image import base_image_name
from tests.e2e.engine import docker

LAMBDA_USER = "993:990"  # an ordinary one as on Lambda, and like there one that no image's /etc/passwd knows
_CLONE_NEWNET = 0x40000000  # linux/sched.h; Python has os.setns from 3.12 on
_EMULATOR_PORT = 8080
_INVOCATIONS = "/2015-03-31/functions/function/invocations"
_START_S = 30
_OUT_OF_MEMORY = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")  # cgroups 2 and 1
_ANSWER_S = 300  # Lambda's emulator waits for the function as long as AWS_LAMBDA_FUNCTION_TIMEOUT says


@contextmanager
def isolated_network() -> Iterator[str]:
    """Move this thread to a network of its own until the block ends; yields its name for `function_container`.

    Raises Missing where this is not root, who alone may change networks.
    """
    with inhabitant("none") as first, network_of(first.pid):
        yield f"container:{first.name}"


@dataclass(frozen=True)
class Inhabitant:
    """A container that only waits. `address` is its own on the network; empty on the network `none`."""

    name: str
    pid: int
    address: str


@contextmanager
def inhabitant(network: str) -> Iterator[Inhabitant]:
    """Have a container on one of Docker's networks that does nothing, but whose network others can enter."""
    wait = [base_image_name(), "-c", "import signal; signal.pause()"]
    with _running([f"--network={network}", "--entrypoint=python"], wait) as name:
        address = docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", name)
        yield Inhabitant(name, _pid(name), address)


@contextmanager
def network_of(pid: int) -> Iterator[None]:
    """This thread, and the processes it starts, are in the network of the process `pid` until the block ends."""
    with Path("/proc/thread-self/ns/net").open("rb") as own, Path(f"/proc/{pid}/ns/net").open("rb") as other:
        _enter(other.fileno())
        try:
            yield
        finally:
            _enter(own.fileno())


@dataclass(frozen=True)
class Container:
    """A function's container. `memory_mb` is its limit."""

    name: str
    memory_mb: int

    def invoke(self, event: Mapping[str, Any], /) -> Any:
        """What the function answers: its result, or `errorMessage` and `errorType`. Only on the container's island."""
        self._wait_for_the_emulator()
        connection = http.client.HTTPConnection("127.0.0.1", _EMULATOR_PORT, timeout=_ANSWER_S)
        try:
            connection.request("POST", _INVOCATIONS, json.dumps(event))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def logs(self) -> str:
        """Everything the function and Lambda's emulator have said, in turn."""
        command = ["docker", "logs", self.name]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout

    def python(self, code: str) -> str:
        """What a Python program prints that is run beside the function, with its user, limits and environment."""
        return docker("exec", self.name, "python", "-c", code)

    def bytes_read(self) -> int:
        """By all of its processes so far, through read(2) and its like; files in the page cache count as well."""
        return sum(process.io_counters().read_chars for process in self.processes())

    def peak_memory_mb(self) -> float:
        """The sum of its processes' largest resident sizes so far, in MB of 2²⁰ bytes as in MemorySize. Pages that they
        share count for each."""
        return sum(_peak_kb(process.pid) for process in self.processes()) / 1024

    def ended_for_memory(self) -> int:
        """How many of its processes the kernel has ended for the limit: Docker's own flag overlooks a child."""
        said = docker("exec", self.name, "sh", "-c", f"cat {' '.join(_OUT_OF_MEMORY)} 2>/dev/null", check=False)
        return int(re.findall(r"^oom_kill (\d+)$", said, re.M)[0])

    def processes(self) -> list[psutil.Process]:
        """Lambda's emulator and, from the first invocation on, the function."""
        emulator = psutil.Process(_pid(self.name))
        return [emulator, *emulator.children(recursive=True)]

    def _wait_for_the_emulator(self) -> None:
        end = time.monotonic() + _START_S
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", _EMULATOR_PORT)
            try:
                connection.connect()
                return
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise RuntimeError(f"The container does not take invocations; its log:\n{self.logs()}") from None
                time.sleep(0.02)
            finally:
                connection.close()


@contextmanager
def function_container(
    image: str, network: str, variables: Mapping[str, str], memory_mb: int, *options: str
) -> Iterator[Container]:
    """A function as Lambda runs it, until the block ends: nothing but /tmp can be written, by an ordinary user without
    any right, with `memory_mb` and no swap, and Lambda's limits of processes and open files. `options` are Docker's.
    """
    limits = (
        f"--network={network} --ipc=none --read-only --tmpfs=/tmp:size=512m --user={LAMBDA_USER} --cap-drop=ALL "
        f"--security-opt=no-new-privileges --memory={memory_mb}m --memory-swap={memory_mb}m "
        "--pids-limit=1024 --ulimit=nofile=1024:1024"
    ).split()
    told = [f"--env={name}={value}" for name, value in variables.items()]
    with _running([*limits, *told, *options], [image]) as name:
        yield Container(name, memory_mb)


@contextmanager
def _running(options: list[str], command: list[str]) -> Iterator[str]:
    """A container of a name of our own, so that it goes whatever happens."""
    name = f"bildtext-{uuid.uuid4().hex[:12]}"
    try:
        docker("run", "--detach", f"--name={name}", *options, *command)
        yield name
    finally:
        docker("rm", "--force", "--volumes", name, check=False)


def _pid(name: str) -> int:
    return int(docker("inspect", "--format", "{{.State.Pid}}", name))


def _peak_kb(pid: int) -> int:
    return int(re.findall(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text("utf-8"), re.M)[0])


def _enter(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, _CLONE_NEWNET):
        reason = os.strerror(ctypes.get_errno())
        raise Missing(f"The containers' network cannot be entered ({reason}): run this as root.")
