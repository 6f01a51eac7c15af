"""Images built by Docker from a copy of the repository, for what cannot be built from the repository as it is."""

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
    """A folder with all that images are built from, to be changed at will."""
    for name in ("functions", "layers"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=_UNSENT)
    for name in ("constraints.txt", "template.yaml", ".dockerignore"):
        shutil.copy(REPOSITORY / name, folder / name)
    return folder


def failed_build(context: Path, function: str, *options: str) -> str:
    """What Docker said of an image that could not be built; nothing of it stays. Raises AssertionError if it could."""
    with nothing_left() as said:
        done = run(_build(context, function, *options))
        said.append((done.stdout + done.stderr).decode(errors="replace"))
        assert done.returncode != 0, f"The image was built:\n{said[0]}"
    return said[0]


@contextmanager
def built_image(context: Path, function: str, *options: str) -> Iterator[str]:
    """An image until the block ends; what was there before stays. Raises AssertionError when it cannot be built."""
    name = f"bildtext-{function}-{uuid.uuid4().hex[:12]}"
    with nothing_left() as said:
        try:
            done = run(_build(context, function, "--tag", name, *options))
            said.append((done.stdout + done.stderr).decode(errors="replace"))
            assert done.returncode == 0, f"The image was not built:\n{said[0]}"
            yield name
        finally:
            docker("rmi", "--no-prune", name, check=False)


@contextmanager
def nothing_left() -> Iterator[list[str]]:
    """Take the containers and the images of single steps away that builds in the block made.

    The block appends what its builds said, which names them: a builder without BuildKit keeps them.
    """
    before = set(docker("images", "--all", "--quiet").split())
    said: list[str] = []
    try:
        yield said
    finally:
        for container in re.findall(r"---> Running in ([0-9a-f]{12})", "\n".join(said)):
            docker("rm", "--force", container, check=False)
        for image in reversed(re.findall(r"---> ([0-9a-f]{12})\b", "\n".join(said))):
            if image not in before:
                docker("rmi", "--no-prune", image, check=False)


def _build(context: Path, function: str, *options: str) -> list[str]:
    dockerfile = context / "functions" / function / "Dockerfile"
    return ["docker", "build", "--force-rm", "--file", str(dockerfile), *options, str(context)]
