"""Images built by Docker from a copy of the repository, for builds that need a modified repository."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e import REPOSITORY
from tests.e2e.engine import docker, run

_UNSENT = shutil.ignore_patterns("__pycache__", "weights", "*.egg-info")


def a_context(folder: Path) -> Path:
    """Copy everything images are built from to `folder`, where it can be modified."""
    for name in ("functions", "layers"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=_UNSENT)
    for name in ("constraints.txt", "template.yaml", ".dockerignore"):
        shutil.copy(REPOSITORY / name, folder / name)
    return folder


def failed_build(context: Path, function: str, *options: str) -> str:
    """Docker's output of a build that must fail and is cleaned up. Raises AssertionError if the build succeeds."""
    with cleaned_up() as outputs:
        done = run(_build(context, function, *options))
        outputs.append((done.stdout + done.stderr).decode(errors="replace"))
        assert done.returncode != 0, f"The image was built:\n{outputs[0]}"
    return outputs[0]


@contextmanager
def built_image(context: Path, function: str, *options: str) -> Iterator[str]:
    """Build an image that exists until the block ends. Raises AssertionError if the build fails."""
    name = f"bildtext-{function}-{uuid.uuid4().hex[:12]}"
    with cleaned_up() as outputs:
        try:
            done = run(_build(context, function, "--tag", name, *options))
            outputs.append((done.stdout + done.stderr).decode(errors="replace"))
            assert done.returncode == 0, f"The image was not built:\n{outputs[0]}"
            yield name
        finally:
            docker("rmi", "--no-prune", name, check=False)


@contextmanager
def cleaned_up() -> Iterator[list[str]]:
    """Remove the intermediate containers and images created by builds in the block.

    The block appends the output of its builds, which names them; builders without BuildKit keep them.
    """
    before = set(docker("images", "--all", "--quiet").split())
    outputs: list[str] = []
    try:
        yield outputs
    finally:
        for container in re.findall(r"---> Running in ([0-9a-f]{12})", "\n".join(outputs)):
            docker("rm", "--force", container, check=False)
        for image in reversed(re.findall(r"---> ([0-9a-f]{12})\b", "\n".join(outputs))):
            if image not in before:
                docker("rmi", "--no-prune", image, check=False)


def _build(context: Path, function: str, *options: str) -> list[str]:
    dockerfile = context / "functions" / function / "Dockerfile"
    return ["docker", "build", "--force-rm", "--file", str(dockerfile), *options, str(context)]
