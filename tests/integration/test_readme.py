"""Every command in the README, the docs and the model card works: those of `bildtext` are run, except the kinds in
NOT_RUN, whose options are checked; make targets are run dry. The README shows what its commands print, and it and the
architecture describe the same components and steps."""

from __future__ import annotations

import csv
import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bildtext.storage.keys import article_of_data, photo_key
from bildtext_cli.cli import bildtext

REPOSITORY = Path(__file__).parents[2]
# The repository's entries of sys.path, relative to it.
IMPORTED_FROM = [path.relative_to(REPOSITORY) for path in map(Path, sys.path)
                 if path.is_relative_to(REPOSITORY) and not path.is_relative_to(sys.prefix)]  # fmt: skip
PAGES = ("README.md", "docs/architecture.md", "docs/benchmarks.md", "docs/deploying.md", "docs/provenance.md",
         "docs/quality.md", "layers/models/mini-clip/README.md")  # fmt: skip
# The commands that are not run here: why, and the tests that do.
NOT_RUN = {
    "up": ("runs until Ctrl-C", "integration/test_demo.py"),
    "bench": ("takes minutes for each name, and measures only on an idle machine", "models/test_bench.py"),
    "train": ("takes 24 minutes, and the photos are not part of the repository", "models/test_mini_clip.py"),
    "weigh": ("takes five minutes and writes the model", "unit/description/claims/test_confidence.py"),
    "verify": ("needs a release, which the API makes", "integration/test_verify_command.py"),
    "decisions": ("reads the table of a running system", "integration/test_decisions_command.py"),
    "models export": ("downloads a model from Hugging Face", "models/test_export.py"),
    "models verify": ("loads torch and takes a quarter of a minute", "models/test_verify.py"),
    "quality ": ("is a part of `quality`, which is run", "unit/description/quality/test_quality_command.py"),
}
# Options that make a command quicker without leaving out any of what it does.
LESS = {"quality": ["--combined", "50"]}  # instead of 5,000 articles, twice


def text_of(page: str) -> str:
    return (REPOSITORY / page).read_text(encoding="utf-8")


def commands(page: str) -> list[list[str]]:
    """The words of each command in the page's console blocks, and of `make …` and `bildtext bench …` in its prose."""
    text = text_of(page)
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`(?:\w+=\w+ )?((?:make|bildtext bench)(?: [^`]*)?)`", text)
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def leaves_the_repository(word: str) -> bool:
    """Whether a word of a command, typed in the repository's root, is a path that leads out of it."""
    value = word.partition("=")[2] if word.startswith("--") else word
    if "://" in value:
        return False
    path = Path(value).expanduser()
    return path.is_absolute() or not Path(os.path.normpath(REPOSITORY / path)).is_relative_to(REPOSITORY)


def with_files(words: list[str]) -> list[str]:
    """The words after the shell's expansion of `*`."""
    found: list[str] = []
    for word in words:
        matches = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob(word)) if "*" in word else [word]
        found += matches
    return found


def is_run(words: list[str]) -> bool:
    return not " ".join(words).startswith(tuple(NOT_RUN))


COMMANDS = [list(words) for words in dict.fromkeys(tuple(words) for page in PAGES for words in commands(page))]


def of(program: str) -> list[list[str]]:
    """The arguments of every command of this program."""
    return [words[1:] for words in COMMANDS if words[0] == program]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_names_anything_outside_the_repository(words: list[str]) -> None:
    assert [word for word in words if leaves_the_repository(word)] == []


@pytest.mark.parametrize("word", ["../data", "--labels=../x.csv", "tools/../../x", "/data/photos", "~/photos", ".."])
def test_a_path_outside_the_repository_is_detected(word: str) -> None:
    assert leaves_the_repository(word)


@pytest.mark.parametrize(
    "word", ["tools/../tools/cli/bildtext_cli/samples", "s3://b/articles", "--labels", "a,b", "FOLDER/images", "."]
)
def test_a_path_within_the_repository_is_allowed(word: str) -> None:
    assert not leaves_the_repository(word)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, because `labels compile` writes into it, with the files that the docs leave to the
    reader."""
    folder = tmp_path_factory.mktemp("clone") / "bildtext"
    shutil.copytree(REPOSITORY, folder, ignore=shutil.ignore_patterns(".*", "build", "__pycache__"))
    (folder / "articles.csv").write_text("Artikel;Farbe;Material\nSneaker;rot;Textil\nSlipper;blau;Leder\n", "utf-8")
    (folder / "catalogue.jsonl").write_text('{"text": "Ein Slipper."}\n{"text": "Ein Pumps."}\n', "utf-8")
    (folder / "text.txt").write_text("Weißer Slipper von Gemini.\n", "utf-8")
    (folder / "build" / "first").mkdir(parents=True)
    write_dataset(folder / "FOLDER", folder)
    for name in ("record.json", "published.txt", "public.pem"):
        (folder / name).write_text("{}")
    return folder


def write_dataset(target: Path, repository: Path) -> None:
    """Write a folder like the clothing dataset, whose photos are three of the samples, and labels.csv beside it."""
    (target / "images").mkdir(parents=True)
    lists = sorted((repository / "tools/dev/bildtext_dev/train").glob("clothing_*.csv"))
    names = [row["image"] for file in lists for row in csv.DictReader(file.read_text("utf-8").splitlines())]
    samples = itertools.cycle(
        [("48101", "T-Shirt", "t-shirt"), ("48104", "Dress", "dress"), ("48105", "Pants", "jeans")]
    )
    published, own = ["image,label"], ["image,label"]
    for name, (sample, dataset_label, label) in zip(dict.fromkeys(names), samples, strict=False):
        photo = repository / "tools/cli/bildtext_cli/samples" / sample / "front.jpg"
        shutil.copy(photo, target / "images" / f"{name}.jpg")
        published.append(f"{name},{dataset_label}")
        own.append(f"images/{name},{label}")
    (target / "images.csv").write_text("\n".join(published), "utf-8")
    (repository / "labels.csv").write_text("\n".join(own), "utf-8")


def output(words: list[str], clone: Path) -> str:
    """Standard output of `bildtext` with these arguments, run in the clone."""
    answer = subprocess.run(
        [
            sys.executable,
            "-c",
            "from bildtext_cli.cli import main; main()",
            *with_files(words),
            *LESS.get(words[0], ()),
        ],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(clone / folder) for folder in IMPORTED_FROM)},
        capture_output=True,
        text=True,
        timeout=300,  # on a busy machine
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout + answer.stderr
    return answer.stdout


@pytest.mark.parametrize("words", [words for words in of("bildtext") if is_run(words)], ids=" ".join)
def test_a_command_works(words: list[str], clone: Path) -> None:
    output(words, clone)


def test_the_tags_in_the_readme_are_printed_by_the_command_above_them(clone: Path) -> None:
    command, shown = re.findall(r"bildtext (tag .*)\n```\n\n```text\n(.*?)```", text_of("README.md"), re.DOTALL)[0]
    printed = [line.split() for line in output(shlex.split(command), clone).splitlines()]
    head, *rows = [line.split() for line in shown.splitlines()]
    printed = printed[printed.index(head) + 1 :]
    assert f"(Five of the {len(printed)} rows.)" in text_of("README.md")
    assert len(rows) == 5
    scores = {tuple(tag): score for *tag, score in printed}
    for *tag, score in rows:  # a percentage may differ by what the CPU computes in
        found = scores[tuple(tag)]
        assert found == score or abs(int(found.strip("%")) - int(score.strip("%"))) <= 2


def test_the_text_in_the_readme_is_printed_by_the_command_above_it(clone: Path) -> None:
    command, quote = re.findall(r"bildtext (describe .*)\n```\n\n((?:> .*\n)+)", text_of("README.md"))[0]
    shown = quote.replace("> ", "").split()
    printed = output(shlex.split(command), clone).split()
    assert printed[: len(shown) + 2] == [*shown, str(len(shown)), "words"]


@pytest.mark.parametrize("words", [words for words in of("bildtext") if not is_run(words)], ids=" ".join)
def test_a_command_that_is_not_run_has_these_options_and_tests_of_its_own(
    words: list[str], clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((_reason, tests),) = [NOT_RUN[name] for name in NOT_RUN if " ".join(words).startswith(name)]
    assert (REPOSITORY / "tests" / tests).is_file()
    monkeypatch.chdir(clone)
    given = words
    command: click.Command = bildtext
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, given[0])
        assert found is not None, given[0]
        command, given = found, given[1:]
        context = click.Context(command, parent=context)
    command.make_context(command.name, list(given))


@pytest.mark.parametrize("words", of("make"), ids=" ".join)
def test_a_make_target_exists(words: list[str], clone: Path) -> None:
    subprocess.run(["make", "--dry-run", *words], cwd=clone, capture_output=True, timeout=60, check=True)


def test_the_readme_begins_with_its_two_make_commands() -> None:
    assert commands("README.md")[:2] == [["make", "demo"], ["make", "test"]]


def test_files_are_uploaded_under_keys_that_the_functions_take() -> None:
    uploads = [words for words in of("aws") if words[:2] == ["s3", "cp"]]
    keys = {Path(file).suffix: key.removeprefix("s3://BUCKET/") for _, _, file, key in uploads}
    assert (photo_key(keys[".jpg"]).article, article_of_data(keys[".json"])) == ("536.514.002", "536.514.002")


@pytest.mark.parametrize("page", PAGES)
def test_every_linked_file_exists(page: str) -> None:
    folder = (REPOSITORY / page).parent
    links = re.findall(r"\]\(([\w./-]+)(?:#[\w-]*)?\)", text_of(page))
    assert [link for link in links if not (folder / link).exists()] == []
    assert len(links) > 8 or page != "README.md"


def test_readme_and_architecture_describe_the_same_components_and_name_the_same_files_to_read_first() -> None:
    def components(page: str) -> dict[str, str]:
        table = text_of(page).partition("| component |")[2].partition("\n\n")[0]
        rows = [line.strip("|").split("|") for line in table.splitlines()[2:]]
        return {row[0].strip(): row[-1].strip() for row in rows}

    assert components("README.md") == components("docs/architecture.md")
    for names, read_first in components("README.md").items():
        folder = REPOSITORY / re.findall("`(.+?)`", names)[0]
        files = [(folder if folder.is_dir() else REPOSITORY) / name for name in re.findall("`(.+?)`", read_first)]
        assert files
        assert [file for file in files if not file.is_file()] == []


@pytest.mark.parametrize("flow", ["functions/tagging/tagging/flow.py", "functions/description/description/flow.py"])
def test_readme_and_architecture_give_the_steps_that_the_flow_gives(flow: str) -> None:
    steps = " ".join(text_of(flow).partition("in order: ")[2].partition(".")[0].split())
    readme, architecture = (" ".join(text_of(page).split()) for page in ("README.md", "docs/architecture.md"))
    assert f"**{steps}**" in readme
    assert all(step in architecture for step in steps.split(" → "))
