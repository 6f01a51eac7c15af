"""`make mutate` on a project of two small files: its failures and messages."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

import pytest
import yaml

FILES: Final = {
    "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["layers/bildtext/python"]\n',
    "layers/bildtext/python/sums.py": """\
def bounded(a: int, b: int, most: int) -> int:
    total = a + b
    return most if total > most else total


def seconds(hours: int, minutes: int) -> int:
    return hours * 3600 + minutes * 60
""",
    "layers/bildtext/python/larger.py": """\
def larger(a: int, b: int) -> int:
    return a if a > b else b
""",
    "tests/test_sums.py": """\
from larger import larger
from sums import bounded, seconds


def test_sums() -> None:
    assert (bounded(1, 2, 10), bounded(7, 8, 10)) == (3, 10)
    assert seconds(2, 3) == 7380
    assert (larger(1, 2), larger(2, 1)) == (2, 2)
""",
}
AT_THE_LIMIT: Final = {
    "in": "bounded",
    "was": "return most if total > most else total",
    "now": "return most if total >= most else total",
    "because": "at the limit both are the same",
}
OF_EQUALS: Final = {
    "in": "larger",
    "was": "return a if a > b else b",
    "now": "return a if a >= b else b",
    "because": "of two equal ones it is all the same which",
}
CASES: Final = {
    "justified": ("sums", [AT_THE_LIMIT]),
    "unjustified": ("sums", []),
    "left-over": ("sums", [AT_THE_LIMIT, OF_EQUALS]),
    "low": ("larger", [OF_EQUALS]),
}


@dataclass(frozen=True)
class Ran:
    """The exit status and the lines of each case."""

    status: dict[str, int]
    lines: dict[str, list[str]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """All cases in one process, which loads the libraries once."""
    project = tmp_path_factory.mktemp("project")
    modules: dict[str, Any] = {
        case: {"file": f"layers/bildtext/python/{name}.py", "tests": ["tests/test_sums.py"]}
        for case, (name, _) in CASES.items()
    }
    lists = {
        "tools/dev/bildtext_dev/mutate/modules.yaml": yaml.safe_dump(modules),
        "tools/dev/bildtext_dev/mutate/survivors.yaml": yaml.safe_dump(
            {case: reasons for case, (_, reasons) in CASES.items()}
        ),
    }
    for name, text in {**FILES, **lists}.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, "utf-8")
    each_alone = (
        "import sys\n"
        "from bildtext_dev.mutate.__main__ import main\n"
        "for case in sys.argv[1:]: print('exit', main([case]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", each_alone, *CASES],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "layers/bildtext/python")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    *parts, rest = done.stdout.split("exit ")
    assert len(parts) == len(CASES)
    statuses = [part[0] for part in [*parts[1:], rest]]
    return Ran(
        {case: int(status) for case, status in zip(CASES, statuses, strict=True)},
        {case: part.splitlines()[1:] for case, part in zip(CASES, parts, strict=True)},
    )


def test_a_survivor_with_its_reason_passes_and_counts_against_the_score(ran: Ran) -> None:
    (row,) = [line for line in ran.lines["justified"] if line.startswith("justified")]
    _, mutants, killed, _, _, survived, justified, score, _ = row.split()
    assert (ran.status["justified"], survived, justified) == (0, "1", "1")
    assert int(killed) == int(mutants) - 1
    assert score == f"{int(killed) / int(mutants):.1%}" > "90"


def test_a_survivor_without_a_reason_fails_and_is_shown_as_a_diff(ran: Ran) -> None:
    assert ran.status["unjustified"] == 1
    assert ran.lines["unjustified"][-3:] == [
        "  layers/bildtext/python/sums.py:3 bounded (survived)",
        f"  - {AT_THE_LIMIT['was']}",
        f"  + {AT_THE_LIMIT['now']}",
    ]


def test_a_reason_without_its_survivor_fails_and_is_named(ran: Ran) -> None:
    assert ran.status["left-over"] == 1
    assert ran.lines["left-over"][-1].startswith("  survivors.yaml: left-over has no such survivor: in larger")


def test_a_score_under_nine_tenths_fails_whatever_the_reasons(ran: Ran) -> None:
    assert ran.status["low"] == 1
    assert "66.7%" in ran.lines["low"][-1]
