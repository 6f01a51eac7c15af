"""Every command of the README is a real one: the quick ones are run, the long ones are checked word by word."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tools.cli import bildtext

REPOSITORY = Path(__file__).parents[2]
BLOCKS = re.findall(r"```console\n(.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.DOTALL)
COMMANDS = [shlex.split(line, comments=True) for block in BLOCKS for line in block.splitlines()]
RUN = ("tag", "describe --data tools", "labels", "models list", "models verify")
LONG = ("demo", "up", "bench", "evaluate", "train", "models export", "describe", "quality")  # each has tests of its own


def with_files(words: list[str]) -> list[str]:
    """The words as a shell would pass them on."""
    found: list[str] = []
    for word in words:
        matches = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob(word)) if "*" in word else [word]
        found += matches
    return found


def ours() -> list[list[str]]:
    return [words[1:] for words in COMMANDS if words[:1] == ["bildtext"]]


@pytest.mark.parametrize("words", [words for words in ours() if " ".join(words).startswith(RUN)], ids=" ".join)
def test_a_quick_command_of_the_readme_works(words: list[str]) -> None:
    command = [sys.executable, "-c", "from tools.cli import main; main()", *with_files(words)]
    answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout + answer.stderr


@pytest.mark.parametrize("words", [words for words in ours() if not " ".join(words).startswith(RUN)], ids=" ".join)
def test_a_long_command_of_the_readme_has_these_options(words: list[str], tmp_path: Path) -> None:
    assert " ".join(words).startswith(LONG)
    for name in ("labels.csv", "articles.csv"):
        (tmp_path / name).write_text("image,label\n")
    given = [
        str(tmp_path) if word == "FOLDER" else str(tmp_path / word) if (tmp_path / word).is_file() else word
        for word in words
    ]
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
