"""`bildtext read` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bildtext_cli.checkout import SAMPLES
from bildtext_cli.read import read_command

CSV = (
    "Artikelnummer;Marke;Produktart;Material;Details\n"
    '007;Müller;Kleid;"80% Wolle\n20% PA";leicht, Schleife/n\n'
    "8;a;b;c;d;e\n"
)


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(read_command, [str(one) for one in arguments], input=stdin)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_statement_is_shown_with_its_field_and_place() -> None:
    result = run("--data", SAMPLES / "536.514.002" / "article.json")
    assert result.exit_code == 1  # its lining is in conflict
    shown = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "brand Gemini Marke: Gemini $.data_text, line 3, column 10" in shown
    assert "material 100 % Glattleder Material: 100% Glattleder $.data_text, line 17, column 11" in shown
    assert "Conflicts in the data" in shown


def test_data_without_a_fault_ends_with_0() -> None:
    result = run("--data", "-", "--json", stdin="Marke: Zero\nTyp: Hose\nHöhe: ca. 20–30 cm\nMaterial: 95 % CO 5 % EA")
    assert result.exit_code == 0
    (article,) = lines(result.stdout)
    *_, height, material = article["entries"]
    assert height["measures"] == [{"low": 20.0, "high": 30.0, "unit": "cm", "about": True}]
    assert material["shares"] == [
        {"material": "Baumwolle", "percent": 95.0},
        {"material": "Elasthan", "percent": 5.0},
    ]
    assert (material["place"], material["disputed"]) == ("line 4, column 11", False)


def test_what_is_not_used_is_shown_with_its_reason_and_place() -> None:
    result = run("--data", "-", stdin="Marke: Zero\nTyp: Pumps\nAbsatzhöhe: 55")
    assert result.exit_code == 1
    assert "Absatzhöhe: 55 (Die Einheit fehlt; bitte ergänzen (mm oder cm).) [line 3, column 13]" in result.stdout


def test_the_rows_of_a_windows_csv_have_cells_and_their_own_errors(tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_bytes(CSV.replace("\n", "\r\n").encode("cp1252"))
    result = run("--data", tmp_path / "many.csv", "--json")
    first, second = lines(result.stdout)
    assert result.exit_code == 2
    assert [entry["text"] for entry in first["entries"]][:2] == ["007", "Müller"]
    assert first["entries"][3]["place"] == "line 2, column D (Material)"
    assert first["not_used"][0]["place"] == "line 2, column E (Details)"
    assert second["line"] == 4
    assert "has 6 cells, and the header names 5" in second["error"]
    assert "Line 4" in run("--data", tmp_path / "many.csv").stdout


def test_lines_of_a_jsonl_are_read_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text('{"Marke": "Zero", "Farbe": "rot"}\n{"Marke": 5\n', "utf-8")
    first, second = lines(run("--data", tmp_path / "many.jsonl", "--json").stdout)
    assert first["entries"][1]["place"] == "$.Farbe"
    assert "error" in second


@pytest.mark.parametrize("content", ["hallo", "{", "", '{"data": {"Marke": "Zero"}, "max_words": "viele"}'])
def test_input_that_cannot_be_read_ends_with_2_and_says_what_to_do(content: str) -> None:
    result = run("--data", "-", stdin=content)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.split()) > 5


def test_an_empty_list_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n", "utf-8")
    result = run("--data", tmp_path / "none.jsonl")
    assert (result.exit_code, "holds no article" in result.stderr) == (2, True)
