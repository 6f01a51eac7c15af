"""The repository is self-contained: no file names a path outside. For data it lacks, the source is stated."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
MADE = {
    ".git",
    ".venv",
    "build",
    ".aws-sam",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    "__pycache__",
}

UPWARDS = re.compile(r"(?<![\w./])(?:\./)?(?:\.\./)+[\w.-]*(?:/[\w.*-]+)*")
SOMEBODYS = re.compile(r"(?<![\w./~-])(?:/(?:home|root|Users|work|mnt|media)/|~/)[\w.-]+")
# What only looks like it: names that are refused, paths within an image or a page, and this file.
MEANT = {
    "tests/e2e/test_builds.py": {"../bildtext"},
    "tests/e2e/test_image_contents.py": {"../"},
    "tests/models/test_broken_folders.py": {"../elsewhere.safetensors"},
    "tests/unit/test_model_check.py": {"../x"},
    "tests/integration/test_readme.py": {"../data", "../x.csv", "~/photos"},
    "functions/description/Dockerfile": {"../include"},
    "functions/encoder/Dockerfile": {"../include"},
    "functions/tagging/Dockerfile": {"../include"},
}


def texts() -> Iterator[tuple[str, str]]:
    """Path and content of every text file of the project."""
    for folder, folders, files in os.walk(REPOSITORY):
        folders[:] = [name for name in folders if name not in MADE and not name.endswith(".egg-info")]
        for name in files:
            path = Path(folder, name)
            if path != Path(__file__) and name not in MADE:
                try:
                    yield path.relative_to(REPOSITORY).as_posix(), path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    continue  # a picture, weights


def dependencies(name: str, text: str) -> list[str]:
    """The paths in a file that lead out of the repository: from its root, where commands are typed, or, when there is
    nothing at that place within the repository, from the file's own folder, where links begin."""
    here = (REPOSITORY / name).parent
    found = [path for path in UPWARDS.findall(text) if not (leads_in(here / path) and (here / path).exists())]
    found = [path for path in found if not (leads_in(REPOSITORY / path) and (REPOSITORY / path).exists())]
    return [path for path in [*found, *SOMEBODYS.findall(text)] if path not in MEANT.get(name, set())]


def leads_in(path: Path) -> bool:
    return Path(os.path.normpath(path)).is_relative_to(REPOSITORY)


def test_no_file_names_a_path_outside_the_repository() -> None:
    named = {name: paths for name, text in texts() if (paths := dependencies(name, text))}
    assert named == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "bildtext evaluate ../data/images --labels labels.csv"),
        ("README.md", "see [the data](../data/README.md)"),
        ("layers/models/mini-clip/README.md", "--photos ../photos/data"),
        ("layers/models/mini-clip/README.md", "--photos=../../photos/data"),
        ("docs/benchmarks.md", "photos in ~/photos and /home/someone/photos"),
        ("tests/unit/test_architecture.py", 'Path("../../../data")'),
        ("tools/cli/bildtext_cli/cli.py", 'open("/Users/someone/key")'),
        ("docs/deploying.md", "../../outside/../outside/x"),
    ],
)
def test_a_path_outside_the_repository_is_detected(name: str, text: str) -> None:
    assert dependencies(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/deploying.md", "[the test](../tests/e2e/test_deploy.py)"),
        ("docs/deploying.md", "and so on.../ or 1../2"),
        ("functions/tagging/Dockerfile", "COPY layers /opt/python"),
        ("tools/cli/bildtext_cli/cli.py", "https://example.org/home/page and a/../b"),
    ],
)
def test_a_path_within_the_repository_is_allowed(name: str, text: str) -> None:
    assert dependencies(name, text) == []


def test_the_source_of_the_photos_is_stated_wherever_they_are_requested() -> None:
    for name in ("README.md", "layers/models/mini-clip/README.md"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert "https://github.com/alexeygrigorev/clothing-dataset" in text
        assert "CC0 1.0" in text
