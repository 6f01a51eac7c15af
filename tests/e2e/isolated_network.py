"""An isolated network that contains only a function's container and what this process starts on it.

`isolated_network()` moves the calling thread into the network. Whatever the thread then starts (moto's server) or
connects to (boto3, HTTP on 127.0.0.1) is on that network. A container of `function_container` has no other network, and
has Lambda's limits.
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

LAMBDA_USER = "993:990"  # unprivileged and missing from /etc/passwd, as on Lambda
_CLONE_NEWNET = 0x40000000  # linux/sched.h; Python has os.setns from 3.12 on
_EMULATOR_PORT = 8080
_INVOCATIONS = "/2015-03-31/functions/function/invocations"
_START_S = 30
_OUT_OF_MEMORY = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")  # cgroups 2 and 1
_ANSWER_S = 300  # Lambda's emulator waits AWS_LAMBDA_FUNCTION_TIMEOUT seconds for the function


@contextmanager
def isolated_network() -> Iterator[str]:
    """Move this thread to a new isolated network until the block ends; yields its name for `function_container`.

    Raises Missing without root, which changing networks requires.
    """
    with idle_container("none") as anchor, network_of(anchor.pid):
        yield f"container:{anchor.name}"


@dataclass(frozen=True)
class IdleContainer:
    """A container that does nothing. `address` is its IP address; empty on the network `none`."""

    name: str
    pid: int
    address: str


@contextmanager
def idle_container(network: str) -> Iterator[IdleContainer]:
    """Run a container on a Docker network that does nothing, so that others can enter its network."""
    wait = [base_image_name(), "-c", "import signal; signal.pause()"]
    with _running([f"--network={network}", "--entrypoint=python"], wait) as name:
        address = docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", name)
        yield IdleContainer(name, _pid(name), address)


@contextmanager
def network_of(pid: int) -> Iterator[None]:
    """Move this thread, and the processes it starts, to the network of the process `pid` until the block ends."""
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
        """The function's result, or `errorMessage` and `errorType`. Call it from the container's network."""
        self._wait_for_the_emulator()
        connection = http.client.HTTPConnection("127.0.0.1", _EMULATOR_PORT, timeout=_ANSWER_S)
        try:
            connection.request("POST", _INVOCATIONS, json.dumps(event))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def logs(self) -> str:
        """The log of the function and Lambda's emulator."""
        command = ["docker", "logs", self.name]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout

    def python(self, code: str) -> str:
        """The output of a Python program run in the container, with the function's user, limits and environment."""
        return docker("exec", self.name, "python", "-c", code)

    def bytes_read(self) -> int:
        """Bytes read so far by all of its processes through read(2) and similar calls, page cache included."""
        return sum(process.io_counters().read_chars for process in self.processes())

    def peak_memory_mb(self) -> float:
        """The sum of its processes' peak resident sizes in MB (2²⁰ bytes, as in MemorySize); shared pages count in
        each."""
        return sum(_peak_kb(process.pid) for process in self.processes()) / 1024

    def ended_for_memory(self) -> int:
        """How many of its processes the kernel has killed at the memory limit; Docker's own flag misses children."""
        events = docker("exec", self.name, "sh", "-c", f"cat {' '.join(_OUT_OF_MEMORY)} 2>/dev/null", check=False)
        return int(re.findall(r"^oom_kill (\d+)$", events, re.M)[0])

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
    """Run a function under Lambda's conditions until the block ends: unprivileged user without capabilities, only /tmp
    writable, `memory_mb` without swap, and Lambda's limits on processes and open files. `options` are Docker's.
    """
    limits = (
        f"--network={network} --ipc=none --read-only --tmpfs=/tmp:size=512m --user={LAMBDA_USER} --cap-drop=ALL "
        f"--security-opt=no-new-privileges --memory={memory_mb}m --memory-swap={memory_mb}m "
        "--pids-limit=1024 --ulimit=nofile=1024:1024"
    ).split()
    environment = [f"--env={name}={value}" for name, value in variables.items()]
    with _running([*limits, *environment, *options], [image]) as name:
        yield Container(name, memory_mb)


@contextmanager
def _running(options: list[str], command: list[str]) -> Iterator[str]:
    """Run a container under a name of our own, so that it is always removed."""
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
