"""`bildtext style` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bildtext_cli.style import style_command
from tests.reference_request import CAPRICE


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.txt"
    path.write_text(CAPRICE, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(style_command, [str(one) for one in arguments])


def test_a_style_is_shown_in_sentences_and_figures(example: Path) -> None:
    result = run(example)
    assert result.exit_code == 0
    assert "Style of 1 example\n" in result.stdout
    assert "· Führe Besonderheiten mit „Das Besondere“ ein." in result.stdout
    assert "brand_words von {}" in " ".join(result.stdout.split())


def test_a_text_is_measured_against_the_style(example: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Entdecke deinen Slipper!", encoding="utf-8")
    told = [json.loads(run(example, "--json", "--text", text).stdout) for text in (example, tmp_path / "text.txt")]
    assert told[0]["distance"]["distance"] == 0
    assert told[1]["distance"]["distance"] > 0.4
    assert told[1]["distance"]["aspects"]["address"] == 1
    assert "Distance of" in run(example, "--text", example).stdout


def test_the_prompt_changes_the_style_and_what_is_not_understood_is_told(example: Path) -> None:
    result = run(example, "--json", "--prompt", "Sie-Form, ohne Pflege, bitte gereimt")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["profile"]["address"] == "sie"
    assert answer["instructions"] == {"address": "sie", "without": ["care"], "not_understood": ["gereimt"]}
    assert "Not understood of the prompt\n· gereimt" in run(example, "--prompt", "gereimt").stdout


def test_an_empty_example_is_refused(example: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    result = run(example, tmp_path / "empty.txt")
    assert result.exit_code == 2
    assert "empty.txt holds no text" in result.output
