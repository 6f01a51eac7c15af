"""A picture of a page that cannot be taken is said in one line; the demo's own picture is in test_demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from bildtext_cli import screenshot


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A browser that fails."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho starting >&2\necho no display >&2\nexit 3\n")
    program.chmod(0o755)
    return program


def test_the_browsers_last_line_says_why(program: Path, tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(b"of last time")
    assert screenshot.take("http://127.0.0.1:1", tmp_path / "page.png", str(program)) == "no display"
    assert not (tmp_path / "page.png").exists()


def test_a_browser_that_says_nothing_is_named(program: Path, tmp_path: Path) -> None:
    program.write_text("#!/bin/sh\nexit 3\n")
    assert screenshot.take("http://127.0.0.1:1", tmp_path / "page.png", str(program)) == f"{program} ended with code 3"


def test_an_installed_browser_is_found_by_its_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert screenshot.browser() == str(program)
