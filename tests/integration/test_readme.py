"""Every command of the README and the model card is a real one: the quick ones are run, the long ones are checked
word by word. None names anything outside the repository: a reader has the clone, and data they were told to get."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bildtext_cli.cli import bildtext

REPOSITORY = Path(__file__).parents[2]
# Where packages of the repository are imported from, as paths in it.
IMPORTED_FROM = [path.relative_to(REPOSITORY) for path in map(Path, sys.path)
                 if path.is_relative_to(REPOSITORY) and not path.is_relative_to(sys.prefix)]  # fmt: skip
PAGES = ("README.md", "layers/models/mini-clip/README.md")
# What the reader puts in a place of their choice: the names that stand for it in the commands.
READERS_OWN = {"FOLDER": "", "FOLDER/images": "images", "FOLDER/images.csv": "images.csv", "labels.csv": "labels.csv",
               "articles.csv": "articles.csv", "build/first": "first"}  # fmt: skip
RUN = ("tag", "describe --data tools", "labels", "models list", "models verify")
LONG = ("demo", "up", "bench", "evaluate", "train", "models export", "describe", "quality")  # each has tests of its own


def commands(page: str) -> list[list[str]]:
    """The words of every line of the page's console blocks; a line that ends in a backslash goes on in the next."""
    blocks = re.findall(r"```console\n(.*?)```", (REPOSITORY / page).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [shlex.split(line, comments=True) for line in lines]


def leaves_the_repository(word: str) -> bool:
    """Whether a word of a command, typed in the repository's root, is a path to something that is not in it."""
    value = word.partition("=")[2] if word.startswith("--") else word
    if "://" in value:
        return False
    path = Path(value).expanduser()
    return path.is_absolute() or not (REPOSITORY / path).resolve().is_relative_to(REPOSITORY)


def with_files(words: list[str]) -> list[str]:
    """The words as a shell would pass them on."""
    found: list[str] = []
    for word in words:
        matches = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob(word)) if "*" in word else [word]
        found += matches
    return found


COMMANDS = [words for page in PAGES for words in commands(page)]


def ours() -> list[list[str]]:
    return [words[1:] for words in COMMANDS if words[:1] == ["bildtext"]]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_names_anything_outside_the_repository(words: list[str]) -> None:
    assert [word for word in words if leaves_the_repository(word)] == []


@pytest.mark.parametrize("word", ["../data", "--labels=../x.csv", "tools/../../x", "/data/photos", "~/photos", ".."])
def test_a_path_out_of_the_repository_is_noticed(word: str) -> None:
    assert leaves_the_repository(word)


@pytest.mark.parametrize(
    "word", ["tools/../tools/cli/bildtext_cli/samples", "s3://b/articles", "--labels", "a,b", "FOLDER/images", "."]
)
def test_a_path_within_the_repository_is_allowed(word: str) -> None:
    assert not leaves_the_repository(word)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as a reader has it. `labels compile` writes into it, so it is not the one that is tested."""
    folder = tmp_path_factory.mktemp("clone") / "bildtext"
    return shutil.copytree(REPOSITORY, folder, ignore=shutil.ignore_patterns(".*", "build", "__pycache__"))


@pytest.mark.parametrize("words", [words for words in ours() if " ".join(words).startswith(RUN)], ids=" ".join)
def test_a_quick_command_of_the_readme_works(words: list[str], clone: Path) -> None:
    command = [sys.executable, "-c", "from bildtext_cli.cli import main; main()", *with_files(words)]
    path = os.pathsep.join(str(clone / folder) for folder in IMPORTED_FROM)
    answer = subprocess.run(
        command,
        cwd=clone,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout + answer.stderr


@pytest.mark.parametrize("words", [words for words in ours() if not " ".join(words).startswith(RUN)], ids=" ".join)
def test_a_long_command_of_the_readme_has_these_options(words: list[str], tmp_path: Path) -> None:
    assert " ".join(words).startswith(LONG)
    (tmp_path / "images").mkdir()
    (tmp_path / "first").mkdir()
    for name in ("labels.csv", "articles.csv", "images.csv"):
        (tmp_path / name).write_text("image,label\n")
    given = [str(tmp_path / READERS_OWN[word]) if word in READERS_OWN else word for word in words]
    command: click.Command = bildtext
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, given[0])
        assert found is not None, given[0]
        command, given = found, given[1:]
        context = click.Context(command, parent=context)
    command.make_context(command.name, given)


def test_every_make_target_of_the_readme_is_in_the_makefile() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`make (\w+)`", text)) | {words[1] for words in COMMANDS if words[:1] == ["make"]}
    targets = set(re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets
    assert {"demo", "test"} <= named


def test_every_file_the_readme_points_to_is_there() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([\w./-]+)\)", text)
    assert [link for link in links if not (REPOSITORY / link).exists()] == []
    assert len(links) > 8
