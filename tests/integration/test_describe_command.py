"""`bildtext describe` as a user runs it: one article, or a file of many that a later run continues."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.gemini import CAPRICE, GEMINI
from tools.describe import describe_command

CSV = "Artikelnummer;Schuhe;Marke;Farbe;Obermaterial\n1;Slipper;Gemini;weiß;Glattleder\n2;Sandale;Brändle;rot;Textil\n"


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(describe_command, [str(one) for one in arguments], input=stdin)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gemini.txt").write_text(GEMINI, "utf-8")
    (tmp_path / "caprice.txt").write_text(CAPRICE, "utf-8")
    (tmp_path / "many.csv").write_text(CSV, "utf-8")
    return tmp_path


def test_one_article_is_shown_with_the_source_of_each_claim(folder: Path) -> None:
    result = run("--data", folder / "gemini.txt", "--example", folder / "caprice.txt")
    assert result.exit_code == 0
    assert "Weißer Slipper von Gemini" in result.stdout
    assert "Verschluss: Schlupf" in result.stdout
    assert "Conflicts in the data" in result.stdout
    assert "Caprice" not in result.stdout


def test_json_is_the_answer_of_the_api(folder: Path) -> None:
    (answer,) = lines(run("--data", folder / "gemini.txt", "--json", "--max-words", "12").stdout)
    assert answer["writer"] == "rules"
    assert answer["words"] <= 12


def test_data_may_come_from_standard_input_as_json_too() -> None:
    (answer,) = lines(run("--data", "-", "--json", stdin='{"Schuhe": "Slipper", "Farbe": "weiß"}').stdout)
    assert "Slipper" in answer["text"]


def test_a_photo_adds_what_it_shows(folder: Path) -> None:
    photo = Path(__file__).parents[2] / "tools/samples/48106/side.jpg"
    (folder / "pumps.txt").write_text("Marke: Gemini\nSchuhe: Pumps", "utf-8")
    (answer,) = lines(run("--data", folder / "pumps.txt", "--image", photo, "--json").stdout)
    assert set(answer["alt_texts"]) == {"side.jpg"}
    assert "Seite" in answer["alt_text"]


def test_a_file_of_many_is_one_line_for_each(folder: Path) -> None:
    result = run("--data", folder / "many.csv", "--json")
    first, second = lines(result.stdout)
    assert (first["article"], second["article"]) == ("1", "2")
    assert "Gemini" in first["text"]
    assert "Brändle" in second["text"]
    assert "2 described, 0 refused" in result.stderr


def test_an_interrupted_run_goes_on_where_it_ended(folder: Path) -> None:
    out = folder / "out.jsonl"
    run("--data", folder / "many.csv", "--out", out)
    whole = out.read_text("utf-8")
    first, second = whole.splitlines(keepends=True)
    out.write_text(first + second[:40], "utf-8")
    again = run("--data", folder / "many.csv", "--out", out)
    assert "1 of 2 articles are in" in again.stderr
    assert [line["text"] for line in lines(out.read_text("utf-8"))] == [line["text"] for line in lines(whole)]
    run("--data", folder / "many.csv", "--out", out)
    assert len(lines(out.read_text("utf-8"))) == 2


def test_a_line_that_changed_is_described_again(folder: Path) -> None:
    out = folder / "out.jsonl"
    run("--data", folder / "many.csv", "--out", out)
    (folder / "many.csv").write_text(CSV.replace("rot", "blau"), "utf-8")
    run("--data", folder / "many.csv", "--out", out)
    written = lines(out.read_text("utf-8"))
    assert [line["line"] for line in written] == [1, 2, 2]
    assert "blau" in written[2]["text"]


def test_an_article_that_is_refused_says_why_and_stops_nothing(folder: Path) -> None:
    (folder / "many.jsonl").write_text('{"Schuhe": "Slipper"}\n\nno json\n{}\n{"Schuhe": "Sandale"}\n', "utf-8")
    result = run("--data", folder / "many.jsonl", "--json")
    assert result.exit_code == 1
    assert [line.get("error", {}).get("code") for line in lines(result.stdout)] == [
        None, "invalid-product-data", "invalid-product-data", None,
    ]  # fmt: skip
    assert [line["line"] for line in lines(result.stdout)] == [1, 3, 4, 5]


def test_what_german_office_programs_write_is_read(folder: Path) -> None:
    (folder / "office.csv").write_bytes(CSV.encode("cp1252"))
    assert "Brändle" in run("--data", folder / "office.csv", "--json").stdout


def test_cells_may_hold_line_breaks(folder: Path) -> None:
    (folder / "cells.csv").write_text('Schuhe,Farbe,Besonderheit\nSlipper,rot,"Wechselfußbett\nPolsterung"\n', "utf-8")
    (answer,) = lines(run("--data", folder / "cells.csv", "--json").stdout)
    assert "Wechselfußbett" in answer["text"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--data", "many.csv", "--image", "gemini.txt"], "one article"),
        (["--data", "gemini.txt", "--out", "x.jsonl"], "many articles"),
        (["--data", "gemini.txt", "--writer", "bedrock"], "--model"),
        (["--data", "gemini.txt", "--max-words", "500"], "120"),
        (["--data", "missing.txt"], "does not exist"),
    ],
)
def test_options_that_do_not_fit_are_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
