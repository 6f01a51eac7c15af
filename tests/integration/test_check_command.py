"""`bildtext check` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bildtext_cli.check import check_command
from tests.reference_request import CAPRICE, GEMINI

TRUE = "Weißer Slipper von Gemini mit Schlupfeinstieg."
FALSE = "Weißer Slipper von Gemini.\nEr ist wasserdicht."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gemini.txt").write_text(GEMINI, "utf-8")
    (tmp_path / "caprice.txt").write_text(CAPRICE, "utf-8")
    (tmp_path / "true.txt").write_text(TRUE, "utf-8")
    (tmp_path / "false.txt").write_text(FALSE, "utf-8")
    return tmp_path


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(check_command, [str(one) for one in arguments], input=stdin)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_text_that_the_data_supports_ends_with_0(folder: Path) -> None:
    result = run("--data", folder / "gemini.txt", "--text", folder / "true.txt")
    assert result.exit_code == 0
    assert "Marke: Gemini" in result.stdout
    assert "No findings." in result.stdout


def test_a_finding_is_shown_at_its_place_and_ends_with_1(folder: Path) -> None:
    result = run("--data", folder / "gemini.txt", "--text", folder / "false.txt")
    assert result.exit_code == 1
    assert "· 2:8: Der Text sagt, der Artikel sei wasserdicht" in result.stdout
    assert "Conflicts in the data" in result.stdout


def test_the_answer_is_that_of_the_api(folder: Path) -> None:
    result = run("--data", folder / "gemini.txt", "--text", folder / "false.txt", "--json")
    (answer,) = lines(result.stdout)
    assert [finding["text"] for finding in answer["findings"]] == ["wasserdicht"]
    assert {
        "words",
        "claims",
        "findings",
        "doubtful",
        "conflicts",
        "not_used",
        "legal",
        "checklist",
        "duration_ms",
    } == set(answer)


def test_what_only_an_example_says_is_leaked(folder: Path) -> None:
    (folder / "copied.txt").write_text("Slipper mit OnAir-Ausstattung und Reißverschluss.", "utf-8")
    (folder / "example.txt").write_text("Der Stiefel hat einen Reißverschluss.", "utf-8")
    options = ("--data", folder / "gemini.txt", "--text", folder / "copied.txt", "--json")
    (answer,) = lines(run(*options, "--example", folder / "example.txt").stdout)
    assert ("Reißverschluss", "leaked") in [(one["text"], one["reason"]) for one in answer["findings"]]


def test_many_texts_have_data_of_their_own_or_that_of_the_option(folder: Path) -> None:
    rows = [
        {"text": TRUE},
        {"text": "Rote Hose.", "data": {"Typ": "Hose", "Farbe": "rot"}},
        {"text": "Blaue Hose.", "data_text": "Typ: Hose\nFarbe: rot"},
    ]
    (folder / "many.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    result = run("--data", folder / "gemini.txt", "--text", folder / "many.jsonl", "--json")
    assert result.exit_code == 1
    assert [(one["line"], len(one["findings"])) for one in lines(result.stdout)] == [(1, 0), (2, 0), (3, 1)]


def test_a_line_without_data_does_not_hide_the_others(folder: Path) -> None:
    rows = [{"text": TRUE}, {"text": "Rote Hose.", "data": {"Typ": "Hose", "Farbe": "rot"}}]
    (folder / "many.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    result = run("--text", folder / "many.jsonl", "--json")
    assert result.exit_code == 2
    assert [one["line"] for one in lines(result.stdout)] == [2]
    assert result.stderr.startswith("line 1: Give product data as")


def test_an_article_of_a_table_is_refused_for_there_is_none(folder: Path) -> None:
    (folder / "many.jsonl").write_text(json.dumps({"text": "Rote Hose.", "article": "7"}), "utf-8")
    result = run("--text", folder / "many.jsonl")
    assert result.exit_code == 2
    assert "There are no stored articles on the command line" in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "line 1"),
        ('{"data_text": "Typ: Hose"}', 'line 1 is no object with a "text"'),
        ("[1]", 'line 1 is no object with a "text"'),
        ("\n", "holds no text"),
    ],
)
def test_a_broken_list_ends_with_2_and_says_where(folder: Path, content: str, told: str) -> None:
    (folder / "many.jsonl").write_text(content, "utf-8")
    result = run("--data", folder / "gemini.txt", "--text", folder / "many.jsonl")
    assert result.exit_code == 2
    assert told in result.stderr


def test_one_text_needs_data_that_can_be_read(folder: Path) -> None:
    assert "--data FILE" in run("--text", folder / "true.txt").stderr
    result = run("--data", "-", "--text", folder / "true.txt", stdin="hallo")
    assert result.exit_code == 2
    assert "No product data was found" in result.stderr


def test_the_data_may_be_json_or_a_request(folder: Path) -> None:
    for data in ({"Marke": "Zero", "Farbe": "rot"}, {"data": {"Marke": "Zero", "Farbe": "rot"}}):
        (folder / "red.txt").write_text("Rot.", "utf-8")
        result = run("--data", "-", "--text", folder / "red.txt", stdin=json.dumps(data))
        assert result.exit_code == 0, result.output
