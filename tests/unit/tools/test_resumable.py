"""A results file survives interrupted runs, and a file with other content is never overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bildtext.errors import InvalidRequest
from bildtext_cli.resumable import Earlier, Results


def write(path: Path, *results: dict[str, Any]) -> None:
    with Results(path, "photo") as file:
        file.append(results)


def earlier(path: Path) -> dict[Any, Earlier]:
    with Results(path, "photo") as file:
        return dict(file.earlier)


def photos(path: Path) -> list[str]:
    return [json.loads(line)["photo"] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A file with the results of two photos, one of them refused."""
    path = tmp_path / "new" / "out.jsonl"
    write(path, {"input": "1", "photo": "ä.jpg", "tags": []}, {"input": "2", "photo": "b.jpg", "error": {}})
    return path


def test_a_later_run_reads_the_earlier_results_with_their_state(out: Path) -> None:
    assert earlier(out) == {"ä.jpg": Earlier("1", failed=False), "b.jpg": Earlier("2", failed=True)}


def test_a_line_begins_with_its_key(out: Path) -> None:
    assert out.read_bytes().startswith('{"photo": "ä.jpg", "input": "1", '.encode())


def test_the_last_line_of_a_key_counts(out: Path) -> None:
    write(out, {"photo": "b.jpg", "input": "3"})
    assert earlier(out)["b.jpg"] == Earlier("3", failed=False)
    assert photos(out) == ["ä.jpg", "b.jpg", "b.jpg"]


def test_the_same_error_of_the_same_state_is_written_once(out: Path) -> None:
    write(out, {"photo": "b.jpg", "input": "2", "error": {"detail": "again"}})
    assert photos(out) == ["ä.jpg", "b.jpg"]


@pytest.mark.parametrize("lost", range(1, 40))
def test_an_incomplete_last_line_is_removed_wherever_it_was_cut(out: Path, lost: int) -> None:
    content = out.read_bytes()
    assert content.splitlines()[-1] == b'{"photo": "b.jpg", "input": "2", "error": {}}'
    out.write_bytes(content[:-lost])
    assert list(earlier(out)) == ["ä.jpg"]
    write(out, {"photo": "b.jpg", "input": "2", "error": {}})
    assert out.read_bytes() == content


def test_zeros_left_by_a_power_failure_are_removed(out: Path) -> None:
    with out.open("ab") as file:
        file.write(b'{"photo": "c' + bytes(300))
    write(out, {"photo": "c.jpg", "input": "3"})
    assert photos(out) == ["ä.jpg", "b.jpg", "c.jpg"]


@pytest.mark.parametrize(
    "content",
    [
        b"Dear diary",
        b"Dear diary\n",
        b'{"line": 1, "input": "x"}\n',
        b'{"photo": "a"}\n',
        b"[1]\n",
        b"7\n",
        b"\xff\xfe\n",
    ],
)
def test_a_file_with_other_content_is_refused_and_unchanged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(content)
    with pytest.raises(InvalidRequest, match="something else"):
        earlier(path)
    assert path.read_bytes() == content


def test_an_unwritable_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="cannot be written"):
        earlier(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(InvalidRequest, match="cannot be written"):
        earlier(tmp_path / "file" / "out.jsonl")


def test_a_file_name_that_is_not_utf_8_is_written(tmp_path: Path) -> None:
    write(tmp_path / "out.jsonl", {"photo": "caf\udce9.jpg", "input": "1"})
    assert photos(tmp_path / "out.jsonl") == ["caf\udce9.jpg"]
