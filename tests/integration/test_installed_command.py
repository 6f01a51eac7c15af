"""The command as installed by `pip install .`: from the wheel alone, run outside a checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bildtext_cli.checkout import SAMPLES

REPOSITORY = Path(__file__).parents[2]
_PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = _PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-build-isolation", "--no-index")
    pip(sys.executable, "wheel", *offline, "--wheel-dir", str(folder), str(REPOSITORY))
    return next(folder.glob("bildtext-*.whl"))


@pytest.fixture(scope="module")
def bildtext(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the installed command with this environment's dependencies but without the checkout's code."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", with_pip=False)
    python = place / "venv" / "bin" / "python"
    pip(str(python), "install", "--no-deps", "--no-index", str(wheel))
    # A folder listed in a .pth file is importable, but its own .pth files, which list the checkout, are not read.
    packages = next((place / "venv" / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    here = place / "anywhere"
    shutil.copytree(SAMPLES / "48106", here / "shop" / "48106")

    def run(*arguments: str, program: str = "bildtext") -> subprocess.CompletedProcess[str]:
        command = [str(python.with_name(program)), *arguments]
        return subprocess.run(command, cwd=here, capture_output=True, text=True, timeout=180, check=False)

    return run


def pip(python: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--python", python, "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    for package in map(Path, PACKAGES):
        root = REPOSITORY / package.parent
        files = [path for path in (REPOSITORY / package).rglob("*") if path.is_file() and path.suffix != ".pyc"]
        assert {path.relative_to(root).as_posix() for path in files} - packed == set()
    assert not [name for name in packed if name.startswith(("tests/", "bildtext_dev/"))]


def test_the_installed_code_is_what_runs(bildtext: Run) -> None:
    code = "import bildtext, bildtext_cli, tagging; print(bildtext.__file__, bildtext_cli.__file__, tagging.__file__)"
    for file in bildtext("-c", code, program="python").stdout.split():
        assert Path(sysconfig.get_path("purelib")) not in Path(file).parents
        assert REPOSITORY not in Path(file).parents


def test_photos_are_tagged(bildtext: Run) -> None:
    answer = bildtext("tag", "shop", "--json")
    assert answer.returncode == 0, answer.stderr
    assert {tag["facet"] for tag in json.loads(answer.stdout)["tags"]} >= {"category"}


def test_an_article_is_described(bildtext: Run) -> None:
    answer = bildtext("describe", "--data", "shop/48106/article.json", "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["text"]


@pytest.mark.parametrize("words", [["labels", "check"], ["models", "list"]], ids=" ".join)
def test_labels_and_models_are_listed(words: list[str], bildtext: Run) -> None:
    answer = bildtext(*words)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout


def test_the_whole_system_runs(bildtext: Run) -> None:
    answer = bildtext("demo", "--photos", "shop", "--json")
    assert answer.returncode == 0, answer.stderr
    assert [json.loads(line)["status"] for line in answer.stdout.splitlines()] == ["tagged", "described"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bench"], "Error: `bildtext bench` is for development: run `make dev` in a checkout once."),
        (["models", "export", "fashion-clip"], "say where with --out."),
    ],
    ids=["bench", "models export"],
)
def test_commands_that_need_a_checkout_say_so_in_one_sentence(words: list[str], sentence: str, bildtext: Run) -> None:
    answer = bildtext(*words)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.strip().endswith(sentence)


def test_help_lists_what_is_installed(bildtext: Run) -> None:
    listed = bildtext("--help").stdout
    assert "  describe " in listed
    assert "  bench " not in listed
